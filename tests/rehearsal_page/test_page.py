"""The page in a real browser: one person plays everybody."""

import re
from datetime import UTC, datetime

from playwright.async_api import Browser

from bot.rehearsal.stage import Stage
from tests.rehearsal_page.conftest import Visit, opened, unit_on_stage


async def test_a_newcomers_first_five_minutes(stage: Stage, browser: Browser) -> None:
    async with opened(stage, browser, early=True, reduced_motion="no-preference") as visit:
        await visit.page.get_by_text("推演 · 非真实事件").wait_for()
        assert await visit.page.locator(".phone").count() == 4
        assert await visit.page.get_by_role("main").count() == 1
        await visit.sees(0, "登记成功")
        await visit.sees(3, "本群已绑定")
        await visit.phone(0).get_by_role("button", name="命令").click()
        await visit.phone(0).get_by_role("button", name="/help").click()
        await visit.phone(0).locator("form textarea").press("Enter")
        await visit.sees(0, "/activate")


async def test_a_whole_incident_through_clicks(visit: Visit) -> None:
    page = visit.page
    await page.select_option("#others", "prompt")
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(1, "紧急集结")
    await visit.taps(1, "收到")
    await visit.phone(1).locator(".toasts").get_by_text("收到").first.wait_for()
    await visit.sees(2, "紧急集结")
    await visit.taps(2, "已到达")
    await visit.sees(0, "响应中")
    await page.get_by_text("警报送达 24 · 已回答 24 · 未回答 0").wait_for()
    pin = visit.phone(3).locator(".pin")
    await pin.wait_for()
    assert "响应中" in (await pin.text_content() or "")
    await visit.taps(0, "解除响应")
    await visit.taps(0, "确认解除")
    await visit.sees(2, "响应解除")
    await visit.taps(2, "已知悉")
    await visit.phone(3).locator(".pin", has_text="善后").wait_for()


async def test_the_bot_is_killed_in_the_middle_of_a_fan_out_and_nothing_is_lost(visit: Visit) -> None:
    hold = visit.stage.telegram.hold("sendMessage", after=9)
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await hold.reached()
    await visit.page.click("#kill")
    await visit.page.get_by_text("机器人进程已死").wait_for()
    hold.release()
    await visit.page.click("#restart")
    await visit.page.get_by_text("警报送达 24").wait_for()
    await visit.sees(2, "紧急集结")


async def test_telegram_goes_down_and_comes_back(visit: Visit) -> None:
    await visit.page.click("#down")
    await visit.page.locator("#down[aria-pressed=true]").wait_for()
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.page.click("#down")
    await visit.page.locator("#down[aria-pressed=false]").wait_for()
    await visit.taps(0, "确认启动")
    await visit.sees(1, "紧急集结")


async def test_the_clock_jumps_to_what_falls_due_and_whoever_is_silent_is_rung_again(visit: Visit) -> None:
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(1, "紧急集结")
    await visit.stage.settle()
    await visit.page.click("#next")
    await visit.sees(1, "第 2 次提醒")


async def test_a_narrow_screen_shows_one_phone_and_needs_no_sideways_scrolling(look: Visit) -> None:
    await look.page.set_viewport_size({"width": 390, "height": 844})
    wide = await look.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    box = await look.phone(0).bounding_box()
    assert box is not None
    assert 340 <= box["width"] <= 390
    await look.types(0, "/readiness")
    await look.sees(0, "/readiness")


async def test_nobody_takes_the_day_of_the_date_for_its_month(look: Visit) -> None:
    date = look.page.locator("#clock")
    await date.get_by_text(re.compile(r"^20\d\d年\d+月\d+日 \d\d:\d\d:\d\d$")).wait_for()
    await look.page.evaluate("document.documentElement.lang = 'en'")
    await date.get_by_text(re.compile(r"^[A-Z][a-z]{2} \d+, 20\d\d \d\d:\d\d:\d\d$")).wait_for()


async def test_what_cannot_be_done_is_said_in_words(look: Visit) -> None:
    await look.page.click("#off")
    await look.page.locator("#off[aria-pressed=true]").wait_for()
    try:
        await look.types(0, "/status")
        await look.phone(0).locator(".toasts").get_by_text("关着机").wait_for()
    finally:
        await look.page.click("#off")
        await look.page.locator("#off[aria-pressed=false]").wait_for()


async def test_the_next_monday_brings_the_weekly_reminder_and_a_reply_answers_it(browser: Browser) -> None:
    async with unit_on_stage(start=datetime(2026, 11, 28, 2, tzinfo=UTC)) as stage, opened(stage, browser) as visit:
        await visit.shows(2, "范舟")
        await visit.page.click("#monday")
        await visit.sees(2, "与保卫处专职人员联系")
        assert await visit.phone(2).get_by_text("补发").count() == 0, "the days passed one by one"
        await visit.replies(2, "与保卫处专职人员联系", "周一通过电话")
        await visit.sees(2, "✅ 已完成")


async def test_the_quarters_end_brings_the_meeting(browser: Browser) -> None:
    async with unit_on_stage(start=datetime(2026, 11, 29, 2, tzinfo=UTC)) as stage, opened(stage, browser) as visit:
        await visit.shows(0, "魏岚")
        await visit.page.click("#quarter")
        await visit.sees(0, "形势分析会", 120)


async def test_each_phone_offers_the_commands_that_its_owner_may_use(look: Visit) -> None:
    for number, may in ((0, True), (2, False)):
        await look.phone(number).get_by_role("button", name="命令").click()
        menu = look.phone(number).get_by_role("group", name="命令")
        await menu.get_by_role("button", name="/report").wait_for()
        assert await menu.get_by_role("button", name="/activate").count() == may
    await look.phone(0).get_by_role("button", name="/activate").click()
    assert await look.phone(0).locator("form textarea").input_value() == "/activate "
    assert await look.phone(0).locator(".menu").is_hidden()


async def test_who_has_something_new_on_a_phone_not_shown_is_named_and_opened_by_a_click(visit: Visit) -> None:
    page, name = visit.page, "魏岚"
    await visit.types(0, "/activate 图书馆 有人受伤")
    await visit.taps(0, "确认启动")
    await visit.sees(2, "紧急集结")
    await visit.stage.settle()
    await visit.stage["wei-lan"].types("/status")
    waiting = page.locator("#waiting").get_by_role("button", name=name)
    await waiting.wait_for()
    assert "未读" in (await waiting.get_attribute("aria-label") or "")
    await waiting.click()
    await visit.sees(4, "紧急集结")
    assert await visit.phone(4).get_attribute("aria-label") == name
    await page.locator("#waiting").get_by_role("button", name=name).wait_for(state="detached")
