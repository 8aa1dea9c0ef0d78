"""Which card: a name for it that costs nothing, so that a hundred events draw each card once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.cards.card import Card
from bot.domain.unit import Unit


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A card that `draw(unit, ref)` renders from the state alone."""

    draw: "Callable[[Unit, Ref], Card | None]"  # None: there is nothing to show (yet)
    incident: str = ""  # number of the incident, if it belongs to one
    subject: str = ""  # the member, group, task … that the card is about or for
    ordinal: int = 0  # the ring, the report, the summary …
    other: str = ""  # a second subject where one is not enough


_OVERTAKEN: Final = 3  # a ring, a noticed gap and a chat that opens again may fall into one commit


def with_overtaken(newest: Ref) -> Iterator[Ref]:
    """The newest ring, and those before it that one commit can have overtaken: they lose their buttons."""
    for ordinal in range(newest.ordinal, max(newest.ordinal - _OVERTAKEN, 0) - 1, -1):
        yield replace(newest, ordinal=ordinal)


def millisecond(at: datetime) -> int:
    """The ordinal of a card that a moment tells apart from others."""
    return int(at.timestamp() * 1000)
