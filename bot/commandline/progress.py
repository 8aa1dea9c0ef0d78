"""How far a rehearsed bot is, read from its database beside it: what falls due next, and what waits to be sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.domain.timers import timers
from bot.domain.unit import Unit
from bot.service import follow
from config.loading import Unit as Files
from store.protocol import Reader, StoreError
from store.sqlite import open_reader


class Following:
    """The state that a database tells, read on from where it was left: a rehearsal asks many times a second."""

    def __init__(self, files: Files, database: Path) -> None:
        self._database = database
        self._name = files.plan.unit
        self._unit = Unit(plan=files.plan, roster=files.roster)
        self._seq = 0

    async def next_due(self) -> datetime | None:
        """When the next thing falls due; None when nothing does, or there is no database yet."""
        async with self._read_on() as reader:
            return min((timer.when for timer in timers(self._unit)), default=None) if reader else None

    async def unsent(self) -> int:
        """How many cards for people, and messages through fallback channels, still wait to be sent."""
        async with self._read_on() as reader:
            cards = await reader.waiting() if reader else []
        attempts = [one for incident in self._unit.incidents.values() for one in incident.attempts.values()]
        return sum(row.address.startswith("member:") for row in cards) + sum(one.result is None for one in attempts)

    @asynccontextmanager
    async def _read_on(self) -> AsyncIterator[Reader | None]:
        try:
            reader = await open_reader(self._database, unit=self._name)
        except StoreError:
            yield None
            return
        try:
            self._unit, self._seq = await follow(reader, self._unit, self._seq)
            yield reader
        finally:
            await reader.close()
