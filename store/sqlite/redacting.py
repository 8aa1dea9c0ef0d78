"""Taking data out of records already kept. The event that says so is in the log before anything is taken out."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from store.chain import canonical, new_salt, seal
from store.protocol import Redaction
from store.sqlite.queries import SQL

EMPTY: Final = '{"text":""}'  # what remains of a card; `blank_card` writes it


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One record as a redaction leaves it, under a new salt."""

    seq: int
    stream: str
    version: int
    data: str
    salt: str
    seal: str


def changes(connection: sqlite3.Connection, unit: str, redaction: Redaction) -> list[Change]:
    """What the redaction makes of the records that have something to take out, oldest first."""
    streams = None if redaction.streams is None else json.dumps(list(redaction.streams))
    found = []
    for seq, stream, version, time, actor, event, data in connection.execute(
        SQL["to_redact"], {"unit": unit, "streams": streams}
    ):
        kept = json.loads(data)
        remains = canonical(redaction.blank(event, actor, kept))
        if remains == canonical(kept):
            continue
        salt = new_salt()
        sealed = seal(
            salt,
            unit=unit,
            seq=seq,
            stream=stream,
            version=version,
            time=time,
            actor=actor,
            event=event,
            data=remains,
        )
        found.append(Change(seq=seq, stream=stream, version=version, data=remains, salt=salt, seal=sealed))
    return found


def named(made: Sequence[Change]) -> dict[str, Any]:
    """What the event `Redacted` says of the changes: which records, and the seal of what remains of each."""
    records: dict[str, list[int]] = {}
    for change in made:
        records.setdefault(change.stream, []).append(change.version)
    return {"records": records, "seals": {str(change.seq): change.seal for change in made}}


def carry_out(connection: sqlite3.Connection, unit: str, made: Sequence[Change]) -> None:
    """Write what remains; the event that names the records must be in the log."""
    connection.executemany(SQL["redact"], [(change.data, change.salt, unit, change.seq) for change in made])


def blank_cards(connection: sqlite3.Connection, unit: str, redaction: Redaction) -> list[str]:
    """Take the content out of the cards that the redaction chooses, and their buttons; the cards."""
    chosen = [
        card
        for card, address, cause, body in connection.execute(SQL["contents"], {"unit": unit})
        if redaction.cards is not None
        and body != EMPTY
        and redaction.cards(card, address, datetime.fromisoformat(cause), body)
    ]
    for statement in ("blank_card", "drop_buttons"):
        connection.executemany(SQL[statement], [(unit, card) for card in chosen])
    for address in redaction.addresses:
        for statement in ("forget_origins", "forget_chats"):
            connection.execute(SQL[statement], {"unit": unit, "address": address})
    return chosen
