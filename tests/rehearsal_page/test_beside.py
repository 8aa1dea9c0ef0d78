"""The page beside its phones: the log's times, a window's height, what is asked wrongly, and a rehearsal begun anew."""

import aiohttp
from playwright.async_api import Browser

from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.stage import Stage
from tests.rehearsal_page.conftest import Visit, unit_on_stage


async def test_what_a_moved_clock_brings_is_timed_from_there_and_not_from_what_somebody_did_before(
    stage: Stage,
) -> None:
    await stage.curtain_up()
    async with Server(stage, seed=1) as server:
        await stage.director.types("/activate 图书馆 有人受伤")
        await stage.director.taps("确认启动")
        await stage["lu-bo"].sees("紧急集结")
        await stage.settle()
        server._cause -= 1000  # seconds in which somebody looked at the screens
        await server.deeds.do({"do": "next"})
        await stage["lu-bo"].sees("第 2 次提醒")
        rung = [line for line in server._log if line["bot"] and "紧急集结" in line["text"]][-1]
        assert rung["after"] < 100


async def test_what_is_no_question_of_the_page_is_refused(stage: Stage) -> None:
    async with Server(stage, seed=1) as server, aiohttp.ClientSession() as session:
        url = await server.listen(0)
        for given in (
            [],
            "kill",
            {},
            {"do": "jump", "minutes": 1e300},
            {"do": "jump", "to": "9999-12-31T08:00"},
            {"do": "jump", "to": "12026-01-01T08:00"},
            {"do": "rate", "rate": -1},
        ):
            async with session.post(f"{url}do", json=given) as answer:
                assert answer.status == 400, given
                assert (await answer.json())["problem"]
        assert stage.bot.runs


async def test_phones_tray_and_log_fit_the_window(look: Visit) -> None:
    await look.stage.settle()
    inside = "document.documentElement.scrollHeight <= innerHeight"
    assert await look.page.evaluate(inside)
    log = await look.page.locator("#log").bounding_box()
    assert log is not None
    assert log["height"] > 150
    assert log["y"] + log["height"] <= 900


async def test_a_page_left_open_becomes_the_next_rehearsals(browser: Browser) -> None:
    page = await browser.new_page()
    async with unit_on_stage() as first, Server(first, seed=1) as server:
        url = await server.listen(0)
        await page.goto(url)
        await page.get_by_text("澄湖学院").wait_for()
    async with unit_on_stage("en") as second, Server(second, seed=1) as server:
        await server.listen(int(url.split(":")[-1].strip("/")))
        await page.locator("#unit", has_text="Harbourgate").wait_for()
        await page.locator(".phone .top", has_text="Maren Ashdown").first.wait_for(timeout=5000)
        await page.close()
