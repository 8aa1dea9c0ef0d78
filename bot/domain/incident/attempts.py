"""Fallback channels in an incident, as commands and events: wanted, tried, and with what result.

No event holds an address or a token: channels are named by their ids, and reasons come without secrets.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.incident.commands import IncidentCommand
from bot.domain.incident.events import IncidentEvent


class Purpose(StrEnum):
    """What a message through a fallback channel says."""

    ALERT = "alert"
    STAND_DOWN = "stand_down"  # the correction too: whoever was alerted by a channel is told by it that it is over


class Result(StrEnum):
    """What came of an attempt."""

    ACCEPTED = "accepted"  # by the vendor's own result code
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"  # it may have arrived, and may be tried again
    DROPPED = "dropped"  # nobody needed it any more when its turn came


@dataclass(frozen=True, kw_only=True)
class FallbackWanted(IncidentEvent):
    """A message through this channel is to be sent to these members; `attempt` counts within the incident, from 1."""

    attempt: int
    channel: str
    purpose: Purpose
    members: tuple[str, ...]
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class ChannelTried(IncidentEvent):
    """What came of it, in the vendor's words; `again_at` where the vendor says when it will listen."""

    attempt: int
    channel: str
    members: tuple[str, ...]
    result: Result
    reason: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FallbackRetried(IncidentEvent):
    """The same message is to be sent once more."""

    attempt: int
    channel: str
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UseFallback(IncidentCommand):
    """Write to those who are due: the silent, or those whom Telegram has not reached."""

    silent: bool
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteChannelTried(IncidentCommand):
    """A channel answered, or did not. `again_in`: seconds after which the vendor listens again."""

    attempt: int
    tries: int
    result: Result
    reason: str = ""
    again_in: float | None = None


@dataclass(frozen=True, kw_only=True)
class RetryFallback(IncidentCommand):
    """Send an attempt once more."""

    attempt: int
    tries: int


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One message through one channel, as it stands. It waits to be sent while `result` is None."""

    id: int
    channel: str
    purpose: Purpose
    members: tuple[str, ...]
    wanted_at: datetime
    late: bool = False
    tries: int = 1
    result: Result | None = None
    reason: str = ""
    tried_at: datetime | None = None
    again_at: datetime | None = None

    @property
    def may_have_arrived(self) -> bool:
        """Accepted, still on its way, or nobody knows: whoever it was for must hear of the end too."""
        return self.result in (None, Result.ACCEPTED, Result.UNAVAILABLE)
