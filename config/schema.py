"""What every configuration model has in common: frozen, closed to unknown keys, durations in words.

A value that is refused says what is wrong and how to mend it: `refused(problem, mend)`.
"""

import re
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

# The types of errors that carry their own mend: at a value of a set form, and at free text.
REFUSED: Final = "refused"
REFUSED_TEXT: Final = "refused_text"

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"(?:\d{1,9}(?:s|min|h|d))(?:\s*\d{1,9}(?:s|min|h|d))*")
_PART: Final = re.compile(r"(\d+)(s|min|h|d)")
_LONGEST: Final = 3660  # days
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Controls, and the marks that turn the direction of text around: a name could then show as somebody else's.
_UNSHOWABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Schema(BaseModel):
    """A part of the plan or of the roster: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def refused(problem: str, mend: str, kind: Literal["refused", "refused_text"] = REFUSED) -> PydanticCustomError:
    """An error of a validator: what is wrong, and what to write instead."""
    return PydanticCustomError(kind, "{problem} — {mend}", {"problem": problem, "mend": mend})


def parse_duration(value: object) -> timedelta:
    """Read `90s`, `5min`, `1h 30min` or `2d`; a timedelta is taken as it is.

    Anything else is refused: a bare number has no unit, and 5 could be seconds or minutes.
    """
    mend = "write it like 90s, 5min, 1h 30min or 2d"
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str) or not _DURATION.fullmatch(value.strip()):
        raise refused(f"not a duration: {value[:40]}" if isinstance(value, str) else "not a duration", mend)
    seconds = sum(int(amount) * _UNITS[unit] for amount, unit in _PART.findall(value))
    if seconds > _LONGEST * 86400:
        raise refused(f"longer than ten years: {value.strip()}", mend)
    return timedelta(seconds=seconds)


def write_duration(value: timedelta) -> str:
    """The shortest spelling that `parse_duration` reads back."""
    seconds = int(value.total_seconds())
    for unit in ("d", "h", "min"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


def is_id(text: str) -> bool:
    """Whether the text may stand as an id: small letters, digits and single hyphens."""
    return _ID.fullmatch(text) is not None


def _id(text: str) -> str:
    if is_id(text):
        return text
    likely = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "lin-yuan"
    raise refused(f"not an id: {text}", f"write small letters, digits and hyphens, like {likely}")


def _one_line(text: str) -> str:
    if found := _UNSHOWABLE.search(text):
        raise refused(
            f"a character that cannot be shown (U+{ord(found.group()):04X})",
            "take it out; write the text on one line",
            REFUSED_TEXT,
        )
    return text


Duration = Annotated[timedelta, BeforeValidator(parse_duration), PlainSerializer(write_duration, return_type=str)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_id)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*[a-z]?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_one_line)]
