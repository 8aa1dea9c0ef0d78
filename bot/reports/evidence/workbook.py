"""The evidence pack as a spreadsheet: a summary, then a sheet a kind with every row. Text stays text."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.cards.writing import clip
from bot.reports.evidence.pack import Pack, Row
from bot.reports.evidence.wording import columns, cover, figures, heading, rules
from config.texts import Texts, texts

_WIDTHS: Final = (9, 26, 34, 17, 18, 17, 17, 17, 16, 12, 30, 60)
_ROWS: Final = 1_000_000  # a sheet holds 1,048,576
_CELL: Final = 32_000  # characters; a cell holds 32,767
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def workbook(pack: Pack) -> bytes:
    """The bytes of the .xlsx, in the unit's language."""
    t, book = texts(pack.plan.language), Workbook(write_only=True)
    _summary(book, pack, t)
    for kind, rows in pack.by_kind.items():
        for part in range(0, len(rows), _ROWS):
            title = heading(kind, t) + (f" {part // _ROWS + 1}" if part else "")
            names = columns(t, "evidence.sheet_columns")
            _sheet(book, title, names, _WIDTHS, (_cells(row, pack, t) for row in rows[part : part + _ROWS]))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _summary(book: Workbook, pack: Pack, t: Texts) -> None:
    sheet = book.create_sheet(t("evidence.summary"))
    for letter, width in zip("ABCDEFGHI", (16, *[12] * 8), strict=True):
        sheet.column_dimensions[letter].width = width
    names = columns(t, "evidence.summary_columns")
    sheet.append(_head(sheet, [t("evidence.title")]))
    for label, value in cover(pack, t):
        sheet.append(_texts(sheet, [label, value]))
    for line in rules(t):
        sheet.append(_texts(sheet, ["", line]))
    for key, exercises in (("evidence.summary", False), ("evidence.summary_exercise", True)):
        tallies = figures(pack.summary(exercises=exercises), t)
        if tallies:
            mark = t("exercise.mark") if exercises else ""
            sheet.append([])
            sheet.append(_head(sheet, [mark + t(key)]))
            sheet.append(_head(sheet, names))
            for tally in tallies:
                sheet.append([_text(sheet, str(tally[0])), *tally[1:]])
    sheet.append([])
    sheet.append(_head(sheet, [t("evidence.gaps")]))
    for words in [gap.words for gap in pack.gaps] or [t("evidence.no_gaps")]:
        sheet.append(_texts(sheet, [words]))


def _sheet(
    book: Workbook, title: str, names: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append(_head(sheet, names))
    last = 1
    for row in rows:
        sheet.append([(_text(sheet, value) or None) if isinstance(value, str) else value for value in row])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"


def _cells(row: Row, pack: Pack, t: Texts) -> Sequence[Any]:
    times = [_local(at, pack) for at in (row.asked, row.due, row.done)]
    joint = t("evidence.joint")
    result = t(f"evidence.status_{row.status}")
    return [row.clause, row.id, row.what, row.period, row.who, *times, row.by, result, joint.join(row.marks), row.note]


def _local(at: date | datetime | None, pack: Pack) -> date | datetime | None:
    """A spreadsheet knows no time zones: the unit's own clock, to the second."""
    if isinstance(at, datetime):
        return at.astimezone(pack.zone).replace(tzinfo=None, microsecond=0)
    return at


def _head(sheet: Any, names: Sequence[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, value=name) for name in names]  # our own words
    for cell in cells:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top")
    return cells


def _texts(sheet: Any, values: Sequence[str]) -> list[Any]:
    return [_text(sheet, value) for value in values]


def _text(sheet: Any, value: str) -> Any:
    """Never a formula and never an error, whatever somebody typed; nor after the cell is edited."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", clip(value, _CELL))
    if not clean.startswith(_FORMULA) and clean not in ERROR_CODES:
        return clean
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
