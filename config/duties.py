"""Duties between incidents as plan data (clauses 6 and 7): who owes what, when, and what becomes of silence.

One mechanism serves them all; a new duty needs no code. Days are working days, except for an urgent duty.
"""

import re
from datetime import timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from config.schema import ClauseId, Duration, Id, Line, Schema, refused

DutyId = Id
Sort = Literal["contact", "report", "attestation", "inspection", "sign_off"]
_SORTS: Final[dict[str, Sort]] = {"number": "report", "text": "report", "file": "sign_off"}  # by how it is answered
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST: Final = {"month": 28, "quarter": 90}
_YEARLY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_MEND: Final = {
    "week": "write a weekday: on: monday",
    "month": "write a day from 1 to 28: on: 5",
    "quarter": "write a day from 1 to 90: on: 10",
    "year": 'write month and day: on: "09-15"',
}


class Occasion(Schema):
    """When a round opens: `every` week, month, quarter or year `on` a day; or `at` something in the calendar.

    `days` counts calendar days: before a holiday, or before a term starts. What falls on a day off opens on the
    next working day.
    """

    every: Literal["week", "month", "quarter", "year"] | None = None
    on: str = ""
    at: Literal["term-start", "before-holiday", "sensitive-period"] | None = None
    days: Annotated[int, Field(ge=0, le=60)] = 0

    @field_validator("on", mode="before")
    @classmethod
    def _as_words(cls, value: object) -> object:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.every is None) == (self.at is None):
            raise refused("an occasion is either every: or at:", "write one of the two, like {every: week, on: monday}")
        if self.every is not None and not self._day_is_possible(self.every):
            raise refused(f"not a day of a {self.every}: {self.on or 'nothing'}", _MEND[self.every])
        if self.at is not None and self.on:
            raise refused("on: goes with every:", "take on: out; days: counts the days before")
        return self

    def _day_is_possible(self, every: str) -> bool:
        if every == "week":
            return self.on in WEEKDAYS
        if every == "year":
            return _YEARLY.fullmatch(self.on) is not None
        return self.on.isdigit() and 1 <= int(self.on) <= _LAST[every]


class Who(Schema):
    """Who owes a duty: members who hold a role, are in a group or are named; or everyone."""

    roles: tuple[Id, ...] = ()
    groups: tuple[Id, ...] = ()
    members: tuple[Id, ...] = ()
    everyone: bool = False

    @field_validator("roles", "groups", "members", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.roles or self.groups or self.members or self.everyone):
            raise refused("nobody owes this duty", "write who: {roles: liaison}, or everyone: true")
        return self


class Duty(Schema):
    """A duty. `each` says what is answered: every member by themselves, the unit by anyone of them, or each key place.

    It is reminded of when a round opens, `remind` days later, when it is due (`open` days, the first included),
    and `overdue` days after that; then nagging stops. Missed, it goes to the office and to the director.
    """

    id: DutyId
    clause: ClauseId
    title: Line
    detail: Line | None = None  # a second line on the card: what exactly is asked
    who: Who
    when: tuple[Occasion, ...] = ()  # none: only when the office opens it
    each: Literal["member", "unit", "key_places"] = "member"
    answer: Literal["done", "number", "text", "date", "file"] = "done"
    open: Annotated[int, Field(ge=1, le=120)] = 5
    remind: tuple[Annotated[int, Field(ge=1, le=120)], ...] = ()
    overdue: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (1, 2)
    office_after: Annotated[int, Field(ge=1, le=60)] = 1
    director_after: Annotated[int, Field(ge=1, le=60)] = 3
    confirm_by: Id | None = None  # the role that may confirm it from the other side (clause 6.1b)
    urgent: bool = False  # opened and reminded of at once, also on days off and in quiet hours
    kind: Sort | None = None  # under which heading the evidence pack lists it; None: as its answer suggests

    @property
    def sort(self) -> Sort:
        """The heading in the evidence pack."""
        if self.kind is not None:
            return self.kind
        if self.each == "key_places":
            return "inspection"
        if self.confirm_by is not None:
            return "contact"
        return _SORTS.get(self.answer, "attestation")


class DutyRules(Schema):
    """What all duties have in common."""

    later: Duration = timedelta(hours=3)  # 「稍后提醒」
    hold: Duration = timedelta(hours=24)  # at most so long does a live incident's response hold back what can wait
    summary_day: Annotated[int, Field(ge=1, le=28)] = 1  # the director's summary, of the month before
