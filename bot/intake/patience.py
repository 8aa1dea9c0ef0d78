"""How long the intake waits for what, as a table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds of the real network, but for `gap`, which counts on the incident's clock."""

    poll: int = 25  # Telegram holds a poll open
    deaf: float = 10.0  # that a poll may take longer than it asked for; then the connections are built anew
    again: float = 1.0  # between two tries when Telegram refuses
    most: float = 5.0  # between two tries when it is silent; the first come quicker
    flood: float = 60.0  # between two tries, whatever longer wait Telegram asks for
    unkept: float = 1.0  # at most, before what could not be kept is tried again
    hearing: float = 75.0  # after the last answer in which we still count as hearing
    beat: float = 15.0  # between two heartbeats kept in the store
    gap: timedelta = timedelta(seconds=150)  # Telegram keeps taps this long; after more, answers may be lost
    # Of two bots with one token the newcomer gives in. A restart may overlap with its predecessor for a while; and
    # whoever has been here undisturbed for some time is no newcomer.
    newcomer: float = 12.0
    settled: float = 30.0
    incumbent: float = 45.0
    quarrel: float = 40.0  # without another conflict, and the quarrel is over


PATIENCE: Final = Patience()
