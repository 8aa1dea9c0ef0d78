"""Fixtures: the bot running with a few people enrolled, without limits."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage

FEW = ("lin-yuan", "shen-ruo", "wei-lan", "tang-he", "su-long")  # director, deputy, office, lead and member of a group


@pytest_asyncio.fixture
async def few(tmp_path: Path) -> AsyncIterator[Stage]:
    """The director, a deputy, the head of the office, and two of the order group are enrolled; there is no group."""
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol(*FEW)
        yield made
