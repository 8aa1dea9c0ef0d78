"""Which card: a name for it that costs nothing, so that a hundred events draw each card once."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cards.card import Card
from bot.domain.unit import Unit

Drawn = Card


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A card that `draw(unit, ref)` renders from the state alone."""

    draw: "Callable[[Unit, Ref], Drawn | None]"  # None: there is nothing to show (yet)
    incident: str = ""  # number of the incident, if it belongs to one
    subject: str = ""  # the member, group, task … that the card is about or for
    ordinal: int = 0  # the ring, the report, the summary …
    other: str = ""  # a second subject where one is not enough
