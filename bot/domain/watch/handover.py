"""Decisions about taking over."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.message import GRACE, SYSTEM, Refused
from bot.domain.watch.commands import NagHandover, TakeOverShift
from bot.domain.watch.events import (
    Ending,
    HandoverDue,
    HandoverNagged,
    ShiftTakenOver,
    SwapEnded,
    WatchAdvanced,
    WatchClosed,
    WatchEvent,
    WatchOpened,
)
from bot.domain.watch.schedule import Schedule, Shift
from bot.domain.watch.state import Watch
from config.duty_roster import KINDS, Kind

Decision = tuple[WatchEvent, ...] | Refused


def follow(watch: Watch, schedule: Schedule, at: datetime, *, told: tuple[str, ...]) -> Decision:
    """Bring who is on duty up to date: handovers for what has changed since, however long ago that was."""
    if not schedule.configured:
        return (WatchClosed(at=at, by=SYSTEM),) if watch.followed is not None else ()
    running, revision = schedule.at(at), schedule.revision
    if watch.followed is None:
        return (WatchOpened(at=at, by=SYSTEM, shifts=running, revision=revision),)
    due = schedule.boundary(watch.followed)
    if revision == watch.revision and (due is None or due > at):
        return ()
    events: list[WatchEvent] = list(_handovers(watch, schedule, running, at, told))
    if not events or revision != watch.revision:
        events.append(WatchAdvanced(at=at, by=SYSTEM, shifts=running, revision=revision))
        events += _void(watch, schedule, at)
    return tuple(events)


def take_over(watch: Watch, office: frozenset[str], command: TakeOverShift, at: datetime) -> Decision:
    """By whoever comes on duty; whoever hands over, the office and the leaders may say it for them."""
    handover = watch.handovers.get(command.handover)
    if handover is None:
        return Refused(key="watch.gone")
    mine = tuple(shift for shift in handover.incoming if shift.member == command.by)
    named = tuple(shift for shift in handover.incoming if shift.id == command.shift)
    may_speak = command.by in office or any(shift.member == command.by for shift in handover.outgoing)
    wanted = named or mine or (handover.incoming if may_speak else ())
    if not wanted or (not may_speak and wanted != mine and not set(wanted) <= set(mine)):
        return Refused(key="watch.not_your_shift")
    if handover.over:
        return Refused(key="watch.shift_over")
    return tuple(
        ShiftTakenOver(at=at, by=command.by, handover=handover.id, kind=handover.kind, shift=shift)
        for shift in wanted
        if shift.id not in handover.taken
    )


def nag(watch: Watch, command: NagHandover, at: datetime, *, told: tuple[str, ...]) -> Decision:
    """Ring whoever has not taken over, or tell the office and the leader on duty."""
    handover = watch.handovers.get(command.handover)
    if handover is None or handover.level >= command.level or not (waiting := handover.waiting()):
        return ()
    when = handover.nag_at if command.level == 1 else handover.escalate_at
    if at < when:
        return ()
    return (
        HandoverNagged(
            at=at,
            by=SYSTEM,
            handover=handover.id,
            kind=handover.kind,
            level=command.level,
            waiting=waiting,
            told=_told(watch, waiting, told) if command.level > 1 else (),
            late=at - when > GRACE,
        ),
    )


def _handovers(
    watch: Watch, schedule: Schedule, running: tuple[Shift, ...], at: datetime, told: tuple[str, ...]
) -> Iterator[HandoverDue]:
    assert watch.followed is not None
    rules, count = schedule.plan.duty_roster, watch.handover_count
    passed = [s for s in schedule.between(watch.followed, at) if s.start > watch.followed and s.end <= at]
    for kind in KINDS:
        now = [shift for shift in running if shift.kind == kind]
        before = _before(watch, kind)
        known = {(shift.id, shift.member) for shift in before}
        incoming = tuple(shift for shift in now if (shift.id, shift.member) not in known)
        there = {(shift.id, shift.member) for shift in now}
        outgoing = tuple(shift for shift in before if (shift.id, shift.member) not in there)
        missed = tuple(shift for shift in passed if shift.kind == kind)
        if not (incoming or outgoing or missed):
            continue
        count += 1
        # What begins only because the roster was changed begins now, not when the paper says.
        begun = [shift.start for shift in incoming] or [min(shift.end, at) for shift in outgoing] or [at]
        due = max(begun) if max(begun) > watch.followed else at
        covered = bool(now) or rules.cover(kind) != "always"
        yield HandoverDue(
            at=at,
            by=SYSTEM,
            handover=f"{count}",
            kind=kind,
            due=due,
            incoming=incoming,
            outgoing=outgoing,
            missed=missed,
            nag_at=at + rules.take_over if at - due > GRACE else due + rules.take_over,
            escalate_at=at + rules.escalate if at - due > GRACE else due + rules.escalate,
            covered=covered,
            told=() if covered else told,
            late=at - due > GRACE,
        )


def _told(watch: Watch, waiting: tuple[Shift, ...], office: tuple[str, ...]) -> tuple[str, ...]:
    """The office and the leaders on duty, without those who are waited for."""
    silent = {shift.member for shift in waiting}
    leaders = [shift.member for shift in watch.in_force("leader")]
    return tuple(member for member in dict.fromkeys([*office, *leaders]) if member not in silent)


def _before(watch: Watch, kind: Kind) -> list[Shift]:
    """Whoever was on duty or should have been: also those who stayed because nobody came."""
    found = {shift.id: shift for shift in watch.in_force(kind)}
    found |= {shift.id: shift for shift in watch.running if shift.kind == kind}
    return list(found.values())


def _void(watch: Watch, schedule: Schedule, at: datetime) -> Iterator[SwapEnded]:
    """Offers of shifts that the new roster does not have, or gives to somebody else."""
    for swap in watch.swaps.values():
        if not swap.open:
            continue
        shift = schedule.find(swap.shift.id)
        if shift is None or shift.member != swap.giver:
            yield SwapEnded(
                at=at, by=SYSTEM, swap=swap.id, shift=swap.shift, giver=swap.giver, to=swap.to, why=Ending.VOID
            )
