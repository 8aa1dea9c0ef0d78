"""Working days by the official calendar of China with its make-up days, and by the plan's own overrides.

The coming year's holidays are announced in autumn. A year that is not known yet counts weekdays as working days
and is `provisional`: whoever shows such a date says so, and the office is asked to bring the calendar up to date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import chinese_calendar

from config.calendar import Calendar

_DAY: Final = timedelta(days=1)
_SEARCH: Final = 400  # days; a plan that declares a whole year off gets the weekday after all


@dataclass(frozen=True, kw_only=True)
class Break:
    """Days off in a row that have a name: an official holiday, or one of the plan's."""

    id: str
    name: str  # the plan's own words, or the official English name
    start: date
    official: bool


class WorkingDays:
    """The working days of one plan's calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._made_up = frozenset(calendar.make_up_days)

    def working(self, day: date) -> bool:
        """Whether people are at work that day. The plan's make-up days come before its holidays."""
        if day in self._made_up:
            return True
        if any(day in holiday for holiday in self._calendar.holidays):
            return False
        if self._calendar.official == "CN" and not self.provisional(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5

    def provisional(self, year: int) -> bool:
        """Whether the official calendar of that year is not known (yet)."""
        return self._calendar.official == "CN" and year not in _announced()

    def next_working(self, day: date) -> date:
        """The first working day on or after `day`."""
        return next((d for d in _days(day, _SEARCH) if self.working(d)), day)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; for 0 the first on or after it."""
        found = self.next_working(day)
        for _ in range(count):
            found = self.next_working(found + _DAY)
        return found

    def last_before(self, day: date) -> date:
        """The last working day before `day`."""
        return next((day - _DAY * n for n in range(1, _SEARCH) if self.working(day - _DAY * n)), day - _DAY)

    def breaks(self, year: int) -> tuple[Break, ...]:
        """The holidays that begin in that year, in order."""
        own = [
            Break(id=f"{holiday.id}", name=holiday.name, start=holiday.start, official=False)
            for holiday in self._calendar.holidays
            if holiday.start.year == year
        ]
        return tuple(sorted([*own, *self._official.get(year, ())], key=lambda found: (found.start, found.id)))

    @cached_property
    def _official(self) -> dict[int, list[Break]]:
        """Official days off in a row, named after the first: another festival may fall within them."""
        if self._calendar.official == "none":
            return {}
        years: dict[int, list[Break]] = {}
        before: date | None = None
        for day, name in sorted(chinese_calendar.constants.holidays.items()):
            if before is None or day - before > _DAY:
                slug = name.lower().replace("'", "").replace(" ", "-")
                found = Break(id=f"{day.year}-{slug}", name=name, start=day, official=True)
                years.setdefault(day.year, []).append(found)
            before = day
        return years


def _announced() -> range:
    """The years that the official calendar knows."""
    return _YEARS


def _days(start: date, count: int) -> Iterator[date]:
    return (start + _DAY * n for n in range(count))


_YEARS: Final = range(min(chinese_calendar.constants.holidays).year, max(chinese_calendar.constants.workdays).year + 1)
