"""What happens inside one commit: the batches of everyone who waits, each whole or not at all."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from store.chain import GENESIS, REDACTED, canonical, committed, digest_of, link, new_salt
from store.outbox import Row, bring_back, hand_over, put_aside, settle, want
from store.protocol import ASIDE, Batch, Conflict, Gone, Handover, Record, Return, Shown, StoreError, Written
from store.sqlite import rows
from store.sqlite.queries import SQL
from store.sqlite.redacting import Change, blank_cards, carry_out, changes, named

ORIGINS_KEPT: Final = timedelta(hours=48)  # Telegram gives up on an update after 24 h

# What one batch alone is to blame for. Any other error of SQLite (full, I/O, damage) is everybody's.
_ITS_OWN: Final = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.NotSupportedError,
    sqlite3.InterfaceError,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A batch on its way, with the JSON of its events made while the disk was busy with the batches before it."""

    batch: Batch
    data: Sequence[str]


def entry(batch: Batch) -> Entry:
    """Raises TypeError or ValueError when JSON cannot hold an event's data, or another event means to redact."""
    for event in batch.events:
        if event.redaction is not None and event.event != REDACTED:
            raise ValueError(f"only an event {REDACTED} may take something out of the log, not {event.event}")
    return Entry(batch=batch, data=[canonical(event.data) for event in batch.events])


class Head(NamedTuple):
    """The last record of a unit's chain."""

    seq: int
    hash: str


