"""Answers to /watch (值班) and /swap (换班)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.cards.answers import answer
from bot.cards.card import Button, Card
from bot.cards.shifts import kind_name, on_duty_lines, people, sees_phones, span
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.unit import Unit
from bot.domain.watch.commands import BeginSwap, OfferSwap
from bot.domain.watch.schedule import Shift
from config.roster import Member

AHEAD: Final = timedelta(days=62)
_MINE: Final = 5
_BUTTONS: Final = 8


def watch(unit: Unit, member: str, origin: str) -> Card:
    """Who is on duty now and next, and when oneself is."""
    write = writer(unit)
    if unit.watch.followed is None:
        lines = [bold(write.t("watch.none"))]
        if unit.plan.duty_leader:
            lines.append(write.t("alert.duty_leader", leader=said(unit.plan.duty_leader)))
        return answer(member, origin, write.page(lines))
    return answer(member, origin, write.page(_watch(unit, member, write)))


def swap(unit: Unit, member: str, origin: str, *, to: Member | None = None, mine: list[Shift] | None = None) -> Card:
    """Which of one's shifts? With `to`, whom to ask is known already."""
    write = writer(unit)
    shifts = (mine if mine is not None else upcoming(unit, member))[:_BUTTONS]
    if not shifts:
        return answer(member, origin, write.page([write.t("swap.none")]))
    rows = tuple(
        (
            Button(
                text=clip(f"{kind_name(write, shift.kind)} {span(write, shift)}", 60),
                command=OfferSwap(shift=shift.id, to=to.id) if to else BeginSwap(shift=shift.id),
            ),
        )
        for shift in shifts
    )
    return answer(member, origin, write.page([bold(write.t("swap.which")), write.t("swap.how")]), buttons=rows)


def upcoming(unit: Unit, member: str = "") -> list[Shift]:
    """The shifts that have not begun, by when they begin: of one member, or of everybody."""
    since = unit.watch.followed
    if since is None:
        return []
    found = unit.schedule.between(since, since + AHEAD)
    return [shift for shift in found if shift.start > since and member in ("", shift.member)]


def _watch(unit: Unit, member: str, write: Writer) -> Iterator[str]:
    phone = sees_phones(unit, member)
    yield bold(write.t("watch.heading"))
    yield from on_duty_lines(unit, write, phone=phone)
    ahead = upcoming(unit)
    for kind in ("leader", "duty"):
        first = next((shift for shift in ahead if shift.kind == kind), None)
        if first is None:
            continue
        together = [shift for shift in ahead if shift.kind == kind and shift.start == first.start]
        names = people(unit, write, together, phone=phone)
        yield write.t("watch.next", kind=kind_name(write, first.kind), when=span(write, first), names=names)
    mine = [shift for shift in ahead if shift.member == member]
    yield ""
    if not mine:
        yield write.t("watch.mine_none")
        return
    yield write.t("watch.mine")
    yield from (f"• {kind_name(write, shift.kind)} {span(write, shift)}" for shift in mine[:_MINE])
    yield write.t("watch.mine_swap")
