"""Fixtures: an example unit on stage, the bot running, everybody enrolled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage


@pytest_asyncio.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot runs; nobody is enrolled."""
    async with stage(tmp_path) as made, made.playing():
        yield made


@pytest_asyncio.fixture
async def full(tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot runs; everybody is enrolled, and the group chat is linked. Limits are off, so that tests are quick."""
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        await made.gather()
        yield made
