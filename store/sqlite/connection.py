"""SQLite connections: how they are opened, and how a whole piece of work is done in one hop to their thread."""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Concatenate, Final, Literal, ParamSpec, TypeVar
from urllib.parse import quote

import aiosqlite

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE: Final = 5.0  # seconds that SQLite waits for somebody else's lock


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with one way more to use it, and a thread that does not outlive the program."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A program that dies of a fault before it closes its store must end, so that it can be started again.
        self._thread.daemon = True

    async def run(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work` with the bare connection, in the connection's own thread, and return what it returns."""
        # aiosqlite's public calls hop to the thread and back for every statement. A transaction shared by 64
        # callers is some 200 statements, and the hops would cost five times what SQLite does. There is no public
        # call for more than one statement, so its hop is borrowed here and nowhere else (aiosqlite is pinned).
        hop: Callable[..., Awaitable[T]] = self._execute
        return await hop(work, self._conn, *args, **kwargs)


def connect_now(file: Path, mode: Literal["ro", "rw", "rwc"]) -> sqlite3.Connection:
    """A bare connection in this thread; transactions begin and end where the code says so. Raises sqlite3.Error."""
    # Python's own transactions are off: they would commit behind the back of whoever counts on one commit.
    connection = sqlite3.connect(
        f"file:{quote(str(file))}?mode={mode}", uri=True, isolation_level=None, timeout=_PATIENCE
    )
    try:
        # Reading a damaged page is then an error instead of a guess.
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


async def connect(file: Path, mode: Literal["ro", "rw"]) -> Connection:
    """A connection with a thread of its own. Raises sqlite3.Error."""
    connection = Connection(lambda: connect_now(file, mode))
    await connection
    return connection
