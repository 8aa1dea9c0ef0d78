"""How much Telegram takes: a table of rates, and token buckets that hold a bot to it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.rehearsal.refusals import too_many


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A bucket of `burst` messages that fills up again at `per_second`."""

    burst: float
    per_second: float


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What Telegram is believed to allow; messages and edits alike."""

    overall: Rate = Rate(burst=30, per_second=30)
    private: Rate = Rate(burst=3, per_second=1)
    group: Rate = Rate(burst=20, per_second=20 / 60)


TELEGRAM_LIMITS: Final = Limits()
_ROUNDING: Final = 1e-6


class Bucket:
    """One token bucket."""

    __slots__ = ("_at", "_rate", "_tokens")

    def __init__(self, rate: Rate, at: float) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at = at

    def wait(self, at: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        self._tokens = min(self._rate.burst, self._tokens + (at - self._at) * self._rate.per_second)
        self._at = at
        return max(0.0, (1 - self._tokens) / self._rate.per_second)

    def take(self) -> None:
        """Use the token that `wait` found."""
        self._tokens -= 1


class Turnstile:
    """Lets messages through at the rates of `limits`, or all of them when that is None."""

    def __init__(self, limits: Limits | None, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._overall: Bucket | None = None
        self._chats: dict[int, Bucket] = {}

    def admit(self, chat_id: int) -> None:
        """Count one message to that chat. Raises the 429 refusal, and then counts nothing, when it is too many."""
        if self.limits is None:
            return
        at = self._monotonic()
        if self._overall is None:
            self._overall = Bucket(self.limits.overall, at)
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Bucket(self.limits.private if chat_id > 0 else self.limits.group, at)
        wait = max(self._overall.wait(at), chat.wait(at))
        if wait > _ROUNDING:
            raise too_many(math.ceil(wait - _ROUNDING))
        self._overall.take()
        chat.take()
