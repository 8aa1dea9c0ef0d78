"""Which shifts follow from rotations and from a file: turns, working days, midnight, leap day, daylight saving."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.domain.unit import Unit
from config.duty_roster import DutyRoster
from tests.cards.unit import roster
from tests.watch.rosters import DUTY, LEADER, utc, with_rotations


def schedule(*rotations, shifts=(), **rules):
    plan = with_rotations(*rotations, **rules)
    filed = DutyRoster.model_validate({"shifts": list(shifts)})
    return Unit(plan=plan, roster=roster("zh-CN"), duty_roster=filed).schedule


def names(found, first, days):
    return [shift.member for n in range(days) for shift in found.on(first + timedelta(days=n))]


def test_people_take_turns_day_by_day():
    assert names(schedule(DUTY), date(2026, 3, 1), 5) == ["su", "ye", "he", "su", "ye"]
    assert names(schedule(DUTY), date(2026, 2, 28), 1) == []


def test_two_shifts_a_day_turn_shift_by_shift_or_day_by_day():
    halves = [{"at": "08:00", "length": "12h"}, {"at": "20:00", "length": "12h"}]
    assert names(schedule({**DUTY, "shifts": halves}), date(2026, 3, 1), 2) == ["su", "ye", "he", "su"]
    assert names(schedule({**DUTY, "shifts": halves, "turn": "day"}), date(2026, 3, 1), 2) == ["su", "su", "ye", "ye"]


def test_a_week_is_one_persons():
    found = names(schedule({**DUTY, "turn": "week"}), date(2026, 3, 1), 15)
    assert found == ["su"] * 7 + ["ye"] * 7 + ["he"]


def test_working_days_and_days_off_turn_apart_by_the_official_calendar():
    """May Day 2026 lasts from 1 to 5 May; Saturday 9 May is made up."""
    working = schedule({**DUTY, "days": "working", "start": "2026-04-30"})
    off = schedule({**DUTY, "days": "off", "start": "2026-04-30"})
    days = [date(2026, 4, 30) + timedelta(days=n) for n in range(11)]
    assert [day.day for day in days if working.on(day)] == [30, 6, 7, 8, 9]
    assert [day.day for day in days if off.on(day)] == [1, 2, 3, 4, 5, 10]
    assert names(off, days[0], 11) == ["su", "ye", "he", "su", "ye", "he"]
    assert names(off, days[-1], 1) == ["he"]  # asked for one day alone, the count is the same


def test_the_plans_own_days_off_count():
    calendar = {
        "official": "none",
        "holidays": [{"id": "h", "name": "校庆", "start": "2026-03-02", "end": "2026-03-02"}],
    }
    working = schedule({**DUTY, "days": "working"}, plan={"calendar": calendar})
    assert names(working, date(2026, 3, 1), 3) == ["su"]


def test_a_role_takes_turns_in_the_order_of_the_roster():
    found = schedule({**{k: v for k, v in DUTY.items() if k != "members"}, "role": "deputy"})
    assert names(found, date(2026, 3, 1), 2) == ["shen", "shen"]


def test_the_file_rules_its_kind_on_the_days_that_it_names():
    filed = [{"kind": "duty", "member": "kong", "start": "2026-03-02 09:00", "end": "2026-03-02 18:00"}]
    found = schedule(DUTY, LEADER, shifts=filed)
    on = found.on(date(2026, 3, 2))
    assert [(s.kind, s.member) for s in on] == [("duty", "kong"), ("leader", "wei")]
    assert [s.member for s in found.on(date(2026, 3, 3)) if s.kind == "duty"] == ["he"]


def test_a_shift_over_midnight_is_found_on_both_days_and_ends_once():
    found = schedule({**DUTY, "shifts": [{"at": "22:00", "length": "8h"}]})
    night = found.at(utc("2026-03-02T20:00"))  # 04:00 in Shanghai
    assert [(s.member, s.id) for s in night] == [("ye", "duty/2026-03-02T2200/ye")]
    assert found.find(night[0].id) == night[0]
    assert found.at(utc("2026-03-02T22:00")) == ()  # 06:00: over to the minute
    assert found.boundary(utc("2026-03-02T20:00")) == utc("2026-03-02T22:00")
    assert found.boundary(utc("2026-03-02T22:00")) == utc("2026-03-03T14:00")


def test_leap_day_is_a_day():
    found = schedule({**DUTY, "start": "2028-02-28"})
    assert names(found, date(2028, 2, 28), 3) == ["su", "ye", "he"]
    (leap,) = found.on(date(2028, 2, 29))
    assert leap.end == utc("2028-03-01T00:00")


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 5, 1), 8)],
)
def test_a_night_over_a_change_of_the_clocks_is_local(day, hours):
    night = {**DUTY, "start": "2026-01-01", "shifts": [{"at": "22:00", "length": "8h"}]}
    (shift,) = schedule(night, plan={"time_zone": "Europe/Berlin"}).on(day)
    assert shift.end - shift.start == timedelta(hours=hours)


def test_shifts_meet_without_a_gap_over_a_change_of_the_clocks():
    found = schedule({**DUTY, "start": "2026-03-01"}, plan={"time_zone": "Europe/Berlin"})
    shifts = found.between(utc("2026-03-27T00:00"), utc("2026-03-31T00:00"))
    assert all(before.end == after.start for before, after in pairwise(shifts))
    skipped = schedule({**DUTY, "shifts": [{"at": "02:30", "length": "4h"}]}, plan={"time_zone": "Europe/Berlin"})
    (shift,) = skipped.on(date(2026, 3, 29))  # 02:30 does not exist that night
    assert shift.start == utc("2026-03-29T01:30")


def test_another_roster_is_another_revision():
    assert schedule(DUTY).revision == schedule(DUTY).revision
    assert schedule(DUTY).revision != schedule({**DUTY, "members": ["su", "ye"]}).revision
    filed = [{"kind": "duty", "member": "kong", "start": "2026-03-02 09:00", "end": "2026-03-02 18:00"}]
    assert schedule(DUTY).revision != schedule(DUTY, shifts=filed).revision


def test_nothing_ends_for_two_months():
    assert schedule().boundary(utc("2026-03-02T00:00")) is None
