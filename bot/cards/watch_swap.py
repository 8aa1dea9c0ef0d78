"""Swaps: whom to ask, the question to the other, and what both and the office hear of the answer."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.shifts import kind_name, span
from bot.cards.writing import Writer, bold, clip, name_of, said, writer
from bot.domain.message import Event
from bot.domain.unit import Unit
from bot.domain.watch import events as e
from bot.domain.watch.commands import AcceptSwap, OfferSwap, RefuseSwap, WithdrawSwap
from bot.domain.watch.state import Swap

_CANDIDATES: Final = 24


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The giver's card, the other's, and news where somebody else decided."""
    match event:
        case e.SwapBegun() | e.SwapOffered() | e.SwapAgreed() | e.SwapEnded():
            yield Ref(draw=draw_giver, subject=event.swap)
            yield Ref(draw=draw_asked, subject=event.swap)
        case _:
            return
    match event:
        case e.SwapAgreed():
            yield Ref(draw=draw_result, subject=event.swap)
            for member in unit.roster.with_role(unit.plan.office):
                yield Ref(draw=draw_office, subject=event.swap, other=member.id)
        case e.SwapEnded() if event.to and event.why is not e.Ending.WITHDRAWN:
            yield Ref(draw=draw_result, subject=event.swap)
        case _:
            return


def draw_giver(unit: Unit, ref: Ref) -> Card | None:
    """To whoever gives a shift away: whom to ask, then that it waits for the answer."""
    swap = unit.watch.swaps.get(ref.subject)
    if swap is None:
        return None
    write = writer(unit)
    lines = [bold(write.t("swap.heading")), _shift(swap, write)]
    buttons: list[tuple[Button, ...]] = []
    if swap.open and not swap.to:
        lines.append(write.t("swap.whom"))
        buttons = _candidates(unit, swap)
    elif swap.to:
        lines.append(write.t("swap.asked", name=said(name_of(unit, swap.to))))
        if swap.open and swap.expires is not None:
            lines.append(write.t("swap.still_yours"))
            lines.append(write.t("swap.expires", time=write.due(swap.expires, swap.at)))
    if swap.open:
        buttons.append((Button(text=write.t("button.swap_back"), command=WithdrawSwap(swap=swap.id)),))
    else:
        lines.append(_outcome(unit, swap, write))
    return Card(
        key=f"watch/swap/{swap.id}/giver",
        to=f"member:{swap.giver}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        buttons=tuple(buttons),
        closed=not swap.open,
    )


def draw_asked(unit: Unit, ref: Ref) -> Card | None:
    """To whoever is asked: 「同意」「不同意」."""
    swap = unit.watch.swaps.get(ref.subject)
    if swap is None or not swap.to:
        return None
    write = writer(unit)
    lines = [bold(write.t("swap.question", name=said(name_of(unit, swap.giver)))), _shift(swap, write)]
    if swap.open and swap.expires is not None:
        lines.append(write.t("swap.expires", time=write.due(swap.expires, swap.at)))
    else:
        lines.append(_outcome(unit, swap, write))
    accept = Button(text=write.t("button.agree"), command=AcceptSwap(swap=swap.id), style=Style.SUCCESS)
    refuse = Button(text=write.t("button.disagree"), command=RefuseSwap(swap=swap.id))
    return Card(
        key=f"watch/swap/{swap.id}/asked",
        to=f"member:{swap.to}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=((accept, refuse),) if swap.open else (),
        closed=not swap.open,
    )


def draw_result(unit: Unit, ref: Ref) -> Card | None:
    """To whoever asked: the answer, as a message that rings."""
    swap = unit.watch.swaps.get(ref.subject)
    if swap is None or swap.open:
        return None
    write = writer(unit)
    return Card(
        key=f"watch/swap/{swap.id}/result",
        to=f"member:{swap.giver}",
        lane=Lane.NAG,
        text=write.page([bold(_outcome(unit, swap, write)), _shift(swap, write)]),
    )


def draw_office(unit: Unit, ref: Ref) -> Card | None:
    """To the office: who has whose shift now."""
    swap = unit.watch.swaps.get(ref.subject)
    if swap is None or not swap.agreed:
        return None
    write = writer(unit)
    names = {"giver": said(name_of(unit, swap.giver)), "name": said(name_of(unit, swap.to))}
    return Card(
        key=f"watch/swap/{swap.id}/office/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page([bold(write.t("swap.office", **names)), _shift(swap, write)]),
    )


def _shift(swap: Swap, write: Writer) -> str:
    return write.t("watch.shift", kind=kind_name(write, swap.shift.kind), when=span(write, swap.shift))


def _outcome(unit: Unit, swap: Swap, write: Writer) -> str:
    name = said(name_of(unit, swap.to))
    if swap.agreed:
        return write.t("swap.agreed", name=name)
    return write.t(f"swap.ended_{swap.ending}", name=name)


def _candidates(unit: Unit, swap: Swap) -> list[tuple[Button, ...]]:
    """Whoever the roster has in that kind of shift, is free then and can be reached; two a row."""
    busy = {s.member for s in unit.schedule.between(swap.shift.start, swap.shift.end)}
    able = [
        Button(text=clip(member.name, 24), command=OfferSwap(shift=swap.shift.id, to=member.id, swap=swap.id))
        for member in map(unit.roster.find, unit.schedule.people(swap.shift.kind))
        if member is not None and member.id not in busy and unit.people.reachable(member.id)
    ][:_CANDIDATES]
    return [tuple(able[n : n + 2]) for n in range(0, len(able), 2)]
