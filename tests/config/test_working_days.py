"""Which days are working days: the official calendar with make-up days, the plan's own, a year not announced yet."""

from datetime import date, timedelta

import holidays
import pytest

from config.calendar import Calendar, Holiday
from config.working_days import WorkingDays

CHINA = WorkingDays(Calendar())


def test_a_holiday_on_a_weekday_is_off_and_the_weekend_that_makes_up_for_it_is_not():
    assert not CHINA.working(date(2026, 10, 1))
    assert CHINA.working(date(2026, 10, 10)), "a Saturday that makes up for National Day"
    assert not CHINA.working(date(2026, 11, 28)), "a Saturday"
    assert CHINA.working(date(2024, 2, 29)), "a leap day, a Thursday"


def test_an_independent_list_of_public_holidays_agrees():
    official = holidays.country_holidays("CN", years=range(2020, 2027))
    statutory = [day for day, name in official.items() if "休息日" not in name]
    assert [day for day in statutory if CHINA.working(day)] == []
    assert len(statutory) > 60


def test_the_plan_has_the_last_word():
    own = WorkingDays(
        Calendar(
            holidays=(Holiday(id="winter", name="寒假", start=date(2026, 1, 20), end=date(2026, 3, 1)),),
            make_up_days=(date(2026, 2, 28), date(2026, 10, 1)),
        )
    )
    assert not own.working(date(2026, 1, 21))
    assert own.working(date(2026, 2, 28)), "made up inside the plan's own holiday"
    assert own.working(date(2026, 10, 1)), "made up on an official holiday"


def test_a_year_not_announced_counts_weekdays_and_says_that_it_is_provisional():
    far = date(2050, 10, 3)
    assert CHINA.provisional(2050)
    assert not CHINA.provisional(2026)
    assert [CHINA.working(far + timedelta(days=n)) for n in range(7)] == [True, True, True, True, True, False, False]


def test_without_an_official_calendar_only_the_plan_and_the_weekend_count():
    plain = WorkingDays(Calendar(official="none"))
    assert plain.working(date(2026, 10, 1))
    assert not plain.provisional(2050)
    assert plain.breaks(2026) == ()


def test_counting_steps_over_the_days_off():
    friday = date(2026, 9, 25)  # Mid-autumn, off
    assert CHINA.next_working(friday) == date(2026, 9, 28)
    assert CHINA.after(date(2026, 9, 30), 1) == date(2026, 10, 8), "past National Day"
    assert CHINA.after(date(2026, 9, 30), 3) == date(2026, 10, 10), "the make-up Saturday counts"
    assert CHINA.last_before(date(2026, 10, 8)) == date(2026, 9, 30)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_each_official_holiday_is_named_once(year):
    names = [found.name for found in CHINA.breaks(year)]
    assert names.count("Spring Festival") == 1
    assert names.count("National Day") == 1
    assert len(names) == len(set(names))


def test_the_plans_holidays_stand_beside_the_official_ones():
    own = WorkingDays(
        Calendar(holidays=(Holiday(id="winter", name="寒假", start=date(2026, 1, 20), end=date(2026, 3, 1)),))
    )
    assert "寒假" in [found.name for found in own.breaks(2026)]
