"""The unit's year as plan data: terms, days off and make-up days of its own, quiet hours, when reminders go out."""

import re
from datetime import date, time
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from config.schema import Id, Line, Schema, refused

_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def _local_time(value: object) -> time:
    """`09:00`; YAML 1.2 reads it as text. Anything else is refused."""
    if isinstance(value, time):
        return value
    found = _TIME.fullmatch(value.strip().replace("：", ":")) if isinstance(value, str) else None
    if found is None:
        raise refused(f"not a time of day: {str(value)[:40]}", 'write it like "09:00"')
    return time(int(found[1]), int(found[2]))


def _day(value: object) -> date:
    """`2026-09-01`; a date that YAML has read already is taken as it is."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise refused(f"not a date: {str(value)[:40]}", "write it like 2026-09-01") from None


LocalTime = Annotated[
    time, BeforeValidator(_local_time), PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str, when_used="json")
]
Day = Annotated[date, BeforeValidator(_day)]


class Span(Schema):
    """Days from `start` to `end`, both included."""

    id: Id
    name: Line
    start: Day
    end: Day

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            raise refused(f"{self.end} comes before {self.start}", "write the later date as end")
        return self

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class Term(Span):
    """A term of the academic year (clause 6.2)."""


class Holiday(Span):
    """Days off that are not in the official calendar, or that this unit sets differently."""


class Calendar(Schema):
    """What is a working day, when people are left alone, and when reminders go out (local time)."""

    official: Literal["CN", "none"] = "CN"  # whose public holidays and make-up days count
    terms: tuple[Term, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    make_up_days: tuple[Day, ...] = ()  # working days on a weekend or on an official holiday
    remind_at: LocalTime = time(9, 0)
    quiet_from: LocalTime = time(20, 30)
    quiet_to: LocalTime = time(7, 30)
    ask_ahead: Annotated[int, Field(ge=1, le=180)] = 30  # days before a missing term or year is asked for

    def quiet(self, at: time) -> bool:
        """Whether that local time lies in the quiet hours, which may cross midnight."""
        start, end = self.quiet_from, self.quiet_to
        return start <= at < end if start <= end else at >= start or at < end
