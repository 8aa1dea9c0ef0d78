"""Between SQLite's rows and the store's values."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from store.outbox import Row
from store.protocol import Record, StoreCorrupt


def as_text(time: datetime) -> str:
    """The stored form of an aware time: ISO 8601 in UTC, always six decimals. ValueError for a naive one."""
    if time.tzinfo is None:
        raise ValueError(f"a time without time zone cannot be kept: {time.isoformat()}")
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def _text(time: datetime | None) -> str | None:
    return None if time is None else as_text(time)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def record(row: Sequence[Any]) -> Record:
    """A row of `records`. StoreCorrupt when its time or its JSON cannot be read."""
    seq, stream, version, time, actor, event, data, digest = row
    try:
        return Record(
            seq=seq,
            stream=stream,
            version=version,
            time=datetime.fromisoformat(time),
            actor=actor,
            event=event,
            data=json.loads(data),
            hash=digest,
        )
    except ValueError as fault:
        raise StoreCorrupt(
            f"record {seq} cannot be read ({fault}); `muster verify` tells what else is wrong"
        ) from fault


def card(row: Sequence[Any]) -> Row:
    """A row of `cards` or `waiting`."""
    name, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at, *rest = row
    attempts, next_try, problem, gone, gone_at = rest
    return Row(
        card=name,
        address=address,
        lane=lane,
        body=body,
        cause=datetime.fromisoformat(cause),
        closed=bool(closed),
        reply=reply,
        revision=revision,
        shown=shown,
        chat_id=chat_id,
        message_id=message_id,
        shown_at=_time(shown_at),
        attempts=attempts,
        next_try=_time(next_try),
        problem=problem,
        gone=gone,
        gone_at=_time(gone_at),
    )


def card_row(unit: str, row: Row) -> tuple[Any, ...]:
    """What `put_card` binds."""
    return (
        unit,
        row.waiting,
        row.card,
        row.address,
        row.lane,
        row.body,
        as_text(row.cause),
        row.closed,
        row.reply,
        row.revision,
        row.shown,
        row.chat_id,
        row.message_id,
        _text(row.shown_at),
        row.attempts,
        _text(row.next_try),
        row.problem,
        row.gone,
        _text(row.gone_at),
    )
