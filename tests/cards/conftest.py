"""A play in each language."""

import pytest

from tests.cards.unit import LANGUAGES, Play, play


@pytest.fixture(params=LANGUAGES)
def scene(request: pytest.FixtureRequest) -> Play:
    """The small unit, everybody enrolled and nothing happening, once in each language."""
    return play(request.param)


@pytest.fixture
def chinese() -> Play:
    """The same in Chinese only."""
    return play()
