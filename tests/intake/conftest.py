"""Fixtures: an incident waiting to happen, and a bot that is started and stopped by the test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.e2e.stage import Stage, stage


@pytest_asyncio.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Stage]:
    """Nobody is enrolled and the bot does not run; Telegram takes everything."""
    async with stage(tmp_path, limits=None) as made:
        yield made
