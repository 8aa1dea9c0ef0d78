"""Dates and times of day as people write them into a cell."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s|[（(周星]|T0?0:|$)")
_COMPACT: Final = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")  # 20260302, also as a number
_NO_YEAR: Final = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s|[（(周星]|$)")
_TIME: Final = re.compile(r"([01]?\d|2[0-4])\s*[:：时点]\s*([0-5]\d)?\s*分?(?::[0-5]\d)?")
_EPOCH: Final = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
_SERIALS: Final = range(36_526, 73_051)  # the years 2000 to 2099
_FAR: Final = timedelta(days=731)


class NotADay(ValueError):
    """What is in the cell is no date, or one that cannot be meant; says why, and what to write."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def day_of(value: object, today: date) -> date:
    """The date in a cell. Raises NotADay."""
    found = _day(value)
    if abs(found - today) > _FAR:
        raise NotADay(f"{found} is more than two years from today", "mend the year")
    return found


def looks_like_day(value: object) -> bool:
    """Whether somebody may have meant a date by it."""
    if isinstance(value, str):
        text = value.strip()
        return bool(_DATE.match(text) or _COMPACT.fullmatch(text) or _NO_YEAR.match(text))
    if isinstance(value, float | int):
        return int(value) in _SERIALS or _COMPACT.fullmatch(f"{value:.0f}") is not None
    return isinstance(value, date)


def time_of(value: object) -> time | None:
    """The time of day in a cell (24:00 is midnight); None when it is none."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if isinstance(value, timedelta) and timedelta() <= value <= timedelta(days=1):
        return time(int(value.total_seconds()) // 3600 % 24, int(value.total_seconds()) // 60 % 60)
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    return time(int(match[1]) % 24, int(match[2] or 0)) if match else None


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool) and int(value) in _SERIALS:
        return _EPOCH + timedelta(days=int(value))
    text = f"{value:.0f}" if isinstance(value, float) else str(value).strip()
    match = _DATE.match(text) or _COMPACT.fullmatch(text)
    if match is None:
        mend = "write it with the year, like 2026-03-02"
        raise NotADay(
            f"a date without its year: {text[:30]}" if _NO_YEAR.match(text) else f"not a date: {text[:30]}", mend
        )
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NotADay(f"there is no such day: {text[:30]}", "mend the day") from None
