"""Stand-down."""

from bot.cards.card import Card
from bot.domain.incident import commands as c
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


@example("stand_down.open")
def _(p: Play) -> Card:
    return p.activate().stand_down().card("stand_down/su/0")


@example("stand_down.exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).stand_down().card("stand_down/su/0")


@example("stand_down.false_alarm")
def _(p: Play) -> Card:
    return p.activate().stand_down(false_alarm=True).card("stand_down/su/0")


@example("stand_down.false_alarm_exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).stand_down(false_alarm=True).card("stand_down/su/0")


@example("stand_down.rung_again")
def _(p: Play) -> Card:
    return p.activate().stand_down().wait(seconds=121).card("stand_down/su/1")


@example("stand_down.superseded")
def _(p: Play) -> Card:
    return p.activate().stand_down().wait(seconds=121).card("stand_down/su/0")


@example("stand_down.acknowledged")
def _(p: Play) -> Card:
    p.activate().stand_down().wait(seconds=121)
    return p.do(c.AcknowledgeStandDown(by="su", number=NUMBER)).card("stand_down/su/1")


@example("stand_down.closed")
def _(p: Play) -> Card:
    p.activate(exercise=True).stand_down().wait(minutes=6)
    return p.do(c.CloseIncident(by="lin", number=NUMBER)).card("stand_down/su/2")
