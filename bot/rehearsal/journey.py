"""A long way of the clock, gone day by day, which somebody can watch and stop."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True, eq=False)
class Journey:
    """From one time to another; aware times."""

    start: datetime
    to: datetime
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def stopped(self) -> bool:
        """Whether somebody said: no further."""
        return self._stop.is_set()

    def stop(self) -> None:
        """No further: the clock stays where it is."""
        self._stop.set()

    async def unless_stopped(self, doing: Awaitable[None]) -> None:
        """Wait for what is done at a stop, but not once somebody said: no further."""
        done = asyncio.ensure_future(doing)
        stop = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({done, stop}, return_when=asyncio.FIRST_COMPLETED)
            if done.done():
                await done
        finally:
            done.cancel()
            stop.cancel()
            await asyncio.gather(done, stop, return_exceptions=True)
