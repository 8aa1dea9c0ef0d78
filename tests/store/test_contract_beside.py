"""Readers and backups beside a running writer, on every backend."""

import asyncio
from pathlib import Path

import pytest
from storekit import SqliteBackend, draft, event, log, shown

from store.protocol import Batch, StoreError


async def test_a_reader_sees_what_is_committed_meanwhile(backend: SqliteBackend) -> None:
    store = await backend.open()
    reader = await backend.reader()
    assert await log(reader) == []
    written = await store.write(Batch(events=[event(1)], drafts=[draft()], settings={"heartbeat": "1"}))
    assert await log(reader) == list(written.records)
    assert await reader.waiting() == list(written.waiting)
    assert await reader.setting("heartbeat") == "1"
    await store.write(Batch(outcomes=[shown()]))
    assert await reader.delivered("alert/") == [("alert/wang", "member:wang", None)]


async def test_many_readers_do_not_hold_up_the_writer(backend: SqliteBackend) -> None:
    store = await backend.open()
    readers = [await backend.reader() for _ in range(4)]

    async def write() -> None:
        for version in range(1, 101):
            await store.write(Batch(events=[event(version)]))

    async def read(reader: object) -> list[int]:
        return [len(await log(reader)) for _ in range(20)]

    _, *seen = await asyncio.gather(write(), *map(read, readers))
    assert all(lengths == sorted(lengths) for lengths in seen)
    assert [len(await log(reader)) for reader in readers] == [100] * 4


async def test_a_backup_taken_while_writing_is_a_whole_database(backend: SqliteBackend, tmp_path: Path) -> None:
    store = await backend.open()
    await store.write(Batch(drafts=[draft(buttons={"t": "{}"})], settings={"群": "-1009"}))
    target = tmp_path / "备份 1.db"

    async def write() -> None:
        for version in range(1, 201):
            await store.write(Batch(events=[event(version)]))

    writing = asyncio.create_task(write())
    while not await log(store):
        await asyncio.sleep(0)
    await store.backup(str(target))
    await writing

    copy = await backend.reader_of_backup(target)
    records = await log(copy)
    assert records == (await log(store))[: len(records)]
    assert len(records) >= 1
    assert await copy.verify() is None
    assert await copy.waiting() == await store.waiting()
    assert await copy.setting("群") == "-1009"


async def test_a_reader_makes_a_backup_beside_a_running_bot(backend: SqliteBackend, tmp_path: Path) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1)]))
    await (await backend.reader()).backup(str(tmp_path / "copy.db"))
    assert await log(await backend.reader_of_backup(tmp_path / "copy.db")) == await log(store)


async def test_a_backup_replaces_nothing(backend: SqliteBackend, tmp_path: Path) -> None:
    store = await backend.open()
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        await store.backup(str(target))
    assert target.read_text() == "precious"
    with pytest.raises(StoreError, match=r"nowhere.copy\.db"):
        await store.backup(str(tmp_path / "nowhere" / "copy.db"))
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []
