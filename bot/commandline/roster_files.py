"""`muster roster`: in from a spreadsheet, out to one, and an empty one."""

import csv
import os
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Final

from bot.commandline.ending import Faults, WrongUse
from config.channels import Way
from config.faults import UnitFaults
from config.loading import ROSTER, Unit
from config.plan import Plan
from config.roster import Member, Roster
from config.roster_changes import RosterChanges, changes
from config.roster_import import COLUMNS, Present, Sheet, Written, faults_beside, present, read_roster, rewritten

_NOBODY: Final = Roster(members=())


def import_file(folder: Path, file: Path, *, write: bool, sheet: str | None = None) -> list[str]:
    """What would change, or what was changed; nothing is written with a fault. Raises Faults, a line each.

    The present roster may be broken or missing; the plan may not.
    """
    now = found_in(folder)
    try:
        found: Sheet = read_roster(file, now.plan, now.plan_tree, now.known, sheet=sheet)
    except (OSError, ValueError) as error:
        raise Faults(f"{file.name}: {error} — save it again, as .xlsx or as CSV in UTF-8") from error
    roster = found.roster
    faults = [*found.faults, *(faults_beside(now, roster) if roster is not None else ())]
    if roster is None or faults:
        raise Faults("\n".join([*map(str, faults), *_nobody_known(now, found), "nothing is written"]))
    before = [f"now: {fault}" for fault in now.faults]
    lost = [*_nobody_known(now, found), *_unread(now, roster)]
    lines = [*found.notes, *before, *lost, *_preview(changes(now.known, roster))]
    if roster == now.roster:
        return [*lines, "nothing changes"]
    written = rewritten(now.text, roster)
    lines += _remarks(now.text or "", written)
    if not write:
        return [*lines, "nothing is written yet: --write does it"]
    try:
        kept = _replace(folder / ROSTER, now, written.text)
    except OSError as error:
        raise Faults(f"{ROSTER} cannot be written: {error.strerror}") from error
    return [*lines, f"written; the old one is {kept}" if kept else "written"]


def found_in(folder: Path) -> Present:
    """The plan, and what there is of a roster. Raises Faults where the plan, for which it is read, cannot be used."""
    try:
        return present(folder)
    except UnitFaults as error:
        raise Faults(f"{error}\nthe plan has to be mended first: a roster is read against it") from error


def export(files: Unit, file: Path) -> list[str]:
    """The roster as a spreadsheet or as it stands, phones as text. Returns what has no room in a cell."""
    if file.suffix.lower() == ".yaml":
        file.write_bytes((files.folder / ROSTER).read_bytes())
        return []
    _sheet(files.plan, files.roster, file)
    return left_out(files.roster)


def template(plan: Plan, file: Path) -> None:
    """The headings of a roster; in an .xlsx also a sheet with the plan's roles, groups and channels."""
    if file.suffix.lower() == ".yaml":
        raise WrongUse(
            f"{file.name}: write a name that ends in .xlsx or .csv; {ROSTER} of an example unit is a template"
        )
    _sheet(plan, _NOBODY, file)


