"""The border: what SQLite and the operating system say becomes the store's own tree of errors."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store.protocol import StoreCorrupt, StoreError, StoreFull, StoreLocked

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}
_PROBE: Final = 64 * 1024


def way_out(file: Path) -> str:
    """What to do with a damaged database, as the end of a sentence."""
    # A log file left beside a restored backup would be replayed into it, so all three have to go.
    return (
        f"move {file}, {file.name}-wal and {file.name}-shm away together and put the last backup in place of "
        f"{file.name}; `muster verify` tells what is wrong"
    )


@contextmanager
def translated(file: Path, *, target: Path | None = None) -> Iterator[None]:
    """Raise whatever SQLite or the operating system raises inside as a StoreError that names `file`.

    `target` is where something is written, when that is not `file`.
    """
    try:
        yield
    except sqlite3.Error as fault:
        raise _from_sqlite(fault, file, target or file) from fault
    except OSError as fault:
        if fault.errno in _NO_ROOM:
            raise _full(target or file) from fault
        raise StoreError(f"{target or file}: {fault.strerror or fault}") from fault


def _from_sqlite(fault: sqlite3.Error, file: Path, target: Path) -> StoreError:
    # Extended codes carry the primary one in their low byte. Errors of the Python module itself have none.
    match getattr(fault, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _full(target)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if _no_room(target.parent):
            return _full(target)  # a spent quota, or no room for the shared-memory file, is an I/O error to SQLite
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked(f"another program is writing to {file} and did not finish in time")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreCorrupt(f"{file} is damaged ({fault}): {way_out(file)}")
        case _:
            return StoreError(f"{file}: {fault}")


def _full(file: Path) -> StoreFull:
    return StoreFull(f"no room is left on the disk (or in the quota) of {file}: nothing of this was written")


def _no_room(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as fault:
        return fault.errno in _NO_ROOM
    return False
