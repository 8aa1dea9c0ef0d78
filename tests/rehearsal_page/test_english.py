"""The page in English, from its first words to the end of an incident; and on a narrow screen, in both languages."""

import re

import pytest
from playwright.async_api import Browser

from tests.rehearsal_page.conftest import Visit, opened, unit_on_stage

CHINESE = re.compile(r"[\u3400-\u9fff]")


async def test_a_short_incident_in_english(english: Visit) -> None:
    page = english.page
    await page.click("#off")
    await page.locator("#off[aria-pressed=true]").wait_for()
    await english.types(0, "/status")
    await english.phone(0).locator(".toasts").get_by_text("switched off").wait_for()
    await page.click("#off")
    await page.locator("#off[aria-pressed=false]").wait_for()
    await page.get_by_text("REHEARSAL · nothing here is real").wait_for()
    await page.get_by_text("You play everybody").wait_for()
    await page.select_option("#others", label="answer at once")
    await english.types(0, "/activate Library someone is hurt")
    await english.taps(0, "Confirm activation")
    await page.get_by_text("The alert is out").wait_for()
    await english.sees(1, "EMERGENCY")
    await english.taps(1, "Acknowledged")
    await english.sees(2, "EMERGENCY")
    await english.taps(2, "Arrived")
    await english.phone(2).locator(".toasts").get_by_text("Recorded").first.wait_for()
    await page.get_by_text(re.compile(r"alerts accepted (\d+) · answered \1 · silent 0")).wait_for()
    await english.sees(0, "RESPONDING")
    await english.phone(3).locator(".pin", has_text="RESPONDING").wait_for()
    await english.phone(0).get_by_role("button", name="Commands").click()
    await english.phone(0).locator(".menu").get_by_role("button", name="/activate").wait_for()
    said = await page.locator("body").inner_text()
    assert CHINESE.findall(said) == []
    await english.taps(0, "Stand down")
    await english.taps(0, "Confirm stand-down")
    await english.sees(2, "STAND DOWN")
    await english.taps(2, "Understood")
    await english.phone(3).locator(".pin", has_text="AFTERMATH").wait_for()


CUT = """() => [...document.querySelectorAll("button, legend, #first, #banner, #counts, .bubble, h1, h2")]
  .filter(each => each.offsetParent && !each.closest(".chat, #lines"))
  .filter(each => !each.classList.contains("pin") && each.scrollWidth > each.clientWidth + 1)
  .map(each => each.textContent)"""
WIDE = """() => { const inside = document.documentElement.clientWidth;
  return [...document.querySelectorAll(".phone:first-child *, #tray *, header *, #log *")]
    .filter(each => each.offsetParent && each.tagName !== "OPTION" && each.getBoundingClientRect().right > inside + 1)
    .map(each => each.outerHTML.slice(0, 80)); }"""


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_phone_of_390_px_shows_everything_without_sideways_scrolling(browser: Browser, language: str) -> None:
    window = {"viewport": {"width": 390, "height": 844}}
    async with unit_on_stage(language) as stage, opened(stage, browser, **window) as visit:
        page = visit.page
        place, confirm, post = {
            "zh-CN": ("图书馆 有人受伤", "确认启动", "响应中"),
            "en": ("Library someone is hurt", "Confirm activation", "RESPONDING"),
        }[language]
        await visit.types(0, f"/activate {place}")
        await visit.taps(0, confirm)
        await visit.sees(0, post)
        await page.click("#quarter")
        await page.locator("#journey").wait_for()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        assert await page.evaluate(CUT) == []
        assert await page.evaluate(WIDE) == []
        await page.click("#stop")
        await page.locator("#journey").wait_for(state="hidden")
        box = await visit.phone(0).bounding_box()
        assert box is not None
        assert 340 <= box["width"] <= 390
