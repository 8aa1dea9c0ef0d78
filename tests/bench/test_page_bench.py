"""How fast a rehearsal's page is there, and how fast a tap on one phone is seen on the others: printed, not judged.

`muster rehearse` runs as a process of its own, its bot as another, and the browser looks at the page from outside.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles

import pytest
from playwright.async_api import Page, async_playwright

from tests.bench.institute import unit_of
from tests.rehearsal_page.conftest import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.bench, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]

TAPS = 30
TARGETS = {24: 0.2, 300: 1.0}  # seconds from a tap to the other phones
FIRST_PAINT = 2.0
ANSWERS = ("收到", "在途", "已到达")
# Presses a button of the member's alert; tells after how many ms the toast was there and the director's card changed.
TAP = """label => new Promise(done => {
  const [director, , member] = document.querySelectorAll(".phone");
  const alert = [...member.querySelectorAll("article")].filter(each => each.textContent.includes("紧急集结")).at(-1);
  const key = [...alert.querySelectorAll("button")].find(each => each.textContent === label);
  const since = performance.now(), told = {};
  const watch = (place, name) => new MutationObserver(() => {
    told[name] ??= performance.now() - since;
    if (told.toast && told.card) done(told);
  }).observe(place, { childList: true, subtree: true });
  watch(member.querySelector(".toasts"), "toast");
  watch(director.querySelector(".chat"), "card");
  setTimeout(() => done(told), 15000);
  key.click();
})"""


@asynccontextmanager
async def rehearsing(unit: Path) -> AsyncIterator[tuple[str, float, float]]:
    """The page's address, when `muster rehearse` was started (monotonic seconds), its seconds of processor since."""
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rehearse", "--no-open", "--port", "0", "--unit", str(unit)),
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().split()[-1]
        spent = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        yield url, begun, sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
    finally:
        process.terminate()
        await process.wait()


async def painted(page: Page, url: str, begun: float) -> float:
    """Open the page; seconds from `begun` to its first words."""
    await page.goto(url, wait_until="commit")
    await page.locator("#first:not(:empty)").wait_for()
    return time.monotonic() - begun


async def quiet(page: Page) -> None:
    """Until nothing has been logged for three seconds."""
    last, since = "", time.monotonic()
    while time.monotonic() - since < 3:
        now = await page.locator("#lines").evaluate("lines => lines.firstChild?.textContent ?? ''")
        if now != last:
            last, since = now, time.monotonic()
        await asyncio.sleep(0.3)


async def played(page: Page, count: int) -> tuple[float, float, list[dict[str, float]]]:
    """An incident: seconds until everybody is enrolled, until everybody has answered, and what each tap took."""
    begun = time.monotonic()
    await page.wait_for_selector("body[data-ready=true]", timeout=180_000)
    enrolled = time.monotonic() - begun
    await page.select_option("#others", "prompt")
    await page.locator(".phone").first.locator("form textarea").fill("/activate 图书馆 有人受伤")
    await page.keyboard.press("Enter")
    await page.locator(".phone").first.get_by_role("button", name="确认启动", exact=True).click(timeout=30_000)
    begun = time.monotonic()
    # The lead and the member on the page answer when they are played; who activates has answered by that.
    await page.locator("#counts", has_text=f"警报送达 {count} · 已回答 {count - 2}").wait_for(timeout=90_000)
    over = time.monotonic() - begun
    await quiet(page)
    taps = []
    for number in range(TAPS):
        taps.append(await page.evaluate(TAP, ANSWERS[number % len(ANSWERS)]))
        await asyncio.sleep(1.2)
    return enrolled, over, taps


def spread(values: list[float]) -> str:
    """Median and 95th percentile of milliseconds."""
    return f"p50 {median(values):.0f} ms, p95 {quantiles(values, n=20, method='inclusive')[-1]:.0f} ms"


async def measured(folder: Path, count: int) -> str:
    unit = unit_of(folder / "unit", count)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        async with rehearsing(unit) as (url, begun, busy):
            served = time.monotonic() - begun
            paint = await painted(page, url, begun)
            enrolled, over, taps = await played(page, count)
        await browser.close()
    cards, toasts = ([tap[name] for tap in taps if name in tap] for name in ("card", "toast"))
    return (
        f"{count} people: page served after {served:.2f} s ({busy:.2f} s of processor),"
        f" first words after {paint:.2f} s (target {FIRST_PAINT:g} s);"
        f" all enrolled {enrolled:.1f} s later; all but two answered {over:.1f} s after the activation\n"
        f"    {len(taps)} taps: seen on the director's phone {spread(cards)} (target {TARGETS[count] * 1000:.0f} ms),"
        f" {len(taps) - len(cards)} not within 15 s; toast on the own phone {spread(toasts)};"
        f" load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    )


@pytest.mark.parametrize("count", list(TARGETS))
def test_a_tap_is_seen_on_the_other_phones(tmp_path: Path, count: int) -> None:
    print(f"\n  {asyncio.run(measured(tmp_path, count))}")
