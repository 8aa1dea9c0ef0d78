"""Hazards: found, assigned, overdue, fixed, sent back, verified; the questions; the register."""

from dataclasses import replace

from bot.cards.card import Card
from bot.domain.hazard import commands as c
from bot.domain.hazard.events import Question
from config.plan import Place
from config.roster import Roster
from tests.cards.examples import example
from tests.cards.unit import Play

NUMBER = "H-2026-001"


def _found(p: Play, *, place: bool = True, **more: object) -> Play:
    words = {"place": p.word("east")} if place else {}
    return p.do(c.ReportHazard(by="kong", text=p.word("why"), **words, **more))  # type: ignore[arg-type]


def _assigned(p: Play) -> Play:
    return _found(p).do(c.AssignHazard(by="wei", hazard=NUMBER, owner="tang", days=0))


def _fixed(p: Play) -> Play:
    return _assigned(p).do(c.FixHazard(by="tang", hazard=NUMBER))


def _asked(p: Play, question: Question) -> Play:
    return p.do(c.AskHazard(by="wei", hazard=NUMBER, question=question))


@example("hazard.found_office")
def _(p: Play) -> Card:
    return _found(p, photo="file-1").card(f"hazard/{NUMBER}/wei/1")


@example("hazard.found_receipt")
def _(p: Play) -> Card:
    places = tuple(Place(id=f"p-{at}", name=p.word(word)) for at, word in enumerate(("east", "west", "field")))
    p.unit = replace(p.unit, plan=p.unit.plan.model_copy(update={"key_places": places}))
    return _found(p, place=False).card(f"hazard/{NUMBER}/kong/1")


@example("hazard.found_extended")
def _(p: Play) -> Card:
    _found(p).do(c.ExtendHazard(by="kong", hazard=NUMBER, text=p.word("lead"), photo="file-2"))
    return p.card(f"hazard/{NUMBER}/wei/1")


@example("hazard.found_long_ago")
def _(p: Play) -> Card:
    return _found(p).wait(days=1).card(f"hazard/{NUMBER}/wei/2")


@example("hazard.serious_director")
def _(p: Play) -> Card:
    return _found(p).do(c.MarkSerious(by="kong", hazard=NUMBER)).card(f"hazard/{NUMBER}/lin/1")


@example("hazard.photo")
def _(p: Play) -> Card:
    return _found(p, photo="file-1").card(f"hazard/{NUMBER}/wei/photo/0")


@example("hazard.assigned_owner")
def _(p: Play) -> Card:
    return _assigned(p).card(f"hazard/{NUMBER}/tang/1")


@example("hazard.assigned_office")
def _(p: Play) -> Card:
    return _assigned(p).card(f"hazard/{NUMBER}/wei/1")


@example("hazard.assigned_to_another")
def _(p: Play) -> Card:
    return _assigned(p).do(c.AssignHazard(by="wei", hazard=NUMBER, owner="su", days=3)).card(f"hazard/{NUMBER}/tang/1")


@example("hazard.overdue_owner")
def _(p: Play) -> Card:
    return _assigned(p).wait(days=1).card(f"hazard/{NUMBER}/tang/2")


@example("hazard.overdue_older")
def _(p: Play) -> Card:
    return _assigned(p).wait(days=1).card(f"hazard/{NUMBER}/tang/1")


@example("hazard.overdue_director")
def _(p: Play) -> Card:
    return _assigned(p).wait(days=4).card(f"hazard/{NUMBER}/lin/1")


@example("hazard.owner_left")
def _(p: Play) -> Card:
    _assigned(p)
    names = p.unit.roster
    p.unit = replace(p.unit, roster=Roster(members=tuple(m for m in names.members if m.id != "tang")))
    return p.wait(seconds=1).card(f"hazard/{NUMBER}/wei/2")


@example("hazard.fixed_verifier")
def _(p: Play) -> Card:
    return _fixed(p).card(f"hazard/{NUMBER}/wei/2")


@example("hazard.fixed_owner")
def _(p: Play) -> Card:
    return _fixed(p).card(f"hazard/{NUMBER}/tang/1")


@example("hazard.returned_owner")
def _(p: Play) -> Card:
    _asked(_fixed(p), Question.RETURN).do(c.ReturnHazard(by="wei", hazard=NUMBER, text=p.word("lead")))
    return p.card(f"hazard/{NUMBER}/tang/2")


@example("hazard.verified_reporter")
def _(p: Play) -> Card:
    return _fixed(p).do(c.VerifyHazard(by="wei", hazard=NUMBER)).card(f"hazard/{NUMBER}/kong/2")


@example("hazard.dismissed_reporter")
def _(p: Play) -> Card:
    return _found(p).do(c.DismissHazard(by="wei", hazard=NUMBER, text=p.word("lead"))).card(f"hazard/{NUMBER}/kong/2")


@example("hazard_ask.owner")
def _(p: Play) -> Card:
    return _asked(_found(p), Question.ASSIGN).card(f"hazard/{NUMBER}/wei/ask/1")


@example("hazard_ask.days")
def _(p: Play) -> Card:
    _asked(_found(p), Question.ASSIGN).do(c.ChooseOwner(by="wei", hazard=NUMBER, owner="su"))
    return p.card(f"hazard/{NUMBER}/wei/ask/1")


@example("hazard_ask.assigned")
def _(p: Play) -> Card:
    _asked(_found(p), Question.ASSIGN).do(c.AssignHazard(by="wei", hazard=NUMBER, owner="su", days=3))
    return p.card(f"hazard/{NUMBER}/wei/ask/1")


@example("hazard_ask.return")
def _(p: Play) -> Card:
    return _asked(_fixed(p), Question.RETURN).card(f"hazard/{NUMBER}/wei/ask/1")


@example("hazard_ask.dismiss")
def _(p: Play) -> Card:
    return _asked(_found(p), Question.DISMISS).card(f"hazard/{NUMBER}/wei/ask/1")


@example("hazard_register.none")
def _(p: Play) -> Card:
    return p.do(c.ShowRegister(by="wei")).card("hazard/register/1")


@example("hazard_register.leaders")
def _(p: Play) -> Card:
    _assigned(p).do(
        c.ReportHazard(by="su", text=p.word("lead"), serious=True),
        c.ReportHazard(by="su", place=p.word("west"), photo="file-1"),
        c.FixHazard(by="su", hazard="H-2026-003"),
    )
    return p.wait(days=1).do(c.ShowRegister(by="lin")).card("hazard/register/1")


@example("hazard_register.own_second_page")
def _(p: Play) -> Card:
    p.do(*(c.ReportHazard(by="su", place=p.word("west"), text=f"{p.word('why')} {n}") for n in range(10)))
    p.do(c.ReportHazard(by="ye", text=p.word("lead")), c.ShowRegister(by="su"))
    return p.do(c.ShowRegister(by="su", ordinal=1, page=1)).card("hazard/register/1")
