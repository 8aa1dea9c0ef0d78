"""What is taken out of the log is gone from the file; the chain still holds, and what remains is still proved."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from storekit import SqliteBackend, at, draft, event, log, shown

from store.protocol import Batch, NewEvent, Redaction

WHERE = "北纬28.68号楼"


def blank(kind: str, _actor: str, data: dict) -> dict:
    return {**data, "place": None} if kind == "located" else data


def redacted(version: int = 1, streams: tuple[str, ...] | None = ("a",), **fields: object) -> NewEvent:
    redaction = Redaction(**{"blank": blank, "streams": streams} | fields)
    return event(version, "privacy", event="Redacted", actor="system", data={"why": "time"}, redaction=redaction)


def located(version: int, stream: str = "a") -> NewEvent:
    return event(version, stream, event="located", data={"who": "wang", "place": WHERE})


async def written(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(
        Batch(
            events=[located(1), event(2, "a"), located(1, "b"), located(3)],
            drafts=[draft(f'{{"text":"{WHERE}"}}', buttons={"t": '{"x":1}'}), draft('{"text":"other"}', card="other")],
            outcomes=[shown()],
        )
    )
    await store.close()


def about_a_place(_card: str, _address: str, _cause: datetime, body: str) -> bool:
    return WHERE in body


async def test_the_log_is_whole_and_says_what_was_taken_out_of_it(backend: SqliteBackend) -> None:
    await written(backend)
    store = await backend.open()
    before = [record.hash for record in await log(store)]
    answer = await store.write(Batch(events=[redacted()]))
    records = await log(store)
    assert [record.hash for record in records][:4] == before
    assert [record.data.get("place") for record in records[:4]] == [None, "三号楼", WHERE, None]
    assert records[0].data["who"] == "wang"
    assert records[-1].data["records"] == {"a": [1, 3]}
    assert sorted(records[-1].data["seals"]) == ["1", "4"]
    assert records[-1].data["why"] == "time"
    assert list(answer.records) == records[-1:]
    assert await store.verify() is None
    assert await store.redacted() == 2
    await store.write(Batch(events=[redacted(2, None)]))
    assert (await log(store))[-1].data["records"] == {"b": [1]}
    assert await store.redacted() == 3
    assert await store.verify() is None


async def test_the_bytes_are_gone_from_every_file_while_the_bot_runs(backend: SqliteBackend, tmp_path: Path) -> None:
    await written(backend)
    store = await backend.open()
    assert any(WHERE.encode() in path.read_bytes() for path in tmp_path.iterdir())
    await store.write(Batch(events=[redacted(streams=None, cards=about_a_place)]))
    assert [path.name for path in tmp_path.iterdir() if WHERE.encode() in path.read_bytes()] == []
    await store.backup(str(tmp_path / "copy"))
    copy = await backend.reader_of_backup(tmp_path / "copy")
    assert await copy.verify() is None
    assert await copy.redacted() == 3


async def test_a_card_loses_its_content_and_its_buttons_and_is_not_sent(backend: SqliteBackend) -> None:
    await written(backend)
    store = await backend.open()
    await store.write(Batch(drafts=[draft(f'{{"text":"{WHERE}!"}}'), draft(f"{WHERE}", card="unseen")]))
    assert {w.card for w in await store.waiting()} == {"alert/wang", "other", "unseen"}
    answer = await store.write(Batch(events=[redacted(cards=about_a_place)]))
    assert set(answer.ended) == {"alert/wang", "unseen"}
    assert [w.card for w in await store.waiting()] == ["other"]
    assert await store.pressed("t") is None
    await store.write(Batch(drafts=[draft("news")]))
    (news,) = (w for w in await store.waiting() if w.card == "alert/wang")
    assert (news.body, news.message_id) == ("news", 70)


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ('UPDATE events SET data = \'{"who":"li","place":null}\' WHERE seq = 1', (1, "altered")),
        ('UPDATE events SET data = \'{"who":"li","place":null}\' WHERE seq = 3', (3, "altered")),
        ("UPDATE events SET salt = 'another' WHERE seq = 1", (1, "altered")),
        ("UPDATE events SET actor = 'li' WHERE seq = 1", (1, "altered")),
        ("UPDATE events SET digest = NULL, actor = 'li' WHERE seq = 1", (1, "altered")),
        ("UPDATE events SET data = json_remove(data, '$.seals.\"1\"') WHERE seq = 5", (1, "altered")),
        ("DELETE FROM events WHERE seq = 5", (1, "altered")),
    ],
)
async def test_tampering_with_what_remains_is_found(
    backend: SqliteBackend, statement: str, flaw: tuple[int, str]
) -> None:
    await written(backend)
    store = await backend.open()
    await store.write(Batch(events=[redacted()]))
    await store.close()
    backend.tamper(statement)
    assert at(await (await backend.reader()).verify()) == flaw


async def test_what_was_taken_out_and_put_back_is_found(backend: SqliteBackend) -> None:
    await written(backend)
    with closing(sqlite3.connect(backend.file)) as raw:
        data, salt = raw.execute("SELECT data, salt FROM events WHERE seq = 1").fetchone()
    store = await backend.open()
    await store.write(Batch(events=[redacted()]))
    await store.close()
    backend.tamper(f"UPDATE events SET data = '{data}', salt = '{salt}' WHERE seq = 1")
    assert at(await (await backend.reader()).verify()) == (5, "altered")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = '{}', salt = 'new' WHERE seq = 2",  # nobody redacted it
        "UPDATE events SET data = '{}' WHERE seq = 1",  # a guessable seal
        "UPDATE events SET data = '{}', salt = NULL WHERE seq = 1",
        "UPDATE events SET actor = 'li', salt = 'new' WHERE seq = 1",
        "UPDATE events SET digest = hash, salt = 'new' WHERE seq = 1",
        "UPDATE events SET data = '{}', salt = 'new' WHERE seq = 5",
        "DELETE FROM events WHERE seq = 1",
        "INSERT INTO events (unit, seq, stream, version, time, actor, event, data, hash) SELECT unit, 6, stream, 4,"
        " time, actor, event, data, hash FROM events WHERE seq = 4",
    ],
)
async def test_the_database_itself_lets_nothing_else_change(backend: SqliteBackend, statement: str) -> None:
    await written(backend)
    store = await backend.open()
    await store.write(Batch(events=[redacted()]))
    await store.close()
    with closing(sqlite3.connect(backend.file)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


async def test_a_redaction_without_its_event_is_refused(backend: SqliteBackend) -> None:
    store = await backend.open()
    with pytest.raises(ValueError, match="only an event Redacted"):
        await store.write(Batch(events=[event(1, redaction=Redaction(blank=blank, streams=None))]))


async def test_a_redaction_that_fails_takes_nothing_out(backend: SqliteBackend) -> None:
    def broken(_event: str, _actor: str, _data: object) -> dict:
        raise ValueError("cannot be read any more")

    await written(backend)
    store = await backend.open()
    with pytest.raises(ValueError, match="cannot be read"):
        await store.write(Batch(events=[redacted(blank=broken)]))
    assert (await log(store))[0].data["place"] == WHERE
    assert len(await log(store)) == 4
    await store.write(Batch(events=[redacted()]))


async def test_what_was_taken_out_cannot_be_guessed_from_what_is_kept(backend: SqliteBackend) -> None:
    """Of three possible answers each would give its digest away, were the salt still there."""
    store = await backend.open()
    await store.write(Batch(events=[located(1)]))
    with closing(sqlite3.connect(backend.file)) as raw:
        (salt,) = raw.execute("SELECT salt FROM events").fetchone()
    await store.write(Batch(events=[redacted()]))
    assert [p.name for p in backend.file.parent.iterdir() if salt.encode() in p.read_bytes()] == []


async def test_somebody_reading_meanwhile_delays_the_wiping_and_nothing_else(
    backend: SqliteBackend, tmp_path: Path
) -> None:
    await written(backend)
    store = await backend.open()
    await store.write(Batch(events=[event(1, "c")]))
    with closing(sqlite3.connect(backend.file, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM events").fetchone()
        async with asyncio.timeout(3):  # SQLite itself would wait five seconds for the reader
            await store.write(Batch(events=[redacted(streams=None, cards=about_a_place)]))
        assert [path.name for path in tmp_path.iterdir() if WHERE.encode() in path.read_bytes()]
    backend.clock.advance(minutes=2)
    await store.write(Batch(events=[event(2, "c")]))
    assert [path.name for path in tmp_path.iterdir() if WHERE.encode() in path.read_bytes()] == []
