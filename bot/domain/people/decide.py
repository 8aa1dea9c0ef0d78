"""Decisions about enrolment, reach and the group chat."""

from datetime import datetime
from typing import Literal

from bot.domain.message import SYSTEM, Refused
from bot.domain.people import absence
from bot.domain.people.commands import (
    Enrol,
    LinkGroup,
    LoseGroup,
    LoseReach,
    MoveGroup,
    NoteGroupRights,
    NoteUnitFaults,
    PeopleCommand,
    RegainReach,
)
from bot.domain.people.events import (
    Enrolled,
    ForeignGroupLeft,
    GroupLinked,
    GroupLost,
    GroupMoved,
    GroupRightsChanged,
    PeopleEvent,
    ReachLost,
    ReachRegained,
    UnitFaultsFound,
)
from bot.domain.people.state import People
from config.roster import Roster

Decision = tuple[PeopleEvent, ...] | Refused


def decide(people: People, roster: Roster, authority: frozenset[str], command: PeopleCommand, at: datetime) -> Decision:
    """Events or a refusal. `authority` holds the members who may activate, and so may link a group chat."""
    match command:
        case Enrol():
            return _enrol(people, roster, command, at)
        case LoseReach():
            if command.member not in people.enrolments or command.member in people.lost:
                return ()
            if roster.find(command.member) is None:  # whoever left the roster is written to no more, and is not missed
                return ()
            return (ReachLost(at=at, by=command.by, member=command.member, reason=command.reason),)
        case RegainReach():
            return (
                (ReachRegained(at=at, by=command.by, member=command.member),) if command.member in people.lost else ()
            )
        case LinkGroup():
            return _link(people, roster, authority, command, at)
        case NoteGroupRights():
            group = people.group
            if group is None or group.chat != command.chat or group.may_pin == command.may_pin:
                return ()
            return (GroupRightsChanged(at=at, by=command.by, may_pin=command.may_pin),)
        case MoveGroup():
            if people.group is None or people.group.chat != command.old:
                return ()
            return (GroupMoved(at=at, by=command.by, old=command.old, chat=command.chat),)
        case LoseGroup():
            if people.group is None or people.group.chat != command.chat:
                return ()
            return (GroupLost(at=at, by=command.by, chat=command.chat),)
        case absence.GoAway() | absence.ComeBack() | absence.EndAbsence():
            return absence.decide(people.absences, roster, command, at)
        case NoteUnitFaults():
            lines = tuple(str(fault) for fault in command.faults)
            if lines == people.faults:
                return ()
            return (UnitFaultsFound(at=at, by=command.by, faults=lines, found=command.faults),)
        case _:
            raise TypeError(f"not a command of people: {command!r}")


def _enrol(people: People, roster: Roster, command: Enrol, at: datetime) -> Decision:
    """One account a member, one member an account; the same link opened twice by the same person is a repeat."""
    enrolment = people.enrolments.get(command.member)
    if command.code in people.spent:
        same = enrolment is not None and enrolment.account == command.account
        return () if same else Refused(key="enrol.spent")
    if roster.find(command.member) is None:
        return Refused(key="enrol.spent")
    other = people.members.get(command.account)
    if other is not None and other != command.member and roster.find(other) is not None:
        return Refused(key="enrol.account_taken", values={"name": roster.by_id[other].name})
    return (Enrolled(at=at, by=command.member, member=command.member, account=command.account, code=command.code),)


def _link(people: People, roster: Roster, authority: frozenset[str], command: LinkGroup, at: datetime) -> Decision:
    if people.group is not None and people.group.chat == command.chat:
        return ()
    if command.by not in authority:
        kind: Literal["member", "stranger"] = "member" if roster.find(command.by) else "stranger"
        by = command.by or SYSTEM
        return (ForeignGroupLeft(at=at, by=by, chat=command.chat, title=command.title, kind=kind),)
    return (GroupLinked(at=at, by=command.by, chat=command.chat, title=command.title, may_pin=command.may_pin),)
