"""What the office hears of changed files."""

from bot.cards.card import Card
from bot.domain.message import SYSTEM
from bot.domain.people.commands import NoteUnitFaults, TakeUnit
from config.faults import Fault
from config.roster import Roster
from tests.cards.examples import example
from tests.cards.unit import Play

FAULTS = (
    Fault(
        file="roster.yaml",
        line=7,
        key="members[3].phone",
        problem="not a phone number: 13x",
        mend="write digits, with +86 or without",
    ),
    Fault(
        file="roster.yaml",
        line=9,
        key="members[5].group",
        problem="the plan has no group <ordre>",
        mend="did you mean order?",
    ),
)


def _recorded(p: Play) -> Play:
    return p.do(TakeUnit(by=SYSTEM, plan=p.unit.plan, roster=p.unit.roster)).wait(minutes=1)


def _changed(p: Play) -> Play:
    """He leaves, Su changes group and phone, Kong and Shen swap places, two join."""
    _recorded(p)
    members = {member.id: member.model_dump() for member in p.unit.roster.members if member.id != "he"}
    members["su"] |= {"phone": "139-0000-0005", "group": ("casualty",), "lead": ()}
    members["ye"] |= {"roles": ("office-head",), "tier": 1}
    order = ["lin", "kong", *(id_ for id_ in members if id_ not in ("lin", "kong"))]
    joined = [members["zhu"] | {"id": id_, "name": name, "lead": ()} for id_, name in (("lu", "陆<b>"), ("mo", "莫离"))]
    roster = Roster.model_validate({"members": [*(members[id_] for id_ in order), *joined]})
    return p.do(TakeUnit(by=SYSTEM, plan=p.unit.plan, roster=roster))


@example("files.roster")
def _(p: Play) -> Card:
    return _changed(p).latest_card("people/files/wei")


@example("files.roster_back")
def _(p: Play) -> Card:
    before = p.unit.roster
    _changed(p).wait(minutes=1).do(TakeUnit(by=SYSTEM, plan=p.unit.plan, roster=before))
    return p.latest_card("people/files/wei")


@example("files.plan_in_an_incident")
def _(p: Play) -> Card:
    _recorded(p).activate()
    plan = p.unit.plan.model_copy(update={"version": "2", "landmark": "…", "meet": "…"})
    return p.do(TakeUnit(by=SYSTEM, plan=plan, roster=p.unit.roster)).latest_card("people/files/wei")


def _faulty(p: Play) -> Play:
    return _recorded(p).do(NoteUnitFaults(by=SYSTEM, faults=FAULTS))


@example("files.faults")
def _(p: Play) -> Card:
    return _faulty(p).latest_card("people/file_faults/wei")


@example("files.faults_newer")
def _(p: Play) -> Card:
    first = _faulty(p).latest_card("people/file_faults/wei").key
    return p.wait(minutes=1).do(NoteUnitFaults(by=SYSTEM, faults=FAULTS[:1])).card(first)


@example("files.faults_over")
def _(p: Play) -> Card:
    _faulty(p).wait(minutes=1).do(TakeUnit(by=SYSTEM, plan=p.unit.plan, roster=p.unit.roster))
    return p.latest_card("people/file_faults/wei")


@example("files.mended")
def _(p: Play) -> Card:
    _faulty(p).wait(minutes=1).do(TakeUnit(by=SYSTEM, plan=p.unit.plan, roster=p.unit.roster))
    return p.latest_card("people/files/wei")


@example("files.mended_with_changes")
def _(p: Play) -> Card:
    plan = _faulty(p).wait(minutes=1).unit.plan.model_copy(update={"version": "2"})
    roster = Roster(members=tuple(member for member in p.unit.roster.members if member.id != "kong"))
    return p.do(TakeUnit(by=SYSTEM, plan=plan, roster=roster)).latest_card("people/files/wei")
