"""A lead: from whoever reports it straight to everyone who may activate, and what became of it (clause 7.3a)."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Drawn, Ref
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.authority import Right, holders
from bot.domain.desk import events as e
from bot.domain.desk.commands import JudgeLead, ProposeActivation
from bot.domain.desk.events import Verdict
from bot.domain.desk.state import Lead
from bot.domain.message import Event
from bot.domain.unit import Unit

_OVER: Final = (Verdict.ACTIVATED, Verdict.FALSE_ALARM)


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The cards of the leaders, the reporter's receipt, and what was photographed or located."""
    match event:
        case e.LeadReported() | e.LeadExtended() | e.LeadJudged():
            lead = unit.desk.leads.get(event.lead)
            if lead is None:
                return
            for leader in holders(unit.plan, unit.roster, Right.AUTHORITY):
                yield Ref(draw=draw, subject=lead.id, other=leader.id)
                yield from (
                    Ref(draw=draw_photo, subject=lead.id, other=leader.id, ordinal=n) for n in range(len(lead.photos))
                )
                yield from (
                    Ref(draw=draw_location, subject=lead.id, other=leader.id, ordinal=n)
                    for n in range(len(lead.locations))
                )
            yield Ref(draw=draw_receipt, subject=lead.id)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Drawn:
    """To one of the leaders."""
    lead = unit.desk.leads[ref.subject]
    write = writer(unit)
    return Card(
        key=f"desk/lead/{lead.id}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=write.page(_lines(unit, lead, write)),
        buttons=_buttons(lead, write),
        closed=lead.verdict in _OVER,
    )


def draw_receipt(unit: Unit, ref: Ref) -> Drawn:
    """To whoever reported it: who has it, and what they made of it."""
    lead = unit.desk.leads[ref.subject]
    write = writer(unit)
    leaders = holders(unit.plan, unit.roster, Right.AUTHORITY)
    names = write.listed([said(leader.name) for leader in leaders if leader.id != lead.reporter], most=6)
    lines = [
        bold(write.t("lead.receipt")),
        write.t("lead.sent_to", names=write.t("list.comma").join(names) or "—"),
        *_words(lead),
        _verdict(unit, lead, write) or write.t("lead.add_more"),
    ]
    return Card(
        key=f"desk/receipt/{lead.id}",
        to=f"member:{lead.reporter}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        closed=lead.verdict in _OVER,
    )


def draw_photo(unit: Unit, ref: Ref) -> Drawn:
    """A picture of the lead."""
    lead = unit.desk.leads[ref.subject]
    return Card(
        key=f"desk/lead/{lead.id}/{ref.other}/photo/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=writer(unit).t("lead.photo", name=said(_name(unit, lead.reporter))),
        photo=lead.photos[ref.ordinal],
    )


def draw_location(unit: Unit, ref: Ref) -> Drawn:
    """A location of the lead."""
    lead = unit.desk.leads[ref.subject]
    return Card(
        key=f"desk/lead/{lead.id}/{ref.other}/location/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=writer(unit).t("lead.location", name=said(_name(unit, lead.reporter))),
        location=lead.locations[ref.ordinal],
    )


def _lines(unit: Unit, lead: Lead, write: Writer) -> Iterator[str]:
    yield bold(write.t("lead.heading"))
    reporter = unit.roster.find(lead.reporter)
    phone = reporter.phone if reporter else ""
    yield write.t("lead.reporter", name=said(_name(unit, lead.reporter)), phone=phone, time=write.time(lead.at))
    yield from _words(lead)
    if lead.photos or lead.locations:
        yield write.t("lead.attached", photos=len(lead.photos), locations=len(lead.locations))
    if verdict := _verdict(unit, lead, write):
        yield ""
        yield bold(verdict)


def _words(lead: Lead) -> Iterator[str]:
    return (f"「{said(text, 1000)}」" for text in lead.texts[-8:])


def _verdict(unit: Unit, lead: Lead, write: Writer) -> str | None:
    if lead.verdict is None or lead.judged_by is None or lead.judged_at is None:
        return None
    name, time = said(_name(unit, lead.judged_by)), write.time(lead.judged_at)
    return write.t(f"lead.verdict.{lead.verdict}", name=name, time=time)


def _buttons(lead: Lead, write: Writer) -> tuple[tuple[Button, ...], ...]:
    if lead.verdict in _OVER:
        return ()
    activate: Button = Button(
        text=write.t("button.activate"),
        command=ProposeActivation(exercise=False, lead=lead.id),
        style=Style.DANGER,
    )
    verify: Button = Button(
        text=write.t("button.verify"), command=JudgeLead(lead=lead.id, verdict=Verdict.VERIFY), style=Style.PRIMARY
    )
    false: Button = Button(
        text=write.t("button.false_alarm"), command=JudgeLead(lead=lead.id, verdict=Verdict.FALSE_ALARM)
    )
    return ((activate,), (verify, false) if lead.verdict is None else (false,))


def _name(unit: Unit, member: str) -> str:
    found = unit.roster.find(member)
    return found.name if found else member
