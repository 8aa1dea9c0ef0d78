"""Swaps: offered, agreed, refused, taken back, too late; and every reason why one cannot be."""

from datetime import timedelta

import pytest

from bot.domain.message import SYSTEM, Refused
from bot.domain.people.commands import LoseReach
from bot.domain.watch.commands import (
    AcceptSwap,
    BeginSwap,
    OfferSwap,
    RefuseSwap,
    TakeDutyRoster,
    WithdrawSwap,
)
from bot.domain.watch.events import Ending
from config.duty_roster import DutyRoster
from tests.watch.rosters import DUTY, LEADER, on_duty

HE = "duty/2026-03-03T0800/he"
SU = "duty/2026-03-04T0800/su"
LEADERS = "leader/2026-03-03T0800/shen"


def refusal(play, command):
    refused = play.gives(command)
    assert isinstance(refused, Refused), refused
    return refused.key


def test_agreed_by_both_the_shift_is_the_others():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"))
    assert play.gives(OfferSwap(by="he", shift=HE, to="kong")) == ()
    assert play.unit.schedule.find(HE).member == "he"
    play.do(AcceptSwap(by="kong", swap="1"))
    assert play.unit.schedule.find(HE).member == "kong"
    assert play.gives(AcceptSwap(by="kong", swap="1")) == ()
    assert "已同意" in play.card("watch/swap/1/result").text
    assert "何青 → 孔维" in play.card("watch/swap/1/office/wei").text
    play.wait(hours=23)
    assert play.unit.watch.expected("duty")[0].member == "kong"
    assert play.card("watch/handover/1/in/kong/0").to == "member:kong"


def test_who_took_it_may_give_it_on_and_who_gave_it_may_not():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"), AcceptSwap(by="kong", swap="1"))
    assert refusal(play, OfferSwap(by="he", shift=HE, to="xia")) == "swap.not_yours"
    play.do(OfferSwap(by="kong", shift=HE, to="he"), AcceptSwap(by="he", swap="2"))
    assert play.unit.schedule.find(HE).member == "he"


def test_refused_and_taken_back_nothing_changes():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"), RefuseSwap(by="kong", swap="1"))
    assert "不同意" in play.card("watch/swap/1/result").text
    assert refusal(play, AcceptSwap(by="kong", swap="1")) == "swap.over"
    play.do(OfferSwap(by="he", shift=HE, to="xia"), WithdrawSwap(by="he", swap="2"))
    assert refusal(play, AcceptSwap(by="xia", swap="2")) == "swap.over"
    assert play.gives(WithdrawSwap(by="he", swap="2")) == ()
    assert play.unit.schedule.find(HE).member == "he"


def test_only_who_was_asked_answers():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"))
    for wrong in (AcceptSwap(by="xia", swap="1"), RefuseSwap(by="he", swap="1"), WithdrawSwap(by="kong", swap="1")):
        assert refusal(play, wrong) == "swap.not_for_you"


def test_without_an_answer_it_lapses_at_the_latest_when_the_shift_begins():
    play = on_duty(DUTY, swap_within="30d").do(OfferSwap(by="he", shift=HE, to="kong")).wait(hours=23)
    assert play.unit.watch.swaps["1"].ending is Ending.LAPSED
    assert "没有答复" in play.card("watch/swap/1/result").text
    soon = on_duty(DUTY, swap_within="2h").do(OfferSwap(by="su", shift=SU, to="kong")).wait(hours=2)
    assert soon.unit.watch.swaps["1"].ending is Ending.LAPSED


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (OfferSwap(by="su", shift=HE, to="kong"), "swap.not_yours"),
        (BeginSwap(by="su", shift=HE), "swap.not_yours"),
        (OfferSwap(by="ye", shift="duty/2026-03-02T0800/ye", to="kong"), "swap.past"),
        (OfferSwap(by="he", shift="duty/2026-03-03T0900/he", to="kong"), "swap.gone"),
        (OfferSwap(by="he", shift="nonsense", to="kong"), "swap.gone"),
        (OfferSwap(by="he", shift=HE, to="he"), "swap.self"),
        (OfferSwap(by="he", shift=HE, to="nobody"), "swap.unknown"),
        (OfferSwap(by="he", shift=HE, to="shen"), "swap.booked"),
        (OfferSwap(by="shen", shift=LEADERS, to="kong"), "swap.not_leader"),
    ],
)
def test_why_a_shift_cannot_be_offered(command, key):
    assert refusal(on_duty(DUTY, LEADER), command) == key


def test_who_cannot_be_reached_or_is_asked_already():
    play = on_duty(DUTY).do(LoseReach(by=SYSTEM, member="kong", reason="blocked"))
    assert refusal(play, OfferSwap(by="he", shift=HE, to="kong")) == "swap.unreachable"
    play.do(OfferSwap(by="he", shift=HE, to="xia"))
    assert refusal(play, OfferSwap(by="he", shift=HE, to="zhu")) == "swap.pending"


def test_a_booking_that_came_between_is_seen_when_it_is_accepted():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"))
    other = {"kind": "leader", "member": "kong", "start": "2026-03-03 10:00", "end": "2026-03-03 12:00"}
    play.do(TakeDutyRoster(by=SYSTEM, duty_roster=DutyRoster.model_validate({"shifts": [other]}))).wait(seconds=1)
    assert refusal(play, AcceptSwap(by="kong", swap="1")) == "swap.booked"


def test_a_new_roster_without_the_shift_makes_the_offer_void():
    play = on_duty(DUTY).do(OfferSwap(by="he", shift=HE, to="kong"))
    other = {"kind": "duty", "member": "su", "start": "2026-03-03 08:00", "end": "2026-03-04 08:00"}
    play.do(TakeDutyRoster(by=SYSTEM, duty_roster=DutyRoster.model_validate({"shifts": [other]}))).wait(seconds=1)
    assert play.unit.watch.swaps["1"].ending is Ending.VOID
    assert play.card("watch/swap/1/asked").closed


def test_choosing_from_a_card_offers_free_people_of_that_rotation():
    play = on_duty(DUTY).do(BeginSwap(by="he", shift=HE))
    assert play.gives(BeginSwap(by="he", shift=HE)) == ()
    assert play.buttons("watch/swap/1/giver") == [["苏𬍛", "叶桐"], ["撤回"]]
    chosen = play.card("watch/swap/1/giver").buttons[0][1].command
    play.do(OfferSwap(by="he", shift=chosen.shift, to=chosen.to, swap=chosen.swap))
    assert "已问 叶桐" in play.card("watch/swap/1/giver").text
    assert play.unit.watch.swaps["1"].expires - play.now <= timedelta(hours=24)
