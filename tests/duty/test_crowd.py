"""A crowd is reminded a hundred at a time: everybody once, also when the bot stops in between."""

from collections import Counter
from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import AnswerDuty, ReachDay, RemindRest
from bot.domain.duty.events import DutyReminded, Outcome
from bot.domain.hazard.commands import AssignHazard, ReportHazard
from bot.domain.hazard.events import HazardNagged
from bot.domain.message import SYSTEM
from bot.domain.timers import timers
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


def test_hazards_of_the_morning_wait_until_the_crowd_has_its_message() -> None:
    """As the clock does it: all that is due in one go, again as long as anything comes of it."""
    office = Office(plan(), liaisons(250), datetime(2026, 3, 5, 4, tzinfo=UTC))
    office.until(date(2026, 3, 5), time(13))
    for owner in ("l0001", "l0240", "l0240"):
        office.give(ReportHazard(by="guard", place="配电房", text="门锁坏"))
        number = next(reversed(office.unit.hazards.by_number))
        office.give(AssignHazard(by="office", hazard=number, owner=owner, days=4))
    office.until(date(2026, 3, 8))
    office.down(MONDAY, time(9))
    outcomes: list[object] = [True]
    while any(outcomes):
        due = [timer.command for timer in timers(office.unit) if timer.when <= office.at]
        outcomes = [office.give(command) for command in due]
    nagged = [event for event in office.log if isinstance(event, HazardNagged)]
    assert [(event.told, event.in_day) for event in nagged] == [(("l0001",),) * 2, *[(("l0240",),) * 2] * 2]
    assert reminded(office)["l0240"] == 1
    assert office.unit.duties.rest == ()


def test_whoever_answered_before_their_turn_is_not_reminded() -> None:
    office = crowd()
    item = office.unit.duties.rounds["weekly-contact"]["2026-W11"].item("l0250")
    office.give(AnswerDuty(by="l0250", item=item, outcome=Outcome.DONE))
    office.until(MONDAY, time(9, 5))
    assert "l0250" not in reminded(office)
    assert "l0249" in reminded(office)
