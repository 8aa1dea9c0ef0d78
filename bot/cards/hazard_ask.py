"""What somebody has begun with a hazard: whom to assign it to and by when, why it goes back, why it is none."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.hazard_lines import about, heading, standing
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, clip, name_of, said, writer
from bot.domain.hazard import commands as c
from bot.domain.hazard import events as e
from bot.domain.hazard.events import Question
from bot.domain.hazard.state import Ask, Hazard
from bot.domain.message import Command, Event
from bot.domain.unit import Unit
from config.roster import Member

_CANDIDATES: Final = 10


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The question, those it takes the place of, and those that are answered."""
    if not isinstance(event, e.HazardEvent):
        return
    hazard = unit.hazards.by_number.get(event.hazard)
    for member, ask in hazard.asks.items() if hazard is not None else ():
        yield from (
            Ref(draw=draw, subject=event.hazard, other=member, ordinal=ordinal) for ordinal in range(1, ask.ordinal + 1)
        )


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To whoever has begun it."""
    hazard = unit.hazards.by_number.get(ref.subject)
    if hazard is None:
        return None
    ask, write = hazard.asks[ref.other], writer(unit)
    over = ask.over or ref.ordinal < ask.ordinal
    if over:
        lines = [heading(hazard, write), *standing(unit, hazard, write)]
        return _card(ref, write.page([*lines, *([] if ask.over else [write.t("hazard.older")])]))
    if ask.question is Question.RETURN:
        text = write.t("hazard.ask_return", number=hazard.number)
        return _card(ref, text, reply=c.ReturnHazard(hazard=hazard.number), ask=write.t("hazard.ask_reason"))
    if ask.question is Question.DISMISS:
        text = write.t("hazard.ask_dismiss", number=hazard.number)
        return _card(ref, text, reply=c.DismissHazard(hazard=hazard.number), ask=write.t("hazard.ask_reason"))
    lines = [bold(write.t("hazard.ask_assign", number=hazard.number)), *about(unit, hazard, write)]
    candidates = _candidates(unit, hazard)
    if ask.owner:
        lines += ["", write.t("hazard.choose_days", name=said(name_of(unit, ask.owner)))]
    else:
        example = said(candidates[0].name) if candidates else ""
        lines += ["", write.t("hazard.choose_owner", example=example)]
    buttons = _days(unit, hazard, ask, write) if ask.owner else _owners(hazard, candidates)
    reply = c.AssignInWords(hazard=hazard.number)
    return _card(ref, write.page(lines), buttons=tuple(buttons), reply=reply)


def _card(
    ref: Ref,
    text: str,
    *,
    buttons: tuple[tuple[Button, ...], ...] = (),
    reply: Command | None = None,
    ask: str | None = None,
) -> Card:
    return Card(
        key=f"hazard/{ref.subject}/{ref.other}/ask/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.TAPPED,
        text=text,
        buttons=buttons,
        reply=reply,
        ask=ask,
        closed=reply is None,
    )


def _candidates(unit: Unit, hazard: Hazard) -> list[Member]:
    """Whoever owned what was found at that place, then whoever owned any, then leads of groups, then the others."""
    others = [other for other in reversed(list(unit.hazards.by_number.values())) if other.owner]
    here = [other.owner for other in others if hazard.place and other.place == hazard.place]
    leads = [member.id for member in unit.roster.members if member.lead]
    ids = [hazard.owner, *here, *(o.owner for o in others), *leads, *(m.id for m in unit.roster.members)]
    found = (unit.roster.find(id_) for id_ in dict.fromkeys(ids) if id_)
    return [member for member in found if member is not None][:_CANDIDATES]


def _owners(hazard: Hazard, candidates: list[Member]) -> Iterator[tuple[Button, ...]]:
    buttons = [
        Button(
            text=clip(f"{member.name} {member.title}", 28),
            command=c.ChooseOwner(hazard=hazard.number, owner=member.id),
        )
        for member in candidates
    ]
    yield from (tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _days(unit: Unit, hazard: Hazard, ask: Ask, write: Writer) -> Iterator[tuple[Button, ...]]:
    buttons = [
        Button(
            text=write.t.plural("hazard.days", days) if days else write.t("hazard.today"),
            command=c.AssignHazard(hazard=hazard.number, owner=ask.owner, days=days),
        )
        for days in unit.plan.hazard_rules.due
    ]
    yield from (tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
