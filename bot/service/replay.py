"""The log, folded."""

from bot.domain.codec import load_event
from bot.domain.unit import Unit, apply
from store.protocol import Reader, StoreCorrupt


async def fold(reader: Reader, unit: Unit) -> tuple[Unit, dict[str, int]]:
    """The state that the log tells, and the version of each stream."""
    versions: dict[str, int] = {}
    async for record in reader.records():
        try:
            event = load_event(record.event, record.data, at=record.time, by=record.actor)
            unit = apply(unit, event)
        except (KeyError, ValueError, TypeError) as error:
            where = f"{record.stream} version {record.version} ({record.event})"
            raise StoreCorrupt(f"the log cannot be read at {where}: run `muster verify`") from error
        versions[record.stream] = record.version
    return unit, versions
