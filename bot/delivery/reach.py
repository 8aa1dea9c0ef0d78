"""Whether Telegram answers at all, and how long to wait before the next try."""

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from bot.cards.card import Lane

_SILENCES: Final = 3
_PROBE_FIRST: Final = 0.5
_PROBE_MOST: Final = 3.0
_RETRY_FIRST: Final = 0.5
_RETRY_MOST: Final = {Lane.ALERT: 5.0}
_RETRY_MOST_OTHERWISE: Final = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How many tries in a row stayed without an answer; any answer, a refusal too, makes it whole again.

    Telegram counts as down after a few silences. From then on single probes go out, at most `_PROBE_MOST` seconds
    apart, so that the end of the outage is noticed within that time and nothing is hammered meanwhile.
    """

    silences: int = 0
    probes: int = 0
    probe_at: float = 0.0

    @property
    def down(self) -> bool:
        """Whether only probes may go."""
        return self.silences >= _SILENCES

    def silent(self, now: float) -> "Reach":
        """After one more try without an answer."""
        if self.silences + 1 == _SILENCES:
            return Reach(silences=_SILENCES, probe_at=now + _PROBE_FIRST)
        return replace(self, silences=self.silences + 1)

    def probing(self, now: float, chance: Random) -> "Reach":
        """After a probe went out at `now`."""
        return replace(
            self, probes=self.probes + 1, probe_at=now + _spread(_PROBE_FIRST, self.probes, _PROBE_MOST, chance)
        )


def retry_in(lane: Lane, unanswered: int, chance: Random) -> float:
    """Seconds until the next try after `unanswered` (at least 1) tries without an answer: at most 5 for an alert."""
    return _spread(_RETRY_FIRST, unanswered - 1, _RETRY_MOST.get(lane, _RETRY_MOST_OTHERWISE), chance)


def _spread(first: float, doublings: int, most: float, chance: Random) -> float:
    return min(most, first * 2.0 ** min(doublings, 16)) * chance.uniform(0.6, 1.0)
