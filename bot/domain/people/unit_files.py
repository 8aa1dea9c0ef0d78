"""The unit's files changed: what that means for the plan and the roster on record."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.people.commands import TakeUnit
from bot.domain.people.events import PeopleEvent, PlanChanged, RosterChanged, UnitMended
from bot.domain.people.state import People
from config.plan import Plan
from config.roster import Roster
from config.roster_changes import RosterChanges, applied, changes


def take(people: People, plan: Plan, roster: Roster, command: TakeUnit, at: datetime) -> Iterator[PeopleEvent]:
    """What has changed since `plan` and `roster`; what is on record already brings nothing about."""
    if not people.plan_recorded:
        yield PlanChanged(at=at, by=command.by, plan=command.plan, first=True)
    elif plan != command.plan:
        parts = _parts(plan, command.plan)
        yield PlanChanged(at=at, by=command.by, plan=command.plan, version_before=plan.version, parts=parts)
    yield from _roster(people, roster, command, at)
    if people.faults:
        yield UnitMended(at=at, by=command.by)


def roster_after(roster: Roster, event: RosterChanged) -> Roster:
    """The roster that the event leaves."""
    before = Roster(members=()) if event.first else roster
    changed = RosterChanges(added=event.added, removed=event.removed, changed=event.changed, reordered=event.reordered)
    return applied(before, changed, event.order)


def _roster(people: People, roster: Roster, command: TakeUnit, at: datetime) -> Iterator[RosterChanged]:
    order = tuple(member.id for member in command.roster.members)
    if not people.roster_recorded:
        yield RosterChanged(at=at, by=command.by, added=command.roster.members, order=order, first=True)
        return
    found = changes(roster, command.roster)
    # Where a newcomer stands among the others matters as well: it is the order of succession.
    if found or roster != command.roster:
        yield RosterChanged(
            at=at,
            by=command.by,
            added=found.added,
            removed=found.removed,
            changed=found.changed,
            order=order,
            reordered=found.reordered,
        )


def _parts(before: Plan, after: Plan) -> tuple[str, ...]:
    """The keys that differ; also when only a channel's settings do, which the log does not hold."""
    old, new = before.without_secrets(), after.without_secrets()
    return tuple(name for name in Plan.model_fields if getattr(old, name) != getattr(new, name)) or ("channels",)
