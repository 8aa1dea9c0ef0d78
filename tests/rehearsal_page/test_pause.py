"""A script that is paused does nothing more, and goes on where it was."""

import asyncio
from collections import Counter
from datetime import timedelta

from playwright.async_api import Browser

from bot.commandline.production import production_of
from bot.rehearsal.changes import Kind, Subscription
from bot.rehearsal.cue import Cue
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.playing import Playing
from bot.rehearsal.stage import Stage
from bot.rehearsal.telling import Teller
from tests.example import example
from tests.rehearsal_page.conftest import opened

ANSWERS = ("收到", "在途", "已到达", "无法到达", "需支援")


class Taps:
    """What was tapped so far, and by whom."""

    def __init__(self, changes: Subscription) -> None:
        self._changes = changes
        self._taps: list[tuple[str, str]] = []

    def all(self) -> list[tuple[str, str]]:
        self._taps += [(each.who, each.text) for each in self._changes.drain() if each.kind is Kind.TAPPED]
        return self._taps

    def words(self) -> list[str]:
        return [text for _, text in self.all()]

    def answers(self) -> Counter[str]:
        return Counter(who for who, text in self.all() if text in ANSWERS)


async def test_a_pause_comes_before_the_next_tap_and_the_script_goes_on_there() -> None:
    async with Stage(production_of(example()), limits=None) as stage, Server(stage, seed=1) as server:
        await stage.curtain_up()
        with stage.telegram.subscribe() as changes:
            taps, do = Taps(changes), server.deeds.do
            await do({"do": "script", "how": "all"})
            await stage.until(taps.all, 30)
            await do({"do": "script", "how": "pause"})
            await stage.settle()
            assert taps.words() == ["启动预案"]
            await do({"do": "jump", "minutes": 2})  # longer than the director may take to confirm
            await do({"do": "script", "how": "resume"})
            await stage.until(lambda: len(taps.answers()) == 5, 60)
            await do({"do": "script", "how": "pause"})
            await stage.settle()
            assert len(taps.answers()) == 5
            assert taps.words()[:3] == ["启动预案", "启动预案", "确认启动"], "asked anew, as the first one had lapsed"
            await do({"do": "script", "how": "step"})
            await stage.until(lambda: len(taps.answers()) == 22, 60)
            assert set(taps.answers().values()) == {1}, "nobody is made to answer twice"
            while (script := server.deeds.state()["script"])["playing"]:
                await asyncio.sleep(0.02)
            assert script["played"] == 3, "a step ends with the scene in which it was paused"


async def test_days_of_the_script_that_were_stopped_pass_on_when_it_is_resumed(mute: Stage) -> None:
    cue, to = Cue(), mute.steering.now() + timedelta(days=40)
    days = asyncio.create_task(Playing(mute, Teller(mute, lambda line: None), cue).jump(to))
    while mute.journey is None:
        await asyncio.sleep(0)
    cue.hold()
    mute.journey.stop()
    while mute.journey is not None:
        await asyncio.sleep(0)
    assert mute.steering.now() < to
    cue.give()
    await asyncio.wait_for(days, 30)
    assert mute.steering.now() >= to


async def test_the_page_says_where_the_script_is_paused_and_offers_to_resume_it(mute: Stage, browser: Browser) -> None:
    async with opened(mute, browser) as visit:
        pause, scene = visit.page.locator("#pause"), visit.page.locator("#scene")
        assert await pause.get_attribute("aria-disabled") == "true", "nothing plays"
        await visit.page.click("#step")
        await scene.get_by_text("正在演: 有人报告险情").wait_for()
        await pause.get_by_text("暂停").click()
        await scene.get_by_text("暂停在: 有人报告险情").wait_for()
        await pause.get_by_text("继续").click()
        await scene.get_by_text("正在演: 有人报告险情").wait_for()
        await pause.get_by_text("暂停").wait_for()
