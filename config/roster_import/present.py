"""What a roster is brought in beside: a sound plan, and a roster that may be broken or missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from config import rules, source, tree
from config.faults import Fault, UnitFaults
from config.loading import DUTY_ROSTER, PLAN, ROSTER, beside, duty_roster_of, read_file
from config.plan import Plan
from config.roster import Member, Roster


@dataclass(frozen=True, kw_only=True)
class Present:
    """What an import starts from: a sound plan, and whatever can be read of the roster, be it broken or missing."""

    folder: Path
    plan: Plan
    plan_tree: tree.Node
    text: str | None  # of the roster; None where there is none
    roster: Roster | None  # None where the file has faults
    known: Roster  # the members whose own entries can be read
    unread: Mapping[str, str]  # id → name of those whose entries cannot, as far as they say
    faults: Sequence[Fault]  # of the roster


def present(folder: Path) -> Present:
    """What stands in that folder. Raises UnitFaults with the faults of the plan, without which nothing can be said."""
    plan_tree, plan, faults = read_file(folder / PLAN, Plan)
    if plan_tree is not None:
        faults = beside(faults, rules.plan_faults(PLAN, plan_tree))
    if faults or plan is None or plan_tree is None:
        raise UnitFaults(sorted(faults))
    text = source.read(folder / ROSTER)
    roster_tree, roster, found = read_file(folder / ROSTER, Roster)
    if roster_tree is not None:
        found = beside(found, rules.roster_faults(ROSTER, roster_tree, plan_tree))
    known = {member.id: member for member in reversed(list(_sound(roster_tree)))}
    return Present(
        folder=folder,
        plan=plan,
        plan_tree=plan_tree,
        text=None if isinstance(text, Fault) else text,
        roster=None if found else roster,
        known=roster if roster is not None else Roster(members=tuple(reversed(known.values()))),
        unread={} if roster is not None else dict(_unread(roster_tree, known)),
        faults=found,
    )


def faults_beside(now: Present, roster: Roster) -> list[Fault]:
    """What in the plan and in the duty roster would name somebody who is on the roster now and not on that one."""
    before = set(_naming(now, now.known))
    return [fault for fault in _naming(now, roster) if fault not in before]


def _naming(now: Present, roster: Roster) -> Iterator[Fault]:
    members = [
        tree.Node(value={"id": tree.Node(value=member.id, line=0, key="")}, line=0, key="") for member in roster.members
    ]
    people = tree.Node(value={"members": tree.Node(value=members, line=0, key="members")}, line=0, key="")
    yield from sorted(rules.rotation_faults(PLAN, now.plan_tree, people))
    yield from sorted(duty_roster_of(now.folder / DUTY_ROSTER, people)[1])


def _unread(roster: tree.Node | None, known: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """Id and name of those who stand in the roster, and of whom no more can be read."""
    for entry in roster.each("members") if roster is not None else ():
        id_ = entry.text("id")
        if id_ and id_ not in known:
            yield id_, entry.text("name") or ""


def _sound(roster: tree.Node | None) -> Iterator[Member]:
    """The members whose own entries have no fault of shape."""
    for entry in roster.each("members") if roster is not None else ():
        try:
            yield Member.model_validate(entry.plain())
        except (ValidationError, RecursionError):
            continue
