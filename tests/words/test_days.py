"""Days in words: one table for every room, and what holds of any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.words.days import find
from bot.domain.words.numbers import number, plain
from config.calendar import Holiday

TODAY = date(2026, 3, 4)  # a Wednesday
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
WEEKDAYS = (
    ("周一", "星期一", "礼拜一", "Monday", "mon"),
    ("周二", "星期二", "礼拜二", "Tuesday", "Tues"),
    ("周三", "星期三", "礼拜三", "Wednesday", "wed"),
    ("周四", "星期四", "礼拜四", "Thursday", "Thurs"),
    ("周五", "星期五", "礼拜五", "Friday", "FRI"),
    ("周六", "星期六", "礼拜六", "Saturday", "sat"),
    ("周日", "星期天", "礼拜日", "Sunday", "sun"),
)


def read(words: str, today: date = TODAY, *, nearest: bool = False) -> date | None:
    found = find(plain(words), today, nearest=nearest)
    return found and found.day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-03-04"),
        ("today", "2026-03-04"),
        ("今晚交", "2026-03-04"),
        ("明天", "2026-03-05"),
        ("明早八点", "2026-03-05"),
        ("Tomorrow", "2026-03-05"),
        ("后天", "2026-03-06"),
        ("the day after tomorrow", "2026-03-06"),
        ("截止Friday交", "2026-03-06"),
        ("在Dec 3前", "2026-12-03"),
        ("大后天", "2026-03-07"),
        ("昨天", "2026-03-03"),
        ("周三", "2026-03-04"),
        ("周五前", "2026-03-06"),
        ("by Friday", "2026-03-06"),
        ("周一", "2026-03-09"),
        ("下周一", "2026-03-09"),
        ("下星期一", "2026-03-09"),
        ("下个星期五", "2026-03-13"),
        ("下周周五", "2026-03-13"),
        ("下一周五", "2026-03-13"),
        ("next Monday", "2026-03-09"),
        ("next Friday", "2026-03-13"),
        ("下下周一", "2026-03-16"),
        ("本周五", "2026-03-06"),
        ("这周日", "2026-03-08"),
        ("本周一", "2026-03-02"),  # said on Wednesday: it is over, and nobody means the next
        ("上周五", "2026-02-27"),
        ("last Friday", "2026-02-27"),
        ("3天", "2026-03-07"),
        ("３天内", "2026-03-07"),
        ("三天之内", "2026-03-07"),
        ("十五天", "2026-03-19"),
        ("in 3 days", "2026-03-07"),
        ("3d", "2026-03-07"),
        ("两周内", "2026-03-18"),
        ("1 week", "2026-03-11"),
        ("一个月内", "2026-04-04"),
        ("3天前", "2026-03-01"),
        ("2 days ago", "2026-03-02"),
        ("12月3日", "2026-12-03"),
        ("１２月３号", "2026-12-03"),
        ("十二月三日", "2026-12-03"),
        ("12月3", "2026-12-03"),
        ("3/12", "2026-03-12"),
        ("12-3", "2026-12-03"),
        ("12.3", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("2026/12/3", "2026-12-03"),
        ("2026年12月3日", "2026-12-03"),
        ("Dec 3", "2026-12-03"),
        ("3 December", "2026-12-03"),
        ("December 3rd, 2027", "2027-12-03"),
        ("3rd of Dec 15:00", "2026-12-03"),
        ("3月4日", "2026-03-04"),
        ("3月3日", "2027-03-03"),
        ("明年3月3日", "2027-03-03"),
        ("去年12月3日", "2025-12-03"),
        ("2026-01-02", "2026-01-02"),
        # The last that is named, and a day before figures that may be something else.
        ("看一下12月1日的记录，12月8日前报", "2026-12-08"),
        ("周五前把3-5的门修好", "2026-03-06"),
        ("周五前修好3号门，留3天看看", "2026-03-06"),
        ("12月3日内", "2026-12-03"),
        ("3-5天", "2026-03-09"),
        ("两天以内", "2026-03-06"),
        ("in two days", "2026-03-06"),
        ("after a week", "2026-03-11"),
        ("a couple of days from now", "2026-03-06"),
        ("one day ago", "2026-03-03"),
        ("月底", "2026-03-31"),
        ("本月末", "2026-03-31"),
        ("下个月底前", "2026-04-30"),
        ("2月底", "2027-02-28"),
        ("十二月底", "2026-12-31"),
        ("by the end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("end of February", "2027-02-28"),
        ("month-end", "2026-03-31"),
        ("年底前", "2026-12-31"),
        ("明年年底", "2027-12-31"),
        ("end of the year", "2026-12-31"),
        ("下月5号", "2026-04-05"),
        ("周五 10.30", "2026-03-06"),
        ("12-3 10.30", "2026-12-03"),
        ("12月3日下午3.30", "2026-12-03"),
        ("周五前修好3.5的阀门", "2026-03-06"),
        # A weekday beside a date says it once more, as the bot itself writes days.
        ("12月11日（周五）", "2026-12-11"),
        ("12月11日周五前", "2026-12-11"),
        ("十二月十一日星期五", "2026-12-11"),
        ("周五，12月11日", "2026-12-11"),
        ("2026-12-11 周五", "2026-12-11"),
        ("12-11 周五", "2026-12-11"),
        ("12.11周五前完成", "2026-12-11"),
        ("3.20 周五", "2026-03-20"),
        ("周五 3.20", "2026-03-20"),
        ("周五（3.20）", "2026-03-20"),
        ("下周五 3.13", "2026-03-13"),
        ("Dec 11 Fri", "2026-12-11"),
        ("Fri 12-11", "2026-12-11"),
        ("Friday, Dec 11", "2026-12-11"),
        ("11 December (Friday)", "2026-12-11"),
        ("12-7 周一至周五", "2026-03-06"),
        ("周四 3-5点", "2026-03-05"),
        ("周四 3-12点", "2026-03-05"),  # from three to twelve, though the 12th is a Thursday as well
    ],
)
def test_reads(words: str, day: str) -> None:
    assert read(words) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words",
    [
        "", "尽快", "3", "第3天", "修好3-5号楼", "换1.5米的管子", "30-45", "每周一次", "每周一", "一周五次", "周期",
        "一月一次", "monitor", "fix the fridge", "Tang may check 3 doors", "0791-0000-0110", "10.0.0.1", "版本 2.3.1",
        "2小时", "每月底", "每年年底", "once a week", "every two weeks", "one day", "two doors", "暑假",
        "3.30 pm", "8:30-9:30", "H-2026-001", "𬍛" * 5000, "3" * 5000, "1-" * 5000, " " * 5000,
    ],
)  # fmt: skip
def test_reads_no_day_into_other_words(words: str) -> None:
    assert find(plain(words), TODAY) is None


@pytest.mark.parametrize(
    "words", ["2月30日", "2026-02-30", "13月1日", "Feb 30", "2月29日", "9999年99月9日", "31 June", "3月21日周五"]
)
def test_a_day_that_does_not_exist_is_told_from_no_day(words: str) -> None:
    found = find(words, TODAY)
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12月30日", "2025-12-30"),
        ("3月20日", "2026-03-20"),
        ("周五", "2026-03-06"),
        ("周一", "2026-03-02"),
        ("昨天", "2026-03-03"),
        ("2025-03-05", "2025-03-05"),
        ("月底", "2026-02-28"),
        ("2月底", "2026-02-28"),
        ("年底", "2025-12-31"),
    ],
)
def test_the_nearest_where_something_past_may_be_meant(words: str, day: str) -> None:
    assert read(words, nearest=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("暑假", "2026-07-11"),
        ("暑假前报安排", "2026-07-10"),
        ("暑假开始前", "2026-07-10"),
        ("暑假后", "2026-09-01"),
        ("暑假结束后", "2026-09-01"),
        ("暑假结束", "2026-08-31"),
        ("before the spring break", "2027-03-31"),
        ("after Spring Break", "2026-04-10"),  # of two, the next to come
        ("end of the spring break", "2026-04-09"),
        ("周五前报暑假安排", "2026-03-06"),
        ("报暑假安排", None),
        ("国庆前", None),
    ],
)
def test_the_plan_s_own_holidays(words: str, day: str | None) -> None:
    spans = [
        Holiday(id="summer", name="暑假", start="2026-07-11", end="2026-08-31"),
        Holiday(id="spring-26", name="Spring break", start="2026-03-04", end="2026-04-09"),
        Holiday(id="spring-27", name="Spring break", start="2027-04-01", end="2027-04-09"),
    ]
    found = find(plain(words), TODAY, holidays=spans)
    assert (found and found.day) == (day and date.fromisoformat(day))


@given(today=DAYS, ahead=st.integers(0, 364))
def test_a_date_without_its_year_is_the_next_of_its_name(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for words in (f"{day.month}月{day.day}日", f"{day.month}/{day.day}", f"{day:%m-%d}", f"{day:%B} {day.day}"):
        assert read(words, today) == day, words


@given(today=DAYS, away=st.integers(-180, 180))
def test_the_nearest_of_its_name_is_at_most_half_a_year_away(today: date, away: int) -> None:
    day = today + timedelta(days=away)
    if (day.month, day.day) != (2, 29):  # the nearest of those may be in another year
        assert read(f"{day.month}月{day.day}日", today, nearest=True) == day


@given(today=DAYS, named=st.integers(0, 6), form=st.integers(0, 4))
def test_weekdays(today: date, named: int, form: int) -> None:
    words = WEEKDAYS[named][form]
    monday = today - timedelta(days=today.weekday())
    coming = read(words, today)
    assert coming is not None
    assert coming.weekday() == named
    assert timedelta() <= coming - today < timedelta(days=7)
    assert read(("next " if form > 2 else "下") + words, today) == monday + timedelta(days=7 + named)
    nearest = read(words, today, nearest=True)
    assert nearest is not None
    assert nearest.weekday() == named
    assert abs(nearest - today) <= timedelta(days=3)


@given(today=DAYS, day=DAYS)
def test_a_date_with_its_year_is_that_day(today: date, day: date) -> None:
    for words in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%b} {day.year}"):
        assert read(words, today) == day


@given(
    words=st.text(alphabet="0123456789年月日底末-/.: 周一三五天下上本号十next monday endof two内前 \n", max_size=60),
    today=DAYS,
)
def test_any_words_are_read_or_left(words: str, today: date) -> None:
    text = plain(words)
    found = find(text, today)
    assert found is None or (0 <= found.start < found.end <= len(text))


@pytest.mark.parametrize(("year", "day"), [(2027, date(2028, 2, 29)), (2028, date(2028, 2, 29)), (2026, None)])
def test_the_29th_of_february_is_this_year_s_or_the_next_s(year: int, day: date | None) -> None:
    assert read("2月29日", date(year, 1, 10)) == day


def test_numerals() -> None:
    ones = "一二三四五六七八九"
    numerals = [f"{tens}十{one}" for tens in ("", *ones[1:]) for one in ("", *ones)]
    assert [number(numeral) for numeral in numerals] == list(range(10, 100))
    assert (number("两"), number("九"), number("07")) == (2, 9, 7)


@pytest.mark.parametrize("words", ["Frı", "next frı", "tonıght", "thıs", "Aprıl 3", "٣天", "Sunée", "émon"])
def test_letters_that_only_look_alike_are_no_day(words: str) -> None:
    assert read(words) is None
