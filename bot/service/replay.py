"""The log, folded."""

from bot.domain.codec import load_event
from bot.domain.unit import Unit, apply
from store.protocol import Reader, Record, StoreCorrupt


async def fold(reader: Reader, unit: Unit) -> tuple[Unit, dict[str, int]]:
    """The state that the log tells, and the version of each stream."""
    versions: dict[str, int] = {}
    async for record in reader.records():
        unit = _further(unit, record)
        versions[record.stream] = record.version
    return unit, versions


async def follow(reader: Reader, unit: Unit, seq: int) -> tuple[Unit, int]:
    """The state with what was recorded after `seq`, and the `seq` up to which it is told now."""
    async for record in reader.records(after=seq):
        unit, seq = _further(unit, record), record.seq
    return unit, seq


def _further(unit: Unit, record: Record) -> Unit:
    try:
        return apply(unit, load_event(record.event, record.data, at=record.time, by=record.actor))
    except (KeyError, ValueError, TypeError) as error:
        where = f"{record.stream} version {record.version} ({record.event})"
        raise StoreCorrupt(f"the log cannot be read at {where}: run `muster verify`") from error
