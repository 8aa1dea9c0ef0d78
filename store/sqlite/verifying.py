"""Checking the log against its hash chain, a page at a time so that a running bot is not held up."""

import json
import sqlite3
from collections import Counter
from typing import Any, Final

from store.chain import GENESIS, REDACTED, committed, digest_of, link, seal
from store.protocol import Flaw
from store.sqlite.queries import SQL

_PAGE: Final = 500


class Check:
    """One walk along a unit's chain; call `step` until `done`, then `flaw` is the first bad record, or None."""

    def __init__(self, *, unit: str) -> None:
        self.done = False
        self.flaw: Flaw | None = None
        self._unit = unit
        self._seq = 0
        self._hash = GENESIS
        self._versions: Counter[str] = Counter()

    def step(self, connection: sqlite3.Connection) -> None:
        """Check the next page; after the last one, the end of the log and the soundness of the file."""
        # Bytes that are no UTF-8 are a flaw to be named, not an error on the way to it.
        connection.text_factory = lambda text: text.decode(errors="surrogateescape")
        try:
            self.flaw = self._step(connection)
        except sqlite3.DatabaseError as fault:
            if fault.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise
            self.flaw = Flaw(seq=self._seq + 1, stream="", version=0, problem=f"the file is damaged here ({fault})")
        finally:
            connection.text_factory = str
        self.done = self.done or self.flaw is not None

    def _step(self, connection: sqlite3.Connection) -> Flaw | None:
        # One read transaction: the head must be as old as the page that it is compared with.
        connection.execute("BEGIN")
        try:
            bound = {"unit": self._unit, "after": self._seq, "most": _PAGE}
            page = connection.execute(SQL["whole_records"], bound).fetchall()
            for row in page:
                if flaw := self._check(connection, row):
                    return flaw
            if page:
                return None
            self.done = True
            return self._check_end(connection) or self._check_file(connection)
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection, row: tuple[Any, ...]) -> Flaw | None:
        seq, stream, version, _, _, event, data, digest, *_ = row
        if seq != self._seq + 1:
            problem = f"missing: the next record in the log is number {seq}, version {version} of {stream}"
            return Flaw(seq=self._seq + 1, stream="", version=0, problem=problem)
        if version != self._versions[stream] + 1:
            return Flaw(
                seq=seq,
                stream=stream,
                version=version,
                problem=f"out of order: version {self._versions[stream] + 1} of its stream should stand here",
            )
        wrong = self._altered(connection, row) or (self._undone(connection, data) if event == REDACTED else None)
        if wrong is not None:
            return Flaw(seq=seq, stream=stream, version=version, problem=wrong)
        self._seq, self._hash, self._versions[stream] = seq, digest, version
        return None

    def _altered(self, connection: sqlite3.Connection, row: tuple[Any, ...]) -> str | None:
        """Why the record is neither what was written nor what a redaction left; None when it is sound."""
        digest, salt, content = row[7:]
        fields = self._fields(row)
        if content is not None or salt is None:
            stands_for = committed(content) if content is not None else fields["data"]
            if link(self._hash, **{**fields, "data": stands_for}) != digest:
                return "altered: it is not what its hash was made of"
        if _as_written(row):
            return None
        # An old record that was redacted has nothing left that its hash was made of: the seal covers all of it.
        sealed = connection.execute(SQL["sealed"], {"unit": self._unit, "seq": row[0]}).fetchone()
        if sealed is None:
            return "altered: its data is not what was written, and no redaction says so"
        if sealed[0] != seal(salt or "", **fields):
            return "altered: it is not what its redaction left of it"
        return None

    def _undone(self, connection: sqlite3.Connection, data: str) -> str | None:
        """Whether something that this redaction took out is back in the log."""
        for seq in json.loads(data).get("seals", {}):
            row = connection.execute(SQL["whole_record"], {"unit": self._unit, "seq": int(seq)}).fetchone()
            if row is not None and _as_written(row):
                return f"altered: what it took out of record {seq} is back"
        return None

    def _fields(self, row: tuple[Any, ...]) -> dict[str, Any]:
        names = ("seq", "stream", "version", "time", "actor", "event", "data")
        return {"unit": self._unit, **dict(zip(names, row, strict=False))}

    def _check_end(self, connection: sqlite3.Connection) -> Flaw | None:
        seq, digest = connection.execute(SQL["head"], {"unit": self._unit}).fetchone() or (0, GENESIS)
        if seq > self._seq:
            problem = f"missing: the log ends here, but {seq} records were written"
            return Flaw(seq=self._seq + 1, stream="", version=0, problem=problem)
        if seq < self._seq:
            problem = f"added: record {seq} was the last one that Muster wrote"
            return Flaw(seq=seq + 1, stream="", version=0, problem=problem)
        if digest != self._hash:
            problem = "altered: the log was written anew, its last hash is not the one that Muster noted"
            return Flaw(seq=seq, stream="", version=0, problem=problem)
        return None

    def _check_file(self, connection: sqlite3.Connection) -> Flaw | None:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if answer == "ok":
            return None
        problem = f"the log is whole, but the file is damaged ({' '.join(answer.split())})"
        return Flaw(seq=self._seq, stream="", version=0, problem=problem)


def _as_written(row: tuple[Any, ...]) -> bool:
    """Whether the data is what was written first; of an old record without salt its hash tells."""
    data, _, salt, content = row[6:]
    return salt is None if content is None else digest_of(salt or "", data) == content
