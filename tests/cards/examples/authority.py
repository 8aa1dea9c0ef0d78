"""Who is away, who commands, who agrees."""

from dataclasses import replace
from datetime import timedelta

from bot.cards.card import Card
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from bot.domain.people.absence import ComeBack, EndAbsence, GoAway
from config.command import SecondConfirmation
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


def _away(p: Play, member: str = "lin", by: str = "") -> Play:
    return p.do(GoAway(by=by or member, member=member if by else "", until=p.now + timedelta(days=3)))


@example("away.you")
def _(p: Play) -> Card:
    return _away(p).latest_card("people/away/lin")


@example("away.you_by_the_office")
def _(p: Play) -> Card:
    return _away(p, "su", by="wei").latest_card("people/away/su")


@example("away.over")
def _(p: Play) -> Card:
    return _away(p).wait(hours=5).do(ComeBack(by="lin")).latest_card("people/away/lin")


@example("away.told_of_the_commander")
def _(p: Play) -> Card:
    return _away(p).latest_card("people/away_told/shen/lin")


@example("away.told_of_a_member")
def _(p: Play) -> Card:
    return _away(p, "su").latest_card("people/away_told/wei/su")


@example("away.told_back")
def _(p: Play) -> Card:
    return _away(p).wait(days=3).latest_card("people/away_told/shen/lin")


@example("away.back_you")
def _(p: Play) -> Card:
    return _away(p).wait(days=3).latest_card("people/away_told/lin")


@example("away.back_you_late")
def _(p: Play) -> Card:
    until = p.now + timedelta(days=3)
    _away(p)
    p.now = until + timedelta(hours=2)
    p.do(EndAbsence(by=SYSTEM, member="lin", until=until, late=True))
    return p.latest_card("people/away_told/lin")


def _silent(p: Play, *, exercise: bool = False) -> Play:
    """The deputy activates, the commander gives no sign for the plan's time."""
    return p.activate(by="shen", exercise=exercise).wait(minutes=5)


def _taken(p: Play) -> Play:
    return _silent(p).wait(seconds=20).do(c.TakeCommand(by="shen", number=NUMBER))


@example("command.offer")
def _(p: Play) -> Card:
    return _silent(p).latest_card("command_offer/shen")


@example("command.offer_exercise")
def _(p: Play) -> Card:
    return _silent(p, exercise=True).latest_card("command_offer/shen")


@example("command.offer_late")
def _(p: Play) -> Card:
    p.activate(by="shen").do(c.OfferCommand(by=SYSTEM, number=NUMBER, member="shen", late=True))
    return p.latest_card("command_offer/shen")


@example("command.offer_because_away")
def _(p: Play) -> Card:
    _away(p.activate().wait(minutes=2)).wait(seconds=1)
    return p.latest_card("command_offer/shen")


@example("command.offer_because_lost")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "lin").do(people.LoseReach(by=SYSTEM, member="lin", reason="blocked"))
    return p.wait(seconds=1).latest_card("command_offer/shen")


@example("command.offer_heard")
def _(p: Play) -> Card:
    return _silent(p).answer(Answer.EN_ROUTE, "lin").latest_card("command_offer/shen")


@example("command.offer_taken")
def _(p: Play) -> Card:
    return _taken(p).latest_card("command_offer/shen")


@example("command.offer_over")
def _(p: Play) -> Card:
    return _silent(p).stand_down(by="wei").latest_card("command_offer/shen")


@example("command.taken_you")
def _(p: Play) -> Card:
    return _taken(p).latest_card("command/shen")


@example("command.taken")
def _(p: Play) -> Card:
    return _taken(p).latest_card("command/lin")


@example("command.acting")
def _(p: Play) -> Card:
    return _away(p).activate(by="shen").latest_card("command/shen")


@example("command_post.may_take_it_back")
def _(p: Play) -> Card:
    return _taken(p).card("post/lin")


@example("command_post.acting_and_away")
def _(p: Play) -> Card:
    return _away(_away(p), "su").activate(by="shen").card("post/shen")


@example("group_chat.acting")
def _(p: Play) -> Card:
    p.do(people.LinkGroup(by="lin", chat=-100, title="群", may_pin=True))
    return _taken(p).card("status/-100")


@example("group_chat.command_taken")
def _(p: Play) -> Card:
    return _taken(p).latest_card("chat/command")


def _two(p: Play, then: str = "proceed", *, exercise: bool = False) -> Play:
    """The plan wants two leaders, and the first has confirmed."""
    rule = SecondConfirmation(within="2min", then=then, exercises=exercise)
    p.unit = replace(p.unit, plan=p.unit.plan.model_copy(update={"second_confirmation": rule}))
    return p.propose(exercise=exercise).do(desk.ConfirmActivation(by="lin", proposal="1"))


@example("second.asked")
def _(p: Play) -> Card:
    return _two(p).card("desk/second/1/shen")


@example("second.asked_exercise")
def _(p: Play) -> Card:
    return _two(p, exercise=True).card("desk/second/1/shen")


@example("second.asked_stops")
def _(p: Play) -> Card:
    return _two(p, "stop").card("desk/second/1/wei")


@example("second.objected")
def _(p: Play) -> Card:
    return _two(p).do(desk.OpposeActivation(by="shen", proposal="1")).card("desk/second/1/shen")


@example("second.stopped")
def _(p: Play) -> Card:
    return _two(p, "stop").do(desk.OpposeActivation(by="shen", proposal="1")).card("desk/second/1/wei")


@example("second.went_out")
def _(p: Play) -> Card:
    return _two(p).do(desk.AgreeActivation(by="shen", proposal="1")).card("desk/second/1/wei")


@example("second.unanswered")
def _(p: Play) -> Card:
    return _two(p, "stop").wait(minutes=2).card("desk/second/1/shen")


@example("second.withdrawn")
def _(p: Play) -> Card:
    return _two(p).do(desk.WithdrawActivation(by="lin", proposal="1")).card("desk/second/1/shen")


@example("proposal.waits_for_a_second_leader")
def _(p: Play) -> Card:
    return _two(p).do(desk.OpposeActivation(by="shen", proposal="1")).card("desk/proposal/1")


@example("proposal.stopped_by_another_leader")
def _(p: Play) -> Card:
    return _two(p, "stop").do(desk.OpposeActivation(by="shen", proposal="1")).card("desk/proposal/1")


@example("proposal.nobody_agreed")
def _(p: Play) -> Card:
    return _two(p, "stop").wait(minutes=2).card("desk/proposal/1")


@example("proposal.asked_again_after_a_gap")
def _(p: Play) -> Card:
    _two(p).now += timedelta(hours=5)
    return p.do(desk.LapseSecond(by=SYSTEM, proposal="1")).card("desk/proposal/2")


@example("command_post.unseconded")
def _(p: Play) -> Card:
    return _two(p).wait(minutes=2).card("post/lin")


@example("command_post.seconded")
def _(p: Play) -> Card:
    return _two(p).do(desk.AgreeActivation(by="shen", proposal="1")).card("post/lin")


@example("second.author_of_a_stopped_one")
def _(p: Play) -> Card:
    return _two(p, "stop").do(desk.OpposeActivation(by="shen", proposal="1")).latest_card("desk/second/1/author")
