"""Proposals to activate, and leads."""

from bot.cards.card import Card
from bot.domain.desk import commands as desk
from bot.domain.desk.events import Verdict
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from tests.cards.examples import example
from tests.cards.unit import Play


@example("proposal.open")
def _(p: Play) -> Card:
    return p.propose().card("desk/proposal/1")


@example("proposal.open_exercise")
def _(p: Play) -> Card:
    return p.propose(exercise=True).card("desk/proposal/1")


@example("proposal.on_a_lead_beside_an_exercise")
def _(p: Play) -> Card:
    p.activate(exercise=True)
    p.do(people.LoseReach(by=SYSTEM, member="he", reason="blocked"))
    p.do(desk.ReportLead(by="kong", text=p.word("lead")))
    return p.propose(lead="1", by="shen").card("desk/proposal/2")


@example("proposal.confirmed")
def _(p: Play) -> Card:
    return p.activate().card("desk/proposal/1")


@example("proposal.withdrawn")
def _(p: Play) -> Card:
    return p.propose().do(desk.WithdrawActivation(by="lin", proposal="1")).card("desk/proposal/1")


@example("proposal.lapsed")
def _(p: Play) -> Card:
    return p.propose(exercise=True).wait(seconds=61).card("desk/proposal/1")


@example("proposal.overtaken")
def _(p: Play) -> Card:
    p.propose(by="shen").activate()
    return p.card("desk/proposal/1")


def _reported(p: Play) -> Play:
    return p.do(desk.ReportLead(by="kong", text=p.word("lead")))


@example("lead.open")
def _(p: Play) -> Card:
    return _reported(p).card("desk/lead/1/lin")


@example("lead.extended")
def _(p: Play) -> Card:
    _reported(p).do(
        desk.ExtendLead(by="kong", lead="1", text=p.word("what")),
        desk.ExtendLead(by="kong", lead="1", photo="file-1"),
        desk.ExtendLead(by="kong", lead="1", location=(28.66, 115.85)),
    )
    return p.card("desk/lead/1/lin")


@example("lead.photo")
def _(p: Play) -> Card:
    return p.do(desk.ReportLead(by="kong", photo="file-1")).card("desk/lead/1/shen/photo/0")


@example("lead.location")
def _(p: Play) -> Card:
    return p.do(desk.ReportLead(by="kong", location=(28.66, 115.85))).card("desk/lead/1/shen/location/0")


@example("lead.verify")
def _(p: Play) -> Card:
    return _reported(p).do(desk.JudgeLead(by="shen", lead="1", verdict=Verdict.VERIFY)).card("desk/lead/1/lin")


@example("lead.false_alarm")
def _(p: Play) -> Card:
    return _reported(p).do(desk.JudgeLead(by="lin", lead="1", verdict=Verdict.FALSE_ALARM)).card("desk/lead/1/lin")


def _lead_activated(p: Play) -> Play:
    return _reported(p).propose(lead="1").do(desk.ConfirmActivation(by="lin", proposal="1"))


@example("lead.activated")
def _(p: Play) -> Card:
    return _lead_activated(p).card("desk/lead/1/shen")


@example("receipt.open")
def _(p: Play) -> Card:
    return _reported(p).card("desk/receipt/1")


@example("receipt.nobody_reads")
def _(p: Play) -> Card:
    for leader in ("lin", "shen", "wei"):
        p.do(people.LoseReach(by=SYSTEM, member=leader, reason="blocked"))
    return _reported(p).card("desk/receipt/1")


@example("receipt.verify")
def _(p: Play) -> Card:
    return _reported(p).do(desk.JudgeLead(by="shen", lead="1", verdict=Verdict.VERIFY)).card("desk/receipt/1")


@example("receipt.activated")
def _(p: Play) -> Card:
    return _lead_activated(p).card("desk/receipt/1")
