"""A shift as it was found in a file, and whom its words mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from config.duty_roster import FileShift, Hours, Kind
from config.faults import Fault
from config.roster import Member, Roster

_SEPARATORS = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where it stands: the line or row, and the cell or the event."""

    file: str
    line: int
    key: str = ""

    def fault(self, problem: str, mend: str) -> Fault:
        """A fault at this place."""
        return Fault(file=self.file, line=self.line, key=self.key, problem=problem, mend=mend)


@dataclass(frozen=True, kw_only=True)
class Against:
    """What a file is read against: the unit's people and hours, and what is asked of the file."""

    roster: Roster
    hours: Hours  # of a day that gives no times
    zone: ZoneInfo
    today: date
    kind: Kind | None = None  # of events that do not say it themselves


@dataclass(frozen=True, kw_only=True)
class Found:
    """One shift, and where it was found."""

    shift: FileShift
    place: Place


def refusal(error: ValidationError) -> tuple[str, str]:
    """What is wrong with a shift, and the mend."""
    first = error.errors(include_url=False)[0]
    said = first.get("ctx", {})
    return str(said.get("problem", first["msg"])), str(said.get("mend", "mend the times"))


def people(text: str, roster: Roster, place: Place) -> Iterator[Member | Fault]:
    """The members whom a cell or a title names, by id, name or phone; a fault for each who is not found."""
    for words in _parts(text, roster):
        matches = _matches(words, roster)
        if len(matches) == 1:
            yield matches[0]
        elif matches:
            ids = ", ".join(member.id for member in matches[:4])
            yield place.fault(f"{words[:40]} could be any of {ids}", "write the id instead of the name")
        else:
            yield place.fault(f"nobody on the roster is {words[:40]}", "write a name, id or phone as in roster.yaml")


def _parts(text: str, roster: Roster) -> list[str]:
    """Several names in one cell; blanks separate them only where the whole is nobody's name."""
    parts: list[str] = []
    for part in (" ".join(p.split()) for p in _SEPARATORS.split(text)):
        words = part.split(" ")
        several = len(words) > 1 and not _matches(part, roster) and all(_matches(w, roster) for w in words)
        parts += words if several else [part] if part else []
    return parts


def _matches(words: str, roster: Roster) -> list[Member]:
    squeezed = words.replace(" ", "").lower()
    exact = [m for m in roster.members if words == m.id or squeezed == m.name.replace(" ", "").lower()]
    if exact:
        return exact
    digits = _digits(words)
    return [m for m in roster.members if len(digits) >= 7 and _digits(m.phone) == digits]


def _digits(phone: str) -> str:
    """The digits of a phone, as a spreadsheet may have left them: a float, with +86, with blanks."""
    if not re.fullmatch(r"[+0-9 ().\-]+", phone):
        return ""
    digits = "".join(c for c in phone.removesuffix(".0") if c.isdigit())
    return digits.removeprefix("86") if len(digits) == 13 else digits.lstrip("0")
