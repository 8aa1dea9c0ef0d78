"""Telegram's limits as a table, and the token bucket that keeps below them.

Telegram promises none of these figures, so they are data. Each stays a little under what is believed, because
requests that leave evenly may still arrive in a bunch: a refusal costs its chat a second, caution costs nothing
that anybody can see. All times are seconds of a monotonic clock.
"""

from dataclasses import dataclass
from math import inf
from typing import Final

from bot.cards.card import Lane


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `burst` at once, and after that one `every` so many seconds."""

    burst: int
    every: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket as a value: the only thing to remember is when it will be full again."""

    limit: Limit
    full_at: float = -inf

    @property
    def ready_at(self) -> float:
        """From when on a token can be had."""
        return self.full_at - (self.limit.burst - 1) * self.limit.every

    def take(self, now: float) -> "Bucket":
        """The bucket with a token less; the caller has looked at `ready_at`."""
        return Bucket(self.limit, max(self.full_at, now) + self.limit.every)

    def drained(self, until: float) -> "Bucket":
        """The bucket with nothing in it before `until`, and from then on one token at a time."""
        return Bucket(self.limit, max(self.full_at, until + (self.limit.burst - 1) * self.limit.every))


@dataclass(frozen=True, kw_only=True)
class Share:
    """While a row of lane `ahead` could go, the lanes from `lane` on together get this much: no less and no more."""

    ahead: Lane
    lane: Lane
    limit: Limit


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What may be sent when; None is: no limit. Edits count like messages."""

    overall: Limit | None
    private: Limit | None
    group: Limit | None
    shares: tuple[Share, ...] = ()
    stranger: Limit = Limit(burst=20, every=0.25)  # the courtesy line, all strangers together

    def for_chat(self, chat_id: int) -> Limit | None:
        """The limit of one chat; the ids of groups are negative."""
        return self.group if chat_id < 0 else self.private


# Believed: 30 a second overall, one a second in a private chat with short bursts, 20 a minute in a group (the
# group's burst and refill are chosen so that no window of a minute holds more than 19).
# While live alerts go out, all other lanes together get a tenth, and the command post and below one in two
# seconds of it: more would push the last of 300 alerts past 1.05 times the best that Telegram allows.
TELEGRAM_LIMITS: Final = Limits(
    overall=Limit(burst=28, every=1 / 29.7),
    private=Limit(burst=3, every=1.05),
    group=Limit(burst=4, every=4.0),
    shares=(
        Share(ahead=Lane.ALERT, lane=Lane.TAPPED, limit=Limit(burst=3, every=1 / 3)),
        Share(ahead=Lane.ALERT, lane=Lane.COMMAND, limit=Limit(burst=1, every=2.0)),
        Share(ahead=Lane.TAPPED, lane=Lane.COMMAND, limit=Limit(burst=2, every=1 / 6)),
        Share(ahead=Lane.COMMAND, lane=Lane.STATUS, limit=Limit(burst=1, every=1 / 3)),
        Share(ahead=Lane.STATUS, lane=Lane.NAG, limit=Limit(burst=1, every=1 / 3)),
        Share(ahead=Lane.NAG, lane=Lane.DOCUMENT, limit=Limit(burst=1, every=1 / 3)),
    ),
)

NO_LIMITS: Final = Limits(overall=None, private=None, group=None)
