"""A Telegram with its limits on, and a delivery that is already running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from deliverykit import Delivery, Seconds

from bot.rehearsal.telegram import Telegram


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def telegram(seconds: Seconds) -> AsyncIterator[Telegram]:
    async with Telegram(monotonic=seconds) as telegram:
        yield telegram


@pytest.fixture
async def stopped(telegram: Telegram, seconds: Seconds, tmp_path: Path) -> AsyncIterator[Delivery]:
    """A delivery that a test starts by itself."""
    delivery = Delivery(telegram, seconds, tmp_path)
    await delivery.open()
    yield delivery
    await delivery.closes()


@pytest.fixture
async def delivery(stopped: Delivery) -> AsyncIterator[Delivery]:
    await stopped.starts()
    yield stopped
    assert stopped.telegram.faults == [], "nothing that Telegram would not understand was sent"
