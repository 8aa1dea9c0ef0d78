"""What of a roster cannot be printed: found by `muster check`, not by whoever cuts the slips apart."""

from collections.abc import Iterator
from pathlib import Path

from bot.paper.glyphs import missing_glyphs


def unprintable(file: Path) -> Iterator[str]:
    """One line for each line of the file that holds a character which would print as a box. Comments do not count."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        missing = missing_glyphs(line) if not line.lstrip().startswith("#") else set()
        if missing:
            signs = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(missing))
            yield f"{file.name}:{number}: {signs} cannot be printed: a sheet shows a box, phones show it as it is"
