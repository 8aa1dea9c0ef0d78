"""Who answers a command: each subject by its own rules, and the rules that reach across subjects."""

from dataclasses import replace
from datetime import datetime

from bot.domain import activation, beside, reach
from bot.domain.authority import Right, allowed, holders
from bot.domain.desk import commands as desk_commands
from bot.domain.desk import decide as desk_decide
from bot.domain.desk.commands import DeskCommand
from bot.domain.duty import decide as duty_decide
from bot.domain.duty.commands import DutyCommand, ReachDay, RemindRest
from bot.domain.duty.today import Today
from bot.domain.hazard import decide as hazard_decide
from bot.domain.hazard.commands import HazardCommand
from bot.domain.incident import decide as incident_decide
from bot.domain.incident.commands import IncidentCommand
from bot.domain.incident.events import DutyLeaderChanged
from bot.domain.meeting import decide as meeting_decide
from bot.domain.meeting.agenda import agenda, overdue
from bot.domain.meeting.commands import MeetingCommand
from bot.domain.message import SYSTEM, Command, Decision, Refused
from bot.domain.people import sign
from bot.domain.people.commands import PeopleCommand
from bot.domain.privacy import decide as privacy_decide
from bot.domain.privacy.commands import PrivacyCommand
from bot.domain.staff import Staff
from bot.domain.unit import Unit
from bot.domain.watch import decide as watch_decide
from bot.domain.watch import state as watch_state
from bot.domain.watch.commands import WatchCommand


def decide(unit: Unit, command: Command, at: datetime) -> Decision:
    """What the command brings about at that time: events, none for a repeat, or a refusal with its reason."""
    addressed = unit.incidents.get(command.number) if isinstance(command, IncidentCommand) else None
    if not allowed(command, unit.plan, unit.roster, addressed):
        return Refused(key="refused.not_allowed")
    if isinstance(command, sign.NoteSign):
        return sign.decide(unit.signs.get(command.by), command, at)
    if isinstance(command, PeopleCommand):
        return reach.decide(unit, command, at)
    if isinstance(command, desk_commands.ConfirmActivation):
        return activation.confirm(unit, command, at)
    if isinstance(command, activation.Seconding):
        return activation.seconded(unit, command, at)
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
    if unit.duties.rest and beside.joins(command):
        return ()  # a crowd is still being sent the day's message; the clock tries again when it has gone out
    if isinstance(command, HazardCommand):
        return hazard_decide.decide(unit.hazards, _staff(unit, at), command, at)
    if isinstance(command, MeetingCommand):
        return _meeting(unit, command, at)
    if isinstance(command, IncidentCommand):
        if addressed is None:
            return () if command.by == SYSTEM else Refused(key="incident.closed", values={"number": command.number})
        return incident_decide.decide(addressed, command, at)
    raise TypeError(f"not a command of the unit: {command!r}")


def _duty(unit: Unit, command: DutyCommand, at: datetime) -> Decision:
    daily = isinstance(command, ReachDay | RemindRest)
    waiting = beside.waiting(unit.hazards, unit.meetings, _staff(unit, at), at) if daily else {}
    today = Today(plan=unit.plan, roster=unit.roster, at=at, away=_away(unit, at), beside=waiting)
    return duty_decide.decide(unit.duties, command, today)


def _away(unit: Unit, at: datetime) -> frozenset[str]:
    return frozenset(member for member in unit.people.absences if unit.people.away(member, at))


def _staff(unit: Unit, at: datetime) -> Staff:
    return replace(unit.staff, away=_away(unit, at), reading=beside.reading(unit.duties, unit.plan, at))


def _watch(unit: Unit, command: WatchCommand, at: datetime) -> Decision:
    """Whoever leads the watch from now on leads it in every open incident too."""
    office = tuple(member.id for member in unit.roster.with_role(unit.plan.office))
    crew = watch_decide.Crew(
        reachable=unit.people.reachable,
        away=unit.people.away,
        office=frozenset(office) | unit.authority(),
        told=unit.staff.office(),
        leaders=frozenset(m.id for m in holders(unit.plan, unit.roster, Right.COMMAND_POST))
        | unit.authority()
        | frozenset(unit.schedule.people("leader")),
    )
    decided = watch_decide.decide(unit.watch, unit.schedule, crew, command, at)
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


def _desk(unit: Unit, command: DeskCommand, at: datetime) -> Decision:
    if isinstance(command, desk_commands.ProposeActivation) and (
        refusal := activation.occupied(unit, command.exercise)
    ):
        return refusal
    return desk_decide.decide(unit.desk, command, at, confirm_within=unit.plan.times.confirm)
