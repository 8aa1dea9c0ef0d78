"""「唐禾 5天」: an owner and a day, in words."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from bot.domain.message import Refused
from config.roster import Member, Roster

LONGEST: Final = 366  # days; further off is a slip of the thumb
_DAYS: Final = re.compile(r"(\d{1,3})\s*(?:天|日内|days?\b|d\b)", re.IGNORECASE)
_DATE: Final = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_NAMED: Final = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}


def owner_and_due(text: str, roster: Roster, today: date, default: int) -> tuple[str, date] | Refused:
    """Whom the words name, and by when; so many days from today when they name no date."""
    words = unicodedata.normalize("NFKC", text)
    found = _named(words, roster)
    if isinstance(found, Refused):
        return found
    rest = words.replace(unicodedata.normalize("NFKC", found.name), " ").replace(found.id, " ")
    due = _due(rest, today)
    if due is None:
        due = today + timedelta(days=default)
    return found.id, due


def _named(words: str, roster: Roster) -> Member | Refused:
    """The member whose name stands there: the longest, where one name holds another."""
    lower = words.lower()
    there = [m for m in roster.members if unicodedata.normalize("NFKC", m.name).lower() in lower]
    longest = max((len(member.name) for member in there), default=0)
    best = [member for member in there if len(member.name) == longest]
    if not best:
        best = [m for m in roster.members if re.search(rf"(?<![a-z0-9-]){re.escape(m.id)}(?![a-z0-9-])", lower)]
    if len(best) == 1:
        return best[0]
    if best or not roster.members:
        return Refused(key="hazard.which")
    return Refused(key="hazard.who", values={"example": roster.members[0].name})


def _due(words: str, today: date) -> date | None:
    if match := _DAYS.search(words):
        return today + timedelta(days=int(match[1]))
    for name, days in _NAMED.items():
        if name in words.lower():
            return today + timedelta(days=days)
    match = _DATE.search(words)
    if match is None:
        return None
    year = int(match[1]) if match[1] else today.year
    try:
        due = date(year, int(match[2]), int(match[3]))
        return due if match[1] or due >= today else due.replace(year=today.year + 1)
    except ValueError:
        return None
