"""The fold of the stream `watch`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeVar

from bot.domain.watch import events as e
from bot.domain.watch.schedule import Shift
from config.duty_roster import Kind

K = TypeVar("K")
V = TypeVar("V")
KEPT: Final = 40  # handovers, swaps and checks remembered; older ones have long been rendered closed


@dataclass(frozen=True, kw_only=True)
class Taken:
    """When a shift was taken over, and who said so."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """Who comes on duty and from whom. It is over when everybody has taken over, or their shifts have ended."""

    id: str
    kind: Kind
    due: datetime
    incoming: tuple[Shift, ...]
    outgoing: tuple[Shift, ...]
    nag_at: datetime
    escalate_at: datetime
    covered: bool
    late: bool
    taken: Mapping[str, Taken] = field(default_factory=dict)  # by shift
    level: int = 0  # 1: rung again, 2: the office and the leader on duty heard of it
    level_late: bool = False
    waited_for: tuple[Shift, ...] = ()  # what the office was told about
    told: tuple[str, ...] = ()
    over: bool = False

    def waiting(self) -> tuple[Shift, ...]:
        """The shifts that nobody has taken over yet."""
        return () if self.over else tuple(shift for shift in self.incoming if shift.id not in self.taken)


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A shift that its holder gives away. `to` is empty while they choose; `ending` stays None when it was agreed."""

    id: str
    shift: Shift
    giver: str
    to: str = ""
    at: datetime
    expires: datetime | None = None
    agreed: bool = False
    ending: e.Ending | None = None

    @property
    def open(self) -> bool:
        """Whether something can still come of it."""
        return not self.agreed and self.ending is None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What one look through the shifts ahead found for the first time."""

    ordinal: int
    at: datetime
    findings: tuple[e.Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Who is on duty, and what is being handed over or swapped."""

    followed: datetime | None = None  # shifts that begin or end up to here are seen to
    revision: str = ""
    running: tuple[Shift, ...] = ()
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    handover_count: int = 0
    swaps: Mapping[str, Swap] = field(default_factory=dict)
    swap_count: int = 0
    holders: Mapping[str, str] = field(default_factory=dict)  # shift → who holds it by an agreed swap
    checked: str = ""  # the day
    checked_revision: str = ""
    checks: Mapping[int, Check] = field(default_factory=dict)
    check_count: int = 0
    open_findings: frozenset[str] = frozenset()  # keys

    def pending(self, kind: Kind | None = None) -> tuple[Handover, ...]:
        """Handovers for which somebody has not taken over."""
        return tuple(h for h in self.handovers.values() if (kind is None or h.kind == kind) and h.waiting())

    def in_force(self, kind: Kind) -> tuple[Shift, ...]:
        """Who is on duty: until a shift is taken over, whoever hands it over stays."""
        held: dict[str, Shift] = {}
        waiting = {shift.id: handover for handover in self.pending(kind) for shift in handover.waiting()}
        for shift in self.running:
            if shift.kind != kind:
                continue
            handover = waiting.get(shift.id)
            for one in handover.outgoing if handover is not None and handover.outgoing else (shift,):
                held.setdefault(one.member, one)
        return tuple(held.values())

    def expected(self, kind: Kind) -> tuple[Shift, ...]:
        """Who should be on duty and has not taken over."""
        return tuple(shift for handover in self.pending(kind) for shift in handover.waiting())

    def open_swap(self, shift: str) -> Swap | None:
        """The offer of that shift that waits for its answer, or to be made."""
        return next((swap for swap in self.swaps.values() if swap.open and swap.shift.id == shift), None)


