"""A unit's folder, read and checked: `plan.yaml`, `roster.yaml` and, where there is one, `duty_roster.yaml`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import exists, isdir
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from config import rules, source, tree
from config.duty_roster import DutyRoster
from config.faults import Fault, UnitFaults
from config.plan import Plan
from config.roster import Member, Roster
from config.shape import shape

PLAN: Final = "plan.yaml"
ROSTER: Final = "roster.yaml"
DUTY_ROSTER: Final = "duty_roster.yaml"

Model = TypeVar("Model", bound=BaseModel)
Stamp = tuple[tuple[int, int] | None, ...]  # of each file: time of change (ns) and size; None where there is none


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One institution's plan and the people whom it names."""

    folder: Path
    plan: Plan
    roster: Roster
    duty_roster: DutyRoster = field(default_factory=DutyRoster)
    stamp: Stamp = ()  # of the files as they were read


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What became of the files; a part is None where nothing could be made of it."""

    plan: Plan | None = None
    roster: Roster | None = None
    duty_roster: DutyRoster | None = None
    faults: Sequence[Fault]


def load_unit(folder: Path) -> Unit:
    """The unit of that folder. Raises UnitFaults with every fault of its files."""
    taken = stamp(folder)
    read = _read(folder)
    if read.faults or read.plan is None or read.roster is None or read.duty_roster is None:
        raise UnitFaults(read.faults)
    return Unit(folder=folder, plan=read.plan, roster=read.roster, duty_roster=read.duty_roster, stamp=taken)


def sound_plan(folder: Path) -> Plan | None:
    """The folder's plan where nothing is wrong with it, whatever may be wrong with the other files."""
    read = _read(folder)
    return None if any(fault.file == PLAN for fault in read.faults) else read.plan


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
    plan_tree, plan, faults = _file(folder / PLAN, Plan)
    if plan_tree is not None:
        faults = _beside(faults, rules.plan_faults(PLAN, plan_tree))
    if faults or plan is None or plan_tree is None:
        raise UnitFaults(sorted(faults))
    text = source.read(folder / ROSTER)
    roster_tree, roster, found = _file(folder / ROSTER, Roster)
    if roster_tree is not None:
        found = _beside(found, rules.roster_faults(ROSTER, roster_tree, plan_tree))
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
    yield from sorted(_duty_roster(now.folder / DUTY_ROSTER, people)[1])


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


def stamp(folder: Path) -> Stamp:
    """What tells cheaply whether the folder's files are still those that were read."""
    return tuple(_stamp(folder / name) for name in (PLAN, ROSTER, DUTY_ROSTER))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def check(folder: Path, environment: Mapping[str, str] | None = None) -> list[Fault]:
    """Every fault of the unit of that folder, plan first, in the order of the lines; empty when it can be used.

    With an environment, also what the unit asks of this machine and does not find there: a bot starts without it,
    for an alert must not fail for want of a fallback.
    """
    return list(_read(folder, environment).faults)


def _read(folder: Path, environment: Mapping[str, str] | None = None) -> _Read:
    if not isdir(folder):
        problem = "this is no folder" if exists(folder) else "there is no such folder"
        mend = f"name a folder that holds {PLAN} and {ROSTER}"
        return _Read(faults=[Fault(file=str(folder), line=0, key="", problem=problem, mend=mend)])
    plan_tree, plan, plan_faults = _file(folder / PLAN, Plan)
    roster_tree, roster, roster_faults = _file(folder / ROSTER, Roster)
    if plan_tree is not None:
        plan_faults = _beside(plan_faults, rules.plan_faults(PLAN, plan_tree))
    if roster_tree is not None:
        roster_faults = _beside(roster_faults, rules.roster_faults(ROSTER, roster_tree, plan_tree))
    if plan_tree is not None and roster_tree is not None:
        plan_faults = _beside(plan_faults, rules.rotation_faults(PLAN, plan_tree, roster_tree))
    duty_roster, duty_faults = _duty_roster(folder / DUTY_ROSTER, roster_tree)
    if environment is not None:
        if plan_tree is not None:
            plan_faults += rules.installation_faults(PLAN, plan_tree, environment)
        if roster_tree is not None:
            roster_faults += rules.installation_faults(ROSTER, roster_tree, environment)
    faults = [*sorted(plan_faults), *sorted(roster_faults), *sorted(duty_faults)]
    return _Read(plan=plan, roster=roster, duty_roster=duty_roster, faults=faults)


def _duty_roster(file: Path, roster: tree.Node | None) -> tuple[DutyRoster | None, list[Fault]]:
    """The duty roster of the folder; an empty one where the file is missing, for a plan's rotations may do."""
    if not exists(file):
        return DutyRoster(), []
    duty_tree, duty_roster, faults = _file(file, DutyRoster)
    if duty_tree is not None:
        faults = _beside(faults, rules.duty_roster_faults(DUTY_ROSTER, duty_tree, roster))
    return duty_roster, faults


def _beside(first: Sequence[Fault], then: Iterable[Fault]) -> list[Fault]:
    """Both, but a value that is at fault already is not blamed a second time for what follows from it."""
    blamed = {(fault.line, fault.key) for fault in first}
    return [*first, *(fault for fault in then if (fault.line, fault.key) not in blamed)]


def _file(file: Path, model: type[Model]) -> tuple[tree.Node | None, Model | None, list[Fault]]:
    text = source.read(file)
    if isinstance(text, Fault):
        return None, None, [text]
    root, faults = tree.parse(file.name, text)
    if root is None:
        return None, None, faults
    value, shapeless = shape(file.name, root, model)
    return root, value, _beside(faults, shapeless)
