"""What a change among the people brings about: in open incidents, and for the plan in everybody's pocket."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from bot.domain.incident.events import AbsenceNoted, FoundReachable, FoundUnreachable, IncidentEvent
from bot.domain.incident.state import Incident
from bot.domain.message import Decision, Refused
from bot.domain.people import absence, invitations, pack, unit_files
from bot.domain.people import decide as people_decide
from bot.domain.people.commands import IssueRest, PeopleCommand, RemindInvitations, TakeUnit
from bot.domain.people.events import Enrolled, PacksIssued, PeopleEvent, ReachLost, ReachRegained, RosterChanged
from bot.domain.unit import Unit, apply

OFF_ROSTER: Final = "off_roster"  # why somebody who left the roster cannot be reached


def decide(unit: Unit, command: PeopleCommand, at: datetime) -> Decision:
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
    """New emergency cards for whoever has enrolled, and for everybody whom a changed plan or roster concerns."""
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
