"""kill -9 of a real process in the middle of writing: whatever it acknowledged is there."""

import subprocess
import sys
from pathlib import Path

import pytest
from storekit import UNIT, log

from store.sqlite import open_store

WRITER = Path(__file__).with_name("crash_writer.py")


async def crash(file: Path, acknowledgements: int, seen: dict[int, str]) -> None:
    """Let a writer acknowledge so many events, kill it at once, and check all that was ever acknowledged."""
    process = subprocess.Popen([sys.executable, str(WRITER), str(file)], stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(acknowledgements):
            seq, digest = process.stdout.readline().split()
            seen[int(seq)] = digest
    finally:
        process.kill()
        rest, _ = process.communicate()
    for line in rest.splitlines():  # what it had said before it died, though nobody had read it yet
        if len(words := line.split()) == 2 and len(words[1]) == 64:
            seen[int(words[0])] = words[1]

    store = await open_store(file, unit=UNIT, reserve=0)
    kept = {record.seq: record.hash for record in await log(store)}
    lost = {seq for seq, digest in seen.items() if kept.get(seq) != digest}
    assert not lost
    assert await store.verify() is None
    # Events and cards are of one piece: each event put one revision of its caller's card into the outbox.
    last = {record.stream: record.version for record in await log(store)}
    assert {row.card: row.revision for row in await store.waiting()} == last
    await store.close()


async def test_every_acknowledged_commit_survives_kill_9(tmp_path: Path) -> None:
    seen: dict[int, str] = {}
    for acknowledgements in (1, 40, 700, 2500):
        await crash(tmp_path / "muster.db", acknowledgements, seen)
    assert len(seen) >= 3241


@pytest.mark.soak
async def test_every_acknowledged_commit_survives_kill_9_a_hundred_times(tmp_path: Path) -> None:
    seen: dict[int, str] = {}
    for times in range(100):
        await crash(tmp_path / "muster.db", 1 + (times * 97) % 1500, seen)
