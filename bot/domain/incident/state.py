"""An incident as it stands: who has answered what, which group and task is where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from heapq import nsmallest
from typing import Final

from bot.domain.incident.attempts import Attempt
from bot.domain.incident.events import Answer, Injury, PhoneResult, Unseconded, View
from config.plan import Phase as TaskPhase
from config.plan import Plan, Task
from config.roster import Member, Roster

ASKING: Final = frozenset({View.BULLETIN, View.SCENE, View.HEADCOUNT})  # pages that ask for words
COMING: Final = (Answer.ARRIVED, Answer.EN_ROUTE, Answer.ACKNOWLEDGED)  # nearest first


class Phase(StrEnum):
    """Where an incident is in its life."""

    RESPONSE = "response"
    AFTERMATH = "aftermath"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One member in the roll call. Silence is `answer is None`; nothing here ever says absent (promise 3)."""

    answer: Answer | None = None
    answered_at: datetime | None = None
    arrived_at: datetime | None = None  # when they were first reported there, whatever they answered since
    reported_by: str | None = None  # who answered for them
    support: bool = False  # asked for support, and nobody has seen to it yet
    supports: int = 0  # how often they asked
    ring: int = 0  # how often the alert was sent again
    late: bool = False  # the last ring came late because we were down
    delivered_at: datetime | None = None
    unreachable: str | None = None
    unreachable_at: datetime | None = None
    callers: tuple[str, ...] = ()  # who was asked to phone them; the last one still is
    dealt_at: datetime | None = None  # when the last one was asked
    phone: PhoneResult | None = None
    phoned_by: str | None = None
    stand_down_ring: int = 0
    stand_down_late: bool = False
    stand_down_delivered_at: datetime | None = None
    stand_down_acknowledged_at: datetime | None = None

    @property
    def coming(self) -> bool:
        """Acknowledged, en route or arrived."""
        return self.answer in COMING

    @property
    def caller(self) -> str | None:
        """Who phones them."""
        return self.callers[-1] if self.callers else None


@dataclass(frozen=True, kw_only=True)
class GroupState:
    """A group as it stands."""

    id: str
    formed: bool
    lead: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TaskState:
    """A task as it stands; neither done nor blocked means open."""

    done_by: str | None = None
    done_at: datetime | None = None
    blocked_by: str | None = None
    blocked_at: datetime | None = None
    why: str | None = None
    overdue: int = 0  # 1: the group was told, 2: the commander was told
    late: bool = False

    @property
    def done(self) -> bool:
        """Checked off."""
        return self.done_by is not None

    @property
    def blocked(self) -> bool:
        """Reported as blocked and not done since."""
        return self.blocked_by is not None and not self.done


@dataclass(frozen=True, kw_only=True)
class SentReport:
    """An upward report that was sent."""

    at: datetime
    by: str
    final: bool


