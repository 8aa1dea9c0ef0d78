"""The bot is down while a second leader is asked: hours later nothing goes out by itself."""

import shutil
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from config import example_folder
from tests.e2e.stage import stage


async def test_hours_later_the_author_is_asked_again_and_nobody_is_alerted(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    with (folder / "plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("\nsecond_confirmation: {within: 2min, then: proceed}\n")
    async with stage(tmp_path, unit=folder, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol("lin-yuan", "shen-ruo", "su-long")
            await made.director.types("/activate 图书馆 有人受伤")
            await made.director.taps("确认启动")
            await made["shen-ruo"].sees_button("同意启动")
        made.steering.forward(hours=5)
        async with made.playing(NO_LIMITS) as muster:
            await made.director.sees("仍要启动吗")
            await made["shen-ruo"].sees("时限内无人同意")
            assert muster.service.unit.incidents == {}
            assert not [message for message in made["su-long"].messages if "紧急集结" in message.text]
            await made.director.taps("确认启动")
            await made["shen-ruo"].taps("同意启动")
            await made["su-long"].sees("紧急集结", "图书馆")
