"""A day in words: 「下周一」, 「12月3日」, 「三天内」, 「月底」, "next Monday", "Dec 3", "3/12", "in two days".

「下周一」 and "next Monday" are in the week that begins next Monday. A date without its year, and a weekday alone,
are the next to come, or the nearest where something past may be meant. 3/12 is the twelfth of March. 「寒假前」 and
"after the winter break" go by the plan's own holidays; such a name among other words is no day. A weekday beside a date
says it once more: 「12月11日（周五）」 is no other Friday, and no day at all when the two contradict each other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import partial
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain.words.numbers import BEGIN, CHINESE, END, ENGLISH, WORDS, number, plain
from config.calendar import Span


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where the words name a day; `day` is None when there is no such day, like 2月30日."""

    day: date | None
    start: int
    end: int


class _Clear(IntEnum):
    """How surely a form means a day: 「周五」 goes before 「3-5」, which may be two doors, and that before 「3天」."""

    LENGTH = 0
    FIGURES = 1
    DAY = 2


_Read = Callable[[re.Match[str], date, bool], date | None]
_Form = tuple[re.Pattern[str], _Clear, _Read]

_MONTHS: Final = {
    name: n
    for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_MONTH: Final = (
    rf"{BEGIN}(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    rf"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?){END}\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:a-z])"
_YEAR: Final = r"(?:,? (?P<year>\d{4})(?!\d))?"
_NAMED: Final = {
    "大前天": -3, "前天": -2, "day before yesterday": -2, "昨天": -1, "昨日": -1, "yesterday": -1,
    "今天": 0, "今日": 0, "今": 0, "today": 0, "tonight": 0,
    "明天": 1, "明日": 1, "明": 1, "tomorrow": 1, "后天": 2, "day after tomorrow": 2, "大后天": 3,
}  # fmt: skip
_WEEKS: Final = {
    "上": -1, "last": -1, "本": 0, "这": 0, "this": 0, "下": 1, "next": 1, "下下": 2,
}  # fmt: skip
_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_ENGLISH_DAY: Final = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_NUMERALS: Final = "一二两三四五六七八九十"
_BEFORE, _AFTER = (  # the weekday of a date, said once more on that side of it
    rf"(?:(?:周|星期|礼拜)(?P<{side}>[一二三四五六日天])"
    rf"|(?:{BEGIN}(?:next|this) )?{BEGIN}(?P<{side}_english>{_ENGLISH_DAY}){END})"
    for side in ("before", "after")
)
_WEEKDAY_BEFORE: Final = rf"(?:(?<![\d{_NUMERALS}每周期拜上下本这])(?:(?:下下|[上下本这])个?)?{_BEFORE}[ ,]*\(?)?"
_WEEKDAY_AFTER: Final = rf"(?:[ ,]*\(? ?{_AFTER} ?\)?(?! ?[至到、~—-])| ?\))?"
_HALF_A_YEAR: Final = timedelta(days=183)
_UNITS: Final = {
    "小时": "hours", "h": "hours", "hour": "hours", "hours": "hours",
    "天": "days", "日": "days", "d": "days", "day": "days", "days": "days",
    "周": "weeks", "星期": "weeks", "礼拜": "weeks", "w": "weeks", "week": "weeks", "weeks": "weeks",
    "月": "months", "month": "months", "months": "months",
}  # fmt: skip
_COUNT: Final = (
    rf"(?:(?<![第\d./])(?P<figures>\d{{1,3}})|(?<![第周期拜每上下{_NUMERALS}])(?P<words>{CHINESE})"
    # "once a week" and "one day" tell no day by themselves, nor does "every two weeks".
    rf"|(?<!last )(?<!past )(?<!every ){BEGIN}(?P<english>{ENGLISH})(?= ))"
)
_UNIT: Final = (
    r"(?:个 ?(?P<long>小时|星期|礼拜|月)"
    r"|(?P<unit>小时|天|日(?=[之以]?[内后])|周(?![一二三四五六日天期年])|(?:星期|礼拜)(?![一二三四五六日天])"
    r"|(?:hours?|days?|weeks?|months?|h|d|w)(?![a-z])))"
)
_LENGTH: Final = re.compile(
    rf"(?P<ahead>{BEGIN}(?:in|within|after) )?{_COUNT} ?{_UNIT}"
    rf"(?: ?(?P<within>[之以]?[内后]|(?:later|from now){END})| ?(?P<ago>[之以]?前|ago{END}))?",
    WORDS,
)
HOUR: Final = r"(?P<hour>[01]?\d|2[0-3])\.(?P<minutes>[0-5]\d)"  # 10.30, where no day can be meant
_BEHIND: Final = re.compile(rf" ?(?:凌晨|早[上晨]?|[上中下]午|傍晚|晚上?|夜里|的|at{END}|,)* ?", WORDS)
# What follows figures that count something, or are an hour: 3-5号楼, 1.5米, 3.30 pm.
COUNTED: Final = (
    r"[号楼层室门栋排座米元个人次台只份%天点时]|周(?![一二三四五六日天])|小时"
    rf"|(?:[ap]m|hours?|days?|weeks?|m|kg){END}"
)


