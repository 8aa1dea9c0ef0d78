"""Until when: the words that people use, on the unit's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from config.calendar import Calendar, Holiday
from handlers.until import read_until

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(holidays=(Holiday(id="break", name="暑假", start="2026-07-11", end="2026-08-31"),))
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Shanghai


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("3天", "2026-03-05 12:00"),
        ("三天", "2026-03-05 12:00"),
        ("3d", "2026-03-05 12:00"),
        ("3 days", "2026-03-05 12:00"),
        ("2小时", "2026-03-02 14:00"),
        ("两周", "2026-03-16 12:00"),
        ("一个星期", "2026-03-09 12:00"),
        ("周五", "2026-03-06 23:59"),
        ("到周五", "2026-03-06 23:59"),
        ("until Friday", "2026-03-06 23:59"),
        ("fri", "2026-03-06 23:59"),
        ("下周一", "2026-03-09 23:59"),
        ("周一", "2026-03-02 23:59"),
        ("今天", "2026-03-02 23:59"),
        ("明天", "2026-03-03 23:59"),
        ("tomorrow 9:30", "2026-03-03 09:30"),
        ("周五 18:00", "2026-03-06 18:00"),
        ("周五18点", "2026-03-06 18:00"),
        ("18:00", "2026-03-02 18:00"),
        ("8点半", "2026-03-03 08:30"),  # this morning's is over
        ("3月8日", "2026-03-08 23:59"),
        ("03-08 18：00", "2026-03-08 18:00"),
        ("2027-01-02", "2027-01-02 23:59"),
        ("1月5日", "2027-01-05 23:59"),  # this year's is over
        ("至3月8日止", "2026-03-08 23:59"),
        ("周五 10.30", "2026-03-06 10:30"),
        ("明天下午3.30", "2026-03-03 15:30"),
        ("Friday at 10.30", "2026-03-06 10:30"),
        ("3月8日 10.30", "2026-03-08 10:30"),
        ("3-8 10.30", "2026-03-08 10:30"),
        ("周日 3.08", "2026-03-08 23:59"),  # the day said twice
        ("周五 3.20", "2026-03-20 23:59"),  # no hour, for that day is a Friday
        ("3月20日（周五）15:00", "2026-03-20 15:00"),
        ("3-20 周五 10.30", "2026-03-20 10:30"),
        ("10.30", "2026-10-30 23:59"),
        ("两天后", "2026-03-04 12:00"),
        ("两天以后", "2026-03-04 12:00"),
        ("after two days", "2026-03-04 12:00"),
        ("two days", "2026-03-04 12:00"),
        ("a week", "2026-03-09 12:00"),
        ("月底", "2026-03-31 23:59"),
        ("到月底前", "2026-03-31 23:59"),
        ("until the end of the month", "2026-03-31 23:59"),
        ("暑假", "2026-07-11 23:59"),
        ("到暑假前", "2026-07-10 23:59"),
        ("暑假结束", "2026-08-31 23:59"),
        ("暑假后 9.00", "2026-09-01 09:00"),
    ],
)
def test_reads(words, until):
    assert read_until(words, NOW, CALENDAR, ZONE) == datetime.fromisoformat(until).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    "words",
    ["", "很久", "3", "0天", "99:00", "6月31日", "林远", "周八", "3月21日周五", "10.45 周五", "3x", "𬍛" * 5000],
)
def test_reads_nothing_into_other_words(words):
    assert read_until(words, NOW, CALENDAR, ZONE) is None
