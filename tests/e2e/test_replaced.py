"""A liaison is replaced in the middle of the week: the roster's file changes under the running bot."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from config.loading import load_unit
from tests.e2e.stage import Stage
from tests.e2e.test_duties import MONDAY, reach
from tests.e2e.test_roster_change import STRANGER, institute, line_of, write

FEW = ("lin-yuan", "shen-ruo", "wei-lan", "tang-he", "peng-yi", "fan-zhou")
NEWCOMER = "  - {id: zhou-yi, name: 周弋, title: 讲师, phone: 138-0000-0099, roles: [liaison], tier: 2, group: order}\n"


@pytest_asyncio.fixture
async def own(tmp_path: Path) -> AsyncIterator[Stage]:
    """An institute of our own, in which the week's contacts were asked for on Monday."""
    async with institute(tmp_path, *FEW) as made:
        await reach(made, MONDAY)
        yield made


async def test_the_new_one_is_reminded_next_morning_and_the_old_one_is_shut_out(own: Stage) -> None:
    old = own["peng-yi"]
    card = await old.sees_button("已完成")
    button = next(one["callback_data"] for row in card.buttons for one in row if one["text"] == "已完成")
    write(own, line_of(own, "peng-yi"), NEWCOMER)
    await own.office.sees("名册已更新", "周弋", "彭亦")
    own.files = load_unit(own.files.folder)
    await own.enrol("zhou-yi")
    own["zhou-yi"].sees_no("📌 待办")
    before = len(old.messages)

    await reach(own, MONDAY + timedelta(days=1))
    await own["zhou-yi"].sees("📌 待办", "与保卫处专职人员联系（6.1b）第 11 周")
    assert own.muster is not None
    parts = own.muster.service.unit.duties.rounds["weekly-contact"]["2026-W11"].parts
    assert parts["peng-yi"].left
    theirs = await own["tang-he"].sees_button("☐ 周弋")
    assert "彭亦" not in str(theirs.buttons)

    toast = await (await old.forges(card, button)).toast()
    assert toast.text == STRANGER
    await old.replies(card, "联系过了")
    await old.sees(STRANGER)
    assert parts["peng-yi"].answer is None
    assert [m.text for m in old.messages[before:] if m.from_bot] == [STRANGER]

    await own["zhou-yi"].taps("已完成")
    await own.keeps(lambda unit: unit.duties.rounds["weekly-contact"]["2026-W11"].parts["zhou-yi"].done)
    await reach(own, MONDAY + timedelta(days=8))
    digest = await own.office.sees("职责逾期", "第 11 周")
    assert "彭亦" not in digest.text
    assert "周弋" not in digest.text


async def test_whoever_is_a_liaison_no_more_sees_the_card_close(own: Stage) -> None:
    liaison = own["fan-zhou"]
    card = await liaison.sees("第 11 周")
    write(own, line_of(own, "fan-zhou"), line_of(own, "fan-zhou").replace("[liaison]", "[staff]"))
    await own.office.sees("名册已更新", "范舟")
    await reach(own, MONDAY + timedelta(days=1))
    closed = await liaison.sees("不再由你负责")
    assert closed.id == card.id
    assert not closed.buttons
