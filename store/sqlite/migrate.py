"""Numbered migrations: `migrations/0001_….sql` and on, each carried out once, all that are due in one transaction."""

import sqlite3
from importlib.resources import files
from typing import Final

APPLICATION: Final = 0x4D535452  # "MSTR" in the header of the file: this SQLite database is Muster's
REHEARSAL: Final = 0x4D535245  # "MSRE": the same, and what it tells never happened


def _read() -> tuple[str, ...]:
    found = sorted(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in (files("store.sqlite") / "migrations").iterdir()
        if entry.name.endswith(".sql")
    )
    for number, (name, _) in enumerate(found, start=1):
        if not name.startswith(f"{number:04}_"):
            raise ValueError(f"migration {number:04} is missing: found {name}")
    return tuple(script for _, script in found)


MIGRATIONS: Final = _read()
LATEST: Final = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the database has been through."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def migrate(connection: sqlite3.Connection, application: int = APPLICATION) -> None:
    """Bring the database to the latest version; on any error it stays as it was. Raises sqlite3.Error."""
    due = MIGRATIONS[version(connection) :]
    if not due:
        return
    # The script holds its own BEGIN and COMMIT, because Python commits before it runs a script.
    try:
        connection.executescript(
            "\n".join(
                (
                    "BEGIN IMMEDIATE;",
                    *due,
                    f"PRAGMA application_id = {application};",
                    f"PRAGMA user_version = {LATEST};",
                    "COMMIT;",
                )
            )
        )
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
