"""How long it takes to make documents."""

import time
from datetime import UTC, datetime
from statistics import median

import pytest

from bot.paper.render import render
from bot.paper.slips import Slip, sheet
from config import example_folder
from config.loading import load_unit

pytestmark = pytest.mark.bench
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_sheet_of_24_slips(capsys: pytest.CaptureFixture[str]) -> None:
    plan = load_unit(example_folder()).plan
    taken = []
    for run in range(5):
        slips = [
            Slip(name=f"林远{n}", title="干事", link=f"https://t.me/bot?start={run:018d}{n:018d}") for n in range(24)
        ]
        began = time.perf_counter()
        sheet(plan, slips, NOON)
        taken.append(time.perf_counter() - began)
    _say(capsys, "a PDF of 24 slips", taken)
    assert median(taken) < 2


def test_an_emergency_card(capsys: pytest.CaptureFixture[str]) -> None:
    taken = []
    for run in range(20):
        sections = [
            {"title": f"任务 {n}", "rows": [[f"林远{run}", f"138-0000-{run:04d}"]] * 5, "items": ["守住东门"] * 5}
            for n in range(3)
        ]
        data = {
            "lang": "zh-CN",
            "heading": "应急卡",
            "unit": "澄湖学院",
            "name": f"林远{run}",
            "lines": ["所长"],
            "sections": sections,
            "asof": "",
        }
        began = time.perf_counter()
        render("offline", data, "png")
        taken.append(time.perf_counter() - began)
    _say(capsys, "a PNG of one emergency card", taken)
    assert median(taken) < 0.5


def _say(capsys: pytest.CaptureFixture[str], what: str, taken: list[float]) -> None:
    with capsys.disabled():
        print(f"\n{what}: first {taken[0] * 1000:.0f} ms, median {median(taken) * 1000:.0f} ms")
