"""The written emergency plan as data: clauses, authority, tiers, groups, tasks, calls, clocks, times.

Everything that an institution may tune is here and nothing of it is a constant in the code. Each part that
carries out a clause of the written plan cites it by number (`clause`).
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import Field

from config.calendar import Calendar, Day
from config.channels import Channel
from config.command import COMMANDER_SILENT, SILENT_AFTER, SecondConfirmation
from config.duties import Duty, DutyRules
from config.duty_roster import WatchRules
from config.hazards import HazardRules
from config.invitations import InviteReminder
from config.meetings import MeetingSeries
from config.retention import Retention
from config.schema import ClauseId, Duration, Id, Line, Name, Schema
from config.working_days import WorkingDays

GroupId = Id
TaskId = Id
Language = Literal["zh-CN", "en"]

# What the log fills in a call's script.
SCRIPT_VALUES: Final = ("place", "landmark", "what", "casualties", "callback", "meet")


class Clause(Schema):
    """One clause of the written plan, in a short text of our own."""

    id: ClauseId
    text: Line


class Role(Schema):
    """A role that roster members may hold, with the name shown on the screen."""

    id: Id
    name: Name


class Tier(Schema):
    """One of the alert tiers of clause 4.1; the lowest number is alerted first."""

    number: Annotated[int, Field(ge=1, le=3)]
    name: Name
    clause: ClauseId


class Group(Schema):
    """One of the groups under the command post (clause 5)."""

    id: GroupId
    name: Name
    clause: ClauseId
    purpose: Line
    strength: Annotated[int, Field(ge=1)]  # the least number of people it can work with
    safety: Line | None = None  # a line that stands on every card of this group


class Phase(StrEnum):
    """When a task is open: while the incident is answered, or after stand-down (clause 5.5)."""

    RESPONSE = "response"
    AFTERMATH = "aftermath"


class Task(Schema):
    """Something a group has to do, by a deadline that counts from the start of its phase.

    `each` makes one task a place: the title must then hold `{place}`. A first-response task (clause 4.2c) is
    open to whoever arrives first. A milestone is announced in the group chat when it is done.
    """

    id: TaskId
    group: GroupId
    clause: ClauseId
    title: Line
    deadline: Duration
    phase: Phase = Phase.RESPONSE
    first_response: bool = False
    milestone: bool = False
    each: Literal["exits", "key_places"] | None = None


class Place(Schema):
    """An exit, a key place or an assembly point."""

    id: Id
    name: Name


class Call(Schema):
    """An emergency call with a script that is filled in from the log.

    The script's lines may hold the values of `SCRIPT_VALUES` in braces. Logging the call checks off `task`.
    """

    id: Id
    number: Annotated[str, Field(pattern=r"^[0-9]{3,5}$")]
    name: Name
    clause: ClauseId
    task: TaskId
    script: Annotated[tuple[Line, ...], Field(min_length=1)]


class UpwardReports(Schema):
    """The upward report of clause 4.2a: when the first, the follow-up and the final report are due."""

    clause: ClauseId
    recipient: Line
    first: Duration  # after activation
    follow_up: Duration  # after the last report
    final: Duration  # after stand-down


class Times(Schema):
    """Every other time of the response."""

    confirm: Duration  # an activation or stand-down not confirmed by then has lapsed
    ring: Annotated[tuple[Duration, ...], Field(min_length=1)]  # unanswered alerts ring again, after the alert
    phone_tree: Duration  # the silent are shared out among those who answered
    phone_next: Duration = timedelta(minutes=3)  # whoever says nothing of a call so long: somebody else is asked
    escalate: Duration  # the deputies hear who is still silent
    lead_silent: Duration  # a silent lead is replaced
    commander_silent: Duration = COMMANDER_SILENT  # the next in the succession is asked to take command
    summary: Duration  # between two summaries in the group chat
    task_escalate: Duration  # from a task's deadline until the commander hears of it
    stand_down_ring: Annotated[tuple[Duration, ...], Field(min_length=1)]  # until everyone has acknowledged
    fallback: Duration = timedelta(minutes=3)  # silence before the first fallback channel
    fallback_next: Duration = timedelta(minutes=2)  # from one fallback channel to the next
    fallback_retry: Duration = timedelta(seconds=30)  # before a channel that did not work is tried again
    fallback_tries: Annotated[int, Field(ge=1, le=10)] = 3  # how often one message is tried in all


class Attestation(Schema):
    """A clause that is carried out by how the product works rather than by a task; `how` says by what."""

    clause: ClauseId
    how: Line


class Plan(Schema):
    """One unit's whole plan."""

    unit: Id  # stable short name of the unit; streams of the log stand under it
    name: Line
    version: Line
    adopted: Line  # what the written plan is and since when it is in force
    language: Language
    time_zone: Line
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    succession: Annotated[tuple[Id, ...], Field(min_length=1)]  # roles that may activate, in order (clause 3)
    command_post: Annotated[tuple[Id, ...], Field(min_length=1)]  # roles that see the command post card
    office: Id  # the role that keeps the office and sends the upward reports
    duty_leader: Line | None = None  # stands in every alert where no duty roster names the leader (clause 7.3b)
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    assembly_points: Annotated[tuple[Place, ...], Field(min_length=1)]
    exits: tuple[Place, ...] = ()
    key_places: tuple[Place, ...] = ()
    landmark: Line  # what an ambulance driver looks for
    callback: Line  # the number that 120 and 110 may call back
    meet: Line  # who meets the ambulance, and where
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]
    calls: tuple[Call, ...] = ()
    upward_reports: UpwardReports
    times: Times
    retention: Retention = Retention()
    second_confirmation: SecondConfirmation | None = None  # None: a live activation needs no second leader
    invite_reminder: InviteReminder | None = timedelta(days=7)  # None: the office asks for itself
    silent_after: Duration = SILENT_AFTER  # without a sign of life for so long, /readiness names a member
    review_by: Day | None = None  # when the plan has to be looked through again
    attested: tuple[Attestation, ...] = ()
    calendar: Calendar = Calendar()
    duty_rules: DutyRules = DutyRules()
    duties: tuple[Duty, ...] = ()
    hazards: HazardRules | None = None  # None: the rules as they are by default
    meetings: tuple[MeetingSeries, ...] = ()
    duty_roster: WatchRules = WatchRules()
    channels: tuple[Channel, ...] = ()  # fallback channels, for whom Telegram does not reach

    def expanded_tasks(self) -> Iterator[Task]:
        """The tasks as people get them: one for each place where a task says `each`."""
        for task in self.tasks:
            if task.each is None:
                yield task
                continue
            for place in self.exits if task.each == "exits" else self.key_places:
                yield task.model_copy(
                    update={
                        "id": f"{task.id}-{place.id}",
                        "title": task.title.replace("{place}", place.name),
                        "each": None,
                    }
                )

    @cached_property
    def hazard_rules(self) -> HazardRules:
        """How hazards are followed up."""
        return self.hazards or HazardRules()

    @cached_property
    def meeting_by_id(self) -> dict[Id, MeetingSeries]:
        """The kinds of meeting by id."""
        return {series.id: series for series in self.meetings}

    @cached_property
    def working_days(self) -> WorkingDays:
        """The working days of the plan's calendar."""
        return WorkingDays(self.calendar)

    @cached_property
    def group_by_id(self) -> dict[GroupId, Group]:
        """The groups by id."""
        return {group.id: group for group in self.groups}

    def role_name(self, role: Id) -> str:
        """What the screen calls a role: its name in the plan, or its id."""
        return next((r.name for r in self.roles if r.id == role), role)

    def channel(self, channel: Id) -> Channel | None:
        """The fallback channel of that id."""
        return next((c for c in self.channels if c.id == channel), None)

    def without_secrets(self) -> Self:
        """The plan as the log keeps it: what a channel is, and nothing of how to get into it."""
        if not self.channels:
            return self
        return self.model_copy(update={"channels": tuple(channel.without_settings() for channel in self.channels)})
