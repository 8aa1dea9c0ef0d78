"""A working day on which nobody was reminded stands in the pack, also a single one, and once."""

from datetime import UTC, date, datetime, time

import pytest

from bot.reports.evidence.gather import evidence
from tests.duty.office import Office, liaisons, plan
from tests.reports.log import as_records

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


def gaps(back: tuple[date, time] | None, since: date = SINCE) -> list[str]:
    """As the pack tells them, after the bot stood still from noon on Monday until then."""
    here = Office(plan(), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 9), time(12))
    if back is not None:
        here.down(*back)
    here.until(date(2026, 3, 20), time(12))
    pack = evidence(as_records(here.log), here.unit.plan, since, UNTIL, here.at)
    return [gap.words.partition("：")[0] for gap in pack.gaps]


@pytest.mark.parametrize(
    ("back", "said"),
    [
        ((date(2026, 3, 11), time(8)), ["2026-03-10 至 2026-03-10 有 1 个工作日没有提醒"]),  # before the hour
        ((date(2026, 3, 11), time(14)), ["2026-03-10 至 2026-03-10 有 1 个工作日没有提醒"]),  # after it
        ((date(2026, 3, 10), time(21)), ["2026-03-10 至 2026-03-10 有 1 个工作日没有提醒"]),  # at night
        ((date(2026, 3, 10), time(14)), []),  # late on the same day
        ((date(2026, 3, 14), time(10)), ["2026-03-10 至 2026-03-13 有 4 个工作日没有提醒"]),  # on a Saturday
        (None, []),
    ],
)
def test_a_day_without_reminders_is_told_whenever_the_bot_came_back(
    back: tuple[date, time] | None, said: list[str]
) -> None:
    assert gaps(back) == said


def test_a_gap_that_reaches_into_the_span_is_told() -> None:
    assert gaps((date(2026, 3, 14), time(10)), since=date(2026, 3, 12)) == [
        "2026-03-10 至 2026-03-13 有 4 个工作日没有提醒"
    ]