@dataclass(frozen=True, kw_only=True)
class Headcount:
    """The count at one assembly point."""

    at: datetime
    by: str
    expected: int
    present: int
    injured: int

    @property
    def missing(self) -> int:
        """未到."""
        return max(0, self.expected - self.present)


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something written for the command post, or, as a bulletin, by it."""

    at: datetime
    by: str
    text: str
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class LoggedCall:
    """An emergency call that was made."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The page that somebody has open. `opened` counts the messages: a page opened afresh is a new message."""

    view: View
    subject: str = ""
    opened: int = 1
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StandDownProposal:
    """The latest stand-down that a leader proposed, their `ordinal`th; open while it waits for its confirmation."""

    by: str
    expires: datetime
    ordinal: int = 1
    open: bool = True
    lapsed: bool = False


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """When the deputies were told, and about whom."""

    at: datetime
    members: tuple[str, ...]
    late: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Somebody was asked to take command."""

    member: str
    at: datetime
    late: bool


@dataclass(frozen=True, kw_only=True)
class Term:
    """Who commands, since when, whether they have been heard since, and who was asked to take over."""

    member: str
    since: datetime
    heard: bool = False
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Incident:
    """An incident or an exercise. It runs under the plan and the roster of its activation (clauses 3–5)."""

    number: str
    exercise: bool
    plan: Plan
    roster: Roster
    activated_at: datetime
    activated_by: str
    place: str
    what: str
    words_by: Mapping[str, str] = field(default_factory=dict)  # `place` or `what` → who last described it at the scene
    lead: str | None
    duty_leaders: tuple[str, ...] = ()
    phase: Phase = Phase.RESPONSE
    roll: Mapping[str, Standing]
    roll_from: datetime  # silence counts from here: the activation, or the end of our last gap
    rings_done: int = 0  # of the plan's schedule, since roll_from
    gaps: int = 0
    calls_dealt: int = 0
    escalation: Escalation | None = None
    away: Mapping[str, datetime] = field(default_factory=dict)  # member → when that was known here
    terms: tuple[Term, ...] = ()  # of those who commanded, the present one last
    seconded_by: str | None = None
    unseconded: Unseconded | None = None
    groups: Mapping[str, GroupState]
    tasks: Mapping[str, TaskState]
    emergency_calls: Mapping[str, LoggedCall] = field(default_factory=dict)
    casualties: Mapping[Injury, int] = field(default_factory=dict)
    headcounts: Mapping[str, Headcount] = field(default_factory=dict)
    reports: tuple[SentReport, ...] = ()
    report_overdue: int = 0  # 1: the office was told, 2: the commander was told
    report_late: bool = False
    notes: tuple[Note, ...] = ()
    bulletins: tuple[Note, ...] = ()
    summaries: int = 0
    summary_at: datetime | None = None
    summary_late: bool = False
    panels: Mapping[str, Panel] = field(default_factory=dict)
    attempts: Mapping[int, Attempt] = field(default_factory=dict)  # messages through fallback channels
    stand_downs: Mapping[str, StandDownProposal] = field(default_factory=dict)  # by who proposed
    stood_down_at: datetime | None = None
    stood_down_by: str | None = None
    stand_down_from: datetime | None = None  # the stand-down's rings count from here
    stand_down_rings_done: int = 0
    false_alarm: bool = False
    closed_at: datetime | None = None
    overridden_by: str | None = None  # number of the live incident that ended this exercise

    @property
    def open(self) -> bool:
        """Not closed."""
        return self.phase is not Phase.CLOSED

    @cached_property
    def task_list(self) -> tuple[Task, ...]:
        """Every task of the plan, one a place."""
        return tuple(self.plan.expanded_tasks())

    @cached_property
    def task_by_id(self) -> dict[str, Task]:
        """The same by id."""
        return {task.id: task for task in self.task_list}

    @cached_property
    def first_there(self) -> tuple[str, ...]:
        """The first two of those who are there. Who corrects their answer gives way to the second."""
        there = [
            (standing.arrived_at, member)
            for member, standing in self.roll.items()
            if standing.answer is Answer.ARRIVED and standing.arrived_at is not None
        ]
        return tuple(member for _, member in nsmallest(2, there))

    def tasks_of(self, group: str) -> tuple[Task, ...]:
        """The group's tasks that are open, or were, in the present phase."""
        return tuple(task for task in self.current_tasks() if task.group == group)

    def current_tasks(self) -> tuple[Task, ...]:
        """Tasks of the response, and after stand-down those of the aftermath too (not after a false alarm)."""
        if self.stood_down_at is None:
            return tuple(task for task in self.task_list if task.phase is TaskPhase.RESPONSE)
        if self.false_alarm:
            return ()
        return tuple(task for task in self.task_list if task.phase is TaskPhase.AFTERMATH)

    def deadline(self, task: Task) -> datetime:
        """When a task of the present phase is due."""
        start = self.activated_at if task.phase is TaskPhase.RESPONSE else self.stood_down_at or self.activated_at
        return start + task.deadline

    def name(self, member: str) -> str:
        """The member's name under the roster of the activation; the bare id for somebody not on it."""
        found = self.roster.find(member)
        return found.name if found else member

    def silent(self) -> list[Member]:
        """Those who have not answered, in the order of tiers, then of the roster; not those known to be away."""
        return [m for m in self._unanswered() if m.id not in self.away]

    def _unanswered(self) -> list[Member]:
        ordered = sorted(self.roster.members, key=lambda m: m.tier)
        return [m for m in ordered if self.roll[m.id].answer is None]

    def to_ring(self) -> tuple[str, ...]:
        """Who has not answered and can be reached by another message: those who are away as well."""
        return tuple(m.id for m in self._unanswered() if self.roll[m.id].unreachable is None)

    def to_ring_stand_down(self) -> tuple[str, ...]:
        """Those who have not acknowledged the stand-down and can be written to."""
        return tuple(
            member
            for member, standing in self.roll.items()
            if standing.stand_down_acknowledged_at is None and standing.unreachable is None
        )

    def groups_of(self, member: str) -> tuple[GroupState, ...]:
        """The formed groups that a member is in, in the plan's order."""
        return tuple(group for group in self.groups.values() if group.formed and member in group.members)

    def in_command_post(self, member: str) -> bool:
        """Whether the plan puts this member, by role, into the command post (clause 3)."""
        found = self.roster.find(member)
        return found is not None and any(role in self.plan.command_post for role in found.roles)

    def command_post(self) -> tuple[Member, ...]:
        """Who gets the command post card."""
        return self.roster.with_role(*self.plan.command_post)

    def count(self, *answers: Answer | None) -> int:
        """How many members stand at one of these answers; None is the silence of somebody who is not away."""
        return sum(
            standing.answer in answers and not (standing.answer is None and member in self.away)
            for member, standing in self.roll.items()
        )

    @property
    def term(self) -> Term | None:
        """Who commands now; None where the succession names nobody."""
        return self.terms[-1] if self.terms else None

    def next_report(self) -> int | None:
        """The ordinal of the upward report that is due next; None after the final one."""
        return None if self.reports and self.reports[-1].final else len(self.reports) + 1

    def report_due(self) -> datetime | None:
        """When the next upward report is due (clause 4.2a); None after the final one."""
        clocks = self.plan.upward_reports
        if self.next_report() is None or self.phase is Phase.CLOSED:
            return None
        if self.stood_down_at is not None:
            return self.stood_down_at + clocks.final
        return self.reports[-1].at + clocks.follow_up if self.reports else self.activated_at + clocks.first

    def replacement(self, group: GroupState) -> str | None:
        """Who would lead the group if its lead stays silent: the nearest who answered, then the earliest."""
        candidates = [m for m in group.members if m != group.lead and self.roll[m].coming]
        return min(candidates, key=self._nearness, default=None)

    def _nearness(self, member: str) -> tuple[int, datetime]:
        standing = self.roll[member]
        assert standing.answer is not None
        assert standing.answered_at is not None
        return COMING.index(standing.answer), standing.answered_at

    def callers(self) -> Iterator[str]:
        """Who may be given names to phone: people who answered and can be written to, the deciding leaders last."""
        ready = [m for m in self.roster.members if self.may_call(m.id)]
        leaders = {m.id for m in self.roster.with_role(*self.plan.succession)}
        yield from (m.id for m in ready if m.id not in leaders)
        yield from (m.id for m in ready if m.id in leaders)

    def may_call(self, member: str) -> bool:
        """Whether a card with names would find this member, and at work on the incident."""
        return self.roll[member].coming and self.roll[member].unreachable is None

    def stuck(self) -> Iterator[tuple[str, datetime]]:
        """The silent whose caller has not said anything, and when somebody else is to be asked."""
        for member in self.silent():
            standing = self.roll[member.id]
            if standing.caller is None or standing.phone is not None or standing.dealt_at is None:
                continue
            lost = not self.may_call(standing.caller)
            since = max(standing.dealt_at, self.roll_from)
            yield member.id, standing.dealt_at if lost else since + self.plan.times.phone_next

    def uncalled(self) -> list[str]:
        """The silent whom nobody has phoned, or been asked to phone, yet."""
        standings = ((m.id, self.roll[m.id]) for m in self.silent())
        return [member for member, standing in standings if standing.caller is None and standing.phone is None]

    def calls_of(self, caller: str) -> list[str]:
        """Whom this member was asked to phone, also those whom somebody else was asked to phone since."""
        return [member for member, standing in self.roll.items() if caller in standing.callers]


def in_place(view: View, subject: str) -> bool:
    """Whether a page replaces the one shown in the same message, rather than coming as a new one."""
    return view in (View.GROUP, View.MEMBER, View.CLOSED) or (view in (View.GROUPS, View.PROXY) and bool(subject))
