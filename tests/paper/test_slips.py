"""The invitation sheet says who, how and until when, in the unit's language."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from bot.paper.printable import unprintable
from bot.paper.slips import Slip, sheet
from config import example_folder
from config.loading import load_unit

UNTIL = datetime(2026, 3, 3, 4, 5, tzinfo=UTC)
LINK = "https://t.me/muster_bot?start=" + "A" * 36


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ["澄湖学院高等教育研究所", "链接只能用一次", "03-03 12:05 前有效", "登记完成"]),
        ("en", ["This link serves once", "Valid until 03-03 04:05", "press START"]),
    ],
)
def test_a_slip_says_who_how_and_until_when(language: str, words: list[str]):
    files = load_unit(example_folder(language))
    slips = [Slip(name=m.name, title=m.title, link=LINK) for m in files.roster.members]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(sheet(files.plan, slips, UNTIL))).pages]
    assert len(pages) == -(-len(slips) // 8)
    flat = [page.replace("\n", "") for page in pages]
    for word in words:
        assert word in flat[0] or word.replace(" ", "") in flat[0].replace(" ", "")
    assert slips[0].name in flat[0]
    assert slips[-1].name in flat[-1]


def test_a_roster_name_that_would_print_as_a_box_is_found(tmp_path):
    roster = tmp_path / "roster.yaml"
    roster.write_text("members:\n  # 🔴\n  - name: 王𬍛\n  - name: 𠮷野\n", "utf-8")
    assert [line.split(": ")[0] for line in unprintable(roster)] == ["roster.yaml:4"]
    assert "𠮷 (U+20BB7)" in next(unprintable(roster))
