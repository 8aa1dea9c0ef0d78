"""Spreadsheets and CSV files as rows of cells, whichever program wrote them."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Row = Sequence[Any]

TEXTS: Final = (".csv", ".txt", ".tsv")
_SIGNS: Final = ",;\t"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One sheet: its name (empty for a CSV file), its rows from the first on, and the columns' merged cells."""

    name: str
    rows: Sequence[Row]
    merged: Sequence[tuple[int, int, int]] = ()  # column, first row, last row, from 0

    def filled(self, columns: Sequence[int]) -> Sequence[Row]:
        """The rows, with what stands in a merged cell of these columns in each of its rows."""
        rows = [list(row) for row in self.rows]
        for column, first, last in self.merged:
            if column in columns and last < len(rows):
                for row in rows[first + 1 : last + 1]:
                    row[column] = rows[first][column]
        return rows


def grids(file: Path) -> Iterator[Grid]:
    """Each sheet of the file. Raises OSError or ValueError with words for a person."""
    if file.suffix.lower() in TEXTS:
        yield Grid(name="", rows=_csv(file))
        return
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            merged = [(left, top, low) for (top, left), (low, _) in sheet.merged_cell_ranges or () if low > top]
            yield Grid(name=name, rows=sheet.to_python(skip_empty_area=False), merged=merged)
    except CalamineError as error:
        raise ValueError("this is not a spreadsheet that can be read") from error


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _csv(file: Path) -> list[Row]:
    data = file.read_bytes()
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("the file is neither in UTF-8 nor in GB18030")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_SIGNS, key=text[: len(first) + 2000].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(f"this is not a CSV file that can be read: {error}") from error
