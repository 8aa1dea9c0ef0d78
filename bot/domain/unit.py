"""The unit as a whole: its people, its desk, its incidents, and the rules that reach across them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.authority import Right, allowed, commander, holders
from bot.domain.desk import commands as desk_commands
from bot.domain.desk import decide as desk_decide
from bot.domain.desk import second
from bot.domain.desk import state as desk_state
from bot.domain.desk.commands import DeskCommand
from bot.domain.desk.events import DeskEvent
from bot.domain.desk.state import Proposal
from bot.domain.duty import decide as duty_decide
from bot.domain.duty import state as duty_state
from bot.domain.duty.commands import DutyCommand
from bot.domain.duty.events import DutiesEvent, DutyEvent
from bot.domain.duty.today import Today
from bot.domain.hazard import decide as hazard_decide
from bot.domain.hazard import nagging
from bot.domain.hazard import state as hazard_state
from bot.domain.hazard.commands import HazardCommand
from bot.domain.hazard.events import HazardEvent
from bot.domain.hazard.staff import HazardStaff
from bot.domain.incident import apply as incident_apply
from bot.domain.incident import decide as incident_decide
from bot.domain.incident import fallback, groups
from bot.domain.incident import timers as incident_timers
from bot.domain.incident.commands import IncidentCommand
from bot.domain.incident.events import (
    AbsenceNoted,
    Activated,
    Answer,
    Answered,
    DutyLeaderChanged,
    ExerciseOverridden,
    FoundReachable,
    FoundUnreachable,
    IncidentEvent,
    Unseconded,
)
from bot.domain.incident.outcome import recorder
from bot.domain.incident.state import Incident, Phase
from bot.domain.meeting import calendar as meeting_calendar
from bot.domain.meeting import decide as meeting_decide
from bot.domain.meeting import state as meeting_state
from bot.domain.meeting.agenda import agenda, overdue
from bot.domain.meeting.commands import MeetingCommand
from bot.domain.meeting.events import AnyMeeting
from bot.domain.message import SYSTEM, Command, Event, Refused, Timer
from bot.domain.people import absence, invitations, pack, sign, unit_files
from bot.domain.people import decide as people_decide
from bot.domain.people import state as people_state
from bot.domain.people.commands import IssueRest, PeopleCommand, RemindInvitations, TakeUnit
from bot.domain.people.events import (
    Enrolled,
    PacksIssued,
    PeopleEvent,
    PlanChanged,
    ReachLost,
    ReachRegained,
    RosterChanged,
)
from bot.domain.privacy import decide as privacy_decide
from bot.domain.privacy import redact
from bot.domain.privacy import state as privacy_state
from bot.domain.privacy.commands import PrivacyCommand
from bot.domain.privacy.events import PrivacyEvent, Redacted
from bot.domain.watch import decide as watch_decide
from bot.domain.watch import state as watch_state
from bot.domain.watch.commands import WatchCommand
from bot.domain.watch.events import DutyRosterTaken, WatchEvent
from bot.domain.watch.schedule import Schedule
from config.duty_roster import DutyRoster
from config.plan import Plan
from config.roster import Roster

_SIGN: Final = timedelta(hours=1)
OFF_ROSTER: Final = "off_roster"  # why somebody who left the roster cannot be reached
CLOSED_KEPT: Final = 3  # closed incidents kept in memory, for a late tap to be answered well

Decision = tuple[Event, ...] | Refused
Seconding = desk_commands.AgreeActivation | desk_commands.OpposeActivation | desk_commands.LapseSecond


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


def decide(unit: Unit, command: Command, at: datetime) -> Decision:
    """What the command brings about at that time: events, none for a repeat, or a refusal with its reason."""
    addressed = unit.incidents.get(command.number) if isinstance(command, IncidentCommand) else None
    if not allowed(command, unit.plan, unit.roster, addressed):
        return Refused(key="refused.not_allowed")
    if isinstance(command, sign.NoteSign):
        return sign.decide(unit.signs.get(command.by), command, at)
    if isinstance(command, PeopleCommand):
        return _people(unit, command, at)
    if isinstance(command, desk_commands.ConfirmActivation):
        return _confirm(unit, command, at)
    if isinstance(command, Seconding):
        return _second(unit, command, at)
    if isinstance(command, DeskCommand):
        return _desk(unit, command, at)
    if isinstance(command, PrivacyCommand):
        return privacy_decide.decide(
            unit.privacy,
            command,
            at,
            retention=unit.plan.retention,
            zone=unit.time_zone,
            roster=unit.roster,
            running=unit.open_incidents(),
        )
    if isinstance(command, DutyCommand):
        return _duty(unit, command, at)
    if isinstance(command, WatchCommand):
        return _watch(unit, command, at)
    if isinstance(command, HazardCommand):
        return hazard_decide.decide(unit.hazards, _staff(unit, at), command, at)
    if isinstance(command, MeetingCommand):
        return _meeting(unit, command, at)
    if isinstance(command, IncidentCommand):
        if addressed is None:
            return () if command.by == SYSTEM else Refused(key="incident.closed", values={"number": command.number})
        return incident_decide.decide(addressed, command, at)
    raise TypeError(f"not a command of the unit: {command!r}")


def timers(unit: Unit) -> Iterator[Timer]:
    """Every timer that runs."""
    yield from desk_state.timers(unit.desk)
    yield from absence.timers(unit.people.absences)
    yield from pack.timers(unit.people)
    yield from invitations.timers(unit.people, unit.plan, unit.roster)
    yield from watch_decide.timers(unit.watch, unit.schedule)
    yield from _between_incidents(unit)
    for incident in unit.incidents.values():
        yield from incident_timers.timers(incident)
    if not any(incident.phase is Phase.RESPONSE and not incident.exercise for incident in unit.open_incidents()):
        # It reads through years of cards in one transaction: no live alert waits for that.
        yield from privacy_state.timers(unit.privacy, unit.plan.retention, unit.time_zone)


def _between_incidents(unit: Unit) -> Iterator[Timer]:
    """Duties, hazards and meetings wait while people respond to a live incident; a forgotten one holds up nothing."""
    running = unit.running()
    held = running.activated_at + unit.plan.duty_rules.hold if running is not None and not running.exercise else None
    for timer in (
        *nagging.timers(unit.hazards, unit.plan, unit.roster),
        *duty_decide.timers(unit.duties, unit.plan),
        *meeting_calendar.timers(unit.meetings, unit.plan),
    ):
        yield replace(timer, when=held) if held is not None and timer.when < held else timer


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


def _duty(unit: Unit, command: DutyCommand, at: datetime) -> Decision:
    today = Today(plan=unit.plan, roster=unit.roster, at=at, away=_away(unit, at))
    return duty_decide.decide(unit.duties, command, today)


def _away(unit: Unit, at: datetime) -> frozenset[str]:
    return frozenset(member for member in unit.people.absences if unit.people.away(member, at))


def _staff(unit: Unit, at: datetime) -> HazardStaff:
    return HazardStaff(plan=unit.plan, roster=unit.roster, away=_away(unit, at))


def _watch(unit: Unit, command: WatchCommand, at: datetime) -> Decision:
    """Whoever leads the watch from now on leads it in every open incident too."""
    office = tuple(member.id for member in unit.roster.with_role(unit.plan.office))
    staff = watch_decide.Staff(
        reachable=unit.people.reachable,
        away=unit.people.away,
        office=frozenset(office) | unit.authority(),
        told=office or tuple(member.id for member in holders(unit.plan, unit.roster, Right.AUTHORITY)),
        leaders=frozenset(m.id for m in holders(unit.plan, unit.roster, Right.COMMAND_POST))
        | unit.authority()
        | frozenset(unit.schedule.people("leader")),
    )
    decided = watch_decide.decide(unit.watch, unit.schedule, staff, command, at)
    if isinstance(decided, Refused):
        return decided
    after = unit.watch
    for event in decided:
        after = watch_state.apply(after, event)
    leaders = tuple(shift.member for shift in after.in_force("leader"))
    changed = tuple(
        DutyLeaderChanged(
            at=at, by=command.by, number=incident.number, exercise=incident.exercise, duty_leaders=leaders
        )
        for incident in unit.open_incidents()
        if incident.duty_leaders != leaders
    )
    return (*decided, *changed) if decided else ()


def _meeting(unit: Unit, command: MeetingCommand, at: datetime) -> Decision:
    """A meeting takes up what is open in the rooms around it."""
    today = at.astimezone(unit.time_zone).date()
    points = agenda(unit.hazards, unit.incidents.values(), unit.meetings, overdue(unit.duties, today))
    return meeting_decide.decide(unit.meetings, _staff(unit, at), points, command, at)


def _with_files(unit: Unit, event: PeopleEvent) -> Unit:
    match event:
        case PlanChanged():
            return replace(unit, plan=event.plan)
        case RosterChanged():
            return replace(unit, roster=unit_files.roster_after(unit.roster, event))
        case _:
            return unit


def _people(unit: Unit, command: PeopleCommand, at: datetime) -> Decision:
    """Whoever can be reached (again) in the middle of an incident is alerted; whoever is lost has to be phoned."""
    if isinstance(command, RemindInvitations):
        return invitations.decide(unit.people, unit.plan, unit.roster, command, at)
    if isinstance(command, IssueRest):
        return tuple(pack.issued(unit.people, unit.plan, unit.roster, unit.people.packs_rest, at))
    decided: people_decide.Decision
    if isinstance(command, TakeUnit):
        decided = tuple(unit_files.take(unit.people, unit.plan, unit.roster, command, at))
    else:
        decided = people_decide.decide(unit.people, unit.roster, unit.authority(), command, at)
    if isinstance(decided, Refused):
        return decided
    follows = (*decided, *(follows for event in decided for follows in _in_incidents(unit, event)))
    return (*follows, *_packs(unit, decided, at))


def _packs(unit: Unit, decided: tuple[PeopleEvent, ...], at: datetime) -> Iterator[PacksIssued]:
    """New offline packs for whoever has enrolled, and for everybody whom a changed plan or roster concerns."""
    after = unit
    for event in decided:
        after = apply(after, event)
    people, plan, roster = after.people, after.plan, after.roster
    if plan is not unit.plan or roster is not unit.roster:
        yield from pack.issued(people, plan, roster, tuple(people.enrolments), at)
    elif members := [event.member for event in decided if isinstance(event, Enrolled)]:
        yield from pack.issued(people, plan, roster, members, at, rest=people.packs_rest)


def _in_incidents(unit: Unit, event: PeopleEvent) -> Iterator[IncidentEvent]:
    for incident in unit.open_incidents():
        base: dict[str, Any] = {
            "at": event.at,
            "by": event.by,
            "number": incident.number,
            "exercise": incident.exercise,
        }
        match event:
            case Enrolled() | ReachRegained():
                standing = incident.roll.get(event.member)
                if standing is not None and standing.unreachable is not None:
                    yield FoundReachable(**base, member=event.member)
            case ReachLost():
                standing = incident.roll.get(event.member)
                if standing is not None and standing.unreachable is None:
                    yield FoundUnreachable(**base, member=event.member, reason=event.reason)
            case absence.WentAway() | absence.CameBack():
                away = isinstance(event, absence.WentAway)
                if event.member in incident.roll and (event.member in incident.away) is not away:
                    yield AbsenceNoted(**base, member=event.member, away=away)
            case RosterChanged() if not event.first:
                yield from _on_roster(unit, incident, event, base)
            case _:
                return


def _on_roster(unit: Unit, incident: Incident, event: RosterChanged, base: dict[str, Any]) -> Iterator[IncidentEvent]:
    """The incident keeps its own roster; but it can no longer write to whoever left, and again to whoever is back."""
    for member in event.removed:
        standing = incident.roll.get(member.id)
        if standing is not None and standing.unreachable is None:
            yield FoundUnreachable(**base, member=member.id, reason=OFF_ROSTER)
    for member in event.added:
        standing = incident.roll.get(member.id)
        if standing is not None and standing.unreachable is not None and unit.people.reachable(member.id):
            yield FoundReachable(**base, member=member.id)


def _desk(unit: Unit, command: DeskCommand, at: datetime) -> Decision:
    if isinstance(command, desk_commands.ProposeActivation) and (refusal := _occupied(unit, command.exercise)):
        return refusal
    return desk_decide.decide(unit.desk, command, at, confirm_within=unit.plan.times.confirm)


def _occupied(unit: Unit, exercise: bool) -> Refused | None:
    """One live incident at a time; no exercise beside anything that runs."""
    running = unit.running()
    if running is None or (running.exercise and not exercise):
        return None
    key = "activation.exercise_running" if running.exercise else "activation.already"
    return Refused(key=key, values={"number": running.number, "name": running.name(running.activated_by)})


def _confirm(unit: Unit, command: desk_commands.ConfirmActivation, at: datetime) -> Decision:
    """Opens the incident, or asks a second leader where the plan wants one."""
    proposal = unit.desk.proposals.get(command.proposal)
    number = _next_number(unit, at)
    decided = desk_decide.confirm(unit.desk, command, at, number=number)
    if isinstance(decided, Refused) or not decided or proposal is None:
        return decided
    if refusal := _occupied(unit, proposal.exercise):
        return refusal
    if proposal.exercise and second.waiting(unit.desk, exercise=False) is not None:
        return Refused(key="second.live_waits")
    rule = unit.plan.second_confirmation
    if rule is None or (proposal.exercise and not rule.exercises):
        return _activated(unit, proposal, at)
    other = second.waiting(unit.desk, exercise=proposal.exercise)
    if other is not None and other.by in unit.authority():  # two leaders want the same independently: they agree
        return _activated(unit, proposal, at, seconded_by=other.by)
    leaders = [m.id for m in holders(unit.plan, unit.roster, Right.AUTHORITY) if m.id != proposal.by]
    asked = tuple(member for member in leaders if unit.people.reachable(member))
    if all(unit.people.away(member, at) for member in asked):
        return _activated(unit, proposal, at, unseconded=Unseconded.NOBODY)
    voided = (second.void(other, SYSTEM, at),) if other is not None else ()
    return (*voided, second.ask(proposal, rule, asked, at))


def _second(unit: Unit, command: Seconding, at: datetime) -> Decision:
    """A second leader's word, or the end of the time for it; the activation follows where it carries."""
    asked = unit.desk.proposals.get(command.proposal)
    entitled = asked is not None and asked.by in unit.authority()
    decided = second.decide(unit.desk, command, at, entitled=entitled)
    if isinstance(decided, Refused) or not second.carried(decided):
        return decided
    proposal = unit.desk.proposals[command.proposal]
    if refusal := _occupied(unit, proposal.exercise):
        return refusal
    if isinstance(command, desk_commands.AgreeActivation):
        return (*decided, *_activated(unit, proposal, at, seconded_by=command.by))
    unseconded = Unseconded.OPPOSED if proposal.opposed_by else Unseconded.SILENCE
    return (*decided, *_activated(unit, proposal, at, unseconded=unseconded))


