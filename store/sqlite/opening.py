"""Opening a database: made when there is none, and refused untouched when it is not fit to be written to."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from store.protocol import StoreCorrupt, StoreError, StoreFull, StoreTooNew
from store.sqlite.backup import sync
from store.sqlite.connection import Connection, connect, connect_now
from store.sqlite.faults import translated, way_out
from store.sqlite.lock import Lock
from store.sqlite.migrate import APPLICATION, LATEST, REHEARSAL, migrate, version
from store.sqlite.queries import SQL
from store.sqlite.reading import SqliteReader
from store.sqlite.reserve import RESERVE, Reserve
from store.sqlite.writing import SqliteStore

_FOR_WRITING: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit has reached the disk before anybody hears of it
    "PRAGMA fullfsync = ON",  # on macOS a plain fsync stops at the drive's cache
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA journal_size_limit = 4194304",
    "PRAGMA secure_delete = ON",  # what was taken out of the log is not to be found in the file either
)
_SMALLEST: Final = 512  # bytes of the smallest page that a SQLite database can consist of


def utc_now() -> datetime:
    """The real time, for the age of origins and of the reserve; nothing in the log is stamped with it."""
    return datetime.now(UTC)


async def open_store(
    path: str | os.PathLike[str],
    *,
    unit: str,
    clock: Callable[[], datetime] = utc_now,
    reserve: int = RESERVE,
    rehearsal: bool | None = None,
) -> SqliteStore:
    """The store of that unit in the database at `path`, for writing; a new database where there is no file.

    `reserve` is how many bytes are kept back for the moment when the disk is full. What a `rehearsal` writes must
    never stand in a live log, nor the other way round; None takes either, and makes a live one. Raises StoreLocked,
    StoreTooNew, StoreCorrupt or another StoreError, and has then changed nothing.
    """
    file = _resolved(path)
    lock = Lock(file)
    try:
        ballast = Reserve(file, reserve)
        try:
            connection = await _open_for_writing(file, unit, rehearsal)
        except StoreFull:
            if not ballast.spend():
                raise
            connection = await _open_for_writing(file, unit, rehearsal)
        ballast.renew(clock())
    except BaseException:
        lock.release()
        raise
    return SqliteStore(connection, file=file, unit=unit, clock=clock, lock=lock, reserve=ballast)


async def open_reader(path: str | os.PathLike[str], *, unit: str) -> SqliteReader:
    """That unit in the database at `path`, for reading only, also beside a running bot.

    Raises StoreError when there is no database or an older Muster wrote it, StoreTooNew, or StoreCorrupt.
    """
    file = _resolved(path)
    refuse_missing(file)
    _refuse_stump(file)
    with translated(file):
        connection = await connect(file, "ro")
    try:
        with translated(file):
            found = await connection.run(_recognise, file)
        if found < LATEST:
            raise StoreError(f"{file} was written by an older Muster: start the bot once, it brings it up to date")
    except BaseException:
        await connection.close()
        raise
    return SqliteReader(connection, file=file, unit=unit)


def refuse_missing(file: Path) -> None:
    """Raises StoreError when there is no database yet, for what has no use for a new one."""
    if not file.exists():
        raise StoreError(f"there is no database at {file}: the bot makes it when it first runs")


def _resolved(path: str | os.PathLike[str]) -> Path:
    # Two names for one database must not make two locks.
    file = Path(os.path.realpath(path))
    if not file.parent.is_dir():
        raise StoreError(f"there is no folder {file.parent} for the database {file.name}")
    if file.is_dir():
        raise StoreError(f"{file} is a folder: name a file for the database, like {file / 'muster.db'}")
    return file


async def _open_for_writing(file: Path, unit: str, rehearsal: bool | None) -> Connection:
    with translated(file):
        await asyncio.to_thread(_create if _is_new(file) else _examine, file, rehearsal)
        connection = await connect(file, "rw")
        try:
            await connection.run(_prepare, file, unit)
        except BaseException:
            await connection.close()
            raise
    return connection


def _is_new(file: Path) -> bool:
    if file.exists():
        _refuse_stump(file)
        return False
    if file.with_name(f"{file.name}-wal").exists():
        raise StoreCorrupt(f"{file} is missing, but its {file.name}-wal is there: put both back, or {way_out(file)}")
    return True


def _refuse_stump(file: Path) -> None:
    # SQLite takes a file of no bytes for a new database and throws away the log file beside it.
    if (size := file.stat().st_size) < _SMALLEST:
        raise StoreCorrupt(f"{file} is {f'cut off after {size} bytes' if size else 'empty'}: {way_out(file)}")


def _create(file: Path, rehearsal: bool | None) -> None:
    """Build the new database under another name, so that a crash leaves a whole one or none."""
    made = file.with_name(f"{file.name}-new")
    made.unlink(missing_ok=True)
    made.with_name(f"{made.name}-journal").unlink(missing_ok=True)
    try:
        os.close(os.open(made, os.O_CREAT | os.O_EXCL, 0o600))  # it will hold phone numbers
        with closing(connect_now(made, "rw")) as connection:
            migrate(connection, REHEARSAL if rehearsal else APPLICATION)
        sync(made)
        made.rename(file)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    sync(file.parent)


def _examine(file: Path, rehearsal: bool | None) -> None:
    """Refuse what is not a sound database of ours, through a connection that cannot change it."""
    with closing(connect_now(file, "ro")) as connection:
        _recognise(connection, file)
        if rehearsal is not None and rehearsal != (_application(connection) == REHEARSAL):
            if rehearsal:
                raise StoreError(f"{file} is a live bot's database, which no rehearsal writes to: name a new file")
            raise StoreError(f"{file} is what a rehearsal left: name another file for the live bot's database")
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise StoreCorrupt(f"{file} is damaged ({' '.join(answer.split())}): {way_out(file)}")
    # SQLite reads what is missing of the last page as zeros. After a crash the log file may still hold that page.
    if file.stat().st_size % page and not _has_content(file.with_name(f"{file.name}-wal")):
        raise StoreCorrupt(f"{file} is cut off in the middle of a page: {way_out(file)}")


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _recognise(connection: sqlite3.Connection, file: Path) -> int:
    if _application(connection) not in (APPLICATION, REHEARSAL):
        raise StoreError(f"{file} is the database of another program: name another file for Muster's")
    found = version(connection)
    if found > LATEST:
        raise StoreTooNew(
            f"{file} was written by a newer Muster (its version {found}, known here {LATEST}): install that one again"
        )
    return found


def _application(connection: sqlite3.Connection) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return int(application)


def _prepare(connection: sqlite3.Connection, file: Path, unit: str) -> None:
    for pragma in _FOR_WRITING:
        connection.execute(pragma)
    migrate(connection, _application(connection))
    # Records missing at the end of the log would let others take their place in the chain.
    head = connection.execute(SQL["head"], {"unit": unit}).fetchone()
    last = connection.execute(SQL["last"], {"unit": unit}).fetchone()
    if head != last:
        raise StoreCorrupt(
            f"{file}: the log ends at record {last[0] if last else 0}, "
            f"but record {head[0] if head else 0} was the last one written: {way_out(file)}"
        )
