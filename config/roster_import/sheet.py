"""A roster as a spreadsheet: its columns, and its rows as entries that are checked like those of `roster.yaml`."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeAlias

from config import rules, source, tree
from config.faults import Fault
from config.plan import Plan
from config.roster import Member, Roster
from config.roster_import.phones import ROUNDED, digits_of, is_rounded, number_of
from config.schema import is_id
from config.shape import MISSING, shape
from config.spreadsheet import TEXTS, Grid, grids, letters
from config.tree import Node

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("编号", "id", "工号"),
    "name": ("姓名", "name", "名字"),
    "title": ("职务", "title", "岗位", "职称"),
    "phone": ("电话", "phone", "手机", "手机号", "手机号码", "联系电话", "电话号码", "mobile"),
    "roles": ("角色", "roles", "role"),
    "tier": ("梯队", "tier"),
    "group": ("组", "group", "groups", "编组", "所在组"),
    "lead": ("组长", "lead", "leader"),
    "email": ("邮箱", "email", "e-mail", "电子邮箱", "电子邮件", "邮件", "mail"),
    "channels": ("备用渠道", "channels", "渠道"),
}
MERGED: Final = ("title", "roles", "tier", "group")  # columns in which one merged cell stands for several people
YES: Final = frozenset({"是", "yes", "true", "1", "y", "√", "✓", "✔", "x"})
NO: Final = frozenset({"否", "no", "false", "0", "n", "-", "无"})
_MENDS: Final = (  # what is written in a file, and what in a cell
    ("lead: true", "是 (yes) under 组长 (lead)"),
    ("to group:", "under 组 (group)"),
    ("out of lead:", "out of 组长 (lead)"),
    ("in quotes", "with the column formatted as text"),
    ("add email:", "fill in 邮箱 (email)"),
    ("address: …}", "address: …} in roster.yaml"),
)
_TIERS: Final = {"一": "1", "二": "2", "三": "3"}
_SEPARATORS: Final = re.compile(r"[、,;，；/\n]+")
_COUNTING: Final = ("序号", "no", "no.", "#")  # a column that only counts the rows
_LOOK: Final = 30
_Value: TypeAlias = str | bool | list[str] | list[str | dict[str, str]]


@dataclass
class Sheet:
    """What became of a file: the roster, or every fault; and what was done on the way that a person should know."""

    roster: Roster | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_roster(file: Path, plan: Plan, plan_tree: Node, now: Roster | None, *, sheet: str | None = None) -> Sheet:
    """The roster that the file holds, in the sheet of that name or the only one that holds a roster.

    `now`: who is known already, by whom rows without an id are recognised. Raises OSError or ValueError with words
    for a person.
    """
    found = Sheet()
    if file.suffix.lower() in (".yaml", ".yml"):
        text = source.read(file)
        if isinstance(text, Fault):
            found.faults = [text]
            return found
        root, found.faults = tree.parse(file.name, text)
        return _checked(found, file.name, root, plan_tree) if root is not None else found
    table = _table(file, list(grids(file)), sheet)
    if isinstance(table, Fault):
        found.faults = [table]
        return found
    grid, top, columns = table
    found.notes += [
        f"column {letters(column)} is not read: {_text(cell)[:40]}"
        for column, cell in enumerate(grid.rows[top])
        if _word(cell) not in ("", *_COUNTING) and column not in columns.values()
    ]
    rows = grid.filled([columns[name] for name in MERGED if name in columns])
    reading = _Reading(file.name, columns, plan, now, found)
    members = [
        entry for number, row in enumerate(rows[top + 1 :], start=top + 2) if (entry := reading.entry(number, row))
    ]
    root = Node(value={"members": Node(value=members, line=0, key="members")}, line=0, key="")
    _checked(found, file.name, root, plan_tree)
    found.faults = [_placed(fault, columns, grid.name) for fault in found.faults]
    return found


def _table(file: Path, found: Sequence[Grid], sheet: str | None) -> tuple[Grid, int, dict[str, int]] | Fault:
    """The sheet that holds the roster, the row of its headings (from 0), and what stands in which column."""

    def fault(problem: str, mend: str) -> Fault:
        return Fault(file=file.name, line=0, key="", problem=problem, mend=mend)

    names = ", ".join(grid.name for grid in found)
    if sheet is not None:
        found = [grid for grid in found if grid.name == sheet]
        if not found:
            return fault(f"no sheet is called {sheet}", f"write one of: {names}" if names else "leave --sheet out")
    headed = [(grid, *head) for grid in found if (head := _head(grid.rows)) is not None]
    tables = [table for table in headed if "phone" in table[2]] or headed
    if len(tables) == 1:
        return tables[0]
    if tables:
        many = ", ".join(grid.name for grid, _, _ in tables)
        return fault(f"several sheets hold a roster: {many}", "say which with --sheet NAME, or keep one of them")
    if file.suffix.lower() in TEXTS and any(_unseparated(row) for grid in found for row in grid.rows[:_LOOK]):
        return fault("the columns are not told apart", "separate them by commas, semicolons or tabs")
    return fault("no row of headings with a name and a phone", "write 姓名 and 电话 (name, phone) above the columns")


def _checked(found: Sheet, file: str, root: Node, plan_tree: Node) -> Sheet:
    roster, shapeless = shape(file, root, Roster)
    blamed = {(fault.line, fault.key) for fault in found.faults}
    shapeless = [fault for fault in shapeless if (fault.line, fault.key) not in blamed]
    blamed |= {(fault.line, fault.key) for fault in shapeless}
    sense = [f for f in rules.roster_faults(file, root, plan_tree) if (f.line, f.key) not in blamed]
    found.faults = sorted([*found.faults, *shapeless, *sense])
    found.roster = None if found.faults else roster
    return found


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    """The row with the headings: the first with a name and a phone, else with a name and anything else."""
    heads = []
    for index, row in enumerate(rows[:_LOOK]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            word = _word(cell)
            for meaning, words in COLUMNS.items():
                if word in words:
                    columns.setdefault(meaning, column)
        if "name" in columns and len(columns) > 1:
            heads.append((index, columns))
    return next((head for head in heads if "phone" in head[1]), heads[0] if heads else None)


def _word(cell: Any) -> str:
    return re.sub(r"\(.*?\)|[\s*:]", "", unicodedata.normalize("NFKC", str(cell or ""))).lower()


def _unseparated(row: Sequence[Any]) -> bool:
    """A row of headings in one cell."""
    word = _word(row[0]) if len(row) == 1 else ""
    return any(name in word for name in COLUMNS["name"]) and any(phone in word for phone in COLUMNS["phone"])


@dataclass
class _Reading:
    """Rows become entries; what is known of somebody already is kept where the sheet says nothing else."""

    file: str
    columns: dict[str, int]
    plan: Plan
    now: Roster | None
    found: Sheet
    taken: set[str] = field(default_factory=set)

    def entry(self, row: int, cells: Sequence[Any]) -> Node | None:
        texts = {name: _text(cells[i]) if i < len(cells) else "" for name, i in self.columns.items()}
        if not any(texts.values()):
            rest = [_text(cell) for cell in cells if _text(cell)]
            if rest:
                self.found.notes.append(f"row {row} is no member, not read: {rest[0][:40]}")
            return None
        if len([cell for cell in cells if _text(cell)]) == 1 and _note(texts):
            self.found.notes.append(f"row {row} is taken for a note, not read: {max(texts.values(), key=len)[:40]}")
            return None
        values: dict[str, _Value] = {"name": texts["name"], "title": texts.get("title", "")}
        known = self._known(row, texts)
        values["id"] = known.id if known else self._id(row, texts)
        self.taken.add(str(values["id"]))
        values["phone"] = self._phone(row, texts.get("phone", ""), known)
        tier = re.sub(r"[第梯队\s]", "", texts.get("tier", ""))
        values["tier"] = _TIERS.get(tier, tier)
        groups = {group.id: group.name for group in self.plan.groups}
        roles = {role.id: role.name for role in self.plan.roles}
        values["roles"] = self._ids(row, "roles", texts.get("roles", ""), roles)
        values["group"] = self._ids(row, "group", texts.get("group", ""), groups)
        lead = texts.get("lead", "").lower()
        values["lead"] = lead in YES if lead in YES | NO | {""} else self._ids(row, "lead", texts["lead"], groups)
        values["email"] = unicodedata.normalize("NFKC", texts.get("email", "")).removeprefix("mailto:")
        values["channels"] = self._channels(row, texts.get("channels", ""), known)
        if known:
            self._keep(values, known)
        return self._node(row, values, kept=known is not None and values["phone"] == known.phone)

    def _known(self, row: int, texts: dict[str, str]) -> Member | None:
        """Who on the present roster this is: by id, else by name and phone, else by one of the two."""
        here = [m for m in self.now.members if m.id not in self.taken] if self.now else []
        if texts.get("id"):
            return next((m for m in here if m.id == texts["id"]), None)
        names = [m for m in here if _squeezed(m.name) == _squeezed(texts["name"])]
        number = digits_of(number_of(texts.get("phone", "")))
        phones = [m for m in here if number and digits_of(m.phone) == number]
        both = [m for m in names if m in phones]
        for fit in (both, names, phones):
            if len(fit) == 1:
                if fit is phones:
                    self.found.notes.append(
                        f"row {row}: {texts['name']} keeps the id {fit[0].id} of {fit[0].name}, who has this number; "
                        "if this is somebody else, write another id"
                    )
                return fit[0]
        return None

    def _id(self, row: int, texts: dict[str, str]) -> str:
        if texts.get("id"):
            return texts["id"]
        slug = re.sub(r"[^a-z0-9]+", "-", texts["name"].lower()).strip("-") if texts["name"].isascii() else ""
        made = slug[:40].strip("-") or "m-" + hashlib.sha256(_squeezed(texts["name"]).encode()).hexdigest()[:6]
        if made in self.taken or (self.now is not None and self.now.find(made)):
            number = digits_of(number_of(texts.get("phone", "")))
            made = f"{made[:30]}-{hashlib.sha256(number.encode()).hexdigest()[:6]}"
        self.found.notes.append(f"row {row}: {texts['name']} gets the id {made}")
        return made

    def _ids(self, row: int, column: str, text: str, names: dict[str, str]) -> list[str]:
        """The ids of what a cell names; a fault for each that the plan does not know."""
        ids = _ids(text, names)
        kind = {"roles": "role", "channels": "channel"}.get(column, "group")
        for word in ids:
            if word not in names:
                near = get_close_matches(word, [*names, *names.values()], n=1, cutoff=0.5)
                mend = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(names.values())}"
                problem = f"the plan has no {kind} {word[:40]}"
                self.found.faults.append(
                    Fault(file=self.file, line=row, key=f"{row}.{column}", problem=problem, mend=mend)
                )
        return ids

    def _phone(self, row: int, text: str, known: Member | None) -> str:
        """The number as it was written; where the spreadsheet rounded it, only what the roster knows already."""
        number = number_of(text)
        if known is not None and (digits_of(known.phone) == digits_of(number) or is_rounded(text, known.phone)):
            return known.phone
        if re.fullmatch(r"861[3-9]\d{9}", number):
            self.found.notes.append(f"row {row}: the number got its + back: +{number}")
            return f"+{number}"
        if ROUNDED.fullmatch(text.strip()) and not number.isdigit():
            problem = f"the spreadsheet has dropped digits: {text[:40]}"
            mend = "format the column as text, and write all digits"
            self.found.faults.append(Fault(file=self.file, line=row, key=f"{row}.phone", problem=problem, mend=mend))
        return number

    def _channels(self, row: int, text: str, known: Member | None) -> list[str | dict[str, str]]:
        """In order; an address of one's own has no room in a cell, and stays with whoever has it."""
        ids = self._ids(row, "channels", text, {channel.id: channel.title for channel in self.plan.channels})
        addresses = {way.id: way.address for way in known.channels} if known else {}
        return [{"id": id_, "address": address} if (address := addresses.get(id_)) else id_ for id_ in ids]

    def _keep(self, values: dict[str, _Value], known: Member) -> None:
        for name in ("name", "title"):
            if _squeezed(str(values[name])) == _squeezed(getattr(known, name)):
                values[name] = getattr(known, name)
        if "channels" not in self.columns:
            ways = known.channels
            values["channels"] = [{"id": way.id, "address": way.address} if way.address else way.id for way in ways]
        for name in ("title", "phone", "tier", "roles", "group", "lead", "email"):
            if name not in self.columns:
                value = getattr(known, name) or ""
                if name == "lead":
                    groups = values["group"] if isinstance(values["group"], list) else []
                    value = tuple(group for group in value if group in groups)
                values[name] = list(value) if isinstance(value, tuple) else str(value)

    def _node(self, row: int, values: dict[str, _Value], *, kept: bool) -> Node:
        def node(value: str | bool | dict[str, str], key: str) -> Node:
            if isinstance(value, dict):
                return Node(value={name: node(text, key) for name, text in value.items()}, line=row, key=key)
            return Node(value=value, line=row, key=key, bare=key.endswith(".phone") and not kept)

        children: dict[str, Node] = {}
        for name, value in values.items():
            key = f"{row}.{name}"
            if value in ("", [], False):
                continue  # so that what is missing is called missing
            items = [node(item, key) for item in value] if isinstance(value, list) else None
            children[name] = Node(value=items, line=row, key=key) if isinstance(value, list) else node(value, key)
        return Node(value=children, line=row, key=str(row))


