"""Decisions about swaps (换班): offered by one, accepted by the other, never behind anybody's back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.domain.message import SYSTEM, Refused
from bot.domain.watch.commands import AcceptSwap, BeginSwap, LapseSwap, OfferSwap, RefuseSwap, WithdrawSwap
from bot.domain.watch.events import Ending, SwapAgreed, SwapBegun, SwapEnded, SwapOffered, WatchEvent
from bot.domain.watch.schedule import Schedule, Shift
from bot.domain.watch.state import Swap, Watch

Decision = tuple[WatchEvent, ...] | Refused
Fit = Callable[[str, Shift], str]  # why a member cannot take a shift: a key, or empty


def begin(watch: Watch, schedule: Schedule, command: BeginSwap, at: datetime) -> Decision:
    """Choose a shift: it is one's own and has not begun."""
    shift = _mine(schedule, command.shift, command.by, at)
    if isinstance(shift, Refused):
        return shift
    pending = watch.open_swap(shift.id)
    if pending is not None:
        return () if not pending.to else _pending(schedule, pending)
    return (SwapBegun(at=at, by=command.by, swap=f"{watch.swap_count + 1}", shift=shift),)


def offer(watch: Watch, schedule: Schedule, command: OfferSwap, at: datetime, *, unfit: Fit) -> Decision:
    """Ask somebody to take a shift of one's own."""
    shift = _mine(schedule, command.shift, command.by, at)
    if isinstance(shift, Refused):
        return shift
    if (refusal := _cannot(schedule, shift, command.to, command.by, unfit)) is not None:
        return refusal
    pending = watch.open_swap(shift.id)
    if pending is not None and pending.to:
        return () if pending.to == command.to else _pending(schedule, pending)
    expires = min(at + schedule.plan.duty_roster.swap_within, shift.start)
    id_ = pending.id if pending is not None else f"{watch.swap_count + 1}"
    return (SwapOffered(at=at, by=command.by, swap=id_, shift=shift, to=command.to, expires=expires),)


def accept(watch: Watch, schedule: Schedule, command: AcceptSwap, at: datetime, *, unfit: Fit) -> Decision:
    """「同意」, by whoever was asked, while the shift is still the other's to give."""
    swap = watch.swaps.get(command.swap)
    if swap is None or swap.to != command.by:
        return Refused(key="swap.not_for_you")
    if swap.agreed:
        return ()
    if not swap.open:
        return Refused(key="swap.over")
    shift = schedule.find(swap.shift.id)
    if shift is None or shift.member != swap.giver:
        return (_ended(swap, Ending.VOID, at, SYSTEM),)
    if shift.start <= at:
        return Refused(key="swap.past")
    if (refusal := _cannot(schedule, shift, swap.to, swap.giver, unfit)) is not None:
        return refusal
    return (SwapAgreed(at=at, by=command.by, swap=swap.id, shift=shift, giver=swap.giver, to=swap.to),)


def end(watch: Watch, command: RefuseSwap | WithdrawSwap | LapseSwap, at: datetime) -> Decision:
    """「不同意」, taken back, or nobody answered."""
    swap = watch.swaps.get(command.swap)
    match command:
        case LapseSwap():
            if swap is None or not swap.open or at < _lapses(swap):
                return ()
            return (_ended(swap, Ending.LAPSED, at, SYSTEM),)
        case RefuseSwap():
            why, whose = Ending.REFUSED, swap.to if swap else ""
        case WithdrawSwap():
            why, whose = Ending.WITHDRAWN, swap.giver if swap else ""
    if swap is None or command.by != whose:
        return Refused(key="swap.not_for_you")
    if not swap.open:
        return () if swap.ending is why else Refused(key="swap.over")
    return (_ended(swap, why, at, command.by),)


def when(schedule: Schedule, shift: Shift) -> str:
    """When a shift is, on the plan's clock; with the day on which it ends when that is another."""
    start, end = shift.start.astimezone(schedule.zone), shift.end.astimezone(schedule.zone)
    return (
        f"{start:%m-%d %H:%M}–{end:%H:%M}" if start.date() == end.date() else f"{start:%m-%d %H:%M}–{end:%m-%d %H:%M}"
    )


def _lapses(swap: Swap) -> datetime:
    return swap.expires or swap.shift.start


def _mine(schedule: Schedule, shift_id: str, by: str, at: datetime) -> Shift | Refused:
    shift = schedule.find(shift_id)
    if shift is None:
        return Refused(key="swap.gone")
    if shift.member != by:
        return Refused(key="swap.not_yours", values={"name": _name(schedule, shift.member)})
    if shift.start <= at:
        return Refused(key="swap.past")
    return shift


def _cannot(schedule: Schedule, shift: Shift, to: str, giver: str, unfit: Fit) -> Refused | None:
    """Why that member cannot take the shift."""
    if to == giver:
        return Refused(key="swap.self")
    if schedule.roster.find(to) is None:
        return Refused(key="swap.unknown", values={"name": to})
    values: dict[str, Any] = {"name": _name(schedule, to)}
    for other in schedule.between(shift.start, shift.end):
        if other.member == to and other.overlaps(shift):
            return Refused(key="swap.booked", values={**values, "when": when(schedule, other)})
    match unfit(to, shift):
        case "":
            return None
        case "leader":
            return Refused(key="swap.not_leader", values=values)
        case "away":
            return Refused(key="swap.away", values=values)
        case _:
            return Refused(key="swap.unreachable", values=values)


def _pending(schedule: Schedule, swap: Swap) -> Refused:
    return Refused(key="swap.pending", values={"name": _name(schedule, swap.to)})


def _ended(swap: Swap, why: Ending, at: datetime, by: str) -> SwapEnded:
    return SwapEnded(at=at, by=by, swap=swap.id, shift=swap.shift, giver=swap.giver, to=swap.to, why=why)


def _name(schedule: Schedule, member: str) -> str:
    found = schedule.roster.find(member)
    return found.name if found else member
