"""What the group chat reads."""

from bot.cards.card import Card
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.people import commands as people
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play

_CHAT = -100


def _linked(p: Play, *, exercise: bool = False) -> Play:
    p.do(people.LinkGroup(by="lin", chat=_CHAT, title="chat", may_pin=True))
    p.activate(exercise=exercise)
    return p.answer(Answer.ARRIVED, "tang").do(c.CheckTask(by="tang", number=NUMBER, task="cordon"))


@example("group_chat.status")
def _(p: Play) -> Card:
    return _linked(p).card(f"status/{_CHAT}")


@example("group_chat.status_exercise")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).card(f"status/{_CHAT}")


@example("group_chat.status_aftermath")
def _(p: Play) -> Card:
    return _linked(p).stand_down().card(f"status/{_CHAT}")


@example("group_chat.activated")
def _(p: Play) -> Card:
    return _linked(p).latest_card("chat/phase")


@example("group_chat.false_alarm")
def _(p: Play) -> Card:
    return _linked(p).stand_down(false_alarm=True).card("chat/phase/StoodDown")


@example("group_chat.milestone")
def _(p: Play) -> Card:
    return _linked(p).latest_card("chat/milestone/cordon")


@example("group_chat.called_exercise")
def _(p: Play) -> Card:
    _linked(p, exercise=True).do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"))
    return p.card("chat/called/ambulance")


@example("group_chat.summary")
def _(p: Play) -> Card:
    return _linked(p).wait(minutes=10, seconds=1).card("chat/summary/1")


@example("group_chat.bulletin")
def _(p: Play) -> Card:
    return _linked(p).do(c.IssueBulletin(by="lin", number=NUMBER, text=p.word("what"))).card("chat/bulletin/1")
