"""The duty roster's file after an import: what changes, and writing it whole or not at all."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from config.duty_roster import DutyRoster, FileShift

_HEAD = "# Written by `muster duty-roster import`. Local times; a shift here comes before the plan's rotations.\n"


def merged(old: DutyRoster, new: Sequence[FileShift]) -> DutyRoster:
    """The new shifts take the place of the old ones of their kind between their first and their last day."""
    spans: dict[str, tuple[date, date]] = {}
    for shift in new:
        day = shift.start.date()
        first, last = spans.get(shift.kind, (day, day))
        spans[shift.kind] = (min(first, day), max(last, day))
    kept = [s for s in old.shifts if not (s.kind in spans and spans[s.kind][0] <= s.start.date() <= spans[s.kind][1])]
    return DutyRoster(shifts=tuple(sorted([*kept, *new], key=lambda s: (s.start, s.kind, s.end, s.member))))


def changes(old: DutyRoster, new: DutyRoster) -> Iterator[str]:
    """A line for each shift that goes (-) or comes (+), by when it begins."""
    before, after = set(old.shifts), set(new.shifts)
    both = [(s, "-") for s in before - after] + [(s, "+") for s in after - before]
    for shift, sign in sorted(both, key=lambda pair: (pair[0].start, pair[1] == "+", pair[0].kind, pair[0].member)):
        yield f"{sign} {shift.start:%Y-%m-%d %H:%M} – {shift.end:%Y-%m-%d %H:%M}  {shift.kind:<6}  {shift.member}"


def write(file: Path, duty_roster: DutyRoster) -> Path | None:
    """Replace the file at one stroke; the old one is kept beside it, and its name returned."""
    kept = None
    if file.exists():
        kept = file.with_suffix(".yaml.bak")
        kept.write_bytes(file.read_bytes())
    lines = [_line(shift) for shift in duty_roster.shifts]
    new = file.with_suffix(".yaml.new")
    new.write_text("".join([_HEAD, "shifts:\n" if lines else "shifts: []\n", *lines]), "utf-8")
    new.replace(file)
    return kept


def _line(shift: FileShift) -> str:
    start, end = f"{shift.start:%Y-%m-%d %H:%M}", f"{shift.end:%Y-%m-%d %H:%M}"
    return f'  - {{kind: {shift.kind}, member: {shift.member}, start: "{start}", end: "{end}"}}\n'
