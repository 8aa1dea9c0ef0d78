"""Notices, the welcome, what the office hears."""

from dataclasses import replace

from bot.cards.card import Card
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from bot.domain.people.state import People
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


@example("notice.you_lead")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.EN_ROUTE, "su").wait(minutes=4).latest_card("notice/su")


@example("notice.replaced")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "su")
    return p.do(c.AppointLead(by="lin", number=NUMBER, group="order", member="su")).latest_card("notice/tang")


@example("notice.moved")
def _(p: Play) -> Card:
    p.activate().do(c.Move(by="lin", number=NUMBER, member="su", source="order", target="casualty"))
    return p.latest_card("notice/su")


@example("notice.dissolved")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "su").do(c.DissolveGroup(by="lin", number=NUMBER, group="order"))
    return p.latest_card("notice/su")


@example("notice.formed")
def _(p: Play) -> Card:
    p.activate(exercise=True).answer(Answer.EN_ROUTE, "su").do(c.DissolveGroup(by="lin", number=NUMBER, group="order"))
    return p.do(c.FormGroup(by="lin", number=NUMBER, group="order")).latest_card("notice/su")


@example("notice.support")
def _(p: Play) -> Card:
    p.activate().answer(Answer.SUPPORT, "su").do(c.GiveSupport(by="shen", number=NUMBER, member="su"))
    return p.latest_card("notice/su")


@example("welcome.first")
def _(p: Play) -> Card:
    p.unit = replace(p.unit, people=People())
    return p.enrol("tang").latest_card("people/welcome/tang")


@example("welcome.another_account")
def _(p: Play) -> Card:
    return _moved(p).latest_card("people/welcome/tang")


@example("office.account")
def _(p: Play) -> Card:
    return _moved(p).latest_card("people/office/wei/account/tang")


def _moved(p: Play) -> Play:
    return p.do(people.Enrol(by="tang", member="tang", account=77, code="another"))


def _linked(p: Play, *, may_pin: bool = True) -> Play:
    return p.do(people.LinkGroup(by="lin", chat=-100, title=p.word("unit"), may_pin=may_pin))


@example("group_chat.linked")
def _(p: Play) -> Card:
    return _linked(p).card("people/group/-100")


@example("group_chat.may_not_pin")
def _(p: Play) -> Card:
    return _linked(p, may_pin=False).card("people/group/-100")


@example("office.linked")
def _(p: Play) -> Card:
    return _linked(p, may_pin=False).latest_card("people/office/wei/linked")


@example("office.unpinned")
def _(p: Play) -> Card:
    _linked(p).do(people.NoteGroupRights(by=SYSTEM, chat=-100, may_pin=False))
    return p.latest_card("people/office/wei/unpinned")


@example("office.group_lost")
def _(p: Play) -> Card:
    return _linked(p).do(people.LoseGroup(by=SYSTEM, chat=-100)).latest_card("people/office/wei/lost")


@example("office.foreign_group")
def _(p: Play) -> Card:
    p.do(people.LinkGroup(by="", chat=-7, title="<b>?</b>", may_pin=True))
    return p.latest_card("people/office/wei/foreign")


@example("office.foreign_group_by")
def _(p: Play) -> Card:
    p.do(people.LinkGroup(by="su", chat=-7, title="<b>?</b>", may_pin=True))
    return p.latest_card("people/office/wei/foreign")


@example("office.reach_lost")
def _(p: Play) -> Card:
    p.do(people.LoseReach(by=SYSTEM, member="su", reason="blocked"))
    return p.latest_card("people/office/wei/reach/su")
