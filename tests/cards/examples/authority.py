"""Who is away, who commands, who agrees."""

from datetime import timedelta

from bot.cards.card import Card
from bot.domain.message import SYSTEM
from bot.domain.people.absence import ComeBack, EndAbsence, GoAway
from tests.cards.examples import example
from tests.cards.unit import Play


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
