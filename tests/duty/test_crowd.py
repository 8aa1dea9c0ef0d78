"""A crowd is reminded a hundred at a time: everybody once, also when the bot stops in between."""

from collections import Counter
from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import AnswerDuty, ReachDay, RemindRest
from bot.domain.duty.events import DutyReminded, Outcome
from bot.domain.message import SYSTEM
from tests.duty.office import Office, liaisons, plan

MONDAY = date(2026, 3, 9)


def crowd() -> Office:
    office = Office(plan(), liaisons(250), datetime(2026, 3, 7, 4, tzinfo=UTC))
    office.until(date(2026, 3, 8))
    office.down(MONDAY, time(9))
    office.give(ReachDay(by=SYSTEM))
    return office


def reminded(office: Office) -> Counter[str]:
    events = [event for event in office.log if isinstance(event, DutyReminded)]
    assert max(len(event.people) for event in events) <= 100
    return Counter(member for event in events for member, _ in event.people)


def test_everybody_is_reminded_once_also_after_a_restart_in_between() -> None:
    office = crowd()
    office.give(RemindRest(by=SYSTEM))
    office.restart()
    office.until(MONDAY, time(9, 5))
    counted = reminded(office)
    assert len([member for member in counted if member.startswith("l")]) == 250
    assert set(counted.values()) == {1}
    assert office.unit.duties.rest == ()


def test_whoever_answered_before_their_turn_is_not_reminded() -> None:
    office = crowd()
    item = office.unit.duties.rounds["weekly-contact"]["2026-W11"].item("l0250")
    office.give(AnswerDuty(by="l0250", item=item, outcome=Outcome.DONE))
    office.until(MONDAY, time(9, 5))
    assert "l0250" not in reminded(office)
    assert "l0249" in reminded(office)
