"""Which row goes next, and when: a pure function of the time, of what waits and of what was sent."""

from dataclasses import dataclass, replace
from math import inf
from typing import Final

from bot.cards.card import Lane
from bot.delivery.backlog import Backlog, Entry
from bot.delivery.limits import Bucket, Limits, Share

_URGENT_LAST: Final = tuple(reversed(Lane))
_FLOOD_CHATS: Final = 3
_FLOOD_WINDOW: Final = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What earlier sends left of the budget that all chats share."""

    overall: Bucket | None
    shares: tuple[tuple[Share, Bucket], ...]
    paused_until: float = -inf

    @classmethod
    def nothing(cls, limits: Limits) -> "Sent":
        """The budget untouched."""
        return cls(
            overall=Bucket(limits.overall) if limits.overall else None,
            shares=tuple((share, Bucket(share.limit)) for share in limits.shares),
        )

    @property
    def opens_at(self) -> float:
        """From when on anything may be sent at all."""
        return max(self.paused_until, self.overall.ready_at) if self.overall else self.paused_until

    def after(self, now: float, charged: frozenset[int] = frozenset()) -> "Sent":
        """With one send more, paid also from the shares at those positions."""
        shares = self.shares
        if charged:
            shares = tuple(
                (share, bucket.take(now) if at in charged else bucket) for at, (share, bucket) in enumerate(shares)
            )
        overall = self.overall.take(now) if self.overall else None
        return Sent(overall=overall, shares=shares, paused_until=self.paused_until)

    def paused(self, until: float) -> "Sent":
        """With nothing before `until`; afterwards at the paced rate, so that what piled up is no burst."""
        overall = self.overall.drained(until) if self.overall else None
        return replace(self, overall=overall, paused_until=max(self.paused_until, until))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """What goes now, and the shares that pay for it; or when to look again (None: when something changes)."""

    entry: Entry | None = None
    charged: frozenset[int] = frozenset()
    wake_at: float | None = None


def pick(now: float, waiting: Backlog, sent: Sent) -> Pick:
    """The row that goes next. Changes nothing; `waiting` must have been roused at `now`.

    The least urgent lane that still has a share goes first, since a share is small and a promise; the most urgent
    lane has everything else.
    """
    ready = [lane for lane in _URGENT_LAST if waiting.first(lane)]
    if not ready:
        return Pick(wake_at=waiting.wake_at)
    if sent.opens_at > now:
        return Pick(wake_at=sent.opens_at)
    *others, urgent = ready
    for lane in others:
        charged = _charged(lane, ready, sent)
        if charged and all(sent.shares[at][1].ready_at <= now for at in charged):
            return Pick(entry=waiting.first(lane), charged=charged)
    return Pick(entry=waiting.first(urgent))


def _charged(lane: Lane, ready: list[Lane], sent: Sent) -> frozenset[int]:
    return frozenset(at for at, (share, _) in enumerate(sent.shares) if share.lane <= lane and share.ahead in ready)


@dataclass(frozen=True, slots=True)
class Refusals:
    """The 429s of the last second. Several chats refused together means that Telegram refuses us, not them."""

    recent: tuple[tuple[float, int, float], ...] = ()  # when, chat, until

    def add(self, now: float, chat: int, until: float) -> "Refusals":
        """With one refusal more, and without those that are too old to matter."""
        kept = tuple(one for one in self.recent if now - one[0] < _FLOOD_WINDOW and one[1] != chat)
        return Refusals((*kept, (now, chat, until)))

    @property
    def pause_until(self) -> float | None:
        """Until when everything has to wait, if anything but single chats does.

        The earliest deadline: a chat that was told to wait an hour in the same second waits alone.
        """
        return min(until for _, _, until in self.recent) if len(self.recent) >= _FLOOD_CHATS else None
