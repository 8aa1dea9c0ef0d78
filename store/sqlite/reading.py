"""Reading the store, in the bot's own connection or beside it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from store.protocol import Flaw, Record, StoreError, Waiting
from store.sqlite import rows
from store.sqlite.backup import back_up
from store.sqlite.connection import Connection
from store.sqlite.faults import translated
from store.sqlite.queries import SQL
from store.sqlite.verifying import Check

P = ParamSpec("P")
T = TypeVar("T")

_PAGE: Final = 500  # records fetched at once: a long log is never held whole, and nobody waits long for the thread


class SqliteReader:
    """A `Reader` on SQLite."""

    def __init__(self, connection: Connection, *, file: Path, unit: str) -> None:
        self._connection = connection
        self._file = file
        self._unit = unit
        self._closed = False

    async def records(self, stream: str | None = None, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Reader.records`."""
        while page := await self._run(self._page, stream, after):
            for record in page:
                yield record
            after = page[-1].seq if stream is None else page[-1].version

    def _page(self, connection: sqlite3.Connection, stream: str | None, after: int) -> list[Record]:
        query = SQL["records" if stream is None else "records_of_stream"]
        bound = {"unit": self._unit, "stream": stream, "after": after, "most": _PAGE}
        return [rows.record(row) for row in connection.execute(query, bound)]

    async def waiting(self) -> list[Waiting]:
        """See `Reader.waiting`."""
        return [rows.card(row).as_waiting() for row in await self._all("waiting")]

    async def delivered(self, prefix: str) -> list[tuple[str, str, str | None]]:
        """See `Reader.delivered`."""
        return await self._all("delivered", prefix=prefix)

    async def chats_in_use(self) -> list[tuple[str, int]]:
        """See `Reader.chats_in_use`."""
        return await self._all("chats_in_use")

    async def setting(self, name: str) -> str | None:
        """See `Reader.setting`."""
        found = await self._all("setting", name=name)
        return found[0][0] if found else None

    async def verify(self) -> Flaw | None:
        """See `Reader.verify`."""
        check = Check(unit=self._unit)
        while not check.done:
            await self._run(check.step)
        return check.flaw

    async def redacted(self) -> int:
        """See `Reader.redacted`."""
        found = await self._all("redacted")
        return int(found[0][0])

    async def units(self) -> list[str]:
        """See `Reader.units`."""
        return [unit for (unit,) in await self._all("units")]

    async def backup(self, target: str) -> None:
        """See `Reader.backup`."""
        # A connection of its own, which only reads: nobody waits for the copy.
        await asyncio.to_thread(back_up, self._file, Path(target))

    async def close(self) -> None:
        """See `Reader.close`."""
        if not self._closed:
            self._closed = True
            with translated(self._file):
                await self._connection.close()

    async def _all(self, query: str, **bound: object) -> list[tuple[Any, ...]]:
        return await self._run(_fetch, SQL[query], {"unit": self._unit, **bound})

    async def _run(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._closed:
            raise StoreError(f"the store in {self._file} is closed")
        with translated(self._file):
            return await self._connection.run(work, *args, **kwargs)


def _fetch(connection: sqlite3.Connection, query: str, bound: Mapping[str, object]) -> list[tuple[Any, ...]]:
    return connection.execute(query, bound).fetchall()
