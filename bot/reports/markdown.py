"""Markdown as a report is written in: what people typed is made harmless, and every line of an exercise says so."""

from collections.abc import Iterable, Iterator, Sequence
from re import compile as pattern
from typing import Final

from bot.cards.writing import Writer

_SPECIAL: Final = pattern(r"([\\`*_\[\]<>|#&~])")
_BEGINNINGS: Final = ("### ", "## ", "# ", "- ", "| ")


def plain(text: str) -> str:
    """The words as they are meant to be read: on one line, no sign taken for Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(columns: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; `columns` are headings with ` | ` between them. The cells must be harmless already."""
    yield f"| {columns} |"
    yield "|" + "---|" * (columns.count(" | ") + 1)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def marked(line: str, write: Writer) -> str:
    """The line inside Markdown's own signs as `Writer.mark` makes it; the rule under a table's head says nothing."""
    if set(line) <= set("|- "):
        return line
    begins = next((beginning for beginning in _BEGINNINGS if line.startswith(beginning)), "")
    return begins + write.mark(line.removeprefix(begins))
