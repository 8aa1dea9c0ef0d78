"""How far a rehearsed bot is, read from its database beside it: what falls due next, and what waits to be sent."""

from datetime import datetime
from pathlib import Path

from bot.domain.incident.attempts import ChannelTried, FallbackRetried, FallbackWanted
from bot.domain.timers import timers
from bot.domain.unit import Unit
from bot.service import fold
from config.loading import Unit as Files
from store.protocol import Reader, StoreError
from store.sqlite import open_reader


async def next_due(files: Files, database: Path) -> datetime | None:
    """When, going by a database, the next thing falls due."""
    try:
        reader = await open_reader(database, unit=files.plan.unit)
    except StoreError:
        return None
    try:
        unit, _ = await fold(reader, Unit(plan=files.plan, roster=files.roster))
    finally:
        await reader.close()
    return min((timer.when for timer in timers(unit)), default=None)


async def unsent(files: Files, database: Path) -> int:
    """How many cards for people still wait in a database to be sent."""
    try:
        reader = await open_reader(database, unit=files.plan.unit)
    except StoreError:
        return 0
    try:
        waiting = sum(row.address.startswith("member:") for row in await reader.waiting())
        return waiting or (await _under_way(reader) if files.plan.channels else 0)
    finally:
        await reader.close()


async def _under_way(reader: Reader) -> int:
    """Messages through fallback channels that have no outcome yet, counted without reading what the events hold."""
    names = [record.event async for record in reader.records()]
    wanted = sum(name in (FallbackWanted.__name__, FallbackRetried.__name__) for name in names)
    return wanted - names.count(ChannelTried.__name__)