def find(words: str, today: date, *, nearest: bool = False, holidays: Sequence[Span] = ()) -> Found | None:
    """The day that plain words name; the last and clearest, when they name several."""
    best: tuple[_Clear, Found] | None = None
    for clear, found in _apart(words, today, nearest, (*_FORMS, *_holidays(holidays))):
        if best is None or clear >= best[0]:
            best = clear, found
    return best[1] if best is not None else None


def length(words: str) -> relativedelta | None:
    """How long, when plain words say nothing else: 「3天」, 「两周」, 「一个月」, "2 hours", "a week"."""
    match = _LENGTH.fullmatch(words)
    return _lasting(match) if match is not None else None


def _apart(words: str, today: date, nearest: bool, forms: Sequence[_Form]) -> Iterator[tuple[_Clear, Found]]:
    """Every form that stands in the words, in order; of two that overlap, the one that begins first."""
    matches = [(match, form) for form in forms for match in form[0].finditer(words)]
    end = 0
    for match, (_, clear, read) in sorted(matches, key=lambda one: (one[0].start(), -one[0].end())):
        if (
            match.start() < end
            or (match.re is _LENGTH and not _counts_days(match))
            or _is_hour(match, words[end:], end)
        ):
            continue
        try:
            day = read(match, today, nearest)
        except (ValueError, OverflowError):
            day = None
        if day is None and clear is _Clear.FIGURES:  # 30-45 is something else
            continue
        end = match.end()
        surely = _Clear.DAY if match.re is _LENGTH and _from_today(match) else clear
        yield surely, Found(day=day, start=match.start(), end=end)


def _counts_days(match: re.Match[str]) -> bool:
    """Hours name no day, nor does "a week" or "one day" that is not said to be ahead or behind."""
    vague = match["english"] is not None and number(match["english"]) == 1
    return _unit(match) != "hours" and (not vague or _from_today(match))


def _from_today(match: re.Match[str]) -> bool:
    """Whether the length is said to be ahead or behind."""
    return (match["ahead"] or match["within"] or match["ago"]) is not None


def _is_hour(match: re.Match[str], rest: str, end: int) -> bool:
    """Whether 「10.30」 stands behind a day that was found before, and so is an hour of it."""
    return (
        end > 0
        and _BEHIND.fullmatch(rest[: match.start() - end]) is not None
        and re.fullmatch(HOUR, match[0]) is not None
    )


def _month_end(match: re.Match[str], today: date, nearest: bool) -> date:
    """The last day of a month: of the one that is named, or of this one."""
    parts, this = match.groupdict(), today.replace(day=1)
    if which := parts.get("which"):
        return _last(this + relativedelta(months=_WEEKS[which.lower()]))
    if name := parts.get("month"):
        month = _MONTHS.get(name[:3].lower()) or number(name)
        ends = [_last(date(year, month, 1)) for year in range(today.year - 1, today.year + 2)]
    else:
        ends = [_last(this - relativedelta(months=1)), _last(this)]
    return min(ends, key=lambda one: abs(one - today)) if nearest else next(one for one in ends if one >= today)


