"""With the real bot and its real file: what is deleted is in no byte of it, and the log is still proved."""

import subprocess
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage
from tests.handlers.conftest import FEW
from tests.terminal import muster

LATITUDE = "28.681"


def holding(folder: Path, *words: str) -> set[str]:
    """Which of the words stand in the database or in a file beside it.

    Read by another process: closing one of these files in this one would drop the bot's locks on it.
    """
    files = [str(path) for path in folder.glob("muster.db*")]
    bytes_ = subprocess.run(["cat", *files], capture_output=True, check=True).stdout
    return {word for word in words if word.encode() in bytes_}


async def test_a_place_is_gone_from_the_file_after_its_time_while_the_bot_runs(few: Stage, tmp_path: Path) -> None:
    service = few.muster.service
    await few["su-long"].types("/report 三楼冒烟")
    await few["su-long"].sees("报给领导")
    await few["su-long"].sends_location(float(LATITUDE), 115.86)
    await few.telegram.until(lambda: service.unit.desk.leads["1"].locations)
    await few.director.sees("三楼冒烟")
    assert holding(tmp_path, LATITUDE)

    few.steering.forward(days=182)
    await few.keeps(lambda unit: not unit.desk.leads["1"].locations)  # at night, on nobody's phone
    assert holding(tmp_path, LATITUDE, "三楼冒烟") == {"三楼冒烟"}
    code, out, _ = await muster(few, tmp_path, "verify")
    assert code == 0
    assert "of 1 of them personal data was deleted" in out
    few.steering.forward(days=400)
    await few.director.types("/status")
    await few.director.sees("现在没有事件")
    code, out, _ = await muster(few, tmp_path, "verify")
    assert "of 1 of them" in out


async def test_what_fell_due_while_the_bot_was_down_is_done_once_when_it_starts(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol(*FEW)
            await made["su-long"].types("/report 三楼冒烟")
            await made["su-long"].sees("报给领导")
            await made["su-long"].sends_location(float(LATITUDE), 115.86)
            await made.telegram.until(lambda: made.muster.service.unit.desk.leads["1"].locations)
        made.steering.forward(days=900)
        for _ in range(2):
            async with made.playing(NO_LIMITS):
                await made.keeps(lambda unit: not unit.desk.leads["1"].locations)
        assert holding(tmp_path, LATITUDE) == set()
        _, out, _ = await muster(made, tmp_path, "export")
        assert out.count('"Redacted"') == 1
