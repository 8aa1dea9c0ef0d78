"""A sensitive period asks for its statistics while it lasts, and never afterwards; also when it is cut short."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import AnswerDuty, ConfirmContact, DeclarePeriod, EndPeriod, ReopenDuty
from bot.domain.duty.events import (
    DutiesEscalated,
    DutyReminded,
    Item,
    Outcome,
    PeriodEnded,
    PeriodProlonged,
    RoundEnded,
    RoundOpened,
    RoundSkipped,
    Skip,
)
from bot.domain.message import Refused
from bot.reports.evidence.gather import evidence
from bot.reports.evidence.pack import Status
from tests.duty.office import Office, liaisons, plan
from tests.reports.log import as_records

STATISTICS = {
    "id": "statistics",
    "clause": "6.2",
    "title": "统计",
    "who": {"roles": "liaison"},
    "when": [{"at": "sensitive-period"}],
    "open": 3,
}
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, day) for day in (6, 7, 8, 9))
WEDNESDAY = date(2026, 3, 11)


def declared(day: date, hour: time, end: date, **duty: object) -> Office:
    here = Office(plan(duties=[STATISTICS | duty]), liaisons(2), datetime(2026, 3, 2, 4, tzinfo=UTC))
    here.until(day, hour)
    here.give(DeclarePeriod(by="office", name="重要会议", end=end))
    return here


def rounds(here: Office) -> list[tuple[date, date]]:
    return [(e.opened_on, e.due_on) for e in here.said(RoundOpened) if isinstance(e, RoundOpened)]


def skips(here: Office) -> list[Skip]:
    return [e.reason for e in here.said(RoundSkipped) if isinstance(e, RoundSkipped)]


def test_one_of_a_weekend_asks_nobody_on_monday() -> None:
    here = declared(SATURDAY, time(10), SUNDAY)
    here.until(date(2026, 3, 20))
    assert (rounds(here), skips(here)) == ([], [Skip.DAYS_OFF])
    assert not list(here.said(DutyReminded))


def test_one_that_was_ended_before_anybody_was_asked_asks_nobody() -> None:
    here = declared(FRIDAY, time(21), date(2026, 3, 13))
    here.until(SATURDAY, time(12))
    here.give(EndPeriod(by="office", period=here.unit.duties.periods[0].id))
    here.until(date(2026, 3, 20))
    assert (rounds(here), skips(here)) == ([], [Skip.DAYS_OFF])


def test_one_that_was_ended_before_the_hour_of_reminding_asks_nobody_either() -> None:
    here = declared(FRIDAY, time(21), date(2026, 3, 13))
    here.until(MONDAY, time(8))
    here.give(EndPeriod(by="office", period=here.unit.duties.periods[0].id))
    here.until(date(2026, 3, 20))
    assert rounds(here) == []


def test_one_that_was_declared_at_night_asks_from_the_next_working_day_on() -> None:
    here = declared(FRIDAY, time(21), date(2026, 3, 20))
    here.until(date(2026, 3, 20))
    assert rounds(here) == [(MONDAY, WEDNESDAY)]
    assert skips(here) == []


def test_nothing_is_due_after_the_period_is_over() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 10))
    assert rounds(here) == [(MONDAY, date(2026, 3, 10))]


def test_another_may_be_declared_on_the_day_on_which_one_was_ended() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 13))
    here.give(EndPeriod(by="office", period=here.unit.duties.periods[0].id))
    (again, *_) = here.give(DeclarePeriod(by="office", name="另一个", end=WEDNESDAY))
    assert again.period == "sensitive-2026-03-09-2"
    assert rounds(here) == [(MONDAY, WEDNESDAY), (MONDAY, WEDNESDAY)]


def test_one_may_be_ended_on_its_last_day_and_only_once() -> None:
    here = declared(MONDAY, time(10), MONDAY)
    end = EndPeriod(by="office", period=here.unit.duties.periods[0].id)
    (ended, *_) = here.give(end)
    assert isinstance(ended, PeriodEnded)
    assert here.unit.duties.sensitive(MONDAY) is None
    assert here.give(end) == ()


def test_an_urgent_one_is_asked_on_the_day_off_itself() -> None:
    here = declared(SATURDAY, time(10), SUNDAY, urgent=True)
    assert rounds(here) == [(SATURDAY, SUNDAY)]


def test_a_name_with_somebodys_number_is_refused_with_the_reason() -> None:
    here = Office(plan(duties=[STATISTICS]), liaisons(2), datetime(2026, 3, 2, 4, tzinfo=UTC))
    here.until(FRIDAY, time(10))
    refused = here.give(DeclarePeriod(by="office", name="张某 １３８ ０００００ ００１", end=MONDAY))
    assert refused == Refused(key="note.phone")
    refused = here.give(DeclarePeriod(by="office", name="张某 360102199003074514", end=MONDAY))
    assert refused == Refused(key="note.identity_card")
    assert here.unit.duties.periods == ()


PERIOD = "sensitive-2026-03-09"


def mornings(here: Office) -> list[tuple[date, str, list[str]]]:
    """Day, member and the periods of what they are reminded or told of, oldest first."""
    return [
        (here.local(event).date(), member, [item.period for item in items])
        for event in here.said(DutyReminded)
        if isinstance(event, DutyReminded)
        for member, items in event.people
    ]


def cut_short(*, answered: bool = False, **duty: object) -> Office:
    """Declared on Monday for three weeks, ended on Tuesday at noon."""
    here = declared(MONDAY, time(10), date(2026, 3, 27), **duty)
    if answered:
        item = Item(duty="statistics", period=PERIOD, subject="l0001")
        here.give(AnswerDuty(by="l0001", item=item, outcome=Outcome.DONE))
    here.until(date(2026, 3, 10))
    here.give(EndPeriod(by="office", period=PERIOD))
    return here


def test_cut_short_nobody_is_reminded_any_more_and_whoever_was_asked_is_told_the_next_morning() -> None:
    here = cut_short()
    assert [e.released for e in here.said(RoundEnded) if isinstance(e, RoundEnded)] == [("l0001", "l0002")]
    before = len(mornings(here))
    here.until(date(2026, 3, 20))
    told = [(WEDNESDAY, "l0001", [PERIOD]), (WEDNESDAY, "l0002", [PERIOD])]
    assert mornings(here)[before:] == told
    assert not list(here.said(DutiesEscalated))
    here.restart()


def test_whoever_has_answered_is_not_told() -> None:
    here = cut_short(answered=True)
    before = len(mornings(here))
    here.until(date(2026, 3, 20))
    assert mornings(here)[before:] == [(WEDNESDAY, "l0002", [PERIOD])]


def test_an_answer_taken_back_after_the_end_is_owed_no_more_either() -> None:
    here = cut_short(answered=True)
    item = Item(duty="statistics", period=PERIOD, subject="l0001")
    assert here.give(ReopenDuty(by="l0001", item=item))
    before = len(mornings(here))
    here.until(date(2026, 3, 20))
    assert mornings(here)[before:] == [(WEDNESDAY, "l0002", [PERIOD])]
    here.restart()
    pack = evidence(as_records(here.log), here.unit.plan, date(2026, 3, 1), date(2026, 3, 31), here.at)
    assert {row.status for row in pack.rows if PERIOD in row.id} == {Status.NOT_OWED}


def test_a_confirmation_taken_back_after_the_end_leaves_nothing_owed() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 27), confirm_by="office-head")
    item = Item(duty="statistics", period=PERIOD, subject="l0001")
    here.give(ConfirmContact(by="office", item=item))
    here.until(date(2026, 3, 10))
    here.give(EndPeriod(by="office", period=PERIOD))
    assert here.give(ConfirmContact(by="office", item=item, back=True))
    before = len(mornings(here))
    here.until(date(2026, 3, 20))
    assert mornings(here)[before:] == [(WEDNESDAY, "l0002", [PERIOD])]


def test_cut_short_on_a_friday_they_are_told_on_monday() -> None:
    here = declared(date(2026, 3, 12), time(10), date(2026, 3, 27), open=5)
    here.until(date(2026, 3, 13))
    here.give(EndPeriod(by="office", period="sensitive-2026-03-12"))
    before = len(mornings(here))
    here.until(date(2026, 3, 25))
    assert {day for day, _, _ in mornings(here)[before:]} == {date(2026, 3, 16)}


def test_what_was_missed_before_the_end_stays_missed() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 27))
    here.until(date(2026, 3, 12))  # due on Wednesday
    here.give(EndPeriod(by="office", period=PERIOD))
    here.until(date(2026, 3, 20))
    assert not list(here.said(RoundEnded))
    assert list(here.said(DutiesEscalated))


def test_a_liaison_who_comes_after_the_end_owes_nothing() -> None:
    here = cut_short()
    more = liaisons(3)
    here.unit = replace(here.unit, roster=more)
    here.until(date(2026, 3, 20))
    assert "l0003" not in {member for _, member, _ in mornings(here)}


def prolonged(here: Office, end: date) -> object:
    return here.give(DeclarePeriod(by="office", name="重要会议", end=end))


def due(here: Office) -> list[tuple[date, date]]:
    return [(found.opened_on, found.due_on) for found in here.unit.duties.all_rounds()]


def test_prolonged_it_asks_for_nothing_again_and_what_was_asked_gets_the_time_that_the_plan_gives() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 10))
    item = Item(duty="statistics", period=PERIOD, subject="l0001")
    here.give(AnswerDuty(by="l0001", item=item, outcome=Outcome.DONE))
    assert due(here) == [(MONDAY, date(2026, 3, 10))]
    prolonged(here, date(2026, 3, 27))
    assert prolonged(here, date(2026, 3, 27)) == ()
    assert due(here) == [(MONDAY, WEDNESDAY)]
    here.until(date(2026, 3, 30))
    assert rounds(here) == [(MONDAY, date(2026, 3, 10))], "opened once"
    assert skips(here) == []
    asked = {(day, member) for day, member, _ in mornings(here)}
    assert (WEDNESDAY, "l0002") in asked
    assert (date(2026, 3, 10), "l0001") not in asked
    assert here.local(next(here.said(DutiesEscalated))).date() == date(2026, 3, 12)
    here.restart()


def test_prolonged_for_less_than_the_plan_wants_what_was_asked_stays_due_within_it() -> None:
    here = declared(MONDAY, time(10), MONDAY, open=5)
    prolonged(here, WEDNESDAY)
    assert due(here) == [(MONDAY, WEDNESDAY)]


def test_one_of_a_weekend_that_is_prolonged_asks_on_monday() -> None:
    here = declared(SATURDAY, time(10), SUNDAY)
    here.until(SUNDAY, time(12))
    prolonged(here, date(2026, 3, 13))
    here.until(date(2026, 3, 20))
    assert (rounds(here), skips(here)) == ([(MONDAY, WEDNESDAY)], [])
    here.restart()


def test_only_the_same_name_and_a_later_day_prolong_it() -> None:
    here = declared(MONDAY, time(10), date(2026, 3, 13))
    running = Refused(key="period.running", values={"name": "重要会议", "until": "03-13"})
    assert prolonged(here, WEDNESDAY) == running
    assert here.give(DeclarePeriod(by="office", name="另一个", end=date(2026, 3, 20))) == running
    assert not list(here.said(PeriodProlonged))
