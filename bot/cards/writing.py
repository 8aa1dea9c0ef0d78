"""How words get onto a card: escaped, clipped, with local times, and 【演练】 on every line of an exercise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape, unescape
from re import compile as pattern
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.incident.state import Incident
from bot.domain.unit import Unit
from config.texts import Texts, texts

LIMIT: Final = 4096  # UTF-16 code units of a message once its entities are parsed
CAPTION_LIMIT: Final = 1024
SAFE: Final = 64  # kept free for the line that says how many more there are
REASONS: Final = frozenset(
    {
        "blocked",
        "deactivated",
        "never_started",
        "never_enrolled",
        "off_roster",
        "not_found",
        "removed",
        "muted",
        "no_group",
        "refused",
    }
)
_TAG: Final = pattern(r"<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes in one unit's language and time zone, for a live incident or for an exercise."""

    t: Texts
    zone: ZoneInfo
    exercise: bool = False

    def time(self, at: datetime) -> str:
        """Hours and minutes on the unit's clock."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def clock(self, at: datetime) -> str:
        """Hours, minutes and seconds on the unit's clock."""
        return f"{at.astimezone(self.zone):%H:%M:%S}"

    def day_time(self, at: datetime) -> str:
        """Month, day, hours and minutes on the unit's clock."""
        return f"{at.astimezone(self.zone):%m-%d %H:%M}"

    def day(self, day: date) -> str:
        """Month, day and weekday."""
        return self.t("weekday.day", day=f"{day:%m-%d}", weekday=self.t(f"weekday.{day.isoweekday()}"))

    def due(self, at: datetime, since: datetime) -> str:
        """A deadline: hours and minutes, with the date when it is not on the day that it counts from."""
        same_day = at.astimezone(self.zone).date() == since.astimezone(self.zone).date()
        return self.time(at) if same_day else self.day_time(at)

    def mark(self, line: str) -> str:
        """The line as it may stand on a screen: an exercise says so, and what is live cannot be made to say so."""
        if self.exercise:
            return f"{self.t('exercise.mark')}{line}" if line.strip() else line
        mark = self.t("exercise.mark").strip()
        return line.replace(mark, mark[1:-1]) if mark in line else line

    def page(self, lines: Iterable[str], *, limit: int = LIMIT) -> str:
        """The lines as one text within the limit. Whole lines are left out at the end, and counted."""
        written: list[str] = []
        room = limit - SAFE
        rest = [self.mark(part) for line in lines for part in line.split("\n")]
        for index, line in enumerate(rest):
            room -= length(line) + 1
            if room < 0:
                return "\n".join([*written, self.mark(self.t("list.more_lines", count=len(rest) - index))])
            written.append(line)
        return "\n".join(written).strip("\n")

    def listed(self, items: Sequence[str], *, most: int) -> list[str]:
        """The first `most` items; a list that is too long ends with the count of the others."""
        if len(items) <= most:
            return list(items)
        return [*items[:most], self.t("list.more", count=len(items) - most)]

    def toast(self, text: str) -> str:
        """A line for a callback answer, within Telegram's 200 characters."""
        return self.mark(clip(text, 200 - 8))


def writer(unit: Unit, incident: Incident | None = None, *, exercise: bool = False) -> Writer:
    """The writer of a unit, or of one of its incidents (which keeps the language of its activation)."""
    plan = incident.plan if incident else unit.plan
    marked = incident.exercise if incident else exercise
    return Writer(t=texts(plan.language), zone=ZoneInfo(plan.time_zone), exercise=marked)


def reached(write: Writer, reason: str) -> str:
    """Why somebody cannot be reached, in words: from its key, or as it was given."""
    return write.t(f"reach.{reason}") if reason in REASONS else said(reason)


def name_of(unit: Unit, member: str, kept: str = "") -> str:
    """The member's name on today's roster; of somebody who has left it, the name that the log has `kept`.

    The bare id for somebody whom the log does not name.
    """
    found = unit.roster.find(member)
    return found.name if found else kept or unit.people.gone.get(member, member)


def said(text: str, most: int = 300) -> str:
    """What a person typed, made harmless in HTML, on one line and not longer than it needs to be."""
    return escape(clip(" ".join(text.split()), most), quote=False)


def bold(text: str) -> str:
    """For headings. The text must be harmless already."""
    return f"<b>{text}</b>"


def clip(text: str, most: int) -> str:
    """At most that many UTF-16 code units, ending in … when something was cut."""
    if len(text) <= most and utf16(text) <= most:
        return text
    text = text[:most]  # every character is one unit at least, so counting the rest is wasted
    while utf16(text) > most - 1:
        text = text[: max(0, len(text) - max(1, (utf16(text) - most + 1) // 2))]
    return f"{text}…"


def utf16(text: str) -> int:
    """Length as Telegram counts it: a rare character such as 𬍛 is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(html: str) -> int:
    """The length of a line of Telegram HTML once its tags and entities are read."""
    return utf16(unescape(_TAG.sub("", html)))
