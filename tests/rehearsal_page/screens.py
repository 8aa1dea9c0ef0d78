"""Takes the pictures of the page for the README: `python -m tests.rehearsal_page.screens FOLDER`."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from bot.commandline.production import production_of
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.stage import Stage
from config import example_folder
from config.loading import load_unit
from tests.rehearsal_page.conftest import ARGUMENTS, CHROMIUM, Visit

SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
}


async def take(folder: Path) -> None:
    """An incident a few seconds old, on a wide, a dark and a narrow screen."""
    folder.mkdir(parents=True, exist_ok=True)
    async with (
        Stage(production_of(load_unit(example_folder())), limits=None) as stage,
        Server(stage, seed=1) as server,
        async_playwright() as playwright,
    ):
        url = await server.listen(0)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        await stage.curtain_up()
        pages = {name: await browser.new_page(**given) for name, given in SCREENS.items()}
        for page in pages.values():
            await page.goto(url)
        visit = Visit(stage, pages["wide"], url)
        await visit.ready()
        await visit.page.select_option("#others", "prompt")
        await visit.types(0, "/activate 图书馆 有人受伤")
        await visit.taps(0, "确认启动")
        await visit.page.get_by_text("已回答 22").wait_for(timeout=20_000)
        await visit.taps(2, "已到达")
        await stage.settle()
        for name, page in pages.items():
            await page.locator("#counts", has_text="已回答 23").wait_for()
            await page.locator(".toasts p").first.wait_for(state="detached")
            await page.screenshot(path=folder / f"{name}.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
