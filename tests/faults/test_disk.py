"""A disk filled to the last byte: the reserve carries the activation; after it, nobody is told what is not so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from bot.rehearsal.phones import Phone
from tests.e2e.stage import Stage, stage
from tests.terminal import muster


@pytest.fixture
def disk(disk_of: Callable[[int], Path]) -> Path:
    """A disk of 24 MiB."""
    return disk_of(24)


def fill(file: Path) -> None:
    """Use up all the room that is left."""
    with file.open("ab", buffering=0) as rubbish:
        try:
            while True:
                rubbish.write(bytes(4096))
        except OSError:
            return


async def test_a_full_disk(disk: Path) -> None:
    async with stage(disk, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        fill(disk / "rubbish")
        await made.activate("/activate 图书馆")
        for phone in made.phones.values():
            await phone.sees("紧急集结", timeout=15)
        member = made[made.member(group="order", lead=False)]
        assert (await (await member.taps("收到")).toast()).text.startswith("已记录")

        answer, text = await taps_until_refused(made, member, disk / "rubbish")
        assert text == "❗没有记录下来，正在重试；请打电话报告"

        (disk / "rubbish").unlink()
        await member.sees(f"✅ {answer}", timeout=15)
        await made.telegram.until(lambda: not made.telegram.updates.pending, 15)
        tap = await made.director.taps("已到达")
        assert (await tap.toast()).text.startswith("已记录")
        code, out, err = await muster(made, disk, "verify")
        assert (code, "the log is whole" in out) == (0, True), err


async def taps_until_refused(made: Stage, member: Phone, rubbish: Path) -> tuple[str, str]:
    """What was tapped when there was no room any more, and what was said. SQLite has some room in hand at first."""
    for turn in range(400):
        fill(rubbish)
        answer = ("在途", "已到达")[turn % 2]
        toast = await (await member.taps(answer)).toast(timeout=15)
        if not toast.text.startswith("已记录"):
            return answer, toast.text
    raise AssertionError("the disk never became full")
