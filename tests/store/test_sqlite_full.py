"""A full disk: a small file system of its own, filled to the last byte."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from storekit import UNIT, FakeClock, event, log

from store.protocol import Batch, Store, StoreFull
from store.sqlite import open_reader, open_store

MIB = 1024 * 1024


@pytest.fixture
def disk(disk_of: Callable[[int], Path]) -> Path:
    """A disk of 8 MiB."""
    return disk_of(8)


def fill_up(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as handle:
        for size in (65536, 4096, 512, 1):
            try:
                while handle.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


def big(version: int) -> Batch:
    return Batch(events=[event(version, data={"roster": "名" * 20_000})])


async def write_until_full(store: Store, version: int) -> int:
    """The last version that landed."""
    while True:
        try:
            await store.write(big(version + 1))
        except StoreFull:
            return version
        version += 1
        assert version < 200


async def test_an_activation_lands_on_a_full_disk_and_nothing_committed_is_lost(disk: Path) -> None:
    clock = FakeClock()
    store = await open_store(disk / "muster.db", unit=UNIT, clock=clock, reserve=MIB)
    version = 1
    await store.write(big(version))
    filler = fill_up(disk)
    while not store.reserve_spent:  # what SQLite's log file has in hand is used first
        version += 1
        await store.write(big(version))
    assert not (disk / "muster.db-reserve").exists()

    version = await write_until_full(store, version)
    with pytest.raises(StoreFull, match=r"no room is left.*muster\.db"):
        await store.write(big(version + 1))
    records = await log(store)
    assert len(records) == version
    assert await store.verify() is None

    filler.unlink()
    await store.write(big(version + 1))
    assert store.reserve_spent
    clock.advance(seconds=61)
    await store.write(big(version + 2))
    assert not store.reserve_spent
    assert (disk / "muster.db-reserve").stat().st_size == MIB
    await store.close()

    store = await open_store(disk / "muster.db", unit=UNIT, reserve=MIB)
    assert (await log(store))[:version] == records
    assert len(await log(store)) == version + 2
    assert await store.verify() is None
    await store.close()


@pytest.mark.parametrize("cache", [2000, 10])
async def test_all_who_share_a_commit_that_finds_no_room_are_told_so(disk: Path, cache: int) -> None:
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=0)
    # With few pages in memory the disk is found full in the middle of a statement, else at the commit.
    await store._connection.run(lambda raw: raw.execute(f"PRAGMA cache_size = {cache}"))
    huge = Batch(events=[event(version, "huge", data={"roster": "名" * 300_000}) for version in range(1, 12)])
    batches = [Batch(events=[event(1, "a")]), huge, Batch(events=[event(1, "b")])]
    results = await asyncio.gather(*map(store.write, batches), return_exceptions=True)
    assert [type(result) for result in results] == [StoreFull] * 3
    assert results[0] is not results[2]
    assert await log(store) == []
    await store.write(batches[0])
    assert await store.verify() is None
    await store.close()


async def test_the_last_room_is_not_taken_for_the_reserve(disk: Path) -> None:
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=5 * MIB)
    assert store.reserve_spent
    assert not (disk / "muster.db-reserve").exists()
    await store.close()


async def test_a_bot_killed_on_a_full_disk_starts_again_on_its_reserve(disk: Path) -> None:
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=MIB)
    await store.write(big(1))
    await store.close()
    fill_up(disk)
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=MIB)
    await store.write(big(2))
    assert store.reserve_spent
    assert len(await log(store)) == 2
    await store.close()


async def test_no_room_for_a_new_database_is_said_so_and_leaves_nothing(disk: Path) -> None:
    filler = fill_up(disk)
    with pytest.raises(StoreFull, match="no room"):
        await open_store(disk / "muster.db", unit=UNIT, reserve=MIB)
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "muster.db-lock"]
    filler.unlink()
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=MIB)
    await store.close()


async def test_no_room_for_a_backup_is_said_so_and_leaves_nothing(disk: Path, tmp_path: Path) -> None:
    store = await open_store(tmp_path / "muster.db", unit=UNIT, reserve=0)
    for version in range(1, 6):
        await store.write(big(version))
    fill_up(disk)
    with pytest.raises(StoreFull, match=r"copy\.db"):
        await store.backup(str(disk / "copy.db"))
    assert [path.name for path in disk.iterdir()] == ["filler"]
    await store.close()


async def test_a_reader_on_a_full_disk_reads(disk: Path) -> None:
    store = await open_store(disk / "muster.db", unit=UNIT, reserve=0)
    await store.write(big(1))
    fill_up(disk)
    reader = await open_reader(disk / "muster.db", unit=UNIT)
    assert len(await log(reader)) == 1
    await reader.close()
    await store.close()
