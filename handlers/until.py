"""Until when, in the words that people use: a date, a time, 「3天」, 「3d」, 「周五」, "until Friday"."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_END: Final = time(23, 59)  # a day without an hour is meant to its end
_DIGITS: Final = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_UNITS: Final = {
    "小时": "hours", "h": "hours", "hour": "hours", "hours": "hours",
    "天": "days", "日": "days", "d": "days", "day": "days", "days": "days",
    "周": "weeks", "星期": "weeks", "w": "weeks", "week": "weeks", "weeks": "weeks",
}  # fmt: skip
_WEEKDAYS: Final = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
}  # fmt: skip
_NEAR: Final = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2}

_LEADING: Final = re.compile(r"^(?:一直)?(?:到|至|(?:until|till|to|for)\s)\s*", re.IGNORECASE)
_LENGTH: Final = re.compile(r"(\d{1,3}|[一两二三四五六七八九十])\s*个?\s*([a-z]+|小时|天|日|周|星期)")
_TIME: Final = re.compile(r"\s*(\d{1,2})(?:[:：](\d{2})|[点时](?:(\d{1,2})分?|半)?)$")
_ISO: Final = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_WEEKDAY: Final = re.compile(
    r"(下|next\s+)?(?:(?:周|星期|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
)


def read_until(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The time that the words mean, on the unit's clock; None when they mean none."""
    text = _LEADING.sub("", words.strip().lower()).removesuffix("为止").removesuffix("止").strip()
    here = now.astimezone(zone)
    if match := _LENGTH.fullmatch(text):
        return _after(here, match[1], match[2])
    hour = _TIME.search(text)
    try:
        clock = _clock(hour) if hour else None
        day = _day(text[: hour.start()].strip() if hour else text, here)
    except ValueError:  # the 31st of June, half past 27
        return None
    if day is not None:
        return datetime.combine(day, clock or _END, tzinfo=zone)
    if hour is None or clock is None or text[: hour.start()].strip():
        return None
    today = datetime.combine(here.date(), clock, tzinfo=zone)
    return today if today > here else today + timedelta(days=1)


def _after(here: datetime, amount: str, unit: str) -> datetime | None:
    kind = _UNITS.get(unit)
    number = _DIGITS.get(amount) or (int(amount) if amount.isdigit() else 0)
    return (here + timedelta(**{kind: number})).replace(second=0, microsecond=0) if kind and number else None


def _clock(found: re.Match[str]) -> time:
    half = 30 if found[0].endswith("半") else 0
    return time(int(found[1]), int(found[2] or found[3] or half))


def _day(text: str, here: datetime) -> date | None:
    today = here.date()
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if match := _ISO.fullmatch(text):
        if match[1]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        this_year = date(today.year, int(match[2]), int(match[3]))
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    if match := _WEEKDAY.fullmatch(text):
        weekday = _WEEKDAYS[match[2] or match[3]]
        if match[1]:  # the week that begins next Monday
            return today + timedelta(days=7 - today.weekday() + weekday)
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return None