def apply(watch: Watch, event: e.WatchEvent) -> Watch:
    """The state after the event."""
    match event:
        case e.DutyRosterTaken():
            return watch  # the unit keeps it beside the plan and the roster
        case e.WatchOpened() | e.WatchAdvanced():
            return replace(watch, followed=event.at, running=event.shifts, revision=event.revision)
        case e.WatchClosed():
            ended = {id_: replace(handover, over=True) for id_, handover in watch.handovers.items()}
            return replace(watch, followed=None, running=(), revision="", handovers=ended, checked="")
        case e.HandoverDue():
            return _due(watch, event)
        case e.ShiftTakenOver():
            handover = watch.handovers.get(event.handover)
            if handover is None:
                return watch
            taken = {**handover.taken, event.shift.id: Taken(at=event.at, by=event.by)}
            return _handover(watch, replace(handover, taken=taken))
        case e.HandoverNagged():
            handover = watch.handovers.get(event.handover)
            if handover is None:
                return watch
            return _handover(
                watch,
                replace(handover, level=event.level, level_late=event.late, waited_for=event.waiting, told=event.told),
            )
        case e.SwapBegun():
            swap = Swap(id=event.swap, shift=event.shift, giver=event.by, at=event.at)
            return _swap(replace(watch, swap_count=watch.swap_count + 1), swap)
        case e.SwapOffered():
            count = watch.swap_count + (event.swap not in watch.swaps)
            swap = Swap(
                id=event.swap, shift=event.shift, giver=event.by, to=event.to, at=event.at, expires=event.expires
            )
            return _swap(replace(watch, swap_count=count), swap)
        case e.SwapAgreed():
            agreed = replace(watch, holders={**_recent(watch, event), event.shift.id: event.to})
            found = watch.swaps.get(event.swap)
            return _swap(agreed, replace(found, agreed=True)) if found else agreed
        case e.SwapEnded():
            found = watch.swaps.get(event.swap)
            return _swap(watch, replace(found, ending=event.why)) if found else watch
        case e.DutyRosterChecked():
            return _checked(watch, event)
        case _:
            raise TypeError(f"not an event of the duty roster: {event!r}")


def _due(watch: Watch, event: e.HandoverDue) -> Watch:
    """The new handover; whoever goes on without a break has taken over; those whose shifts are over are closed."""
    before = {shift.member for shift in event.outgoing}
    gone = {shift.id for shift in event.outgoing}
    going_on = {s.id: Taken(at=event.at, by=s.member) for s in event.incoming if s.member in before}
    handover = Handover(
        id=event.handover,
        kind=event.kind,
        due=event.due,
        incoming=event.incoming,
        outgoing=event.outgoing,
        nag_at=event.nag_at,
        escalate_at=event.escalate_at,
        covered=event.covered,
        late=event.late,
        taken=going_on,
        told=event.told,
    )
    ended = {
        id_: replace(old, over=True) if old.kind == event.kind and {s.id for s in old.waiting()} <= gone else old
        for id_, old in watch.handovers.items()
    }
    running = (*(shift for shift in watch.running if shift.id not in gone), *event.incoming)
    return replace(
        watch,
        followed=event.at,
        running=running,
        handovers=_latest({**ended, event.handover: handover}),
        handover_count=watch.handover_count + 1,
    )


def _checked(watch: Watch, event: e.DutyRosterChecked) -> Watch:
    """Only what is found for the first time is news."""
    news = tuple(finding for finding in event.findings if finding.key not in watch.open_findings)
    ordinal = watch.check_count + 1
    checks = {**watch.checks, ordinal: Check(ordinal=ordinal, at=event.at, findings=news)} if news else watch.checks
    return replace(
        watch,
        checked=event.day,
        checked_revision=event.revision,
        open_findings=frozenset(finding.key for finding in event.findings),
        checks=_latest(checks),
        check_count=ordinal if news else watch.check_count,
    )


def _recent(watch: Watch, event: e.SwapAgreed) -> dict[str, str]:
    """Swaps of shifts that are long over are forgotten; ids hold the day on which a shift begins."""
    oldest = f"{event.at.year - 1:04d}-{event.at.month:02d}"
    return {shift: member for shift, member in watch.holders.items() if shift.partition("/")[2] >= oldest}


def _handover(watch: Watch, handover: Handover) -> Watch:
    return replace(watch, handovers={**watch.handovers, handover.id: handover})


def _swap(watch: Watch, swap: Swap) -> Watch:
    return replace(watch, swaps=_latest({**watch.swaps, swap.id: swap}))


def _latest(mapping: Mapping[K, V]) -> dict[K, V]:
    return dict(list(mapping.items())[-KEPT:])
