"""`muster roster`: in from a spreadsheet, out to one, and an empty one."""

import csv
import os
from datetime import datetime
from pathlib import Path

from config import source, tree
from config.faults import Fault, UnitFaults
from config.loading import PLAN, ROSTER, Unit
from config.plan import Plan
from config.roster import Member, Roster
from config.roster_changes import RosterChanges, changes
from config.roster_sheet import COLUMNS, Sheet, read_roster


class NotImported(Exception):
    """Why not; one line a fault."""


def import_file(files: Unit, file: Path, *, write: bool) -> list[str]:
    """What would change, or what was changed; nothing is written with a fault. Raises NotImported."""
    text = source.read(files.folder / PLAN)
    root = None if isinstance(text, Fault) else tree.parse(PLAN, text)[0]
    if root is None:
        raise NotImported(f"{PLAN} cannot be read: muster check says why")
    try:
        found: Sheet = read_roster(file, files.plan, root, files.roster)
    except (OSError, ValueError, UnitFaults) as error:
        raise NotImported(f"{file.name}: {error}") from error
    if found.roster is None:
        raise NotImported("\n".join([*(str(fault) for fault in found.faults), "nothing is written"]))
    roster = _with_the_rest(found.roster, files.roster, file)
    differs = changes(files.roster, roster)
    lines = [*found.notes, *_preview(differs)]
    if roster == files.roster:
        return [*lines, "nothing changes"]
    target = files.folder / ROSTER
    comments = sum(line.strip().startswith("#") for line in target.read_text("utf-8").splitlines())
    if not write:
        lost = [f"--write loses the {comments} comment lines of {ROSTER}; the backup keeps them"] if comments else []
        return [*lines, *lost, "nothing is written yet: --write does it"]
    return [*lines, f"written; the old one is {_replace(target, roster)}"]


def export(files: Unit, file: Path) -> None:
    """The roster as a spreadsheet or as it stands. Phones are text."""
    kind = file.suffix.lower()
    if kind == ".yaml":
        file.write_bytes((files.folder / ROSTER).read_bytes())
    elif kind == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([_headings(files.plan), *(_row(m, files.plan) for m in files.roster.members)])
    elif kind == ".xlsx":
        _book(files.plan, files.roster, file)
    else:
        raise NotImported(f"{file.name}: write a name that ends in .xlsx, .csv or .yaml")


def template(plan: Plan, file: Path) -> None:
    """An empty .xlsx with the headings, and a sheet with the plan's roles and groups."""
    if file.suffix.lower() != ".xlsx":
        raise NotImported(f"{file.name}: write a name that ends in .xlsx")
    _book(plan, Roster(members=()), file)


def _with_the_rest(new: Roster, old: Roster, file: Path) -> Roster:
    """A spreadsheet has no columns for the other fields of an entry: they stay as they are."""
    if file.suffix.lower() in (".yaml", ".yml"):
        return new
    rest = [name for name in Member.model_fields if name not in COLUMNS]
    return Roster(
        members=tuple(
            member.model_copy(update={name: getattr(known, name) for name in rest})
            if (known := old.find(member.id)) is not None
            else member
            for member in new.members
        )
    )


def _preview(differs: RosterChanges) -> list[str]:
    lines = [f"- {member.id} {member.name}" for member in differs.removed]
    lines += [f"+ {member.id} {member.name}, {member.title}, {member.phone}" for member in differs.added]
    for change in differs.changed:
        for name in change.fields():
            before, after = getattr(change.before, name), getattr(change.after, name)
            shown = f"{_shown(before)} → {_shown(after)}" if name in COLUMNS else "changed"
            lines.append(f"~ {change.after.id} {change.after.name}, {name}: {shown}")
    return [*lines, *(["~ the order"] if differs.reordered else [])]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _replace(target: Path, roster: Roster) -> str:
    """Whole or not at all, and what was there stays beside it. Returns the name of the copy."""
    from ruamel.yaml import YAML

    yaml, new = YAML(), target.with_suffix(".yaml.new")
    yaml.width, yaml.allow_unicode = 10_000, True
    with new.open("w", encoding="utf-8") as out:
        yaml.dump({"members": [_plain(member) for member in roster.members]}, out)
        out.flush()
        os.fsync(out.fileno())
    new.chmod(target.stat().st_mode & 0o777)
    kept = target.with_name(f"{ROSTER}.bak-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    kept.write_bytes(target.read_bytes())
    kept.chmod(target.stat().st_mode & 0o777)
    new.replace(target)
    return kept.name


def _plain(member: Member) -> dict[str, object]:
    """Everything that the entry says; a channel's address is left out of dumps, and must not be lost here."""
    plain = {name: value for name, value in member.model_dump(mode="json").items() if value not in (None, [])}
    if member.channels:
        plain["channels"] = [
            {"id": way.id, **({"address": way.address} if way.address is not None else {})} for way in member.channels
        ]
    return plain


def _headings(plan: Plan) -> list[str]:
    return [words[0] if plan.language == "zh-CN" else words[1] for words in COLUMNS.values()]


def _row(member: Member, plan: Plan) -> list[str]:
    lead = "、".join(member.lead) if member.lead != member.group else "是" if member.lead else ""
    roles, groups = "、".join(member.roles), "、".join(member.group)
    return [member.id, member.name, member.title, member.phone, roles, str(member.tier), groups, lead]


def _book(plan: Plan, roster: Roster, file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = "名册" if plan.language == "zh-CN" else "roster", "A2"
    for number, row in enumerate([_headings(plan), *(_row(member, plan) for member in roster.members)], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text)
            cell.data_type, cell.number_format = "s", "@"
    for number in range(len(roster.members) + 2, 500):
        sheet.cell(number, 4).number_format = "@"
    tiers = DataValidation(type="list", formula1='"1,2,3"', allow_blank=True)
    tiers.add("F2:F2000")
    sheet.add_data_validation(tiers)
    names = book.create_sheet("角色和组" if plan.language == "zh-CN" else "roles and groups")
    for id_, name in [*((r.id, r.name) for r in plan.roles), *((g.id, g.name) for g in plan.groups)]:
        names.append([id_, name])
    book.save(file)