def _note(texts: dict[str, str]) -> bool:
    """Whether what stands alone in a row is a remark and nobody's entry."""
    column, text = next((name, text) for name, text in texts.items() if text)
    return column != "phone" and (len(text) > 8 or (column != "name" and not is_id(text)))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _ids(text: str, names: dict[str, str]) -> list[str]:
    """The ids of what a cell names, by id or by the plan's name; what the plan does not know stays, for the check."""
    called = [(word, id_) for id_, name in names.items() for word in _called(name)]
    by_name = {word: id_ for word, id_ in called if len({other for same, other in called if same == word}) == 1}

    def known(word: str) -> str | None:
        return word if word in names else by_name.get(_called(word)[0])

    def each() -> Iterator[str]:
        for part in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
            if (whole := known(part)) is not None:
                yield whole
            else:
                yield from (known(word) or word for word in part.split())

    return [whole] if (whole := known(text)) is not None else list(each())


def _called(name: str) -> list[str]:
    """What people write for a name of the plan: all of it, or of 总指挥（所长） only the one or the other."""
    whole = _squeezed(unicodedata.normalize("NFKC", name)).lower()
    return [whole, *(part for part in re.split(r"[()]", whole) if part and part != whole)]


def _placed(fault: Fault, columns: dict[str, int], sheet: str) -> Fault:
    """The fault with sheet, row and column instead of the path in a file."""
    column = fault.key.rpartition(".")[2].partition("[")[0]
    letter = letters(columns[column]) if column in columns else ""
    place = f"{sheet}!{letter}{fault.line or ''} {COLUMNS[column][0] if column in COLUMNS else ''}".strip(" !")
    if column in COLUMNS and fault.problem == MISSING:
        name = "{} ({})".format(*COLUMNS[column])
        if column in columns:
            return replace(
                fault, key=place, problem="the cell is empty", mend="fill it in, also where cells were merged"
            )
        return replace(fault, key=place, problem=f"there is no column {name}", mend="add the column, and fill it in")
    problem = re.sub(r"\bline (\d+)", r"row \1", fault.problem)
    mend = fault.mend
    for yaml, words in _MENDS:
        mend = mend.replace(yaml, words)
    return replace(fault, key=place, problem=problem, mend=mend)
