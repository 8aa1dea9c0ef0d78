"""Whoever touches the log behind Muster's back is found out, on every backend."""

import pytest
from storekit import SqliteBackend, at, event, log

from store.chain import GENESIS, canonical, committed, digest_of, link
from store.protocol import Batch


async def written(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1, "a"), event(1, "b"), event(2, "a")]))
    await store.write(Batch(events=[event(2, "b"), event(3, "a")]))
    assert await store.verify() is None
    await store.close()


@pytest.mark.parametrize(
    ("statements", "flaw"),
    [
        (["UPDATE events SET data = replace(data, '三号楼', '四号楼') WHERE seq = 3"], (3, "altered")),
        (["UPDATE events SET data = data || ' ' WHERE seq = 3"], (3, "altered")),
        (["UPDATE events SET actor = 'li' WHERE seq = 1"], (1, "altered")),
        (["UPDATE events SET event = 'left' WHERE seq = 5"], (5, "altered")),
        (["UPDATE events SET actor = CAST(x'ff' AS TEXT) WHERE seq = 2"], (2, "altered")),
        (["UPDATE events SET time = '2026-11-24T11:59:00.000000+00:00' WHERE seq = 2"], (2, "altered")),
        (["UPDATE events SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE seq = 4"], (4, "altered")),
        (["UPDATE events SET digest = NULL WHERE seq = 3"], (3, "altered")),
        (["UPDATE events SET salt = NULL, digest = NULL WHERE seq = 3"], (3, "altered")),
        (["UPDATE events SET salt = 'other' WHERE seq = 3"], (3, "altered")),
        (["DELETE FROM events WHERE seq = 1"], (1, "missing")),
        (["DELETE FROM events WHERE seq = 3"], (3, "missing")),
        (["DELETE FROM events WHERE seq >= 4"], (4, "missing")),
        (["DELETE FROM events"], (1, "missing")),
        (["DELETE FROM events WHERE seq = 2", "UPDATE events SET seq = seq - 1 WHERE seq > 2"], (2, "altered")),
        (["UPDATE events SET version = 4 WHERE seq = 5"], (5, "out of order")),
        (
            [
                "UPDATE events SET seq = 99 WHERE seq = 4",
                "UPDATE events SET seq = 4 WHERE seq = 5",
                "UPDATE events SET seq = 5 WHERE seq = 99",
            ],
            (4, "altered"),
        ),
        (["DELETE FROM heads"], (1, "added")),
    ],
)
async def test_tampering_is_found_where_it_was_done(
    backend: SqliteBackend, statements: list[str], flaw: tuple[int, str]
) -> None:
    await written(backend)
    backend.tamper(*statements)
    assert at(await (await backend.reader()).verify()) == flaw


async def test_a_record_slipped_in_at_the_end_is_found_though_its_hash_is_right(backend: SqliteBackend) -> None:
    await written(backend)
    last = (await log(await backend.reader()))[-1]
    time = "2026-11-24T12:00:00.000000+00:00"
    content = digest_of("salt", "{}")
    digest = link(
        last.hash,
        unit="institute",
        seq=6,
        stream="a",
        version=4,
        time=time,
        actor="li",
        event="x",
        data=committed(content),
    )
    backend.tamper(
        "INSERT INTO events VALUES"
        f" ('institute', 6, 'a', 4, '{time}', 'li', 'x', '{{}}', '{digest}', 'salt', '{content}')"
    )
    assert at(await (await backend.reader()).verify()) == (6, "added")


async def test_a_log_that_was_written_anew_is_found_by_its_end(backend: SqliteBackend) -> None:
    await written(backend)
    digest, statements = GENESIS, []
    for record in await log(await backend.reader()):
        fields = {"unit": "institute", "seq": record.seq, "stream": record.stream, "version": record.version}
        digest = link(
            digest,
            **fields,
            time=record.time.isoformat(timespec="microseconds"),
            actor="somebody-else",
            event=record.event,
            data=committed(digest_of("salt", canonical(record.data))),
        )
        statements.append(
            f"UPDATE events SET actor = 'somebody-else', hash = '{digest}', salt = 'salt',"
            f" digest = '{digest_of('salt', canonical(record.data))}' WHERE seq = {record.seq}"
        )
    backend.tamper(*statements)
    assert at(await (await backend.reader()).verify()) == (5, "altered")


async def test_a_record_of_another_unit_is_not_taken_for_ones_own(backend: SqliteBackend) -> None:
    for unit in ("first", "second"):
        store = await backend.open(unit)
        await store.write(Batch(events=[event(1, actor=unit)]))
        await store.close()
    backend.tamper(
        "UPDATE events SET unit = 'third' WHERE unit = 'first'",
        "UPDATE events SET unit = 'first' WHERE unit = 'second'",
    )
    assert at(await (await backend.reader("first")).verify()) == (1, "altered")


async def test_a_log_longer_than_a_page_is_checked_whole(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(n) for n in range(1, 1201)]))
    assert await store.verify() is None
    await store.close()
    backend.tamper("UPDATE events SET actor = 'li' WHERE seq = 1150")
    assert at(await (await backend.reader()).verify()) == (1150, "altered")


async def test_the_log_of_a_running_bot_can_be_checked(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1)]))
    reader = await backend.reader()
    assert await reader.verify() is None
    await store.write(Batch(events=[event(2)]))
    assert await reader.verify() is None
    assert await (await backend.reader("a unit without a log")).verify() is None
