"""Who commands: the plan's order, absence, silence, taking over and taking back."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.codec import dump_event, load_event
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import AbsenceNoted, Activated, Answer, CommandTaken
from bot.domain.message import SYSTEM, Refused, Timer
from bot.domain.people.absence import ComeBack, GoAway
from bot.domain.people.commands import Enrol, LoseReach, RegainReach, TakeUnit
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from config.roster import Roster
from tests.domain.units import START, later, unit

NUMBER = "2026-001"
MINUTE = timedelta(minutes=1)


def give(before: Unit, command, at) -> Unit:
    decided = decide(before, command, at)
    assert not isinstance(decided, Refused), (command, decided)
    assert decided, command
    for event in decided:
        before = apply(before, event)
    return before


def enrolled() -> Unit:
    made = unit()
    for account, member in enumerate(m.id for m in made.roster.members):
        made = give(made, Enrol(by=member, member=member, account=account, code=member), START)
    return made


def active(before: Unit | None = None, *, by: str = "fu") -> Unit:
    before = give(before or enrolled(), desk.ProposeActivation(by=by, exercise=False), START)
    return give(before, desk.ConfirmActivation(by=by, proposal="1"), START)


def offers(state: Unit) -> list[Timer]:
    return [timer for timer in timers(state) if isinstance(timer.command, c.OfferCommand)]


def term(state: Unit):
    return state.incidents[NUMBER].term


def test_the_first_of_the_succession_commands():
    assert term(active()).member == "dai"


def test_whoever_is_away_does_not_command_and_is_not_made_lead():
    away = give(enrolled(), GoAway(by="dai", until=later(days=1)), START)
    away = give(away, GoAway(by="an", until=later(days=1)), START)
    state = active(away)
    assert term(state).member == "fu"
    assert state.incidents[NUMBER].groups["order"].lead is None


def test_whoever_cannot_be_reached_does_not_command():
    assert term(active(give(enrolled(), LoseReach(by=SYSTEM, member="dai", reason="blocked"), START))).member == "fu"


def test_absent_members_are_rung_but_nobody_is_sent_after_them():
    state = active(give(enrolled(), GoAway(by="er", until=later(days=1)), START))
    incident = state.incidents[NUMBER]
    assert "er" in incident.to_ring()
    assert "er" not in [member.id for member in incident.silent()]
    assert "er" not in incident.uncalled()
    assert incident.count(None) == len(incident.roll) - 2  # without her, and without who activated


def test_a_silent_commander_is_followed_one_after_the_other():
    state = active()
    [timer] = offers(state)
    assert (timer.when, timer.silence) == (START + 5 * MINUTE, True)
    assert timer.command.member == "fu"
    state = give(state, timer.command, timer.when)
    assert decide(state, timer.command, timer.when) == ()
    [timer] = offers(state)
    assert (timer.when, timer.command.member) == (START + 10 * MINUTE, "zong")
    state = give(state, timer.command, timer.when)
    assert offers(state) == []  # nobody is left: the clock comes to rest


def test_nobody_who_is_away_or_out_of_reach_is_asked_to_take_over():
    state = give(active(by="zong"), GoAway(by="fu", until=later(days=1)), START + MINUTE)
    assert offers(state)[0].command.member == "zong"
    state = give(state, LoseReach(by=SYSTEM, member="zong", reason="blocked"), START + MINUTE)
    assert offers(state) == []


def test_any_word_deed_or_answer_for_the_commander_is_a_sign():
    for command in (
        c.GiveAnswer(by="dai", number=NUMBER, answer=Answer.EN_ROUTE),
        c.AddNote(by="dai", number=NUMBER, text="在"),
        c.GiveAnswer(by="an", number=NUMBER, answer=Answer.ARRIVED, member="dai"),
    ):
        assert offers(give(active(), command, START + MINUTE)) == []


def test_whoever_activates_and_commands_is_not_silent():
    assert offers(active(by="dai")) == []


def test_who_was_offered_takes_over_and_nobody_else_may():
    state = active()
    take = c.TakeCommand(by="fu", number=NUMBER)
    assert decide(state, take, START) == Refused(key="command.held", values={"name": "Dai"})
    state = give(state, offers(state)[0].command, START + 5 * MINUTE)
    [taken] = decide(state, take, START + 6 * MINUTE)
    assert (type(taken), taken.by, taken.previous) == (CommandTaken, "fu", "dai")
    after = give(state, take, START + 6 * MINUTE)
    assert term(after).member == "fu"
    assert decide(after, take, START + 7 * MINUTE) == ()
    assert decide(after, c.TakeCommand(by="zong", number=NUMBER), START + 7 * MINUTE) == Refused(
        key="command.held", values={"name": "Fu"}
    )
    assert decide(after, c.TakeCommand(by="an", number=NUMBER), START) == Refused(key="refused.not_allowed")


def test_an_offer_is_void_once_the_commander_speaks():
    state = give(active(), c.OfferCommand(by=SYSTEM, number=NUMBER, member="fu"), START + 5 * MINUTE)
    state = give(state, c.GiveAnswer(by="dai", number=NUMBER, answer=Answer.ARRIVED), START + 6 * MINUTE)
    assert isinstance(decide(state, c.TakeCommand(by="fu", number=NUMBER), START + 7 * MINUTE), Refused)


def test_whoever_ranks_above_takes_it_back_with_one_tap():
    state = give(active(), c.OfferCommand(by=SYSTEM, number=NUMBER, member="fu"), START + 5 * MINUTE)
    state = give(state, c.TakeCommand(by="fu", number=NUMBER), START + 6 * MINUTE)
    state = give(state, c.TakeCommand(by="dai", number=NUMBER), START + 9 * MINUTE)
    assert [t.member for t in state.incidents[NUMBER].terms] == ["dai", "fu", "dai"]


def test_whoever_took_over_and_falls_silent_is_followed_too():
    state = give(active(), c.OfferCommand(by=SYSTEM, number=NUMBER, member="fu"), START + 5 * MINUTE)
    state = give(state, c.TakeCommand(by="fu", number=NUMBER), START + 6 * MINUTE)
    [timer] = offers(state)
    assert (timer.when, timer.command.member) == (START + 11 * MINUTE, "zong")


def test_a_gap_of_ours_is_not_held_against_the_commander():
    state = active()
    gap = c.NoticeGap(by=SYSTEM, number=NUMBER, since=START, until=START + 8 * MINUTE)
    assert offers(give(state, gap, START + 8 * MINUTE))[0].when == START + 13 * MINUTE


def test_a_commander_who_goes_away_passes_command_on_at_once():
    state = give(active(by="dai"), GoAway(by="dai", until=later(days=1)), START + MINUTE)
    [timer] = offers(state)
    assert (timer.when, timer.command.member) == (START + MINUTE, "fu")
    state = give(state, timer.command, timer.when)
    assert isinstance(decide(state, c.TakeCommand(by="fu", number=NUMBER), START + 2 * MINUTE)[0], CommandTaken)
    back = decide(state, ComeBack(by="dai"), START + 3 * MINUTE)
    assert isinstance(back[-1], AbsenceNoted)
    assert not back[-1].away


def test_nobody_is_offered_command_after_the_response():
    state = give(active(), c.ProposeStandDown(by="zong", number=NUMBER), START)
    state = give(state, c.ConfirmStandDown(by="zong", number=NUMBER), START)
    assert offers(state) == []
    assert decide(state, c.TakeCommand(by="dai", number=NUMBER), START) == ()
    refused = decide(state, c.TakeCommand(by="fu", number=NUMBER), START)
    assert refused == Refused(key="command.over", values={"number": NUMBER})


def test_an_activation_of_an_older_log_is_commanded_by_the_first_of_its_succession():
    before = give(enrolled(), desk.ProposeActivation(by="fu", exercise=False), START)
    activated = next(
        e for e in decide(before, desk.ConfirmActivation(by="fu", proposal="1"), START) if isinstance(e, Activated)
    )
    old = {
        key: value
        for key, value in dump_event(activated).items()
        if key not in ("away", "commander", "seconded_by", "unseconded")
    }
    assert term(apply(before, load_event("Activated", old, at=START, by="fu"))).member == "dai"


def test_a_commander_who_was_heard_and_is_lost_is_followed_at_once():
    state = give(active(), c.GiveAnswer(by="dai", number=NUMBER, answer=Answer.EN_ROUTE), START)
    assert offers(state) == []
    state = give(state, LoseReach(by=SYSTEM, member="dai", reason="blocked"), later(minutes=1))
    [offer] = offers(state)
    assert (offer.when, offer.command.member) == (later(minutes=1), "fu")
    state = give(state, offer.command, offer.when)
    back = give(state, RegainReach(by=SYSTEM, member="dai"), later(minutes=2))
    assert offers(back) == []
    assert decide(back, c.TakeCommand(by="fu", number=NUMBER), later(minutes=2)) == Refused(
        key="command.held", values={"name": "Dai"}
    )
    assert term(give(state, c.TakeCommand(by="fu", number=NUMBER), later(minutes=2))).member == "fu"


def test_a_commander_who_is_taken_off_the_roster_is_followed_at_once():
    before = enrolled()
    taken = TakeUnit(by=SYSTEM, plan=before.plan, roster=before.roster)
    state = give(
        active(give(before, taken, START)), c.GiveAnswer(by="dai", number=NUMBER, answer=Answer.ARRIVED), START
    )
    fewer = Roster(members=before.roster.members[1:])
    state = give(state, replace(taken, roster=fewer), later(minutes=1))
    assert [timer.command.member for timer in offers(state)] == ["fu"]
