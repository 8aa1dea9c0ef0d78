"""A lead: from whoever reports it straight to everyone who may activate, and what became of it (clause 7.3a)."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.authority import Right, holders
from bot.domain.desk import events as e
from bot.domain.desk.commands import JudgeLead, ProposeActivation
from bot.domain.desk.events import Verdict
from bot.domain.desk.state import Lead
from bot.domain.message import Event
from bot.domain.unit import Unit

_TEXTS: Final = 8  # of one lead on one card
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


def draw(unit: Unit, ref: Ref) -> Card:
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


def draw_receipt(unit: Unit, ref: Ref) -> Card:
    """To whoever reported it: who has it, and what they made of it."""
    lead = unit.desk.leads[ref.subject]
    write = writer(unit)
    over = lead.verdict in _OVER
    lines = [
        bold(_verdict(unit, lead, write) or write.t("lead.receipt")),
        *_leaders(unit, write),
        *_words(lead, write),
        *([] if over else [write.t("lead.add_more")]),
    ]
    return Card(
        key=f"desk/receipt/{lead.id}",
        to=f"member:{lead.reporter}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        closed=over,
    )


def draw_photo(unit: Unit, ref: Ref) -> Card:
    """A picture of the lead."""
    lead = unit.desk.leads[ref.subject]
    return Card(
        key=f"desk/lead/{lead.id}/{ref.other}/photo/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=writer(unit).t("lead.photo", name=said(name_of(unit, lead.reporter))),
        photo=lead.photos[ref.ordinal],
    )


def draw_location(unit: Unit, ref: Ref) -> Card:
    """A location of the lead."""
    lead = unit.desk.leads[ref.subject]
    return Card(
        key=f"desk/lead/{lead.id}/{ref.other}/location/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=writer(unit).t("lead.location", name=said(name_of(unit, lead.reporter))),
        location=lead.locations[ref.ordinal],
    )


def _lines(unit: Unit, lead: Lead, write: Writer) -> Iterator[str]:
    yield bold(write.t("lead.heading"))
    reporter = unit.roster.find(lead.reporter)
    phone = reporter.phone if reporter else ""
    yield write.t("lead.reporter", name=said(name_of(unit, lead.reporter)), phone=phone, time=write.time(lead.at))
    yield from _words(lead, write)
    if lead.photos or lead.locations:
        yield write.t("lead.attached", photos=len(lead.photos), locations=len(lead.locations))
    if verdict := _verdict(unit, lead, write):
        yield ""
        yield bold(verdict)


def _leaders(unit: Unit, write: Writer) -> Iterator[str]:
    """Who gets it, by role; a reporter whom nobody would read is told to phone."""
    leaders = holders(unit.plan, unit.roster, Right.AUTHORITY)
    names = [
        f"{said(unit.plan.role_name(role))} {said(leader.name)}"
        for leader in leaders
        for role in [next(role for role in unit.plan.succession if role in leader.roles)]
    ]
    yield write.t("lead.sent_to", count=len(leaders), names=write.t("list.comma").join(write.listed(names, most=6)))
    if not any(unit.people.reachable(leader.id) for leader in leaders):
        yield bold(write.t("lead.nobody_reads"))


def _words(lead: Lead, write: Writer) -> Iterator[str]:
    """The first words, which say what it is, and the latest."""
    kept = lead.texts if len(lead.texts) <= _TEXTS else (lead.texts[0], *lead.texts[1 - _TEXTS :])
    return (write.t("lead.words", text=said(text, 400)) for text in kept)


def _verdict(unit: Unit, lead: Lead, write: Writer) -> str | None:
    if lead.verdict is None or lead.judged_by is None or lead.judged_at is None:
        return None
    name, time = said(name_of(unit, lead.judged_by)), write.time(lead.judged_at)
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
