"""A unit's folder, read and checked: `plan.yaml`, `roster.yaml` and, where there is one, `duty_roster.yaml`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import exists, isdir
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from config import rules, source, tree
from config.duty_roster import DutyRoster
from config.faults import Fault, UnitFaults
from config.plan import Plan
from config.roster import Roster
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
    plan_tree, plan, plan_faults = read_file(folder / PLAN, Plan)
    roster_tree, roster, roster_faults = read_file(folder / ROSTER, Roster)
    if plan_tree is not None:
        plan_faults = beside(plan_faults, rules.plan_faults(PLAN, plan_tree))
    if roster_tree is not None:
        roster_faults = beside(roster_faults, rules.roster_faults(ROSTER, roster_tree, plan_tree))
    if plan_tree is not None and roster_tree is not None:
        plan_faults = beside(plan_faults, rules.rotation_faults(PLAN, plan_tree, roster_tree))
    duty_roster, duty_faults = duty_roster_of(folder / DUTY_ROSTER, roster_tree)
    if environment is not None:
        if plan_tree is not None:
            plan_faults += rules.installation_faults(PLAN, plan_tree, environment)
        if roster_tree is not None:
            roster_faults += rules.installation_faults(ROSTER, roster_tree, environment)
    faults = [*sorted(plan_faults), *sorted(roster_faults), *sorted(duty_faults)]
    return _Read(plan=plan, roster=roster, duty_roster=duty_roster, faults=faults)


def duty_roster_of(file: Path, roster: tree.Node | None) -> tuple[DutyRoster | None, list[Fault]]:
    """The duty roster of the folder; an empty one where the file is missing, for a plan's rotations may do."""
    if not exists(file):
        return DutyRoster(), []
    duty_tree, duty_roster, faults = read_file(file, DutyRoster)
    if duty_tree is not None:
        faults = beside(faults, rules.duty_roster_faults(DUTY_ROSTER, duty_tree, roster))
    return duty_roster, faults


def beside(first: Sequence[Fault], then: Iterable[Fault]) -> list[Fault]:
    """Both, but a value that is at fault already is not blamed a second time for what follows from it."""
    blamed = {(fault.line, fault.key) for fault in first}
    return [*first, *(fault for fault in then if (fault.line, fault.key) not in blamed)]


def read_file(file: Path, model: type[Model]) -> tuple[tree.Node | None, Model | None, list[Fault]]:
    """The file as it stands, as what it means, and its faults; a part is None where nothing can be made of it."""
    text = source.read(file)
    if isinstance(text, Fault):
        return None, None, [text]
    root, faults = tree.parse(file.name, text)
    if root is None:
        return None, None, faults
    value, shapeless = shape(file.name, root, model)
    return root, value, beside(faults, shapeless)
