"""Writing the store: everyone who waits shares the next commit."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from store.protocol import Batch, Pressed, StoreError, StoreFull, Written
from store.sqlite import rows
from store.sqlite.connection import Connection
from store.sqlite.faults import translated
from store.sqlite.lock import Lock
from store.sqlite.reading import SqliteReader
from store.sqlite.reserve import Reserve
from store.sqlite.transaction import ORIGINS_KEPT, Entry, commit, entry

_TOGETHER: Final = 500  # batches in one commit: enough to share the disk's time, few enough that nobody waits long
_TENDED: Final = timedelta(minutes=1)

Waiter = tuple[Entry, asyncio.Future[Written]]


class SqliteStore(SqliteReader):
    """A `Store` on SQLite: one connection, one commit at a time, shared by all who wait when it begins."""

    def __init__(
        self,
        connection: Connection,
        *,
        file: Path,
        unit: str,
        clock: Callable[[], datetime],
        lock: Lock,
        reserve: Reserve,
    ) -> None:
        super().__init__(connection, file=file, unit=unit)
        self._clock = clock
        self._lock = lock
        self._reserve = reserve
        self._closing = False
        self._traces = True  # the log file may hold what was taken out, perhaps by an earlier process
        self._tended: datetime | None = None
        self._line: deque[Waiter] = deque()
        self._writer: asyncio.Task[None] | None = None

    @property
    def reserve_spent(self) -> bool:
        """Whether the disk was so full that the room kept back for that moment is given up: make room."""
        return self._reserve.spent

    async def write(self, batch: Batch) -> Written:
        """See `Store.write`. TypeError or ValueError for what cannot be kept: no JSON, a time without zone."""
        prepared = entry(batch)
        if self._closing:
            raise StoreError(f"the store in {self._file} is closed")
        if batch == Batch():
            return Written(records=(), waiting=())
        done: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._line.append((prepared, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        while self._line:
            taken = [self._line.popleft() for _ in range(min(len(self._line), _TOGETHER))]
            entries = [prepared for prepared, _ in taken]
            try:
                results: Sequence[Written | BaseException] = await self._connection.run(
                    self._commit, entries, self._clock()
                )
            except Exception as fault:  # told to every caller
                results = [_for_one(fault) for _ in taken]
            except BaseException:
                for _, done in (*taken, *self._line):
                    done.cancel()
                self._line.clear()
                raise
            for (_, done), result in zip(taken, results, strict=True):
                if done.done():  # the caller has given up; the batch is kept all the same
                    continue
                if isinstance(result, Written):
                    done.set_result(result)
                else:
                    done.set_exception(result)

    def _commit(
        self, connection: sqlite3.Connection, entries: Sequence[Entry], now: datetime
    ) -> list[Written | Exception]:
        tend = self._tended is None or not timedelta(0) <= now - self._tended < _TENDED
        try:
            results = self._try(connection, entries, now, prune=tend)
        except StoreFull:
            if not self._reserve.spend():
                raise
            results = self._try(connection, entries, now, prune=tend)
        redacting = any(event.redaction for item in entries for event in item.batch.events)
        self._traces = self._traces or redacting
        if redacting or (self._traces and tend):
            self._traces = not _wiped(connection)
        if tend:
            self._tended = now
        if self._reserve.spent:
            self._reserve.renew(now)
        return results

    def _try(
        self, connection: sqlite3.Connection, entries: Sequence[Entry], now: datetime, *, prune: bool
    ) -> list[Written | Exception]:
        with translated(self._file):
            return commit(connection, entries, unit=self._unit, now=now, prune=prune)

    async def compact(self) -> None:
        """Write the file anew without the remains of what was deleted; nobody else may be at work in it."""
        await self._run(_compact)

    async def pressed(self, token: str) -> Pressed | None:
        """See `Store.pressed`."""
        found = await self._all("pressed", token=token)
        return Pressed(card=found[0][0], address=found[0][1], command=found[0][2]) if found else None

    async def replied(self, chat_id: int, message_id: int) -> Pressed | None:
        """See `Store.replied`."""
        found = await self._all("replied", chat_id=chat_id, message_id=message_id)
        if not found or found[0][2] is None:
            return None
        return Pressed(card=found[0][0], address=found[0][1], command=found[0][2])

    async def origins(self) -> set[str]:
        """See `Store.origins`."""
        found = await self._all("origins", since=rows.as_text(self._clock() - ORIGINS_KEPT))
        return {origin for (origin,) in found}

    async def close(self) -> None:
        """Finish what is in line, let go of the database, and let another process write."""
        if self._closing:
            return
        self._closing = True
        while self._writer is not None and not self._writer.done():
            await asyncio.wait({self._writer})
        try:
            await super().close()
        finally:
            self._lock.release()


def _compact(connection: sqlite3.Connection) -> None:
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _wiped(connection: sqlite3.Connection) -> bool:
    """Empty the log file, which holds pages as they were; False while somebody reads them, so try again later."""
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy
    except sqlite3.OperationalError:  # the commit is kept; a full disk is told by the next one
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _for_one(fault: Exception) -> Exception:
    """The same error as an object of its own: each caller adds its traceback to the one it raises."""
    if not isinstance(fault, StoreError):
        return fault
    own = type(fault)(*fault.args)
    own.__cause__ = fault.__cause__
    return own
