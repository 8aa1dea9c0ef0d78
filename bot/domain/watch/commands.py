"""What can be asked of the duty roster."""

from dataclasses import dataclass

from bot.domain.message import Command
from config.duty_roster import DutyRoster


@dataclass(frozen=True, kw_only=True)
class WatchCommand(Command):
    """About who is on duty."""


@dataclass(frozen=True, kw_only=True)
class TakeDutyRoster(WatchCommand):
    """The duty roster's file reads like this now."""

    duty_roster: DutyRoster


@dataclass(frozen=True, kw_only=True)
class FollowRoster(WatchCommand):
    """Shifts have begun or ended, or the roster is another: bring what is known up to date."""


@dataclass(frozen=True, kw_only=True)
class TakeOverShift(WatchCommand):
    """「已接班」. `shift` names whose, for somebody else or where one has several."""

    handover: str
    shift: str = ""


@dataclass(frozen=True, kw_only=True)
class NagHandover(WatchCommand):
    """The plan's time for taking over is up; `level` 2 is for the office and the leader on duty."""

    handover: str
    level: int


@dataclass(frozen=True, kw_only=True)
class BeginSwap(WatchCommand):
    """Choose a shift of one's own to give away."""

    shift: str


@dataclass(frozen=True, kw_only=True)
class OfferSwap(WatchCommand):
    """Ask a member to take a shift of one's own; `swap` where it was chosen from a card."""

    shift: str
    to: str
    swap: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptSwap(WatchCommand):
    """「同意」."""

    swap: str


@dataclass(frozen=True, kw_only=True)
class RefuseSwap(WatchCommand):
    """「不同意」."""

    swap: str


@dataclass(frozen=True, kw_only=True)
class WithdrawSwap(WatchCommand):
    """Take an offer back."""

    swap: str


@dataclass(frozen=True, kw_only=True)
class LapseSwap(WatchCommand):
    """Nobody answered in time."""

    swap: str


@dataclass(frozen=True, kw_only=True)
class CheckDutyRoster(WatchCommand):
    """Look through the shifts ahead."""