def _in_month(match: re.Match[str], today: date, _nearest: bool) -> date:
    first: date = today + relativedelta(day=1, months=_WEEKS[match["which"]])
    return first.replace(day=number(match["day"]))


def _year_end(match: re.Match[str], today: date, nearest: bool) -> date:
    which = (match["which"] or match["english_which"] or "").lower()
    before = nearest and not which and today.month < 7
    return date(today.year - before + {"去": -1, "last": -1, "明": 1, "next": 1}.get(which, 0), 12, 31)


def _last(first: date) -> date:
    last: date = first + relativedelta(day=31)
    return last


def _dated(match: re.Match[str], today: date, nearest: bool) -> date | None:
    parts = match.groupdict()
    month = _MONTHS.get(parts["month"][:3].lower()) or number(parts["month"])
    day, year = number(parts["day"]), parts.get("year")
    if beside := parts.get("beside"):
        found: date | None = date(today.year + {"去": -1, "今": 0, "明": 1}[beside], month, day)
    elif year:
        found = date(int(year), month, day)
    else:
        found = _without_year(month, day, today, nearest)
    return found if found is None or _agrees(match, found, today) else None


def _agrees(match: re.Match[str], found: date, today: date) -> bool:
    """Whether the weekday beside it is the date's; 「周五 10.30」 is sooner an hour than a day far away."""
    parts = match.groupdict()
    before, after = (parts[at] or (parts[f"{at}_english"] or "")[:3].lower() for at in ("before", "after"))
    if before and "." in match[0] and not parts.get("year") and abs(found - today) > _HALF_A_YEAR:
        return False
    return all(_WEEKDAYS[weekday] == found.weekday() for weekday in (before, after) if weekday)


def _without_year(month: int, day: int, today: date, nearest: bool) -> date | None:
    """The next of that name, or the nearest; the 29th of February is not in every year."""
    around = []
    for year in range(today.year - 1, today.year + 2):
        try:
            around.append(date(year, month, day))
        except ValueError:
            continue
    if nearest:
        return min(around, key=lambda one: abs(one - today), default=None)
    return next((one for one in around if one >= today), None)


def _near(match: re.Match[str], today: date, _nearest: bool) -> date:
    return today + timedelta(days=_NAMED[match[0].lower()])


def _weekday(match: re.Match[str], today: date, nearest: bool) -> date:
    week = match["week"] or match["english_week"]
    weekday = _WEEKDAYS[match["weekday"] or match["english"][:3].lower()]
    if week is not None:
        return today + timedelta(days=7 * _WEEKS[week.lower()] - today.weekday() + weekday)
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead - 7 if nearest and ahead > 3 else ahead)


def _ahead(match: re.Match[str], today: date, _nearest: bool) -> date:
    day: date = today + _lasting(match)
    return day


def _unit(match: re.Match[str]) -> str:
    return _UNITS[(match["long"] or match["unit"]).lower()]


def _lasting(match: re.Match[str]) -> relativedelta:
    count = number(match["figures"] or match["words"] or match["english"])
    return relativedelta(**{_unit(match): -count if match["ago"] else count})


def _form(pattern: str, clear: _Clear, read: _Read) -> _Form:
    return re.compile(pattern, WORDS), clear, read


def _holidays(holidays: Sequence[Span]) -> Iterator[_Form]:
    """The plan's holidays by their names: a day beside one, or its first where the words say nothing else."""
    for name in dict.fromkeys(plain(holiday.name).lower() for holiday in holidays):
        spans = [holiday for holiday in holidays if plain(holiday.name).lower() == name]
        said = rf"{BEGIN}{re.escape(name)}{END}"
        beside = (
            rf"{BEGIN}(?:(?:before|after|(?:the )?end of) (?:the )?){said}"
            rf"|{said} ?(?:结束(?:[之以]?后)?|(?:开始)?[之以]?前|[之以]?后)"
        )
        read = partial(_at_holiday, name, spans)
        yield _form(beside, _Clear.DAY, read)
        yield _form(rf"^{said}$", _Clear.DAY, read)


