"""A log that was begun before anything could be taken out of it: proved by the rule that it was written under."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from storekit import NOON, UNIT, SqliteBackend, at, event, log

from store.chain import GENESIS, canonical, link
from store.protocol import Batch, Redaction
from store.sqlite import rows
from store.sqlite.migrate import APPLICATION, MIGRATIONS

SECRET = "手机已关机"


@pytest.fixture
def old(tmp_path: Path) -> SqliteBackend:
    """Three records by the first Muster."""
    backend = SqliteBackend(tmp_path)
    with closing(sqlite3.connect(backend.file)) as raw:
        raw.executescript(f"{MIGRATIONS[0]} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 1;")
        digest = GENESIS
        for seq in (1, 2, 3):
            data = canonical({"who": "wang", "result": SECRET if seq == 2 else "x"})
            fields = {"unit": UNIT, "seq": seq, "stream": "a", "version": seq, "time": rows.as_text(NOON)}
            digest = link(digest, **fields, actor="li", event="phoned", data=data)
            row = (*fields.values(), "li", "phoned", data, digest)
            raw.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        raw.execute("INSERT INTO heads VALUES (?, 3, ?)", (UNIT, digest))
        raw.commit()
    return backend


def blank(_event: str, _actor: str, data: dict) -> dict:
    return {**data, "result": None} if data.get("result") == SECRET else data


async def taken_out(backend: SqliteBackend) -> None:
    store = await backend.open()
    assert await store.verify() is None
    redaction = Redaction(blank=blank, streams=["a"])
    await store.write(Batch(events=[event(4, "a"), event(1, "privacy", event="Redacted", redaction=redaction)]))
    assert await store.verify() is None
    assert await store.redacted() == 1
    await store.close()


async def test_an_old_log_is_whole_goes_on_and_can_be_redacted(old: SqliteBackend, tmp_path: Path) -> None:
    await taken_out(old)
    reader = await old.reader()
    assert [r.data.get("result") for r in await log(reader)][:3] == ["x", None, "x"]
    assert await reader.verify() is None
    await old.close()
    assert [path.name for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ('UPDATE events SET data = \'{"who":"bo"}\' WHERE seq = 1', (1, "altered")),
        ("UPDATE events SET actor = 'bo' WHERE seq = 2", (2, "altered")),
        ('UPDATE events SET data = \'{"who":"bo","result":null}\' WHERE seq = 2', (2, "altered")),
        ("UPDATE events SET salt = 'new', actor = 'bo' WHERE seq = 1", (1, "altered")),
        ("UPDATE events SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE seq = 2", (3, "altered")),
    ],
)
async def test_tampering_with_an_old_log_is_found(old: SqliteBackend, statement: str, flaw: tuple[int, str]) -> None:
    await taken_out(old)
    old.tamper(statement)
    reader = await old.reader()
    assert at(await reader.verify()) == flaw
    await reader.close()
