"""Duty rosters in .xlsx, .xls, .ods and .csv: a heading row with 日期, 值班 and 带班, then a day a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from config.duty_import.days import NotADay, day_of, looks_like_day, time_of
from config.duty_import.found import Against, Found, Place, people, refusal
from config.duty_roster import FileShift, Hours, Kind
from config.faults import Fault
from config.roster import Member
from config.spreadsheet import Grid, Row, grids, letters

_HEADINGS: Final[dict[str, frozenset[str]]] = {
    "date": frozenset({"日期", "值班日期", "date", "day"}),
    "duty": frozenset({"值班", "值班人", "值班人员", "值班员", "duty", "onduty"}),
    "leader": frozenset({"带班", "带班人", "带班领导", "带班人员", "leader", "leaderonduty"}),
    "start": frozenset({"开始", "开始时间", "起", "上班时间", "start", "from"}),
    "end": frozenset({"结束", "结束时间", "止", "下班时间", "end", "until", "to"}),
}
_KINDS: Final[tuple[Kind, ...]] = ("duty", "leader")
_LOOK: Final = 30  # rows in which the heading is looked for


@dataclass(frozen=True, kw_only=True)
class _Table:
    """The rows of one sheet, and in which column what stands."""

    file: str
    sheet: str
    columns: dict[str, int]
    rows: Sequence[tuple[int, Row]]

    def place(self, row: int, column: str) -> Place:
        name = letters(self.columns[column])
        return Place(file=self.file, line=row, key=f"{self.sheet}!{name}{row}" if self.sheet else f"{name}{row}")

    def cell(self, row: Row, column: str) -> Any:
        index = self.columns.get(column)
        value = row[index] if index is not None and index < len(row) else None
        return None if value is None or str(value).strip() == "" else value


def read_sheet(file: Path, against: Against) -> Iterator[Found | Fault]:
    """Every shift of every sheet that has the headings, and every fault."""
    tables = []
    for grid in grids(file):
        table = _table(file.name, grid)
        if table is not None:
            tables.append(table)
    if not tables:
        mend = "name the columns 日期, 值班, 带班 (or date, duty, leader) in one row"
        yield Place(file=file.name, line=0).fault("no heading row with a date and 值班 or 带班", mend)
    for table in tables:
        for number, row in table.rows:
            yield from _row(table, number, row, against)


def _row(table: _Table, number: int, row: Row, against: Against) -> Iterator[Found | Fault]:
    named = {kind: table.cell(row, kind) for kind in _KINDS}
    if not any(named.values()):
        if looks_like_day(table.cell(row, "date")):
            place = table.place(number, "date")
            yield place.fault("a day without anybody", "write who is on duty, or delete the row")
        return  # an empty row, or a note below the table
    times = _span(table, number, row, against)
    if isinstance(times, Fault):
        yield times
    for kind, cell in named.items():
        if cell is None:
            continue
        place = table.place(number, kind)
        for one in people(str(cell), against.roster, place):
            if isinstance(one, Fault):
                yield one
            elif not isinstance(times, Fault):
                yield _shift(kind, one, times, place)


def _span(table: _Table, number: int, row: Row, against: Against) -> tuple[datetime, datetime] | Fault:
    """From when to when the row's people are on duty."""
    when, place = table.cell(row, "date"), table.place(number, "date")
    if when is None:
        return place.fault("people without a date", "write the date in every row, also where cells were merged")
    try:
        day = day_of(when, against.today)
    except NotADay as problem:
        return place.fault(problem.problem, problem.mend)
    return _times(table, number, row, day, against.hours)


def _shift(kind: Kind, member: Member, times: tuple[datetime, datetime], place: Place) -> Found | Fault:
    try:
        shift = FileShift(kind=kind, member=member.id, start=times[0], end=times[1])
    except ValidationError as error:
        return place.fault(*refusal(error))
    return Found(shift=shift, place=place)


def _times(table: _Table, number: int, row: Row, day: date, hours: Hours) -> tuple[datetime, datetime] | Fault:
    """The plan's hours where the row gives none; an end that is not later than the start is on the next day."""
    given = {}
    for column in ("start", "end"):
        cell = table.cell(row, column)
        if cell is None:
            continue
        given[column] = time_of(cell)
        if given[column] is None:
            return table.place(number, column).fault(f"not a time of day: {str(cell)[:30]}", "write it like 08:00")
    start = datetime.combine(day, given.get("start") or hours.at)
    if (end_time := given.get("end")) is None:
        return start, start + hours.length
    end = datetime.combine(day, end_time)
    return start, end if end > start else end + timedelta(days=1)


def _table(file: str, grid: Grid) -> _Table | None:
    for index, row in enumerate(grid.rows[:_LOOK]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            word = str(cell or "").replace(" ", "").replace("\u3000", "").replace("\n", "").lower()
            for meaning, words in _HEADINGS.items():
                if word in words:
                    columns.setdefault(meaning, column)
        if "date" in columns and ("duty" in columns or "leader" in columns):
            rows = grid.filled([columns["date"]])
            numbered = [(number, r) for number, r in enumerate(rows, start=1) if number > index + 1]
            return _Table(file=file, sheet=grid.name, columns=columns, rows=numbered)
    return None
