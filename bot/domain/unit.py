"""The unit as a whole: its people, its desk, its incidents, and what each event makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.authority import Right, holders, holds
from bot.domain.desk import state as desk_state
from bot.domain.desk.events import DeskEvent
from bot.domain.duty import state as duty_state
from bot.domain.duty.events import DutiesEvent, DutyEvent
from bot.domain.hazard import state as hazard_state
from bot.domain.hazard.events import HazardEvent
from bot.domain.incident import apply as incident_apply
from bot.domain.incident.events import Activated, IncidentEvent
from bot.domain.incident.state import Incident, Phase
from bot.domain.meeting import state as meeting_state
from bot.domain.meeting.events import AnyMeeting
from bot.domain.message import SYSTEM, Event
from bot.domain.people import state as people_state
from bot.domain.people import unit_files
from bot.domain.people.events import PeopleEvent, PlanChanged, RosterChanged
from bot.domain.privacy import redact
from bot.domain.privacy import state as privacy_state
from bot.domain.privacy.events import PrivacyEvent, Redacted
from bot.domain.staff import Staff
from bot.domain.watch import state as watch_state
from bot.domain.watch.events import DutyRosterTaken, WatchEvent
from bot.domain.watch.schedule import Schedule
from config.duty_roster import DutyRoster
from config.plan import Plan
from config.roster import Roster

_SIGN: Final = timedelta(hours=1)
CLOSED_KEPT: Final = 3  # closed incidents kept in memory, for a late tap to be answered well


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Everything the log says. Plan and roster are those on record; before any are, those that it began with."""

    plan: Plan
    roster: Roster
    duty_roster: DutyRoster = field(default_factory=DutyRoster)
    people: people_state.People = field(default_factory=people_state.People)
    desk: desk_state.Desk = field(default_factory=desk_state.Desk)
    watch: watch_state.Watch = field(default_factory=watch_state.Watch)
    hazards: hazard_state.Hazards = field(default_factory=hazard_state.Hazards)
    duties: duty_state.Duties = field(default_factory=duty_state.Duties)
    meetings: meeting_state.Meetings = field(default_factory=meeting_state.Meetings)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    privacy: privacy_state.Privacy = field(default_factory=privacy_state.Privacy)
    last_numbers: Mapping[int, int] = field(default_factory=dict)  # year → last number given
    signs: Mapping[str, datetime] = field(default_factory=dict)  # member → last sign of life, to the hour

    @property
    def time_zone(self) -> ZoneInfo:
        """The plan's time zone; times on screens are in it."""
        return ZoneInfo(self.plan.time_zone)

    def open_incidents(self) -> tuple[Incident, ...]:
        """Those not closed, oldest first."""
        return tuple(incident for incident in self.incidents.values() if incident.open)

    def running(self) -> Incident | None:
        """The incident or exercise in response: a live one before an exercise."""
        responding = [i for i in self.incidents.values() if i.phase is Phase.RESPONSE]
        return min(responding, key=lambda i: i.exercise, default=None)

    def current(self, member: str) -> Incident | None:
        """What a member's words are about: the running incident, or the latest that is still open."""
        mine = [i for i in self.open_incidents() if member in i.roll]
        return self.running() or (mine[-1] if mine else None)

    def authority(self) -> frozenset[str]:
        """Who may activate, by today's roster."""
        return frozenset(member.id for member in holders(self.plan, self.roster, Right.AUTHORITY))

    def holds(self, member: str, right: Right) -> bool:
        """Whether somebody holds MEMBER, COMMAND_POST or AUTHORITY, by today's roster."""
        found = self.roster.find(member)
        return found is not None and holds(found, right, self.plan)

    @property
    def staff(self) -> Staff:
        """Who keeps the office and who leads, by today's roster; not who is away."""
        return Staff(plan=self.plan, roster=self.roster)

    @property
    def schedule(self) -> Schedule:
        """The shifts by today's plan, roster and duty roster, and by the swaps that were agreed."""
        return Schedule(plan=self.plan, roster=self.roster, duty_roster=self.duty_roster, holders=self.watch.holders)


def apply(unit: Unit, event: Event) -> Unit:
    """The state after the event."""
    after, privacy = _signed(_apply(unit, event), event), privacy_state.apply(unit.privacy, event)
    return after if privacy is unit.privacy else replace(after, privacy=privacy)


def _signed(unit: Unit, event: Event) -> Unit:
    """Whoever acts gives a sign of life. To the hour: a thousand taps must not copy a thousand signs each."""
    last = unit.signs.get(event.by)
    if event.by == SYSTEM or not event.by or (last is not None and event.at - last < _SIGN):
        return unit
    return replace(unit, signs={**unit.signs, event.by: event.at})


def _apply(unit: Unit, event: Event) -> Unit:
    if isinstance(event, IncidentEvent):
        incident = incident_apply.apply(unit.incidents.get(event.number), event)
        incidents = _kept({**unit.incidents, event.number: incident})
        if isinstance(event, Activated):
            year, ordinal = (int(part) for part in event.number.split("-"))
            return replace(unit, incidents=incidents, last_numbers={**unit.last_numbers, year: ordinal})
        return replace(unit, incidents=incidents)
    if isinstance(event, DeskEvent):
        return replace(unit, desk=desk_state.apply(unit.desk, event))
    if isinstance(event, PeopleEvent):
        return _with_files(replace(unit, people=people_state.apply(unit.people, event)), event)
    if isinstance(event, DutyEvent | DutiesEvent):
        return replace(unit, duties=duty_state.apply(unit.duties, event))
    if isinstance(event, WatchEvent):
        watched = replace(unit, watch=watch_state.apply(unit.watch, event))
        return replace(watched, duty_roster=event.duty_roster) if isinstance(event, DutyRosterTaken) else watched
    if isinstance(event, PrivacyEvent):
        return _redacted(unit, event) if isinstance(event, Redacted) else unit
    if isinstance(event, HazardEvent):
        return replace(unit, hazards=hazard_state.apply(unit.hazards, event))
    if isinstance(event, AnyMeeting):
        return replace(unit, meetings=meeting_state.apply(unit.meetings, event))
    raise TypeError(f"not an event of the unit: {event!r}")


def _redacted(unit: Unit, event: Redacted) -> Unit:
    """What was taken out of the log is not kept in memory either."""
    what, _, name = event.subject.partition("/")
    if what == "member":
        return replace(unit, people=people_state.without_member(unit.people, name))
    if what == "lead":
        return replace(unit, desk=redact.desk_without(unit.desk, name, event.kinds))
    incident = unit.incidents.get(name)
    if incident is None:
        return unit
    return replace(unit, incidents={**unit.incidents, name: redact.incident_without(incident, event.kinds)})


def _with_files(unit: Unit, event: PeopleEvent) -> Unit:
    match event:
        case PlanChanged():
            return replace(unit, plan=event.plan)
        case RosterChanged():
            return replace(unit, roster=unit_files.roster_after(unit.roster, event))
        case _:
            return unit


def _kept(incidents: dict[str, Incident]) -> dict[str, Incident]:
    closed = [number for number, incident in incidents.items() if not incident.open]
    for number in closed[:-CLOSED_KEPT]:
        del incidents[number]
    return incidents
