"""What every configuration model has in common: frozen, closed to unknown keys, durations in words."""

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints

_UNITS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"(?:\d+(?:s|min|h|d))(?:\s*\d+(?:s|min|h|d))*")
_PART: Final = re.compile(r"(\d+)(s|min|h|d)")


class Schema(BaseModel):
    """A part of the plan or of the roster: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def parse_duration(value: object) -> object:
    """Read `90s`, `5min`, `1h 30min` or `2d`; anything else is left for pydantic to refuse.

    Raises ValueError with the mend when text is not a duration: a bare number has no unit, and 5 could be
    seconds or minutes.
    """
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and _DURATION.fullmatch(value.strip()):
        return timedelta(seconds=sum(int(amount) * _UNITS[unit] for amount, unit in _PART.findall(value)))
    raise ValueError("a duration is written like 90s, 5min, 1h 30min or 2d")


def write_duration(value: timedelta) -> str:
    """The shortest spelling that `parse_duration` reads back."""
    seconds = int(value.total_seconds())
    for unit in ("d", "h", "min"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


Duration = Annotated[timedelta, BeforeValidator(parse_duration), PlainSerializer(write_duration, return_type=str)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\r\t]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\n\r\t]*$")]
