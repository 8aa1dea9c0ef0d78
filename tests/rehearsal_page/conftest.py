"""A stage with the real bot's process, and a browser that looks at its page."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.commandline.production import production_of
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.stage import Stage
from config.plan import Language
from tests.example import example

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """Somebody with the page open. `troubles` are console errors and requests to other hosts."""

    stage: Stage
    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)

    def phone(self, number: int) -> Locator:
        """The phones from the left: director, group lead, member, group chat."""
        return self.page.locator(".phone").nth(number)

    async def types(self, number: int, text: str) -> None:
        """Type and press Enter."""
        field_ = self.phone(number).locator("form textarea")
        await field_.fill(text)
        await field_.press("Enter")

    async def taps(self, number: int, label: str) -> None:
        """Press the last button of that name on a phone."""
        await self.phone(number).get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, number: int, text: str, seconds: float = 30) -> None:
        """A phone shows these words."""
        await self.phone(number).locator(".chat").get_by_text(text).last.wait_for(timeout=seconds * 1000)

    async def shows(self, number: int, name: str) -> None:
        """Let a phone be somebody else's."""
        choose = self.phone(number).get_by_role("combobox").first
        value = await choose.locator("option", has_text=name).first.get_attribute("value")
        await choose.select_option(value)

    async def replies(self, number: int, message: str, text: str) -> None:
        """Reply to the last message that holds those words."""
        shown = self.phone(number).locator("article", has_text=message).last
        await shown.get_by_role("button", name=re.compile("回复|Reply")).click()
        await self.types(number, text)

    async def ready(self) -> None:
        """Everybody is enrolled. A pop-up is closed as soon as it is in the way."""

        async def close() -> None:
            await self.page.locator("#popup button").click()

        await self.page.add_locator_handler(self.page.locator("#popup[open]"), close)
        await self.page.wait_for_selector("body[data-ready=true]")


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed; .ci/run installs it")
        pytest.skip("chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


def unit_on_stage(language: Language = "zh-CN", start: datetime | None = None) -> Stage:
    """An example unit; nobody is enrolled yet."""
    return Stage(production_of(example(language)), start=start)


@asynccontextmanager
async def opened(stage: Stage, browser: Browser, *, early: bool = False, **window: Any) -> AsyncIterator[Visit]:
    """The page is open, everybody is enrolled. At the end nothing went wrong and nothing was asked of another host.

    Nobody looks on while people enrol, which would be drawn message by message, unless `early`.
    """
    async with Server(stage, seed=1) as server:
        url = await server.listen(0)
        if not early and not stage.ready.is_set():
            await stage.curtain_up()
        still: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        page = await browser.new_page(**(still | window))
        visit = Visit(stage, page, url)
        page.on("pageerror", lambda error: visit.troubles.append(str(error)))
        page.on(
            "console",
            lambda line: (
                visit.troubles.append(line.text)
                if line.type == "error" and "400 (Bad Request)" not in line.text
                else None
            ),
        )
        page.on("request", lambda r: None if r.url.startswith((url, "data:")) else visit.troubles.append(r.url))
        await page.goto(url)
        if not stage.ready.is_set():
            await stage.curtain_up()
        await visit.ready()
        yield visit
        await page.close()
    assert visit.troubles == []


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    """The example unit; nobody is enrolled yet."""
    async with unit_on_stage() as made:
        yield made


@pytest_asyncio.fixture
async def mute() -> AsyncIterator[Stage]:
    """The example unit with a bot that never says a word: what the page does by itself. Everybody has pressed Start."""

    async def next_due(_: Path) -> datetime | None:
        return made.steering.now() + timedelta(hours=6)

    async def unsent(_: Path) -> int:
        return 0

    silent = replace(production_of(example()), run=("sh", "-c", "cat"), next_due=next_due, unsent=unsent)
    async with Stage(silent, limits=None) as made:
        for phone in made.phones.values():
            await phone.start()
        made.telegram.updates.drop_all()
        made.ready.set()
        yield made


@pytest_asyncio.fixture
async def visit(stage: Stage, browser: Browser) -> AsyncIterator[Visit]:
    """The example unit's page."""
    async with opened(stage, browser) as made:
        yield made


@pytest_asyncio.fixture(scope="session")
async def quiet_day() -> AsyncIterator[Stage]:
    """A stage for all tests that only look, write and send: no incident, no moved clock, nobody killed."""
    async with unit_on_stage() as made:
        yield made


@pytest_asyncio.fixture
async def look(quiet_day: Stage, browser: Browser) -> AsyncIterator[Visit]:
    """A page of its own on the day on which nothing happens; what others wrote before may stand there."""
    async with opened(quiet_day, browser) as made:
        yield made


@pytest_asyncio.fixture(scope="session")
async def calendar() -> AsyncIterator[Stage]:
    """A stage for all tests of passing days: its clock is where the test before left it, and nothing has happened."""
    async with unit_on_stage() as made:
        await made.curtain_up()
        yield made


@pytest_asyncio.fixture
async def days(calendar: Stage, browser: Browser) -> AsyncIterator[Visit]:
    """A page of its own of the days that pass."""
    async with opened(calendar, browser) as made:
        yield made


@pytest_asyncio.fixture
async def english(browser: Browser) -> AsyncIterator[Visit]:
    """The page of the example unit that speaks English."""
    async with unit_on_stage("en") as stage, opened(stage, browser) as made:
        yield made
