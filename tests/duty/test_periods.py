"""A sensitive period asks for its statistics while it lasts, and never afterwards."""

from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import DeclarePeriod, EndPeriod
from bot.domain.duty.events import DutyReminded, PeriodEnded, RoundOpened, RoundSkipped, Skip
from bot.domain.message import Refused
from tests.duty.office import Office, liaisons, plan

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
    (ended,) = here.give(end)
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
