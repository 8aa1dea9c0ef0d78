"""Absence: until a time, by oneself or by those who lead, over by itself; it takes no right away."""

from datetime import timedelta

import pytest

from bot.domain.codec import dump_event, load_event
from bot.domain.decide import decide
from bot.domain.desk.commands import ProposeActivation
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.people.absence import CameBack, ComeBack, EndAbsence, GoAway, WentAway
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from tests.domain.units import START, later, unit

UNTIL = later(days=3)


def given(before: Unit, command: Command, at=START) -> tuple[Unit, tuple[Event, ...]]:
    events = decide(before, command, at)
    assert not isinstance(events, Refused), events
    for event in events:
        before = apply(before, event)
    return before, events


def test_is_away_until_the_time_and_no_longer():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    assert away.people.away("dai", START)
    assert away.people.away("dai", UNTIL - timedelta(seconds=1))
    assert not away.people.away("dai", UNTIL)
    assert not away.people.away("fu", START)


def test_the_same_absence_said_again_is_a_repeat_and_another_time_counts():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    assert decide(away, GoAway(by="dai", until=UNTIL), later(hours=1)) == ()
    longer, events = given(away, GoAway(by="dai", until=later(days=5)), later(hours=1))
    assert [type(event) for event in events] == [WentAway]
    assert longer.people.away("dai", later(days=4))


def test_comes_back_by_itself_at_the_time_and_only_then():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    [timer] = timers(away)
    assert timer.when == UNTIL
    assert decide(away, timer.command, UNTIL - timedelta(seconds=1)) == ()
    back, [event] = given(away, timer.command, UNTIL)
    assert event == CameBack(at=UNTIL, by=SYSTEM, member="dai", since=START, due=True)
    assert list(timers(back)) == []


def test_a_timer_of_an_absence_that_was_changed_ends_nothing():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    changed, _ = given(away, GoAway(by="dai", until=later(days=9)))
    assert decide(changed, EndAbsence(by=SYSTEM, member="dai", until=UNTIL), UNTIL) == ()


def test_comes_back_by_ones_own_word_once():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    back, events = given(away, ComeBack(by="dai"), later(hours=1))
    assert events == (CameBack(at=later(hours=1), by="dai", member="dai", since=START),)
    assert decide(back, ComeBack(by="dai"), later(hours=2)) == ()


@pytest.mark.parametrize(("until", "key"), [(START, "away.past"), (later(days=400), "away.too_long")])
def test_a_time_that_cannot_be_meant_is_refused(until, key):
    assert decide(unit(), GoAway(by="dai", until=until), START) == Refused(key=key)


@pytest.mark.parametrize("command", [GoAway(by="an", member="dai", until=UNTIL), ComeBack(by="an", member="dai")])
def test_only_those_who_lead_and_their_office_say_it_of_somebody_else(command):
    assert decide(unit(), command, START) == Refused(key="refused.not_allowed")


def test_the_office_says_it_of_somebody_else():
    away, [event] = given(unit(), GoAway(by="zong", member="an", until=UNTIL))
    assert (event.by, event.member) == ("zong", "an")
    assert away.people.away("an", START)


def test_an_absent_director_may_still_activate():
    away, _ = given(unit(), GoAway(by="dai", until=UNTIL))
    assert decide(away, ProposeActivation(by="dai", exercise=False), START)


def test_is_read_back_from_the_log():
    _, [event] = given(unit(), GoAway(by="dai", until=UNTIL))
    assert load_event("WentAway", dump_event(event), at=event.at, by=event.by) == event
