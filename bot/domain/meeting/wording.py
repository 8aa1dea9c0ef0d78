"""「唐禾 更换灭火器 12月10日」: whose, what, until when; and 「12月10日 15:00」: a moment."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.meeting.events import Draft
from config.roster import Member, Roster

LONGEST: Final = 366  # days; further off is a slip of the thumb
LINES: Final = 20
_WORDS: Final = 300
_DAYS: Final = re.compile(r"(?:\bin\s+|within\s+)?(\d{1,3})\s*(?:天内|天后|天|日内|days?\b|d\b)", re.IGNORECASE)
_DATE: Final = re.compile(r"(?<!\d)(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?!\d)")
_NAMED: Final = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_WEEKDAY: Final = re.compile(
    r"(下|next\s+)?(?:(?:周|星期|礼拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)", re.IGNORECASE
)
_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_TIME: Final = re.compile(
    r"(上午|下午|晚上)?\s*(?<!\d)(\d{1,2})(?:[:：](\d{2})|[点时](?:(半)|(\d{1,2})分?)?|(?=\s*[ap]m))\s*(am|pm)?",
    re.IGNORECASE,
)
_EDGE: Final = " \t,，、;；。.:：-—"
_BEFORE: Final = re.compile(r"(?:前|之前|by|before|until)\s*$", re.IGNORECASE)


def draft(line: str, roster: Roster, today: date) -> Draft | None:
    """The action that the line names; None when it lacks somebody of the roster, a day to come, or what to do."""
    words = re.sub(r"^\s*(?:\d{1,2}[.、)）]|[-•*])\s*", "", unicodedata.normalize("NFKC", line)).strip()
    owner = _named(words, roster)
    if owner is None:
        return None
    name = unicodedata.normalize("NFKC", owner.name)
    at = words.lower().find(name.lower())
    rest = f"{words[:at]} {words[at + len(name) :]}" if at >= 0 else words.replace(owner.id, " ", 1)
    found = _day(rest, today)
    if found is None or not today <= found[0] <= today + timedelta(days=LONGEST):
        return None
    due, (start, end) = found
    head, tail = _BEFORE.sub("", rest[:start]), re.sub(r"^\s*(?:之前|前|完成)", "", rest[end:])
    what = " ".join(f"{head} {tail}".split()).strip(_EDGE)[:_WORDS]
    return Draft(owner=owner.id, name=owner.name, what=what, due=due) if what else None


def moment(text: str, today: date, zone: ZoneInfo, hour: time) -> datetime | None:
    """The day and the hour that the words name; `hour` where they name none. None when they name no day."""
    words = unicodedata.normalize("NFKC", text)
    found = _day(words, today)
    if found is None:
        return None
    day, (start, end) = found
    rest = f"{words[:start]} {words[end:]}"
    try:
        at = _clock(match) if (match := _TIME.search(rest)) else hour
    except ValueError:
        return None
    return datetime.combine(day, at, tzinfo=zone)


def _named(words: str, roster: Roster) -> Member | None:
    """Whoever is named first; the longest name, where one holds another."""
    lower = words.lower()
    there = [
        (at, -len(member.name), member)
        for member in roster.members
        if (at := lower.find(unicodedata.normalize("NFKC", member.name).lower())) >= 0
    ]
    if there:
        first = min(there, key=lambda one: one[:2])
        return first[2] if sum(one[:2] == first[:2] for one in there) == 1 else None
    by_id = [m for m in roster.members if re.search(rf"(?<![a-z0-9-]){re.escape(m.id)}(?![a-z0-9-])", lower)]
    return by_id[0] if len(by_id) == 1 else None


def _day(words: str, today: date) -> tuple[date, tuple[int, int]] | None:
    """The day, and where it stands in the words: the last date that is named."""
    dates = list(_DATE.finditer(words))
    for match in reversed(dates):
        if (day := _date(match, today)) is not None:
            return day, match.span()
    if (ahead := _DAYS.search(words)) is not None:
        return today + timedelta(days=int(ahead[1])), ahead.span()
    for name, days in _NAMED.items():
        if (at := words.lower().rfind(name)) >= 0:
            return today + timedelta(days=days), (at, at + len(name))
    if (named := _WEEKDAY.search(words)) is not None:
        weekday = _WEEKDAYS[(named[2] or named[3]).lower()]
        days = (weekday - today.weekday()) % 7
        if named[1] and (named[2] is None or weekday >= today.weekday()):  # 下周五, next Friday: not this week's
            days += 7
        return today + timedelta(days=days), named.span()
    return None


def _date(match: re.Match[str], today: date) -> date | None:
    try:
        if match[1]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        day = date(today.year, int(match[2]), int(match[3]))
        return day if day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time:
    hour = int(match[2])
    later = (match[1] in ("下午", "晚上") or (match[6] or "").lower() == "pm") and hour < 12
    return time(hour + 12 * later, 30 if match[4] else int(match[3] or match[5] or 0))
