"""What the store's tests have in common: a backend to open stores with, and short ways to say what is written."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from store.protocol import Draft, Flaw, Gone, NewEvent, Reader, Record, Retry, Shown, Store
from store.sqlite import open_reader, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
UNIT = "institute"


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **amount: float) -> None:
        self.time += timedelta(**amount)


class SqliteBackend:
    """How the contract suite opens, reopens and attacks a database. A second backend has these same methods."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "muster.db"
        self.clock = FakeClock()
        self._opened: list[Reader] = []

    async def open(self, unit: str = UNIT) -> Store:
        store = await open_store(self.file, unit=unit, clock=self.clock, reserve=0)
        self._opened.append(store)
        return store

    async def reader(self, unit: str = UNIT) -> Reader:
        reader = await open_reader(self.file, unit=unit)
        self._opened.append(reader)
        return reader

    async def reader_of_backup(self, target: Path, unit: str = UNIT) -> Reader:
        reader = await open_reader(target, unit=unit)
        self._opened.append(reader)
        return reader

    def tamper(self, *statements: str) -> None:
        """What somebody with access to the file could do to the log; nothing may hold the database open."""
        with closing(sqlite3.connect(self.file)) as raw:
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
            raw.commit()

    async def close(self) -> None:
        for opened in self._opened:
            await opened.close()


def event(version: int, stream: str = "incident/2026-001", **fields: Any) -> NewEvent:
    return NewEvent(
        **{
            "stream": stream,
            "version": version,
            "time": NOON + timedelta(seconds=version),
            "actor": "wang",
            "event": "arrived",
            "data": {"version": version, "place": "三号楼"},
        }
        | fields
    )


def draft(body: str = "one", card: str = "alert/wang", **fields: Any) -> Draft:
    return Draft(**{"card": card, "address": "member:wang", "lane": 1, "body": body, "cause": NOON} | fields)


def shown(revision: int = 1, card: str = "alert/wang", **fields: Any) -> Shown:
    return Shown(**{"card": card, "revision": revision, "chat_id": 7, "message_id": 70, "at": NOON} | fields)


def retry(attempts: int = 1, card: str = "alert/wang", **fields: Any) -> Retry:
    return Retry(
        **{"card": card, "attempts": attempts, "next_try": NOON + timedelta(seconds=34), "reason": "429"} | fields
    )


def gone(revision: int = 1, card: str = "alert/wang", **fields: Any) -> Gone:
    return Gone(**{"card": card, "revision": revision, "reason": "blocked the bot", "at": NOON} | fields)


async def log(reader: Reader, stream: str | None = None) -> list[Record]:
    return [record async for record in reader.records(stream)]


def at(flaw: Flaw | None) -> tuple[int, str] | None:
    """Where the flaw is, and the first word of what it is."""
    return None if flaw is None else (flaw.seq, flaw.problem.split(":", maxsplit=1)[0])
