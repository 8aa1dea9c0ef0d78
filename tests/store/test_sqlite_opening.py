"""A SQLite database is opened, made, migrated or refused; what is refused stays as it was, byte for byte."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from storekit import UNIT, at, draft, event, log

from store.protocol import Batch, StoreCorrupt, StoreError, StoreLocked, StoreTooNew
from store.sql import load
from store.sqlite import migrate, open_reader, open_store
from store.sqlite.migrate import LATEST


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "muster.db"


async def fill(file: Path, events: int = 300) -> None:
    store = await open_store(file, unit=UNIT, reserve=0)
    await store.write(Batch(events=[event(version) for version in range(1, events + 1)], drafts=[draft()]))
    await store.close()


def contents(file: Path) -> dict[str, bytes]:
    """Every file of the database that holds something; an index of the log file in shared memory holds nothing."""
    return {
        path.name: path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")) if path.stat().st_size
    } | {f"{file.name}-{kind}": b"" for kind in ("shm", "lock")}


async def assert_refused(file: Path, error: type[StoreError], match: str) -> None:
    before = contents(file)
    with pytest.raises(error, match=match) as caught:
        await open_store(file, unit=UNIT)
    assert "\n" not in str(caught.value)
    assert contents(file) == before


async def test_a_new_database_is_for_its_owner_only_and_durable(file: Path) -> None:
    store = await open_store(file, unit=UNIT)
    await store.write(Batch(events=[event(1)]))
    assert oct(file.stat().st_mode)[-3:] == oct(file.with_name("muster.db-wal").stat().st_mode)[-3:] == "600"
    settings = await store._connection.run(
        lambda raw: [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    )
    assert settings == ["wal", 2]
    await store.close()


async def test_a_reader_makes_no_database(file: Path) -> None:
    with pytest.raises(StoreError, match=r"no database at .*muster\.db"):
        await open_reader(file, unit=UNIT)
    assert list(file.parent.iterdir()) == []


async def test_a_database_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        await open_store(tmp_path / "nowhere" / "muster.db", unit=UNIT)


async def test_a_name_full_of_signs_is_a_name(tmp_path: Path) -> None:
    file = tmp_path / "应急 #1 ?mode=ro&100%.db"
    await fill(file)
    assert file.exists()
    reader = await open_reader(file, unit=UNIT)
    assert len(await log(reader)) == 300
    await reader.close()


async def test_a_crash_while_the_database_was_made_leaves_nothing_in_the_way(file: Path) -> None:
    file.with_name("muster.db-new").write_bytes(b"half")
    await fill(file)
    assert not file.with_name("muster.db-new").exists()


async def test_half_a_migration_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "MIGRATIONS", (*migrate.MIGRATIONS, "CREATE TABLE a (b) STRICT;"))
    with pytest.raises(StoreError, match="missing datatype"):
        await open_store(file, unit=UNIT)
    assert not file.exists()


async def test_migrations_run_when_the_bot_starts_and_all_or_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(file)
    first = migrate.MIGRATIONS
    monkeypatch.setattr(migrate, "MIGRATIONS", (*first, "CREATE TABLE more (a TEXT) STRICT;", "CREATE TABLE more (a);"))
    monkeypatch.setattr(migrate, "LATEST", LATEST + 2)
    with pytest.raises(StoreError, match="more already exists"):
        await open_store(file, unit=UNIT)
    assert tables_and_version(file) == (False, LATEST)

    monkeypatch.setattr(migrate, "MIGRATIONS", (*first, "CREATE TABLE more (a TEXT) STRICT;"))
    monkeypatch.setattr(migrate, "LATEST", LATEST + 1)
    monkeypatch.setattr("store.sqlite.opening.LATEST", LATEST + 1)
    with pytest.raises(StoreError, match="older Muster"):
        await open_reader(file, unit=UNIT)
    store = await open_store(file, unit=UNIT)
    assert len(await log(store)) == 300
    await store.close()
    assert tables_and_version(file) == (True, LATEST + 1)


def tables_and_version(file: Path) -> tuple[bool, int]:
    with closing(sqlite3.connect(file)) as raw:
        found = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone()
        return bool(found[0]), raw.execute("PRAGMA user_version").fetchone()[0]


async def test_a_newer_database_is_refused_untouched(file: Path) -> None:
    await fill(file)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA user_version = {LATEST + 1}")
    await assert_refused(file, StoreTooNew, "newer Muster")
    with pytest.raises(StoreTooNew):
        await open_reader(file, unit=UNIT)


async def test_another_programs_database_is_refused_untouched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE bookmarks (title)")
    await assert_refused(file, StoreError, "another program")
    with pytest.raises(StoreError, match="another program"):
        await open_reader(file, unit=UNIT)


@pytest.mark.parametrize("keep", [1, 100, 4096, 0.5, 0.9, -1])
async def test_a_truncated_database_is_refused_untouched(file: Path, keep: float) -> None:
    await fill(file)
    size = file.stat().st_size
    os.truncate(file, int(size * keep) if isinstance(keep, float) else keep % size)
    await assert_refused(file, StoreCorrupt, "put the last backup in place")


async def test_a_file_that_is_no_database_is_refused_untouched(file: Path) -> None:
    file.write_bytes("绝密\n".encode() * 2000)
    await assert_refused(file, StoreCorrupt, "not a database.*backup")
    with pytest.raises(StoreCorrupt, match="backup"):
        await open_reader(file, unit=UNIT)


async def test_a_database_with_a_page_of_noise_is_refused_untouched(file: Path) -> None:
    await fill(file)
    with file.open("r+b") as raw:
        raw.seek(4096 * 6)
        raw.write(os.urandom(4096))
    await assert_refused(file, StoreCorrupt, "damaged.*backup")


@pytest.mark.parametrize("left", ["empty file", "no file"])
async def test_a_log_file_without_its_database_is_not_thrown_away(file: Path, left: str) -> None:
    await fill(file)
    wal = file.with_name("muster.db-wal")
    wal.write_bytes(b"the last minutes before the power went")
    os.truncate(file, 0) if left == "empty file" else file.unlink()
    await assert_refused(file, StoreCorrupt, "backup")


async def test_an_empty_file_is_not_taken_for_a_new_database(file: Path) -> None:
    file.touch()
    await assert_refused(file, StoreCorrupt, "is empty.*backup")
    with pytest.raises(StoreCorrupt, match="is empty"):
        await open_reader(file, unit=UNIT)


async def test_a_log_whose_end_is_missing_is_not_written_on(file: Path) -> None:
    await fill(file, events=5)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DROP TRIGGER events_are_kept")
        raw.execute("DELETE FROM events WHERE seq > 3")
        raw.commit()
    with pytest.raises(StoreCorrupt, match=r"ends at record 3, but record 5.*backup"):
        await open_store(file, unit=UNIT)
    reader = await open_reader(file, unit=UNIT)
    assert at(await reader.verify()) == (4, "missing")
    await reader.close()


async def test_damage_that_sqlite_cannot_read_past_is_a_flaw_with_a_place(file: Path) -> None:
    await fill(file, events=3000)
    with closing(sqlite3.connect(file)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
    content = bytearray(file.read_bytes())
    leaves = [page for page in range(root, len(content) // 4096) if content[page * 4096] == 0x0D]
    middle = leaves[len(leaves) // 2]
    content[middle * 4096 : middle * 4096 + 200] = b"\xff" * 200
    file.write_bytes(content)
    reader = await open_reader(file, unit=UNIT)
    flaw = await reader.verify()
    assert flaw is not None
    assert 1 < flaw.seq <= 3000
    assert "damaged" in flaw.problem
    await reader.close()


async def test_damage_outside_the_log_is_found_too(file: Path) -> None:
    await fill(file)
    with closing(sqlite3.connect(file)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outbox_waiting'").fetchone()
    with file.open("r+b") as raw:
        raw.seek(4096 * page - 10)
        raw.write(b"\xff" * 10)
    reader = await open_reader(file, unit=UNIT)
    flaw = await reader.verify()
    assert flaw is not None
    assert "the log is whole, but the file is damaged" in flaw.problem
    await reader.close()


async def test_the_log_cannot_be_changed_or_shortened(file: Path) -> None:
    await fill(file)
    with closing(sqlite3.connect(file)) as raw:
        for statement in (
            "UPDATE events SET actor = 'li'",
            "DELETE FROM events",
            "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 2",
            "UPDATE heads SET seq = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)


async def test_a_second_writer_is_refused_by_whatever_name_and_let_in_after_close(file: Path) -> None:
    first = await open_store(file, unit=UNIT, reserve=0)
    link = file.with_name("link.db")
    link.symlink_to(file)
    for name in (file, link):
        with pytest.raises(StoreLocked, match=rf"another Muster is using .*muster\.db \(process {os.getpid()}\)"):
            await open_store(name, unit="another")
    await first.write(Batch(events=[event(1)]))
    await first.close()
    second = await open_store(link, unit=UNIT, reserve=0)
    assert len(await log(second)) == 1
    await second.close()


async def test_a_lock_goes_with_a_killed_process(file: Path) -> None:
    holding = (
        "import asyncio, sys; from store.sqlite import open_store\n"
        "async def hold():\n"
        "    await open_store(sys.argv[1], unit='institute'); print('held', flush=True); await asyncio.Event().wait()\n"
        "asyncio.run(hold())"
    )
    process = subprocess.Popen([sys.executable, "-c", holding, str(file)], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked, match=f"process {process.pid}"):
            await open_store(file, unit=UNIT)
    finally:
        process.kill()
        process.communicate()
    store = await open_store(file, unit=UNIT, reserve=0)
    await store.write(Batch(events=[event(1)]))
    await store.close()


async def test_a_program_that_dies_before_closing_its_store_ends() -> None:
    dying = (
        "import asyncio, tempfile; from store.sqlite import open_store\n"
        "async def die():\n"
        "    global store\n"
        "    store = await open_store(tempfile.mkdtemp() + '/muster.db', unit='institute', reserve=0)\n"
        "    raise SystemExit(3)\n"
        "asyncio.run(die())"
    )
    assert subprocess.run([sys.executable, "-c", dying], timeout=20, check=False).returncode == 3


async def test_another_program_that_writes_is_reported_and_outlived(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite.connection._PATIENCE", 0.05)
    store = await open_store(file, unit=UNIT, reserve=0)
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="another program"):
            await store.write(Batch(events=[event(1)]))
    await store.write(Batch(events=[event(1)]))
    await store.close()


async def test_the_reserve_is_really_on_the_disk(file: Path) -> None:
    store = await open_store(file, unit=UNIT, reserve=1024 * 1024)
    stat = file.with_name("muster.db-reserve").stat()
    assert stat.st_size == 1024 * 1024
    assert stat.st_blocks * 512 >= 1024 * 1024
    assert not store.reserve_spent
    await store.close()


def test_two_statements_of_one_name_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "twice"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "q.sql").write_text("-- name: a\nSELECT 1\n\n-- name: a (again)\nSELECT 2\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match="one name"):
        load("twice", "q.sql")
