"""The second leader: asked for a live activation where the plan wants one, and never two activations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.desk.events import SecondAsked, SecondLapsed
from bot.domain.desk.state import Fate
from bot.domain.incident.events import Activated, Answered, Unseconded
from bot.domain.message import SYSTEM, Refused
from bot.domain.people.absence import GoAway
from bot.domain.people.commands import Enrol, LoseReach, TakeUnit
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from config.command import SecondConfirmation
from config.roster import Roster
from tests.domain.units import START, later, unit

CONFIRM = desk.ConfirmActivation(by="dai", proposal="1")
AGREE = desk.AgreeActivation(by="fu", proposal="1")
OPPOSE = desk.OpposeActivation(by="fu", proposal="1")
LAPSE = desk.LapseSecond(by=SYSTEM, proposal="1")
LAPSES = START + timedelta(minutes=2)


def give(before: Unit, *commands, at=START) -> Unit:
    for command in commands:
        decided = decide(before, command, at)
        assert not isinstance(decided, Refused), (command, decided)
        assert decided, command
        for event in decided:
            before = apply(before, event)
    return before


def wants(then: str = "proceed", *, exercises: bool = False, enrolled=("dai", "fu", "zong")) -> Unit:
    made = unit()
    rule = SecondConfirmation(within="2min", then=then, exercises=exercises)
    made = replace(made, plan=made.plan.model_copy(update={"second_confirmation": rule}))
    for account, member in enumerate(enrolled):
        made = give(made, Enrol(by=member, member=member, account=account, code=member))
    return made


def asked(then: str = "proceed", **more) -> Unit:
    return give(wants(then, **more), desk.ProposeActivation(by="dai", exercise=False), CONFIRM)


def activation(state: Unit) -> Activated:
    [incident] = state.incidents.values()
    return incident


def test_the_other_leaders_are_asked_and_nothing_goes_out():
    before = give(wants(), desk.ProposeActivation(by="dai", exercise=False))
    [event] = decide(before, CONFIRM, START)
    assert event == SecondAsked(at=START, by="dai", proposal="1", leaders=("fu", "zong"), until=LAPSES, proceeds=True)
    state = give(before, CONFIRM)
    assert state.incidents == {}
    assert decide(state, CONFIRM, START) == ()


def test_one_agreement_activates_at_once_in_the_authors_name():
    state = asked("stop")
    decided = decide(state, AGREE, START)
    [activated] = [event for event in decided if isinstance(event, Activated)]
    assert (activated.by, activated.seconded_by, activated.unseconded) == ("dai", "fu", None)
    assert [event.member for event in decided if isinstance(event, Answered)] == ["dai", "fu"]
    after = give(state, AGREE)
    assert decide(after, AGREE, START) == ()
    late = desk.AgreeActivation(by="zong", proposal="1")
    assert decide(after, late, START) == Refused(key="second.activated", values={"number": "2026-001"})
    assert decide(after, LAPSE, LAPSES) == ()
    assert [timer for timer in timers(after) if isinstance(timer.command, desk.LapseSecond)] == []


def test_silence_proceeds_where_the_plan_says_so_and_is_flagged():
    state = asked("proceed")
    [timer] = [timer for timer in timers(state) if isinstance(timer.command, desk.LapseSecond)]
    assert (timer.when, timer.silence) == (LAPSES, False)
    assert decide(state, LAPSE, LAPSES - timedelta(seconds=1)) == ()
    state = give(state, LAPSE, at=LAPSES)
    assert activation(state).unseconded is Unseconded.SILENCE


def test_silence_stops_where_the_plan_says_so_but_not_our_own_deafness():
    state = asked("stop")
    [timer] = [timer for timer in timers(state) if isinstance(timer.command, desk.LapseSecond)]
    assert timer.silence
    [lapsed] = decide(state, LAPSE, LAPSES)
    assert lapsed == SecondLapsed(at=LAPSES, by=SYSTEM, proposal="1", proceeds=False)
    state = give(state, LAPSE, at=LAPSES)
    assert state.incidents == {}
    assert decide(state, AGREE, LAPSES) == Refused(key="second.lapsed")
    assert decide(state, CONFIRM, LAPSES) == Refused(key="second.lapsed")


def test_a_refusal_stops_it():
    state = give(asked("stop"), OPPOSE)
    assert state.desk.proposals["1"].fate is Fate.OPPOSED
    assert decide(state, OPPOSE, START) == ()
    assert decide(state, desk.AgreeActivation(by="zong", proposal="1"), START) == Refused(key="second.opposed")
    assert not any(isinstance(timer.command, desk.LapseSecond) for timer in timers(state))


def test_where_silence_proceeds_a_refusal_is_recorded_and_another_may_still_agree():
    state = give(asked("proceed"), OPPOSE)
    assert decide(state, OPPOSE, START) == ()
    agreed = give(state, desk.AgreeActivation(by="zong", proposal="1"))
    assert activation(agreed).seconded_by == "zong"
    assert activation(give(state, LAPSE, at=LAPSES)).unseconded is Unseconded.OPPOSED


def test_the_author_may_take_it_back_while_it_waits_and_cannot_agree_with_themselves():
    state = asked()
    assert decide(state, desk.AgreeActivation(by="dai", proposal="1"), START) == Refused(key="second.own")
    state = give(state, desk.WithdrawActivation(by="dai", proposal="1"))
    assert decide(state, AGREE, START) == Refused(key="proposal.withdrawn")
    assert not any(isinstance(timer.command, desk.LapseSecond) for timer in timers(state))


def test_with_no_other_leader_to_be_reached_it_goes_out_at_once_flagged():
    lost = give(wants(), LoseReach(by=SYSTEM, member="zong", reason="blocked"))
    lost = give(lost, GoAway(by="fu", until=later(days=1)), desk.ProposeActivation(by="dai", exercise=False), CONFIRM)
    assert activation(lost).unseconded is Unseconded.NOBODY


def test_an_exercise_asks_nobody_unless_the_plan_says_so():
    exercise = desk.ProposeActivation(by="dai", exercise=True)
    assert activation(give(wants(), exercise, CONFIRM)).exercise
    assert give(wants(exercises=True), exercise, CONFIRM).incidents == {}


def test_two_leaders_who_confirm_independently_agree_with_each_other():
    state = give(asked("stop"), desk.ProposeActivation(by="fu", exercise=False, place="东门"))
    state = give(state, desk.ConfirmActivation(by="fu", proposal="2"))
    incident = activation(state)
    assert (incident.activated_by, incident.seconded_by, incident.place) == ("fu", "dai", "东门")
    assert state.desk.proposals["1"].fate is Fate.OVERTAKEN
    assert isinstance(decide(state, desk.AgreeActivation(by="zong", proposal="1"), START), Refused)


def test_an_exercise_does_not_push_aside_a_live_activation_that_waits():
    state = give(asked("stop"), desk.ProposeActivation(by="fu", exercise=True))
    refused = decide(state, desk.ConfirmActivation(by="fu", proposal="2"), START)
    assert refused == Refused(key="second.live_waits")
    assert activation(give(state, AGREE))


def test_the_author_of_a_waiting_activation_is_not_asked_twice():
    again = desk.ProposeActivation(by="dai", exercise=False, place="东门")
    assert decide(asked(), again, START) == Refused(key="second.waiting")


@pytest.mark.parametrize("command", [AGREE, OPPOSE])
def test_only_leaders_are_heard(command):
    state = asked()
    assert decide(state, replace(command, by="an"), START) == Refused(key="refused.not_allowed")


@pytest.mark.parametrize("then", ["proceed", "stop"])
def test_after_a_long_gap_nothing_goes_out_that_nobody_expects_any_more_and_the_author_is_asked_again(then):
    back = LAPSES + timedelta(hours=5)
    state = give(asked(then), LAPSE, at=back)
    assert state.incidents == {}
    assert state.desk.proposals["1"].fate is Fate.UNSECONDED
    again = state.desk.proposals["2"]
    assert (again.by, again.fate, again.again, again.expires) == ("dai", Fate.OPEN, True, back + timedelta(minutes=2))
    assert decide(state, LAPSE, back) == ()
    state = give(state, desk.ConfirmActivation(by="dai", proposal="2"), at=back)
    assert state.incidents == {}
    assert activation(give(state, replace(AGREE, proposal="2"), at=back)).seconded_by == "fu"


def test_within_as_long_again_as_the_wait_it_is_late_and_still_expected():
    assert activation(give(asked("proceed"), LAPSE, at=LAPSES + timedelta(minutes=2)))
    assert give(asked("proceed"), LAPSE, at=LAPSES + timedelta(minutes=2, seconds=1)).incidents == {}


def without(before: Unit, member: str) -> Unit:
    left = tuple(one for one in before.roster.members if one.id != member)
    return give(before, TakeUnit(by=SYSTEM, plan=before.plan, roster=Roster(members=left)))


@pytest.mark.parametrize("at", [LAPSES, LAPSES + timedelta(hours=5)])
def test_silence_lets_nothing_out_in_the_name_of_somebody_who_may_activate_no_more(at):
    state = give(without(recorded_asked(), "dai"), LAPSE, at=at)
    assert state.incidents == {}
    assert state.desk.proposals["1"].fate is Fate.UNSECONDED
    assert list(state.desk.proposals) == ["1"]


def recorded_asked() -> Unit:
    state = wants()
    state = give(state, TakeUnit(by=SYSTEM, plan=state.plan, roster=state.roster))
    return give(state, desk.ProposeActivation(by="dai", exercise=False), CONFIRM)


def test_a_leader_may_still_agree_to_what_somebody_asked_for_who_has_left_since():
    incident = activation(give(without(recorded_asked(), "dai"), AGREE))
    assert (incident.activated_by, incident.seconded_by) == ("dai", "fu")


def test_the_word_of_somebody_who_may_activate_no_more_is_no_second_one():
    state = without(recorded_asked(), "dai")
    state = give(state, desk.ProposeActivation(by="fu", exercise=False), desk.ConfirmActivation(by="fu", proposal="2"))
    assert state.incidents == {}
    assert state.desk.proposals["2"].asked == ("zong",)
    assert activation(give(state, desk.AgreeActivation(by="zong", proposal="2"))).seconded_by == "zong"
