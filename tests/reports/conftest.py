"""The play of the cards' tests."""

from tests.cards.conftest import chinese

__all__ = ["chinese"]
