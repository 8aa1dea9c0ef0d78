"""Nobody counts as silent because the bot was down: what a gap swallowed is said first, labelled, and goes up later."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.desk.commands import ConfirmActivation, ProposeActivation
from bot.domain.duty.commands import OpenRound, ReachDay
from bot.domain.duty.events import DutiesEscalated, DutyReminded, HoldersChanged
from bot.domain.incident.commands import ConfirmStandDown, ProposeStandDown
from bot.domain.message import SYSTEM
from tests.duty.office import Office, liaisons, plan

WEEKLY = {
    "id": "weekly",
    "clause": "6.1b",
    "title": "联系",
    "who": {"roles": "liaison"},
    "when": [{"every": "week", "on": "monday"}],
    "open": 3,
    "remind": [],
    "overdue": [1, 2],
    "office_after": 1,
}
MONDAY = date(2026, 3, 9)  # due on Wednesday; to the office on Thursday


def office() -> Office:
    made = Office(plan(duties=[WEEKLY]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    made.until(MONDAY, time(12))
    return made


@pytest.mark.parametrize(
    ("back", "hour"),
    [
        (date(2026, 3, 12), time(8)),  # down all Wednesday, up on Thursday before the hour of reminding
        (date(2026, 3, 11), time(21)),  # down on Wednesday's hour, up in the quiet hours
    ],
)
def test_whoever_was_not_reminded_on_the_last_day_is_reminded_late_before_it_goes_up(back: date, hour: time) -> None:
    here = office()
    here.until(date(2026, 3, 10), time(12))
    here.down(back, hour)
    here.until(date(2026, 3, 12), time(12))
    last = [e for e in here.said(DutyReminded) if isinstance(e, DutyReminded)][-1]
    assert here.local(last).date() == date(2026, 3, 12)
    assert last.late
    assert not list(here.said(DutiesEscalated)), "nobody could answer yesterday"
    here.until(date(2026, 3, 13), time(12))
    assert [here.local(e).date() for e in here.said(DutiesEscalated)] == [date(2026, 3, 13)]


def test_a_gap_that_ends_on_a_day_off_is_not_forgotten_on_monday() -> None:
    here = Office(plan(duties=[{**WEEKLY, "open": 5}]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 12), time(12))
    here.down(date(2026, 3, 14), time(10))  # Friday, the last day, was missed
    here.restart()
    here.until(date(2026, 3, 16), time(12))
    last = [e for e in here.said(DutyReminded) if isinstance(e, DutyReminded)][-1]
    assert last.late
    assert not list(here.said(DutiesEscalated))
    here.until(date(2026, 3, 17), time(12))
    assert len(list(here.said(DutiesEscalated))) == 1


def test_down_from_friday_noon_to_monday_afternoon_friday_s_silence_goes_up_on_tuesday() -> None:
    here = Office(plan(duties=[{**WEEKLY, "open": 5}]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 13), time(12))  # due today
    here.down(date(2026, 3, 16), time(14))
    here.until(date(2026, 3, 16), time(18))
    assert not list(here.said(DutiesEscalated)), "on Friday afternoon nobody was heard"
    here.until(date(2026, 3, 20), time(12))
    levels = [(here.local(e).date(), e.level) for e in here.said(DutiesEscalated) if isinstance(e, DutiesEscalated)]
    assert levels == [(date(2026, 3, 17), 1), (date(2026, 3, 18), 2)]


def test_a_bot_that_is_late_every_day_tells_upward_all_the_same() -> None:
    here = office()
    for day in range(10, 21):
        here.down(date(2026, 3, day), time(10))
        here.give(ReachDay(by=SYSTEM))
    levels = [(here.local(e).date(), e.level) for e in here.said(DutiesEscalated) if isinstance(e, DutiesEscalated)]
    assert levels[:2] == [(date(2026, 3, 13), 1), (date(2026, 3, 17), 2)]


def test_the_label_of_a_late_crowd_survives_a_reminder_that_was_put_off() -> None:
    here = Office(plan(duties=[WEEKLY]), liaisons(250), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 6), time(12))
    here.down(MONDAY, time(14))
    here.give(ReachDay(by=SYSTEM))
    assert here.unit.duties.rest
    assert here.unit.duties.rest_late
    put_off = {"l0001": here.at}
    here.unit = replace(here.unit, duties=replace(here.unit.duties, put_off=put_off))
    here.until(MONDAY, time(15))
    said = [e for e in here.said(DutyReminded) if isinstance(e, DutyReminded)]
    assert all(e.late for e in said if len(e.people) > 1)
    reminded = [member for e in said for member, items in e.people if items]
    assert {f"l{n:04}" for n in range(1, 251)} == set(reminded)


def test_who_left_is_missed_in_no_round_also_not_in_the_older_of_two() -> None:
    here = office()
    here.give(OpenRound(by="office", duty="weekly"))
    rounds = here.unit.duties.rounds["weekly"]
    assert len(rounds) == 2
    without = [m for m in here.unit.roster.members if m.id != "l0001"]
    here.unit = replace(here.unit, roster=replace_members(here, without))
    here.until(date(2026, 3, 10), time(12))
    assert {e.period for e in here.said(HoldersChanged) if isinstance(e, HoldersChanged)} == set(rounds)
    here.until(date(2026, 3, 20), time(12))
    for event in here.said(DutiesEscalated):
        assert isinstance(event, DutiesEscalated)
        assert "l0001" not in {item.subject for item in event.items}


def test_a_duty_taken_out_of_the_plan_runs_out_and_asks_nothing_of_whoever_left() -> None:
    here = office()
    without = [m for m in here.unit.roster.members if m.id != "l0001"]
    here.unit = replace(here.unit, plan=plan(duties=[]), roster=replace_members(here, without))
    here.until(date(2026, 3, 31), time(12))
    items = [item for e in here.said(DutiesEscalated) if isinstance(e, DutiesEscalated) for item in e.items]
    assert {item.subject for item in items} == {"l0002"}
    assert not [e for e in here.said(DutyReminded) if here.local(e).date() > date(2026, 3, 13)]


def replace_members(here: Office, members: list[object]) -> object:
    return type(here.unit.roster)(members=tuple(members))


def test_an_incident_holds_reminders_back_until_people_are_stood_down_and_not_for_ever() -> None:
    here = Office(plan(duties=[WEEKLY]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 6), time(12))
    here.at = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # half past eight on Monday
    running = activate(here, exercise=False)
    here.until(MONDAY, time(11))
    assert not list(here.said(DutyReminded))
    here.give(ProposeStandDown(by="boss", number=running))
    here.give(ConfirmStandDown(by="boss", number=running))
    here.until(MONDAY, time(12))
    said = [e for e in here.said(DutyReminded) if isinstance(e, DutyReminded)]
    assert [e.late for e in said] == [True]


def test_an_incident_that_nobody_ends_holds_reminders_back_for_a_day() -> None:
    here = Office(plan(duties=[WEEKLY]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 6), time(12))
    here.at = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    activate(here, exercise=False)
    here.until(date(2026, 3, 10), time(12))
    assert [here.local(e).date() for e in here.said(DutyReminded)] == [date(2026, 3, 10)]


def test_an_exercise_holds_nothing_back() -> None:
    here = Office(plan(duties=[WEEKLY]), liaisons(2), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(date(2026, 3, 6), time(12))
    here.at = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    activate(here, exercise=True)
    here.until(MONDAY, time(12))
    assert [here.local(e).time() for e in here.said(DutyReminded)] == [time(9)]


def activate(here: Office, *, exercise: bool) -> str:
    (proposed,) = here.give(ProposeActivation(by="boss", exercise=exercise))
    here.give(ConfirmActivation(by="boss", proposal=proposed.proposal))
    running = here.unit.running()
    assert running is not None
    return running.number
