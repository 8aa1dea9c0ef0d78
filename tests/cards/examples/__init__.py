"""One canonical example of each card in each state, produced by commands: the golden texts show them in both languages.

A file of this folder is a part of the product's screens. An example is named `<card>.<state>` and returns its card.
"""

from collections.abc import Callable

from bot.cards.card import Card
from tests.cards.unit import Play

Example = Callable[[Play], Card]
EXAMPLES: dict[str, Example] = {}


def example(name: str) -> Callable[[Example], Example]:
    """Keep this one under that name."""

    def kept(shown: Example) -> Example:
        assert name not in EXAMPLES, f"two examples are called {name}"
        EXAMPLES[name] = shown
        return shown

    return kept
