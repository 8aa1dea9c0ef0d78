"""Days that pass one by one: what the page shows of them, and that they stop when told to."""

import asyncio
from datetime import timedelta

import pytest

from bot.rehearsal.page.refused import Refused
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.stage import Stage
from tests.rehearsal_page.conftest import Visit


async def test_days_that_pass_are_seen_and_stop_where_they_are(days: Visit) -> None:
    page, begun = days.page, days.stage.steering.now()
    await page.locator("#quarter").focus()
    await page.keyboard.press("Enter")
    await page.locator("#journey progress").wait_for()
    shown = await page.locator("#journey").inner_text()
    assert "日子一天天过" in shown
    assert "→" in shown
    async with asyncio.timeout(30):
        while not await page.locator("#journey progress").evaluate("each => each.value > 0.02"):
            await asyncio.sleep(0.1)
    await page.locator("#stop").focus()
    await page.keyboard.press("Enter")
    await page.locator("#journey").wait_for(state="hidden")
    await page.locator("#notices").get_by_text("停在").wait_for()
    assert await page.evaluate("document.activeElement.id") == "quarter", "the keyboard is where it was"
    stopped = days.stage.steering.now()
    assert timedelta(0) < stopped - begun < timedelta(days=30)
    await asyncio.sleep(1)
    assert days.stage.steering.now() - stopped < timedelta(seconds=10), "nothing moves it any further"
    await page.click("text=+1 分钟")
    await page.locator("#notices").get_by_text("到了").wait_for()
    assert days.stage.steering.now() - stopped > timedelta(minutes=1)


async def test_while_days_pass_no_other_jump_and_no_scene_begins(days: Visit) -> None:
    page = days.page
    await page.click("#quarter")
    await page.locator("#journey").wait_for()
    for button in ("#next", "#step"):
        assert await page.locator(button).get_attribute("aria-disabled") == "true"
        await page.locator(button).focus()
        await page.keyboard.press("Enter")
        await page.locator("#notices").get_by_text("先点「停」").last.wait_for()
    await page.click("#stop")
    await page.locator("#journey").wait_for(state="hidden")
    await page.locator("#step[aria-disabled=false]").wait_for()


async def test_a_stop_before_the_first_day_and_a_second_stop_do_no_harm(calendar: Stage) -> None:
    way = asyncio.create_task(calendar.forward(days=40))
    while calendar.journey is None:
        await asyncio.sleep(0.01)
    journey = calendar.journey
    journey.stop()
    journey.stop()
    assert await asyncio.wait_for(way, 20) is False
    assert calendar.journey is None
    assert await calendar.forward(minutes=1) is True


async def test_two_journeys_come_one_after_the_other(calendar: Stage) -> None:
    begun = calendar.steering.now()
    first = asyncio.create_task(calendar.forward(days=1))
    second = asyncio.create_task(calendar.forward(days=2))
    assert await asyncio.gather(first, second) == [True, True]
    assert calendar.steering.now() - begun < timedelta(days=2, minutes=5)


@pytest.mark.parametrize("late", [{"do": "jump", "minutes": 60}, {"do": "next"}])
async def test_a_jump_that_another_overtook_is_refused_in_the_units_language(mute: Stage, late: dict) -> None:
    async with Server(mute, seed=1) as server:
        await mute.director.types("/status")  # which the clock waits for, until the bot has heard it
        far = asyncio.create_task(server.deeds.do({"do": "jump", "minutes": 600}))
        near = asyncio.create_task(server.deeds.do(late))
        await asyncio.sleep(0)
        assert not near.done(), "it waits for the other's end"
        mute.telegram.updates.drop_all()
        mute.telegram.changes.wake()
        assert (await far)["stopped"] is False
        with pytest.raises(Refused) as refused:
            await near
        assert refused.value.said("zh-CN") == "时钟只能往前走。"
