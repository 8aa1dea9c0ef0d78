"""The emergency card: what one member needs when no network is left, and when they get a new one.

It is worked out from plan and roster alone. Whoever's pack says the same as the one they have gets none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from bot.domain.authority import Right, holds
from bot.domain.message import SYSTEM, Timer
from bot.domain.people.commands import IssueRest
from bot.domain.people.events import Issue, PacksIssued
from bot.domain.people.state import People
from config.plan import Plan
from config.roster import Member, Roster

MOST_PEOPLE: Final = 60  # of whom one is responsible for; the rest are counted
_COMMANDERS: Final = 4
_AT_ONCE: Final = 100  # members whose packs one commit looks at: nobody's tap waits for a thousand


@dataclass(frozen=True, kw_only=True)
class Number:
    """Somebody to call: what they are here, their name, the number."""

    what: str
    name: str
    phone: str
    leads: bool = False  # the group that `what` names


@dataclass(frozen=True, kw_only=True)
class Place:
    """One of the member's groups, and what it has to do."""

    group: str
    leads: bool
    safety: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The content, without any words of the product."""

    name: str
    title: str
    roles: tuple[str, ...]
    places: tuple[Place, ...]
    emergency: tuple[Number, ...]  # 120, 110
    command: tuple[Number, ...]  # the command post, the leads of one's own groups
    desk: str  # the number that is always answered
    people: tuple[Number, ...]  # those for whom one is responsible; empty for most
    more_people: int
    points: tuple[str, ...]
    landmark: str

    @property
    def digest(self) -> str:
        """The same for the same content."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def pack(plan: Plan, roster: Roster, member: Member) -> Pack:
    """The member's pack. Numbers are there for those whose role needs them (privacy)."""
    groups = [plan.group_by_id[group] for group in member.group if group in plan.group_by_id]
    people = list(_people(plan, roster, member))
    return Pack(
        name=member.name,
        title=member.title,
        roles=tuple(plan.role_name(role) for role in member.roles),
        places=tuple(
            Place(
                group=group.name,
                leads=member.leads(group.id),
                safety=group.safety or "",
                tasks=tuple(task.title for task in plan.expanded_tasks() if task.group == group.id),
            )
            for group in groups
        ),
        emergency=tuple(Number(what=call.name, name="", phone=call.number) for call in plan.calls),
        command=tuple(_unique(_above(plan, roster, member))),
        desk=plan.callback,
        people=tuple(people[:MOST_PEOPLE]),
        more_people=max(0, len(people) - MOST_PEOPLE),
        points=tuple(point.name for point in plan.assembly_points),
        landmark=plan.landmark,
    )


def issued(
    people: People, plan: Plan, roster: Roster, members: Sequence[str], at: datetime, *, rest: Sequence[str] = ()
) -> Iterator[PacksIssued]:
    """What the first of the members need; the others, and those of `rest`, are left for `IssueRest`."""
    found = tuple(issues(people, plan, roster, members[:_AT_ONCE]))
    left = tuple(dict.fromkeys((*members[_AT_ONCE:], *rest)))
    if found or left != people.packs_rest:
        yield PacksIssued(at=at, by=SYSTEM, issued=found, rest=left)


def timers(people: People) -> Iterator[Timer]:
    """The rest of the packs, at once."""
    if people.packs_rest and people.packs_at is not None:
        yield Timer(when=people.packs_at, command=IssueRest(by=SYSTEM))


def issues(people: People, plan: Plan, roster: Roster, members: Iterable[str]) -> Iterator[Issue]:
    """The packs that these members need and do not have."""
    for each in members:
        member, enrolment = roster.find(each), people.enrolments.get(each)
        if member is None or enrolment is None:
            continue
        digest, last = pack(plan, roster, member).digest, people.packs.get(each)
        if last is None or last.accounts != enrolment.accounts:  # a new phone starts at the first
            yield Issue(member=each, digest=digest, number=1, accounts=enrolment.accounts)
        elif last.digest != digest:
            yield Issue(member=each, digest=digest, number=last.number + 1, accounts=enrolment.accounts)


def _above(plan: Plan, roster: Roster, member: Member) -> Iterator[Number]:
    for leader in roster.with_role(*plan.succession)[:_COMMANDERS]:
        if leader.id != member.id:
            role = next(role for role in leader.roles if role in plan.succession)
            yield Number(what=plan.role_name(role), name=leader.name, phone=leader.phone)
    for group in member.group:
        for lead in roster.members:
            if lead.leads(group) and lead.id != member.id and group in plan.group_by_id:
                yield Number(what=plan.group_by_id[group].name, name=lead.name, phone=lead.phone, leads=True)


def _people(plan: Plan, roster: Roster, member: Member) -> Iterator[Number]:
    """A lead's own groups; everybody for the command post, leads first."""
    commands = holds(member, Right.COMMAND_POST, plan)
    groups = [group for group in plan.groups if commands or member.leads(group.id)]
    found = [
        Number(what=group.name, name=other.name, phone=other.phone, leads=other.leads(group.id))
        for group in groups
        for other in roster.members
        if group.id in other.group and other.id != member.id
    ]
    yield from _unique(sorted(found, key=lambda number: not number.leads) if commands else found)


def _unique(numbers: Iterable[Number]) -> Iterator[Number]:
    """Each phone once, under the first thing that somebody is."""
    seen: set[tuple[str, str]] = set()
    for number in numbers:
        if (number.name, number.phone) not in seen:
            seen.add((number.name, number.phone))
            yield number
