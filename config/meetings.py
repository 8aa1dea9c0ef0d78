"""Meetings that come round, as plan data (clause 6.4): who meets, when a date is proposed, who is reminded of what.

Days of nagging are moved to the working day before, so that the last word comes while there is time to act.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator, model_validator

from config.calendar import LocalTime
from config.schema import ClauseId, Duration, Id, Line, Schema, refused

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_DAY: Final = timedelta(days=1)
Before = Annotated[int, Field(ge=0, le=180)]


class Period(Schema):
    """A month, quarter or year: its name as in 2026-Q4, its first and its last day."""

    name: str
    start: date
    end: date


class MeetingSeries(Schema):
    """One kind of meeting. Days count back from the end of the period, but for `after`, which counts on from it.

    `propose`: a date is proposed. `ahead`: calendar days from the proposal to the first candidate. `poll`: how long the
    poll is open. `nag`: the office is told that it has not been held; `after`: so is the director.
    """

    id: Id
    clause: ClauseId
    title: Line
    place: Line
    every: Literal["month", "quarter", "year"] = "quarter"
    members: tuple[Id, ...] = ()  # roles; none: the command post
    propose: Before = 30
    ahead: Annotated[int, Field(ge=1, le=60)] = 15
    hours: Annotated[tuple[LocalTime, ...], Field(min_length=1, max_length=3)] = (time(15, 0), time(10, 0))
    length: Duration = timedelta(minutes=90)
    poll: Duration = timedelta(days=3)
    remind: tuple[Duration, ...] = (timedelta(days=14), timedelta(days=7), timedelta(days=1), timedelta(hours=1))
    nag: tuple[Before, ...] = (14, 7, 3, 1, 0)
    after: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (3, 7)
    action_nag: tuple[Before, ...] = (0, 1, 2, 3)  # working days after an action's date; 0 is that day
    action_office: Before = 1
    action_director: Before = 3

    @field_validator("members", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _makes_sense(self) -> "MeetingSeries":
        if self.action_director < self.action_office:
            director, office = self.action_director, self.action_office
            problem = f"the director would hear after {director} days, the office after {office}"
            raise refused(problem, "write action_director: no less than action_office:")
        if self.propose >= 31 * _MONTHS[self.every]:
            raise refused(
                f"{self.propose} days before its end is before the {self.every} begins", "write fewer days as propose:"
            )
        if self.propose < self.ahead:
            raise refused(
                f"proposed {self.propose} days before the end, the first candidate comes {self.ahead} days later",
                "write propose: no less than ahead:",
            )
        return self

    def period(self, day: date) -> Period:
        """The period in which the day lies."""
        months = _MONTHS[self.every]
        first = (day.month - 1) // months * months + 1
        start = date(day.year, first, 1)
        end = date(day.year + (first + months > 12), (first + months - 1) % 12 + 1, 1) - _DAY
        name = {
            "month": f"{day.year}-{day.month:02d}",
            "quarter": f"{day.year}-Q{first // 3 + 1}",
            "year": f"{day.year}",
        }
        return Period(name=name[self.every], start=start, end=end)

    def periods(self, day: date) -> Iterator[Period]:
        """The period of that day and those after it."""
        while True:
            period = self.period(day)
            yield period
            day = period.end + _DAY
