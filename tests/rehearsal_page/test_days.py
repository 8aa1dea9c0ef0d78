"""Days that pass one by one: what the page shows of them, and that they stop when told to."""

import asyncio
from datetime import timedelta

from bot.rehearsal.stage import Stage
from tests.rehearsal_page.conftest import Visit


async def test_days_that_pass_are_seen_and_stop_where_they_are(visit: Visit) -> None:
    page, begun = visit.page, visit.stage.steering.now()
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
    await page.locator("#journey").wait_for(state="hidden", timeout=2000)
    await page.locator("#notices").get_by_text("停在").wait_for(timeout=2000)
    assert await page.evaluate("document.activeElement.id") == "quarter", "the keyboard is where it was"
    stopped = visit.stage.steering.now()
    assert timedelta(0) < stopped - begun < timedelta(days=30)
    await asyncio.sleep(1)
    assert visit.stage.steering.now() - stopped < timedelta(seconds=10), "nothing moves it any further"
    await page.click("text=+1 分钟")
    await page.locator("#notices").get_by_text("到了").wait_for(timeout=5000)
    assert visit.stage.steering.now() - stopped > timedelta(minutes=1)


async def test_while_days_pass_no_other_jump_and_no_scene_begins(visit: Visit) -> None:
    page = visit.page
    await page.click("#quarter")
    await page.locator("#journey").wait_for()
    for button in ("#next", "#step"):
        assert await page.locator(button).get_attribute("aria-disabled") == "true"
        await page.locator(button).focus()
        await page.keyboard.press("Enter")
        await page.locator("#notices").get_by_text("先点「停」").last.wait_for(timeout=3000)
    await page.click("#stop")
    await page.locator("#journey").wait_for(state="hidden", timeout=2000)
    await page.locator("#step[aria-disabled=false]").wait_for()


async def test_a_stop_before_the_first_day_and_a_second_stop_do_no_harm(stage: Stage) -> None:
    await stage.curtain_up()
    way = asyncio.create_task(stage.forward(days=40))
    while stage.journey is None:
        await asyncio.sleep(0.01)
    journey = stage.journey
    journey.stop()
    journey.stop()
    assert await asyncio.wait_for(way, 2) is False
    assert stage.journey is None
    assert await stage.forward(minutes=1) is True


async def test_two_journeys_come_one_after_the_other(stage: Stage) -> None:
    await stage.curtain_up()
    begun = stage.steering.now()
    first = asyncio.create_task(stage.forward(days=1))
    second = asyncio.create_task(stage.forward(days=2))
    assert await asyncio.gather(first, second) == [True, True]
    assert stage.steering.now() - begun < timedelta(days=2, minutes=5)
