"""Checking the log against its hash chain, a page at a time so that a running bot is not held up."""

import sqlite3
from collections import Counter
from typing import Any, Final

from store.chain import GENESIS, link
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
            page = connection.execute(SQL["records"], bound).fetchall()
            for row in page:
                if flaw := self._check(row):
                    return flaw
            if page:
                return None
            self.done = True
            return self._check_end(connection) or self._check_file(connection)
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")

    def _check(self, row: tuple[Any, ...]) -> Flaw | None:
        seq, stream, version, time, actor, event, data, digest = row
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
        expected = link(
            self._hash,
            unit=self._unit,
            seq=seq,
            stream=stream,
            version=version,
            time=time,
            actor=actor,
            event=event,
            data=data,
        )
        if digest != expected:
            return Flaw(seq=seq, stream=stream, version=version, problem="altered: it is not what its hash was made of")
        self._seq, self._hash, self._versions[stream] = seq, digest, version
        return None

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
