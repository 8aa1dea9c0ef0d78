"""The fold of the stream `people`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.people import absence, sign
from bot.domain.people.absence import Absence
from bot.domain.people.events import (
    Enrolled,
    ForeignGroupLeft,
    GroupLinked,
    GroupLost,
    GroupMoved,
    GroupRightsChanged,
    InvitationsReminded,
    PacksIssued,
    PeopleEvent,
    PlanChanged,
    ReachLost,
    ReachRegained,
    RosterChanged,
    UnitFaultsFound,
    UnitMended,
)
from config.faults import Fault


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """The account that a member enrolled with, and since when."""

    account: int
    since: datetime
    accounts: int = 1  # how many different accounts in a row, this one included


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Why and since when a member cannot be reached."""

    reason: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class GroupChat:
    """The unit's group chat."""

    chat: int
    title: str
    may_pin: bool


@dataclass(frozen=True, kw_only=True)
class HeldPack:
    """The emergency card that a member was given last; see `Issue`."""

    digest: str
    number: int
    accounts: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class People:
    """Who can be reached how."""

    enrolments: Mapping[str, Enrolment] = field(default_factory=dict)
    members: Mapping[int, str] = field(default_factory=dict)  # account → member
    former: Mapping[int, str] = field(default_factory=dict)  # account → the member who has another one now
    lost: Mapping[str, Loss] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()  # digests of codes that have served
    group: GroupChat | None = None
    absences: Mapping[str, Absence] = field(default_factory=dict)  # by member
    packs: Mapping[str, HeldPack] = field(default_factory=dict)  # by member
    packs_rest: tuple[str, ...] = ()  # whose packs are still to be compared with plan and roster
    packs_at: datetime | None = None  # when the latest were issued
    invitations_reminded: datetime | None = None  # when the office was last told who is missing
    plan_recorded: bool = False  # the log knows the plan; the unit's is the one that it tells
    roster_recorded: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)  # who has left the roster → the name they had on it last
    faults: tuple[str, ...] = ()  # of the unit's files as they are now
    faults_found: tuple[Fault, ...] = ()  # the same in parts; none in logs of earlier versions
    faults_told: tuple[datetime, ...] = ()  # when each set of faults was found, until the files were mended
    files_taken: tuple[PeopleEvent, ...] = ()  # what the latest change of the unit's files brought about

    def reachable(self, member: str) -> bool:
        """Enrolled, and nothing known that would keep a message from arriving."""
        return member in self.enrolments and member not in self.lost

    def away(self, member: str, at: datetime) -> bool:
        """Whether the member is away at that time."""
        absence = self.absences.get(member)
        return absence is not None and absence.since <= at < absence.until


def without(mapping: Mapping[str, Loss], key: str) -> dict[str, Loss]:
    """The mapping less one key."""
    return {k: v for k, v in mapping.items() if k != key}


def apply(people: People, event: PeopleEvent) -> People:
    """The state after the event."""
    match event:
        case Enrolled():
            others = {account: member for account, member in people.members.items() if member != event.member}
            # Whoever had the account before has left the roster: should they come back, their cards must not go there.
            enrolments = {m: had for m, had in people.enrolments.items() if had.account != event.account}
            had = people.enrolments.get(event.member)
            former = {**people.former, had.account: event.member} if had is not None else people.former
            return replace(
                people,
                former={account: member for account, member in former.items() if account != event.account},
                enrolments={**enrolments, event.member: _enrolled(had, event)},
                members={**others, event.account: event.member},
                lost=without(people.lost, event.member),
                spent=people.spent | {event.code},
            )
        case ReachLost():
            return replace(people, lost={**people.lost, event.member: Loss(reason=event.reason, since=event.at)})
        case ReachRegained():
            return replace(people, lost=without(people.lost, event.member))
        case GroupLinked():
            return replace(people, group=GroupChat(chat=event.chat, title=event.title, may_pin=event.may_pin))
        case GroupRightsChanged():
            return replace(people, group=people.group and replace(people.group, may_pin=event.may_pin))
        case GroupMoved():
            return replace(people, group=people.group and replace(people.group, chat=event.chat))
        case GroupLost():
            return replace(people, group=None)
        case ForeignGroupLeft():
            return people
        case sign.SignGiven():
            return people  # the unit keeps all signs together
        case absence.WentAway() | absence.CameBack():
            return replace(people, absences=absence.apply(people.absences, event))
        case PacksIssued():
            given = {
                one.member: HeldPack(digest=one.digest, number=one.number, accounts=one.accounts, since=event.at)
                for one in event.issued
            }
            return replace(people, packs={**people.packs, **given}, packs_rest=event.rest, packs_at=event.at)
        case InvitationsReminded():
            return replace(people, invitations_reminded=event.at)
        case PlanChanged():
            return replace(people, plan_recorded=True, files_taken=_taken(people, event))
        case RosterChanged():
            here = {id_: name for id_, name in people.gone.items() if id_ not in event.order}
            gone = {**here, **{member.id: member.name for member in event.removed}}
            return replace(people, roster_recorded=True, gone=gone, files_taken=_taken(people, event))
        case UnitMended():
            return replace(people, faults=(), faults_found=(), files_taken=_taken(people, event))
        case UnitFaultsFound():
            told = (*people.faults_told, event.at) if people.faults else (event.at,)
            return replace(people, faults=event.faults, faults_found=event.found, faults_told=told)
        case _:
            raise TypeError(f"not an event of people: {event!r}")


def _enrolled(before: Enrolment | None, event: Enrolled) -> Enrolment:
    if before is None:
        return Enrolment(account=event.account, since=event.at)
    changed = before.account != event.account
    return Enrolment(account=event.account, since=event.at, accounts=before.accounts + changed)


def without_member(people: People, member: str) -> People:
    """The state after somebody is forgotten; a link that has served stays spent."""
    return replace(
        people,
        enrolments={id_: enrolment for id_, enrolment in people.enrolments.items() if id_ != member},
        members={account: id_ for account, id_ in people.members.items() if id_ != member},
        former={account: id_ for account, id_ in people.former.items() if id_ != member},
        lost={id_: loss for id_, loss in people.lost.items() if id_ != member},
        packs={id_: held for id_, held in people.packs.items() if id_ != member},
        gone={id_: f"〔{member}〕" if id_ == member else name for id_, name in people.gone.items()},
    )


def _taken(people: People, event: PeopleEvent) -> tuple[PeopleEvent, ...]:
    """Plan and roster that changed together are told together."""
    together = people.files_taken and people.files_taken[-1].at == event.at
    return (*people.files_taken, event) if together else (event,)