def _at_holiday(name: str, spans: Sequence[Span], match: re.Match[str], today: date, nearest: bool) -> date | None:
    edge = match[0].lower().replace(name, "")
    days = []
    for span in spans:
        if edge.endswith("后") or "after" in edge:
            days.append(span.end + timedelta(days=1))
        elif edge.endswith("前") or "before" in edge:
            days.append(span.start - timedelta(days=1))
        else:
            days.append(span.end if edge else span.start)
    if nearest:
        return min(days, key=lambda one: abs(one - today))
    return min((one for one in days if one >= today), default=None)


_DATES: Final = (
    (
        r"(?<!\d)(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})(?!\d)(?: ?[日号])?",
        _Clear.DAY,
    ),
    (
        r"(?:(?P<beside>[去今明])年)? ?(?<!\d)(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2})(?!\d)(?: ?[日号])?",
        _Clear.DAY,
    ),
    (
        rf"(?:(?P<beside>[去今明])年)?(?<![一二三四五六七八九十])(?P<month>{CHINESE})月(?P<day>{CHINESE})[日号]",
        _Clear.DAY,
    ),
    (rf"{_MONTH} {_DAY}{_YEAR}", _Clear.DAY),
    (rf"(?<![\d:]){_DAY} (?:of )?{_MONTH}{_YEAR}", _Clear.DAY),
    (
        r"(?<![\d:./-])(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})"
        rf"(?!\d|[-/.:]\d| ?(?:{COUNTED}))(?: ?日)?",
        _Clear.FIGURES,
    ),
)
_FORMS: Final = (
    *(_form(f"{_WEEKDAY_BEFORE}{pattern}{_WEEKDAY_AFTER}", clear, _dated) for pattern, clear in _DATES),
    _form(r"(?P<which>[本这上下])个?月 ?(?P<day>\d{1,2}) ?[日号]", _Clear.DAY, _in_month),
    _form(
        r"大?[前后]天|昨[天日]|[今明](?:[天日]|(?=[早晚]))"
        rf"|{BEGIN}(?:day (?:after tomorrow|before yesterday)|today|tonight|tomorrow|yesterday){END}",
        _Clear.DAY,
        _near,
    ),
    _form(
        rf"(?<![\d{_NUMERALS}每周期拜])(?P<week>下下|[上下本这])?(?:(?<=[上下这])[一个])?(?:周|星期|礼拜)"
        r"(?:(?<=[周期拜])的?(?:周|星期|礼拜))?(?P<weekday>[一二三四五六日天])"
        rf"|(?:{BEGIN}(?P<english_week>next|last|this) )?{BEGIN}"
        rf"(?P<english>{_ENGLISH_DAY}){END}",
        _Clear.DAY,
        _weekday,
    ),
    _form(
        rf"(?:(?P<which>[本这上下])个?|(?<!\d)(?P<month>\d{{1,2}}|{CHINESE}) ?|(?<![每个\d{_NUMERALS}]))月[底末]",
        _Clear.DAY,
        _month_end,
    ),
    _form(
        rf"{BEGIN}(?:(?:the )?end of (?:the |(?P<which>this|next|last) )?month|month[- ]end){END}",
        _Clear.DAY,
        _month_end,
    ),
    _form(rf"{BEGIN}(?:the )?end of {_MONTH}", _Clear.DAY, _month_end),
    _form(
        r"(?:(?P<which>[今明去])年?|(?<![每年\d]))年[底末]"
        rf"|{BEGIN}(?:(?:the )?end of (?:the |(?P<english_which>this|next|last) )year|year[- ]end){END}",
        _Clear.DAY,
        _year_end,
    ),
    (_LENGTH, _Clear.LENGTH, _ahead),
)
