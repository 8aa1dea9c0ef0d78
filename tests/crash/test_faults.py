"""Telegram gone, the token gone, another bot, a full disk: what a person sees."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from tests.crash.process import Process
from tests.e2e.stage import Stage, stage


async def test_after_an_outage_of_ten_minutes_everyone_unanswered_is_asked_again(tmp_path: Path) -> None:
    """Nobody is held to have been silent while we could not hear (promise 3)."""
    async with stage(tmp_path, limits=None) as made, Process(made, tmp_path) as process:
        await process.start()
        await made.enrol()
        await made.director.types("/activate 图书馆")
        await made.director.taps("确认启动")
        lead, answered = (made[made.member(group="order", lead=lead)] for lead in (True, False))
        await lead.sees("紧急集结")
        await answered.taps("收到")
        await made.director.sees("收到 2")
        await made.telegram.down()
        await process.kill()
        made.steering.forward(minutes=10)
        await process.start()
        await made.telegram.up()
        await lead.sees("次提醒", timeout=30)
        await made.director.sees("曾一度失联", timeout=30)
        for phone in made.phones.values():
            phone.sees_no("组长现由")
            phone.sees_no("缺席")
        await process.stop()


async def test_a_revoked_token_ends_the_bot_in_one_line(tmp_path: Path) -> None:
    async with stage(tmp_path) as made, Process(made, tmp_path) as process:
        made.telegram.revokes_token()
        await process.start()
        assert await process.ends(30) != 0
        assert "MUSTER_TOKEN" in process.log()
        assert "Traceback" not in process.log()


async def test_a_second_bot_with_the_same_token_gives_in(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        first, second = Process(made, tmp_path), Process(made, tmp_path / "other")
        (tmp_path / "other").mkdir()
        await first.start()
        director = made.files.roster.with_role("director")[0].id
        await made.enrol(director)
        await second.start()
        assert await second.ends(45) != 0
        assert "Traceback" not in second.log()
        await made.director.types("/status")
        await made.director.sees("现在没有事件", timeout=30)
        await first.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk to fill")
async def test_an_activation_lands_on_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    try:
        async with stage(disk, limits=None) as made:
            async with made.playing(NO_LIMITS):
                await made.enrol()
                fill(disk / "rubbish")
                await activation_lands(made)
            (disk / "rubbish").unlink()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


async def activation_lands(made: Stage) -> None:
    """The reserve makes room for it."""
    await made.director.types("/activate 图书馆")
    await made.director.taps("确认启动", timeout=15)
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=15)
    member = made[made.member(group="order", lead=True)]
    assert (await (await member.taps("已到达")).toast()).text.startswith("已记录")


def fill(file: Path) -> None:
    """Use up all the room that is left."""
    with file.open("wb", buffering=0) as rubbish:
        try:
            while True:
                rubbish.write(b"\0" * 4096)
        except OSError:
            return
