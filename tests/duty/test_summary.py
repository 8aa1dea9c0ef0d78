"""The month's summary to the director is not lost with a month in which nobody is at work."""

from datetime import UTC, date, datetime, time

from bot.domain.duty.events import MonthSummed
from tests.duty.office import Office, liaisons, plan
from tests.duty.test_gaps import WEEKLY

BREAK = {"official": "CN", "holidays": [{"id": "break", "name": "寒假", "start": "2026-01-17", "end": "2026-02-28"}]}


def summed(here: Office) -> list[tuple[str, date]]:
    return [(e.month, here.local(e).date()) for e in here.said(MonthSummed) if isinstance(e, MonthSummed)]


def test_the_month_before_a_break_of_six_weeks_is_summed_up_on_the_first_day_after_it() -> None:
    here = Office(plan(duties=[WEEKLY], calendar=BREAK), liaisons(2), datetime(2025, 12, 15, 12, tzinfo=UTC))
    here.until(date(2026, 4, 2))
    assert summed(here) == [
        ("2025-12", date(2026, 1, 4)),
        ("2026-01", date(2026, 3, 2)),
        ("2026-03", date(2026, 4, 1)),
    ]


def test_months_that_passed_while_the_bot_was_down_are_summed_up_each() -> None:
    here = Office(plan(duties=[WEEKLY]), liaisons(2), datetime(2026, 3, 2, 12, tzinfo=UTC))
    here.until(date(2026, 3, 31))
    here.down(date(2026, 5, 6), time(10))
    here.until(date(2026, 5, 8))
    assert [month for month, _ in summed(here)] == ["2026-03", "2026-04"]