def as_csv(plan: Plan, roster: Roster = _NOBODY) -> str:
    """The roster, or the headings alone, as comma-separated values."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [_headings(plan), *(_row(member, plan) for member in roster.members)]
    )
    return out.getvalue()


def left_out(roster: Roster) -> list[str]:
    """Addresses of channels may be passwords: no sheet that goes around holds them."""
    ways = [f"{member.id} {way.id}" for member in roster.members for way in member.channels if way.address]
    return [f"addresses of channels stay in {ROSTER}: {', '.join(ways)}"] if ways else []


def _sheet(plan: Plan, roster: Roster, file: Path) -> None:
    kind = file.suffix.lower()
    if kind == ".csv":
        file.write_bytes(b"\xef\xbb\xbf" + as_csv(plan, roster).encode())  # with the mark by which Excel knows UTF-8
    elif kind == ".xlsx":
        _book(plan, roster, file)
    else:
        raise WrongUse(f"{file.name}: write a name that ends in .xlsx, .csv or .yaml")


def _preview(differs: RosterChanges) -> list[str]:
    lines = [f"- {member.id} {member.name}" for member in differs.removed]
    lines += [f"+ {member.id} {member.name}, {member.title}, {member.phone}" for member in differs.added]
    for change in differs.changed:
        for name in change.fields():
            before, after = getattr(change.before, name), getattr(change.after, name)
            said = _shown(before), _shown(after)
            shown = f"{said[0]} → {said[1]}" if said[0] != said[1] else "changed"
            lines.append(f"~ {change.after.id} {change.after.name}, {name}: {shown}")
    return [*lines, *(["~ the order"] if differs.reordered else [])]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(item.id if isinstance(item, Way) else str(item) for item in value) or "none"
    return "none" if value is None else str(value)


def _nobody_known(now: Present, found: Sheet) -> list[str]:
    """What follows from a roster of which nothing can be read, for whoever stands in the sheet without an id."""
    if now.text is None or now.known.members or not any(" gets the id " in note for note in found.notes):
        return []
    return [f"{ROSTER} cannot be read, so nobody's id is known from it: whoever gets a new one has to be invited again"]


def _unread(now: Present, new: Roster) -> Iterator[str]:
    """What is lost of whoever stands in the roster with an entry that cannot be read."""
    for id_, name in now.unread.items():
        if new.find(id_) is not None:
            yield f"{id_} {name}: the entry cannot be read; channels and whatever else FILE does not say is gone"
            continue
        again = any(member.name == name for member in new.members)
        mend = f": write {id_} as the id of {name}, or {name} has to be invited again" if again else ""
        yield f"- {id_} {name}, whose entry cannot be read{mend}"


def _remarks(old: str, written: Written) -> list[str]:
    """What becomes of comments."""
    lines = [
        f'the comment above {member}, who is removed, stays: "{comment[:60]}"' for member, comment in written.orphans
    ]
    comments = sum(line.strip().startswith("#") for line in old.splitlines())
    if comments and not written.kept:
        lines.append(f"--write loses the {comments} comment lines of {ROSTER}; the backup keeps them")
    return lines


def _replace(target: Path, now: Present, text: str) -> str | None:
    """Whole or not at all, and what was there stays beside it. Returns the name of the copy."""
    new, there = target.with_suffix(".yaml.new"), target.is_file()
    mark = "\ufeff" if there and target.read_bytes().startswith(b"\xef\xbb\xbf") and now.text is not None else ""
    with new.open("w", encoding="utf-8", newline="") as out:
        out.write(mark + text)
        out.flush()
        os.fsync(out.fileno())
    kept = None
    if there:
        new.chmod(target.stat().st_mode & 0o777)
        kept = _spare(target)
        kept.write_bytes(target.read_bytes())
        kept.chmod(target.stat().st_mode & 0o777)
    new.replace(target)
    return kept.name if kept is not None else None


def _spare(target: Path) -> Path:
    """A name for the copy that nothing has yet: two imports in one second must not cost the older roster."""
    stem = f"{ROSTER}.bak-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    names = (target.with_name(f"{stem}-{n}" if n else stem) for n in count())
    return next(name for name in names if not name.exists())


def _headings(plan: Plan) -> list[str]:
    return [words[0] if plan.language == "zh-CN" else words[1] for words in COLUMNS.values()]


def _row(member: Member, plan: Plan) -> list[str]:
    lead = "、".join(member.lead) if member.lead != member.group else "是" if member.lead else ""
    roles, groups, channels = "、".join(member.roles), "、".join(member.group), "、".join(w.id for w in member.channels)
    own = [member.id, member.name, member.title, member.phone, roles, str(member.tier), groups, lead]
    return [*own, member.email or "", channels]


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
    names = book.create_sheet("角色、组、渠道" if plan.language == "zh-CN" else "roles, groups, channels")
    for part in (plan.roles, plan.groups):
        for item in part:
            names.append([item.id, item.name])
    for channel in plan.channels:
        names.append([channel.id, channel.title])
    book.save(file)
