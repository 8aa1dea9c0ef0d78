"""What goes wrong with reminders in life: long words, a file for a number, the same thing twice, restarts."""

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage
from tests.e2e.test_duties import MONDAY, reach

LONG = "𬍛" * 2048  # as long as a message can be


async def test_words_as_long_as_a_message_are_kept_whole_and_a_file_is_no_number(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, date(2026, 3, 10), time(10))
    await full.office.types("/period 重要会议 3-20")
    card = await liaison.sees("报送统计情况（6.2）重要会议")
    number = next(n for n, line in enumerate(card.text.split("\n\n")) if "报送统计情况" in line)
    await liaison.replies(card, LONG)
    await liaison.sees("请先写序号")
    await liaison.sends_document("表.xlsx", b"PK", reply_to=card)
    await liaison.replies(card, f"{number} {LONG[: 2 * 2000]}"[:2040])
    await liaison.sees("请回复一个数字")
    await liaison.replies(card, f"1 {LONG[:2040]}")
    await liaison.sees("✅ 已完成", "𬍛𬍛𬍛")
    unit = await full.keeps(lambda unit: unit.duties.rounds["weekly-contact"]["2026-W11"].parts["peng-yi"].done)
    assert unit.duties.rounds["weekly-contact"]["2026-W11"].parts["peng-yi"].answer.words == LONG[:2040]
    await liaison.replies(card, "2")  # only one is open: that is the answer
    await liaison.sees("报送统计情况", "✅ 已完成", "：2")


async def test_the_same_reply_twice_and_a_tap_on_last_weeks_card_count_once_for_last_week(full: Stage) -> None:
    liaison = full["fan-zhou"]
    await reach(full, MONDAY)
    last = await liaison.sees("第 11 周")
    done = last.buttons[0][0]["callback_data"]
    await reach(full, MONDAY + timedelta(days=7))
    await liaison.sees("第 12 周")
    await asyncio.gather(liaison.replies(last, "去过"), liaison.replies(last, "去过"))
    unit = await full.keeps(lambda unit: unit.duties.rounds["weekly-contact"]["2026-W11"].parts["fan-zhou"].done)
    assert (await (await liaison.forges(last, done)).toast()).text == "已经记过了"
    rounds = unit.duties.rounds["weekly-contact"]
    assert len(rounds["2026-W11"].parts["fan-zhou"].answers) == 1
    assert rounds["2026-W12"].parts["fan-zhou"].open


async def test_restarts_on_monday_morning_double_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol("peng-yi")
            await made.keeps(lambda unit: unit.duties.day)
        made.steering.forward(days=7)
        for _ in range(3):
            async with made.playing(NO_LIMITS):
                await made.keeps(lambda unit: unit.duties.day == MONDAY)
        async with made.playing(NO_LIMITS):
            await made["peng-yi"].sees("📌 待办", "第 11 周")
            await made["peng-yi"].taps("已完成")
            await made["peng-yi"].sees("✅ 已完成")
        assert len([m for m in made["peng-yi"].messages if "📌 待办" in (m.text or "")]) == 1
