"""Another bot, a token that is gone, a damaged database: one line that helps, and nothing touched."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from bot.intake import PATIENCE
from tests.crash.process import Process
from tests.e2e.stage import Stage, stage
from tests.terminal import muster


async def is_served(made: Stage) -> None:
    """The director's bot answers."""
    message = await made.director.types("/status")
    await made.telegram.until(lambda: max(m.id for m in made.director.messages if m.from_bot) > message.id, 30)


def one_line(text: str) -> str:
    """The only line of it."""
    (line,) = text.strip().splitlines()
    return line


async def test_a_second_process_on_the_same_database_refuses(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, Process(made, tmp_path) as first:
        await first.start()
        await made.enrol(made.files.roster.with_role("director")[0].id)
        code, out, err = await muster(made, tmp_path, "run", extra={"MUSTER_TOKEN": "654321:" + "F" * 35})
        assert (code, out) == (1, "")
        assert "another Muster is using" in one_line(err)
        await is_served(made)
        await first.stop()


async def test_a_second_process_with_the_same_token_refuses(tmp_path: Path) -> None:
    (other := tmp_path / "other").mkdir()
    async with stage(tmp_path, limits=None) as made, Process(made, tmp_path) as first:
        await first.start()
        await made.enrol(made.files.roster.with_role("director")[0].id)
        code, out, err = await muster(made, other, "run")
        assert (code, out) == (1, "")
        assert "another bot is running with this token on this machine" in one_line(err)
        assert not list(other.iterdir()), "it refused before it made a database"
        await is_served(made)
        await first.stop()


async def test_a_second_process_with_the_same_token_on_another_machine_gives_in(tmp_path: Path) -> None:
    """Where no lock tells the two apart, Telegram's 409 does: whoever was at home here stays."""
    (other := tmp_path / "other").mkdir()
    at_home = replace(PATIENCE, settled=0.2)
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS, at_home) as first:
        await made.enrol(made.files.roster.with_role("director")[0].id)
        await asyncio.sleep(0.3)  # only time settles it
        async with Process(made, other, {"TMPDIR": str(other)}) as second:
            await second.start()
            assert await second.ends(25) == 1
            assert second.log().strip().splitlines()[-1].startswith("another bot runs with this token")
            assert "Traceback" not in second.log()
        await is_served(made)
        assert first.intake.hearing


async def test_a_token_revoked_while_the_bot_runs_ends_it(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, Process(made, tmp_path) as process:
        await process.start()
        await process.speaks("getUpdates")
        made.telegram.revokes_token()
        await made.telegram.down("reset")  # the poll that is open ends
        await made.telegram.up()
        assert await process.ends() == 1
        assert "MUSTER_TOKEN" in process.log().strip().splitlines()[-1]
        assert "Traceback" not in process.log()


async def test_a_token_that_telegram_does_not_know_ends_the_bot_at_the_start(tmp_path: Path) -> None:
    async with stage(tmp_path) as made, Process(made, tmp_path) as process:
        made.telegram.revokes_token()
        await process.start()
        assert await process.ends() == 1
        assert "MUSTER_TOKEN" in process.log().strip().splitlines()[-1]
        assert "Traceback" not in process.log()


def emptied(file: Path) -> None:
    """Nothing is left."""
    file.write_bytes(b"")


def halved(file: Path) -> None:
    """The end is missing."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwritten(file: Path) -> None:
    """Something else was written there."""
    file.write_bytes(b"not a database at all\n" * 400)


@pytest.mark.parametrize("damage", [emptied, halved, overwritten])
async def test_a_damaged_database_is_refused_untouched_with_a_way_out(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    file = tmp_path / "muster.db"
    async with stage(tmp_path, limits=None) as made:
        async with made.playing():
            await made.enrol(made.files.roster.with_role("director")[0].id)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        damage(file)
        damaged = file.read_bytes()
        requests = len(made.telegram.requests)
        code, out, err = await muster(made, tmp_path, "run")
        assert (code, out) == (1, "")
        assert "put the last backup in place of muster.db" in one_line(err)
        assert file.read_bytes() == damaged
        assert len(made.telegram.requests) == requests, "nothing is taken in that could not be kept"