def commit(
    connection: sqlite3.Connection, entries: Sequence[Entry], *, unit: str, now: datetime, prune: bool
) -> list[Written | Exception]:
    """Commit all entries in one transaction; what became of each, in their order.

    An exception in the list is that entry's own and nothing of it was kept. Raises sqlite3.Error when nothing at
    all was kept; the same call may then be made again.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        transaction = _Transaction(connection, unit=unit, now=now)
        results = [transaction.take(item) for item in entries]
        transaction.finish()
        if prune:
            connection.execute(SQL["prune_origins"], {"unit": unit, "since": rows.as_text(now - ORIGINS_KEPT)})
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some of the errors that a full disk gives.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return results


class _Transaction:
    """One transaction under way, and the end of the unit's chain as it moves on."""

    def __init__(self, connection: sqlite3.Connection, *, unit: str, now: datetime) -> None:
        self._connection = connection
        self._unit = unit
        self._now = now
        self._head = self._found = Head(*(connection.execute(SQL["head"], {"unit": unit}).fetchone() or (0, GENESIS)))

    def take(self, item: Entry) -> Written | Exception:
        """Write one entry, or say why it alone was left out."""
        head = self._head
        self._connection.execute("SAVEPOINT batch")
        try:
            return self._write(item)
        except Exception as fault:
            if isinstance(fault, MemoryError) or (isinstance(fault, sqlite3.Error) and not isinstance(fault, _ITS_OWN)):
                raise
            self._connection.execute("ROLLBACK TO batch")
            self._head = head
            return _blame(fault)
        finally:
            if self._connection.in_transaction:
                self._connection.execute("RELEASE batch")

    def finish(self) -> None:
        """Note where the chain ends now."""
        if self._head != self._found:
            bound = {"unit": self._unit, "seq": self._head.seq, "hash": self._head.hash}
            self._connection.execute(SQL["set_head"], bound)

    def _write(self, item: Entry) -> Written:
        batch = item.batch
        records = self._append(item) if batch.events else []
        waiting, ended = self._put_cards(batch) if batch.drafts or batch.outcomes else ([], [])
        moved = [row for handover in batch.handovers for row in self._hand_over(handover)]
        moved += [row for back in batch.returns for row in self._bring_back(back)]
        newest = {row.card: row for row in (*waiting, *moved)}
        for event in batch.events:
            if event.redaction is not None:
                ended += blank_cards(self._connection, self._unit, event.redaction)
        if batch.origins:
            time = rows.as_text(self._now)
            self._connection.executemany(SQL["put_origin"], [(self._unit, origin, time) for origin in batch.origins])
        if batch.settings:
            self._connection.executemany(
                SQL["put_setting"], [(self._unit, name, value) for name, value in batch.settings.items()]
            )
        found = [row.as_waiting() for row in newest.values() if row.waiting]
        return Written(records=records, waiting=found, ended=ended)

    def _append(self, item: Entry) -> list[Record]:
        records: list[Record] = []
        bound: list[tuple[str | int, ...]] = []
        redacted: list[Change] = []
        for event, made in zip(item.batch.events, item.data, strict=True):
            data, salt = made, new_salt()
            if event.redaction is not None:
                found = changes(self._connection, self._unit, event.redaction)
                redacted += found
                data = canonical({**event.data, **named(found)})
            seq = self._head.seq + 1
            stream, version, actor, kind = event.stream, event.version, event.actor, event.event
            time = rows.as_text(event.time)
            content = digest_of(salt, data)
            digest = link(
                self._head.hash,
                unit=self._unit,
                seq=seq,
                stream=stream,
                version=version,
                time=time,
                actor=actor,
                event=kind,
                data=committed(content),
            )
            self._head = Head(seq, digest)
            bound.append((self._unit, seq, stream, version, time, actor, kind, data, digest, salt, content))
            # Read back from the text: whoever applies the record now gets what a replay will get.
            records.append(
                Record(
                    seq=seq,
                    stream=stream,
                    version=version,
                    time=event.time.astimezone(UTC),
                    actor=actor,
                    event=kind,
                    data=json.loads(data),
                    hash=digest,
                )
            )
        try:
            self._connection.executemany(SQL["append"], bound)
        except sqlite3.IntegrityError as fault:
            if conflict := self._conflict(item.batch):
                raise conflict from fault
            raise
        carry_out(self._connection, self._unit, redacted)
        return records

    def _conflict(self, batch: Batch) -> Conflict | None:
        """Who came too late, if that is why the log refused the batch; takes back what was written of it."""
        self._connection.execute("ROLLBACK TO batch")
        at: dict[str, int] = {}
        for event in batch.events:
            if event.stream not in at:
                bound = {"unit": self._unit, "stream": event.stream}
                (at[event.stream],) = self._connection.execute(SQL["version"], bound).fetchone()
            if event.version != at[event.stream] + 1:
                return Conflict(f"{event.stream} is at version {at[event.stream]}: {event.version} does not follow")
            at[event.stream] += 1
        return None

    def _put_cards(self, batch: Batch) -> tuple[list[Row], list[str]]:
        """The rows that somebody should hear of because they wait, and cards that wait no more though unseen."""
        before = self._cards(batch)
        after = _after(before, batch)
        changed = [row for card, row in after.items() if row is not before.get(card)]
        self._connection.executemany(SQL["put_card"], [rows.card_row(self._unit, row) for row in changed])
        self._connection.executemany(
            SQL["put_button"],
            [
                (self._unit, token, draft.card, command)
                for draft in batch.drafts
                for token, command in draft.buttons.items()
            ],
        )
        heard = {draft.card for draft in batch.drafts}
        heard |= {outcome.card for outcome in batch.outcomes if isinstance(outcome, Shown | Gone)}
        waited = {card for card, row in before.items() if row.waiting}
        return (
            [row for row in changed if row.waiting and row.card in heard],
            [
                row.card
                for row in changed
                if row.closed and not row.waiting and row.card in waited and not row.on_screen
            ],
        )

    def _hand_over(self, handover: Handover) -> list[Row]:
        """The rows that it changes or makes."""
        bound = {"unit": self._unit, "address": handover.address, "chat_id": handover.chat_id}
        standing = [rows.card(row) for row in self._connection.execute(SQL["standing"], bound)]
        changed = [row for each in standing for row in hand_over(each, handover)]
        if handover.aside is not None:
            unseen = map(rows.card, self._connection.execute(SQL["unseen"], bound))
            changed += [put_aside(row, handover) for row in unseen]
        return self._put(changed)

    def _bring_back(self, back: Return) -> list[Row]:
        """The rows that it changes."""
        bound = {"unit": self._unit, "address": back.address, "aside": ASIDE}
        aside = [rows.card(row) for row in self._connection.execute(SQL["aside"], bound)]
        return self._put([bring_back(row, back) for row in aside])

    def _put(self, changed: list[Row]) -> list[Row]:
        self._connection.executemany(SQL["put_card"], [rows.card_row(self._unit, row) for row in changed])
        return changed

    def _cards(self, batch: Batch) -> dict[str, Row]:
        names = {draft.card for draft in batch.drafts} | {outcome.card for outcome in batch.outcomes}
        bound = {"unit": self._unit, "cards": json.dumps(sorted(names))}
        return {row.card: row for row in map(rows.card, self._connection.execute(SQL["cards"], bound))}


def _after(before: Mapping[str, Row], batch: Batch) -> dict[str, Row]:
    """What the batch's outcomes and drafts make of the rows; StoreError for an outcome of no card."""
    after = dict(before)
    # An outcome speaks of what was wanted before this batch, unless the batch itself brings the card.
    for outcome in batch.outcomes:
        if outcome.card in before:
            after[outcome.card] = settle(after[outcome.card], outcome)
    for draft in batch.drafts:
        after[draft.card] = want(after.get(draft.card), draft)
    for outcome in batch.outcomes:
        if outcome.card not in before:
            if outcome.card not in after:
                raise StoreError(f"there is no card {outcome.card} that this could be the outcome of")
            after[outcome.card] = settle(after[outcome.card], outcome)
    return after


def _blame(fault: Exception) -> Exception:
    if not isinstance(fault, sqlite3.Error):
        return fault
    blame = StoreError(f"the database refuses what was to be written: {fault}")
    blame.__cause__ = fault
    return blame
