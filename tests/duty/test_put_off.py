"""「稍后提醒」 promises a reminder, and is refused where none would come."""

from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import PutOff
from bot.domain.duty.events import DutyReminded, ReminderPutOff
from bot.domain.message import Refused
from tests.duty.office import Office, liaisons, plan

WEEKLY = {
    "id": "weekly",
    "clause": "6.1b",
    "title": "联系",
    "who": {"roles": "liaison"},
    "when": [{"every": "week", "on": "monday"}],
    "open": 2,
    "overdue": [1],
    "office_after": 1,
    "director_after": 1,
}
LAST = date(2026, 3, 11)  # due on Tuesday; on Wednesday all is said


def at(day: date, hour: time) -> Office:
    here = Office(plan(duties=[WEEKLY]), liaisons(1), datetime(2026, 3, 5, 12, tzinfo=UTC))
    here.until(day, hour)
    return here


def test_it_is_refused_when_nothing_rings_by_then_and_says_until_when() -> None:
    for day, hour in ((LAST, time(18)), (date(2026, 3, 12), time(10))):
        here = at(day, hour)
        assert here.give(PutOff(by="l0001")) == Refused(key="duty.no_later", values={"day": "03-11"})


def test_as_long_as_it_is_accepted_it_rings() -> None:
    here = at(LAST, time(17))
    (put_off,) = here.give(PutOff(by="l0001"))
    assert isinstance(put_off, ReminderPutOff)
    here.until(date(2026, 3, 13))
    assert [here.local(e).hour for e in here.said(DutyReminded) if here.local(e).date() == LAST] == [9, 20]
