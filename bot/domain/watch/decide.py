"""Decisions about the duty roster, and the timers that run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.message import AT_ONCE, SYSTEM, Refused, Timer
from bot.domain.watch import handover, swaps
from bot.domain.watch.commands import (
    AcceptSwap,
    BeginSwap,
    CheckDutyRoster,
    FollowRoster,
    LapseSwap,
    NagHandover,
    OfferSwap,
    RefuseSwap,
    TakeDutyRoster,
    TakeOverShift,
    WatchCommand,
    WithdrawSwap,
)
from bot.domain.watch.events import DutyRosterChecked, DutyRosterTaken, WatchEvent
from bot.domain.watch.findings import findings
from bot.domain.watch.schedule import Schedule, Shift
from bot.domain.watch.state import Watch

Decision = tuple[WatchEvent, ...] | Refused


@dataclass(frozen=True, kw_only=True)
class Crew:
    """What the duty roster needs to know of people."""

    reachable: Callable[[str], bool]
    away: Callable[[str, datetime], bool]
    office: frozenset[str]  # who may say for others that they have taken over
    told: tuple[str, ...]  # who hears of it when nobody is on duty
    leaders: frozenset[str]  # who may be the leader on duty


def decide(watch: Watch, schedule: Schedule, crew: Crew, command: WatchCommand, at: datetime) -> Decision:
    """Events or a refusal; a repeated command gives no event."""

    def unfit(member: str, shift: Shift) -> str:
        if shift.kind == "leader" and member not in crew.leaders:
            return "leader"
        if crew.away(member, shift.start):
            return "away"
        return "" if crew.reachable(member) else "unreachable"

    match command:
        case TakeDutyRoster():
            if command.duty_roster == schedule.duty_roster:
                return ()
            return (DutyRosterTaken(at=at, by=command.by, duty_roster=command.duty_roster),)
        case FollowRoster():
            return handover.follow(watch, schedule, at, told=crew.told)
        case TakeOverShift():
            return handover.take_over(watch, crew.office, command, at)
        case NagHandover():
            return handover.nag(watch, command, at, told=crew.told)
        case BeginSwap():
            return swaps.begin(watch, schedule, command, at)
        case OfferSwap():
            return swaps.offer(watch, schedule, command, at, unfit=unfit)
        case AcceptSwap():
            return swaps.accept(watch, schedule, command, at, unfit=unfit)
        case RefuseSwap() | WithdrawSwap() | LapseSwap():
            return swaps.end(watch, command, at)
        case CheckDutyRoster():
            return _check(watch, schedule, crew, at)
        case _:
            raise TypeError(f"not a command of the duty roster: {command!r}")


def timers(watch: Watch, schedule: Schedule) -> Iterator[Timer]:
    """The next beginning or end of a shift, handovers and offers that wait, the next look ahead."""
    if not schedule.configured:
        if watch.followed is not None:
            yield Timer(when=watch.followed, command=FollowRoster(by=SYSTEM))
        return
    if watch.followed is None:
        yield Timer(when=AT_ONCE, command=FollowRoster(by=SYSTEM))
        return
    changed = schedule.revision != watch.revision
    boundary = watch.followed if changed else schedule.boundary(watch.followed)
    if boundary is not None:
        yield Timer(when=boundary, command=FollowRoster(by=SYSTEM))
    for waiting in watch.pending():
        if waiting.level < 2:
            when = waiting.nag_at if waiting.level == 0 else waiting.escalate_at
            nag = NagHandover(by=SYSTEM, handover=waiting.id, level=waiting.level + 1)
            yield Timer(when=when, command=nag, silence=True)
    for swap in watch.swaps.values():
        if swap.open:
            yield Timer(when=swap.expires or swap.shift.start, command=LapseSwap(by=SYSTEM, swap=swap.id))
    yield Timer(when=_next_check(watch, schedule), command=CheckDutyRoster(by=SYSTEM))


def _next_check(watch: Watch, schedule: Schedule) -> datetime:
    assert watch.followed is not None
    if not watch.checked or watch.checked_revision != schedule.revision:
        return watch.followed
    day = date.fromisoformat(watch.checked) + timedelta(days=1)
    return datetime.combine(day, schedule.plan.duty_roster.check_at, schedule.zone).astimezone(UTC)


def _check(watch: Watch, schedule: Schedule, crew: Crew, at: datetime) -> Decision:
    """Once a day, and whenever the roster is another. What nobody could hear of is left for the next day to find."""
    if watch.followed is None or not schedule.configured or at < _next_check(watch, schedule):
        return ()
    until = at + schedule.plan.duty_roster.horizon
    heard = any(crew.reachable(member) for member in crew.told)
    found = findings(schedule, at, until, reachable=crew.reachable, away=crew.away) if heard else ()
    return (
        DutyRosterChecked(
            at=at,
            by=SYSTEM,
            day=f"{at.astimezone(schedule.zone).date()}",
            until=until,
            revision=schedule.revision,
            findings=found,
        ),
    )
