"""「唐禾 更换灭火器 12月10日」: whose, what, until when; and 「12月10日 15:00」: a moment."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.meeting.events import Draft
from bot.domain.words import days, moments
from bot.domain.words.numbers import plain
from bot.domain.words.people import mentions, without
from config.calendar import Calendar
from config.roster import Roster

LONGEST: Final = 366  # days; further off is a slip of the thumb
LINES: Final = 20
_WORDS: Final = 300
_EDGE: Final = " \t,，、;；。.:：-—"
_POINT: Final = re.compile(r"(?:\d{1,2}[.、)] ?(?!\d)|[-•*] ?)")
_BEFORE: Final = re.compile(r"(?:\b(?:by|before|until|on)|在|于|最迟) ?$", re.IGNORECASE)
_SET: Final = re.compile(r"(?:定在|定|就|on|at|[ ,。.!])*", re.IGNORECASE)
_AFTER: Final = re.compile(r" ?(?:之前|以前|前|之?内)?(?:完成)?")


def draft(line: str, roster: Roster, calendar: Calendar, today: date) -> Draft | None:
    """The action that the line names, for whoever is named first.

    None when it lacks somebody of the roster, a day to come, or what to do.
    """
    words = plain(line)
    if point := _POINT.match(words):
        words = words[point.end() :]
    named = mentions(words, roster)
    if not named or len(named[0].members) > 1:
        return None
    owner = named[0].members[0]
    found = days.find(without(words, named), today, holidays=calendar.holidays)
    if found is None or found.day is None or not today <= found.day <= today + timedelta(days=LONGEST):
        return None
    rest = without(words, [named[0], *(one for one in named[1:] if words[one.start : one.end].lower() == owner.id)])
    head, tail = _BEFORE.sub("", rest[: found.start]), rest[found.end :]
    if after := _AFTER.match(tail):
        tail = tail[after.end() :]
    what = " ".join(f"{head} {tail}".split()).strip(_EDGE)[:_WORDS]
    return Draft(owner=owner.id, name=owner.name, what=what, due=found.day) if what else None


def moment(
    text: str, today: date, calendar: Calendar, zone: ZoneInfo, hour: time, *, alone: bool = False
) -> datetime | None:
    """The day and the hour that the words name; `hour` where they name none.

    None when they name no day; with `alone`, also when they say anything else, as 「12月10日不行」 does.
    """
    read = moments.moment(plain(text), today, holidays=calendar.holidays)
    if read is None or read.day is None or (alone and _SET.fullmatch(read.rest) is None):
        return None
    return datetime.combine(read.day, read.hour or hour, tzinfo=zone)
