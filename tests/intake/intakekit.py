"""What the intake tests have in common: a bot of little patience, and a disk that can be full."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.bootstrap import Muster
from bot.delivery.limits import NO_LIMITS
from bot.intake import Patience
from store.protocol import Batch, Store, StoreError, StoreFull, Written
from tests.e2e.stage import Stage

FEW = ("lin-yuan", "wei-lan", "tang-he", "su-long")
QUICK = Patience(poll=1, deaf=0.3, again=0.05, most=0.1, unkept=0.1)


@asynccontextmanager
async def playing(stage: Stage, patience: Patience = QUICK) -> AsyncIterator[Muster]:
    """The bot runs without limits; whoever of the few is not enrolled yet, is."""
    async with stage.playing(NO_LIMITS, patience) as muster:
        if not stage.phones:
            await stage.enrol(*FEW)
        yield muster


class Disk:
    """The store on a disk that can be full, or that refuses what one person does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False
        self.refused: str | None = None

    async def write(self, batch: Batch) -> Written:
        if self.full:
            raise StoreFull("the disk is full")
        if any(event.actor == self.refused for event in batch.events):
            raise StoreError("the database refuses what was to be written")
        return await self._store.write(batch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def disk_under(muster: Muster) -> Disk:
    """Put a disk that can fail under the service (delivery keeps the real one)."""
    disk = Disk(muster.service._store)
    muster.service._store = disk
    return disk


async def events(muster: Muster, stream: str, kind: str) -> list[Any]:
    """What the log keeps of that kind."""
    return [record async for record in muster.service._store.records(stream) if record.event == kind]