def _activated(
    unit: Unit,
    proposal: Proposal,
    at: datetime,
    *,
    seconded_by: str | None = None,
    unseconded: Unseconded | None = None,
) -> tuple[Event, ...]:
    """The desk's events, the end of any exercise when it is live, and the activation, in its author's name."""
    number = _next_number(unit, at)
    by = proposal.by
    away = tuple(member.id for member in unit.roster.members if unit.people.away(member.id, at))
    activated = Activated(
        at=at,
        by=by,
        number=number,
        exercise=proposal.exercise,
        place=proposal.place,
        what=proposal.what,
        lead=proposal.lead,
        plan=unit.plan.without_secrets(),
        roster=unit.roster.without_secrets(),
        groups=groups.form(unit.plan, unit.roster, away),
        duty_leaders=tuple(shift.member for shift in unit.watch.in_force("leader")),
        away=away,
        commander=commander(unit.plan, unit.roster, unit.people, at),
        seconded_by=seconded_by,
        unseconded=unseconded,
    )
    # Whoever activates has the news: nobody needs to ring or to phone them.
    knowing = [member for member in (by, seconded_by) if member is not None and unit.roster.find(member)]
    return (
        *desk_decide.confirmed(unit.desk, proposal, at, number=number),
        *(() if proposal.exercise else _overridden(unit, by, at, number)),
        activated,
        *(
            Answered(
                at=at, by=member, number=number, exercise=proposal.exercise, member=member, answer=Answer.ACKNOWLEDGED
            )
            for member in knowing
        ),
    )


def _overridden(unit: Unit, by: str, at: datetime, live: str) -> Iterator[IncidentEvent]:
    """Also those whom a fallback channel told of the exercise hear that it is over."""
    for incident in unit.open_incidents():
        if incident.exercise:
            yield ExerciseOverridden(at=at, by=by, number=incident.number, exercise=True, live=live)
            if incident.stood_down_at is None:
                yield from fallback.corrections(incident, recorder(incident, Command(by=by), at))


def _next_number(unit: Unit, at: datetime) -> str:
    """Numbers count within the year of the unit's own calendar."""
    year = at.astimezone(unit.time_zone).year
    return f"{year}-{unit.last_numbers.get(year, 0) + 1:03d}"


def _kept(incidents: dict[str, Incident]) -> dict[str, Incident]:
    closed = [number for number, incident in incidents.items() if not incident.open]
    for number in closed[:-CLOSED_KEPT]:
        del incidents[number]
    return incidents
