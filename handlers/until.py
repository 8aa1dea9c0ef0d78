"""Until when, in the words that people use: a date, a time, 「3天」, 「3d」, 「周五」, "until Friday"."""

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.words import days
from bot.domain.words.moments import Moment, moment
from bot.domain.words.numbers import plain
from config.calendar import Calendar

_END: Final = time(23, 59)  # a day without an hour is meant to its end
_LEADING: Final = re.compile(r"^(?:一直)?(?:到|至|(?:until|till|to|for|by)\s)\s*", re.IGNORECASE)
_CLOSING: Final = re.compile(r"\s*(?:为止|止|之前|以前|前)$")


def read_until(words: str, now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime | None:
    """The time that the words mean, on the unit's clock; None when they mean none, or anything else."""
    text = _LEADING.sub("", plain(words))
    here = now.astimezone(zone)
    if (length := days.length(text)) is not None:
        until = (here + length).replace(second=0, microsecond=0)
        return until if until > here else None
    for meant in (text, _CLOSING.sub("", text)):  # 寒假前 is a day before 寒假, 周五前 is 周五
        read = moment(meant, here.date(), holidays=calendar.holidays)
        if read is not None and not read.rest:
            return _end_of(read, here)
    return None


def _end_of(read: Moment, here: datetime) -> datetime | None:
    if read.day is not None:
        return datetime.combine(read.day, read.hour or _END, tzinfo=here.tzinfo)
    if read.hour is None:
        return None
    today = datetime.combine(here.date(), read.hour, tzinfo=here.tzinfo)
    return today if today > here else today + timedelta(days=1)
