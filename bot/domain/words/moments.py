"""A day and an hour in words: 「周五下午3点半」, "next Wednesday 3 pm", 「12-10 15:00」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from bot.domain.words import days
from bot.domain.words.numbers import CHINESE, END, WORDS, number
from config.calendar import Span

_LATER: Final = frozenset({"下午", "傍晚", "晚上", "晚", "夜里"})
_HOUR: Final = re.compile(
    r"(?P<part>凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|夜里|晚)? ?"
    rf"(?:(?<![\d:])(?P<figures>\d{{1,2}})|(?<=[晨早上午晚里])(?P<words>{CHINESE}))"
    r"(?::(?P<minutes>\d{2})(?!\d)| ?[点时](?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<odd>\d{1,2})分?|整|钟)?"
    rf"|(?= ?[ap]m{END}))"
    rf"(?: ?(?P<half_day>[ap])m{END})?",
    WORDS,
)
_DOTTED: Final = re.compile(rf"(?<![\d.:/-])(?:at )?{days.HOUR}(?![\d.:]| ?(?:{days.COUNTED}))", WORDS)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What words say of time, and what is left of them."""

    day: date | None = None
    hour: time | None = None
    rest: str


def moment(words: str, today: date, *, holidays: Sequence[Span] = ()) -> Moment | None:
    """The day and the hour in plain words; None when they name a day or an hour that does not exist."""
    day: date | None = None
    if (found := days.find(words, today, holidays=holidays)) is not None:
        if found.day is None:
            return None
        day, words = found.day, _with_hour(words[: found.start], words[found.end :], found.day)
    match = _HOUR.search(words)
    if match is None:
        return Moment(day=day, rest=words.strip())
    try:
        hour = _hour(match)
    except ValueError:
        return None
    return Moment(day=day, hour=hour, rest=f"{words[: match.start()]} {words[match.end() :]}".strip())


def _with_hour(before: str, behind: str, day: date) -> str:
    """Behind a day 「10.30」 is an hour, unless it is that day once more: 「明天 11.27」; before one, "at 10.30" is."""
    words = f"{before} {behind}"
    match = _DOTTED.search(words, len(before)) or _DOTTED.search(before)
    if match is None or (match.end() <= len(before) and not match[0].lower().startswith("at ")):
        return words
    again = (int(match["hour"]), int(match["minutes"])) == (day.month, day.day)
    hour = "" if again else f"{match['hour']}:{match['minutes']}"
    return f"{words[: match.start()]}{hour}{words[match.end() :]}"


def _hour(match: re.Match[str]) -> time:
    hour, half_day = number(match["figures"] or match["words"]), (match["half_day"] or "").lower()
    minutes = {"一": 15, "三": 45}.get(match["quarter"] or "", 30 if match["half"] else 0)
    minutes = minutes or int(match["minutes"] or match["odd"] or 0)
    if match["part"] in _LATER - {"下午"} and hour == 12:
        raise ValueError("midnight, of which day?")
    if half_day == "a" and hour == 12:
        hour = 0
    noon = match["part"] == "中午" and hour < 3
    if hour < 12 and (noon or match["part"] in _LATER or half_day == "p"):
        hour += 12
    return time(hour, minutes)
