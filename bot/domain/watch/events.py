"""What happens on the duty roster. An event holds the shifts it is about: the roster may be another by tomorrow."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Event
from bot.domain.watch.schedule import Shift
from config.duty_roster import DutyRoster, Kind


class Trouble(StrEnum):
    """What can be wrong with the shifts ahead."""

    GAP = "gap"  # nobody is on duty
    DOUBLE = "double"  # somebody has two shifts at once
    AWAY = "away"  # somebody who is away then has a shift
    LEFT = "left"  # who has a shift is no longer on the roster
    UNREACHABLE = "unreachable"  # never enrolled, or has blocked the bot


class Ending(StrEnum):
    """Why an offer to swap came to nothing."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VOID = "void"  # the duty roster no longer has the shift, or not with them


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something wrong with the shifts ahead. `key` is the same as long as it is the same trouble."""

    key: str
    trouble: Trouble
    kind: Kind
    start: datetime
    end: datetime | None = None
    member: str = ""


@dataclass(frozen=True, kw_only=True)
class WatchEvent(Event):
    """Kept in the stream `watch`."""

    @property
    def stream(self) -> str:
        """One stream for the whole unit."""
        return "watch"


@dataclass(frozen=True, kw_only=True)
class DutyRosterTaken(WatchEvent):
    """The file was read: these are its shifts from here on."""

    duty_roster: DutyRoster


@dataclass(frozen=True, kw_only=True)
class WatchOpened(WatchEvent):
    """The duty roster is followed from here on; whoever is on duty now has taken over already."""

    shifts: tuple[Shift, ...]
    revision: str


@dataclass(frozen=True, kw_only=True)
class WatchClosed(WatchEvent):
    """There is no duty roster any more."""


@dataclass(frozen=True, kw_only=True)
class HandoverDue(WatchEvent):
    """Shifts of one kind begin (`incoming`), and `outgoing` end or go on until they are taken over.

    `due` is when it should have been; `missed` began and ended while nobody looked.
    """

    handover: str
    kind: Kind
    due: datetime
    incoming: tuple[Shift, ...]
    outgoing: tuple[Shift, ...]
    missed: tuple[Shift, ...] = ()
    nag_at: datetime
    escalate_at: datetime
    covered: bool = True  # whether a time without anybody is as the plan wants it
    told: tuple[str, ...] = ()  # who hears that nobody is on duty
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class WatchAdvanced(WatchEvent):
    """The roster is another, or a shift passed while nobody looked: these shifts run, under that revision."""

    shifts: tuple[Shift, ...]
    revision: str


@dataclass(frozen=True, kw_only=True)
class ShiftTakenOver(WatchEvent):
    """「已接班」: by whoever comes on duty, or by somebody else who says so (`by`)."""

    handover: str
    kind: Kind
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class HandoverNagged(WatchEvent):
    """Not taken over in time: 1, whoever comes on duty was rung again; 2, the office and the leader heard of it."""

    handover: str
    kind: Kind
    level: int
    waiting: tuple[Shift, ...]
    told: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class SwapBegun(WatchEvent):
    """A member chose a shift of theirs to give away; to whom is asked."""

    swap: str
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class SwapOffered(WatchEvent):
    """A member (`by`) asks `to` to take a shift."""

    swap: str
    shift: Shift
    to: str
    expires: datetime


@dataclass(frozen=True, kw_only=True)
class SwapAgreed(WatchEvent):
    """「同意」: the shift is now `to`'s."""

    swap: str
    shift: Shift
    giver: str
    to: str


@dataclass(frozen=True, kw_only=True)
class SwapEnded(WatchEvent):
    """「不同意」, taken back, or nobody answered: the shift stays where it was."""

    swap: str
    shift: Shift
    giver: str
    to: str
    why: Ending


@dataclass(frozen=True, kw_only=True)
class DutyRosterChecked(WatchEvent):
    """The shifts up to `until` were looked through."""

    day: str
    until: datetime
    revision: str
    findings: tuple[Finding, ...]
