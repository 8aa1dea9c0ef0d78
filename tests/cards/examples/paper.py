"""The emergency card and the reminder of who has not enrolled."""

from dataclasses import replace

from bot.cards.card import Card
from bot.domain.people import commands as people
from bot.domain.people.state import People
from tests.cards.examples import example
from tests.cards.unit import Play


def _anew(p: Play, *members: str) -> Play:
    p.unit = replace(p.unit, people=People())
    return p.enrol(*members)


@example("offline.member")
def _(p: Play) -> Card:
    return _anew(p, "su").latest_card("people/offline/su")


@example("offline.commander")
def _(p: Play) -> Card:
    return _anew(p, "lin").latest_card("people/offline/lin")


@example("offline.void")
def _(p: Play) -> Card:
    _anew(p, "su")
    held = p.unit.people.packs["su"]
    p.unit = replace(p.unit, people=replace(p.unit.people, packs={"su": replace(held, digest="old")}))
    p.do(people.Enrol(by="su", member="su", account=p.unit.people.enrolments["su"].account, code="another"))
    return p.screens["people/offline/su/1/1"]


@example("invitations.missing")
def _(p: Play) -> Card:
    return _anew(p, "wei", "su").wait(days=7, hours=1).latest_card("people/missing/wei")
