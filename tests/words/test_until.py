"""Until when: the words that people use, on the unit's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.until import read_until

ZONE = ZoneInfo("Asia/Shanghai")
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
    ],
)
def test_reads(words, until):
    assert read_until(words, NOW, ZONE) == datetime.fromisoformat(until).replace(tzinfo=ZONE)


@pytest.mark.parametrize("words", ["", "很久", "3", "0天", "99:00", "6月31日", "林远", "周八", "3x", "𬍛" * 5000])
def test_reads_nothing_into_other_words(words):
    assert read_until(words, NOW, ZONE) is None
