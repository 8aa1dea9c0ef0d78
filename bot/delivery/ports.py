"""What the dispatcher is given from outside, and what it tells about itself."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards.card import Lane
from store.protocol import Shown

Addresses = Callable[[str], int | None]  # "member:<id>" or "chat:group" to a chat id as it is now
OnGone = Callable[[str, str, str], Awaitable[None]]  # card, address, a `Reason` or a sentence
OnShown = Callable[[list[Shown]], Awaitable[None]]
OnMigrated = Callable[[int, int], Awaitable[None]]  # old and new chat id
OnPinRefused = Callable[[str, str, str], Awaitable[None]]  # card, address, Telegram's words


class Clock(Protocol):
    """The incident's clock. Pacing never looks at it."""

    def now(self) -> datetime:
        """Now, aware, UTC."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How delivery stands, for whoever has to wait until it rests."""

    waiting: Mapping[Lane, int]
    in_flight: int
    unrecorded: int
    last_accepted: datetime | None
    paused_until: datetime | None  # while Telegram refuses us as a whole
    unreachable: bool  # nobody answers, probes go out
