"""A rehearsal that is killed leaves no bot behind, and what the bot kept is whole."""

import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config import example_folder

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for the bot's process in /proc")


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def _records(database: Path) -> int:
    if not database.exists():
        return 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as raw:
        try:
            return int(raw.execute("SELECT count(*) FROM events").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # no table yet


async def _until(fact) -> None:
    async with asyncio.timeout(40):
        while not fact():
            await asyncio.sleep(0.02)


async def test_a_killed_rehearsal_takes_its_bot_with_it(tmp_path: Path) -> None:
    database = tmp_path / "kept.db"
    words = ["rehearse", "--no-open", "--port", "0", "--database", str(database)]
    quiet = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL}
    rehearsal = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, env=os.environ | {"TMPDIR": str(tmp_path)}, **quiet
    )
    bots: list[int] = []
    try:
        await _until(lambda: _records(database) > 10)  # people are just enrolling
        [bot] = bots = _children(rehearsal.pid)
        rehearsal.send_signal(signal.SIGKILL)
        await rehearsal.wait()
        async with asyncio.timeout(15):
            while _lives(bot):
                await asyncio.sleep(0.02)
    finally:
        if rehearsal.returncode is None:
            rehearsal.kill()
            await rehearsal.wait()
        for left in filter(_lives, bots):
            os.kill(left, signal.SIGKILL)
    given = ["--database", f"sqlite:///{database}", "--unit", str(example_folder())]
    verify = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "verify", *given, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await verify.communicate()
    assert verify.returncode == 0, said
    assert b"the log is whole" in said
