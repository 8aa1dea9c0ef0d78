"""A simulated year: sixty liaisons, two terms, holidays with make-up days, a leap day, a restart each week."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.duty.commands import AnswerDuty, PutOff
from bot.domain.duty.events import (
    DayReached,
    DutiesEscalated,
    DutyReminded,
    MonthSummed,
    Outcome,
    RoundOpened,
    RoundSkipped,
    Skip,
)
from bot.domain.message import Event
from tests.duty.office import Office, liaisons, plan

TERMS = [
    {"id": "2023-autumn", "name": "秋季学期", "start": "2023-09-04", "end": "2024-01-20"},
    {"id": "2024-spring", "name": "春季学期", "start": "2024-02-26", "end": "2024-07-06"},
]
CALENDAR = {
    "terms": TERMS,
    "holidays": [{"id": "2024-winter", "name": "寒假", "start": "2024-01-21", "end": "2024-02-25"}],
    "remind_at": "09:00",
}


def year(zone: str = "Asia/Shanghai", official: str = "CN", count: int = 60, restart: bool = True) -> Office:
    """From 1 September 2023 on. A third answers at once, a third puts it off, a third never answers."""
    office = Office(
        plan(calendar={**CALENDAR, "official": official}, time_zone=zone),
        liaisons(count),
        datetime(2023, 8, 31, 12, tzinfo=UTC),
    )
    office.until(date(2023, 9, 1))

    def answer(here: Office, event: Event) -> None:
        if not isinstance(event, DutyReminded) or event.asked:
            return
        for member, items in event.people:
            turn = sum(map(ord, member)) % 3
            if turn == 0:
                for item in items:
                    here.give(AnswerDuty(by=member, item=item, outcome=Outcome.DONE))
            elif turn == 1:
                here.give(PutOff(by=member))

    day = date(2023, 9, 2)
    while day < date(2024, 9, 1):
        office.until(day, time(23, 59), answer=answer)
        if restart and day.weekday() == 5:
            office.restart()
        day += timedelta(days=1)
    return office


@pytest.fixture(scope="module")
def lived() -> Office:
    return year()


def test_every_week_with_a_working_day_has_its_round_and_no_week_has_two(lived: Office) -> None:
    opened = [e.period for e in lived.said(RoundOpened) if e.duty == "weekly-contact"]
    skipped = {e.period: e.reason for e in lived.said(RoundSkipped) if e.duty == "weekly-contact"}
    assert len(opened) == len(set(opened))
    assert set(skipped.values()) == {Skip.DAYS_OFF}
    weeks = {
        f"{d.isocalendar()[0]}-W{d.isocalendar()[1]:02}"
        for d in (date(2023, 9, 4) + timedelta(days=n) for n in range(363))
    }
    assert set(opened) | set(skipped) == weeks
    assert not set(opened) & set(skipped)
    assert {"2024-W05", "2024-W06", "2024-W07"} <= set(skipped), "the winter break"


def test_nobody_is_reminded_on_a_day_off_or_at_night_or_twice_a_day_unless_they_asked_for_later(lived: Office) -> None:
    days: Counter[tuple[str, date]] = Counter()
    for event in lived.said(DutyReminded):
        assert isinstance(event, DutyReminded)
        at = lived.local(event)
        assert lived.unit.plan.working_days.working(at.date()), at
        assert not lived.unit.plan.calendar.quiet(at.time()), at
        for member, items in event.people:
            if items:
                days[member, at.date()] += 1
    doubled = {member for (member, _), count in days.items() if count > 1}
    assert all(sum(map(ord, member)) % 3 == 1 for member in doubled), "only who put it off hears twice"
    assert max(days.values()) <= 4, "three hours later each time, until the evening"


def test_make_up_days_count_as_working_days(lived: Office) -> None:
    reached = {lived.local(e).date() for e in lived.said(DutyReminded)}
    assert date(2023, 10, 7) in reached or date(2023, 10, 8) in reached, "the weekend after National Day was worked"
    assert not any(date(2023, 9, 29) <= day <= date(2023, 10, 6) for day in reached)


def test_the_leap_day_is_a_day_like_any_other(lived: Office) -> None:
    assert date(2024, 2, 29) in {e.day for e in lived.said(DayReached) if isinstance(e, DayReached)}


def test_terms_and_holidays_open_their_statistics(lived: Office) -> None:
    opened = {e.period for e in lived.said(RoundOpened) if e.duty == "statistics"}
    assert {"2023-autumn", "2024-spring"} <= opened
    assert {"2023-mid-autumn-festival", "2024-spring-festival", "2024-labour-day"} <= opened
    for event in lived.said(RoundOpened):
        if event.duty == "statistics" and event.period == "2024-labour-day":
            assert event.due_on < date(2024, 5, 1)


def test_what_was_missed_goes_to_the_office_once_and_to_the_director_once(lived: Office) -> None:
    told: dict[int, Counter[object]] = defaultdict(Counter)
    for event in lived.said(DutiesEscalated):
        assert isinstance(event, DutiesEscalated)
        told[event.level].update(event.items)
    assert told[1]
    assert told[2]
    assert max(told[1].values()) == 1
    assert max(told[2].values()) == 1
    assert set(told[2]) <= set(told[1])


def test_each_month_is_summed_up_once(lived: Office) -> None:
    months = [e.month for e in lived.said(MonthSummed) if isinstance(e, MonthSummed)]
    assert months == sorted(set(months))
    assert len(months) >= 10


def test_the_same_year_again_gives_the_same_log() -> None:
    assert year(count=8).log == year(count=8, restart=False).log


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Pacific/Auckland"])
def test_the_hour_is_the_units_own_also_when_the_clocks_change(zone: str) -> None:
    office = year(zone=zone, official="none", count=4)
    hours = {office.local(e).time() for e in office.said(RoundOpened)}
    assert hours == {time(9)}
    opened = [e.period for e in office.said(RoundOpened) if e.duty == "weekly-contact"]
    assert len(opened) == len(set(opened)) > 40
