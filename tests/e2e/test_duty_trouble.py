"""What goes wrong with reminders in life: long words, a file for a number, the same thing twice, restarts."""

import asyncio
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from bot.domain.duty.events import Item
from bot.rehearsal.chats import Message
from bot.rehearsal.phones import Phone
from tests.e2e.stage import Stage, stage
from tests.e2e.test_duties import MONDAY, SHANGHAI, reach

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


async def test_after_a_weekend_down_one_message_names_all_and_a_reply_finds_what_it_is_about(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol("peng-yi", "wei-lan")
            await reach(made, date(2026, 3, 6), time(10))
            for n, place in enumerate(("配电房", "档案室")):
                await made.office.types(f"/hazard {place}门锁坏")
                await made.office.sees(f"H-2026-00{n + 1}")
                await made.office.taps("指派")
                question = await made.office.sees("谁来整改", f"H-2026-00{n + 1}")
                await made.office.replies(question, "彭亦 3月9日")
                await made["peng-yi"].sees(f"H-2026-00{n + 1}", "期限 03-09")
        made.steering.forward(seconds=(_two_o_clock() - made.steering.now()).total_seconds())
        owner = made["peng-yi"]
        before = len(owner.messages)
        async with made.playing(NO_LIMITS):
            card = await owner.sees("📌 待办（补发，晚了）", "第 11 周", "另外还有", "H-2026-001", "H-2026-002")
            await owner.replies(card, "h-2026-002 已换锁")
            await made.office.sees("H-2026-002", "已换锁")
            await owner.replies(card, "电话联系过")
            await owner.sees("✅ 已完成", "：电话联系过")
            await owner.taps("H-2026-001")
            await made.telegram.until(lambda: len(_about(owner, "隐患 H-2026-001")) == 2)
            await owner.taps("已整改", on=_about(owner, "隐患 H-2026-001")[-1])
            await made.office.sees("H-2026-001", "已整改")
            unit = await made.keeps(lambda unit: not unit.duties.find(card_item("peng-yi"))[1].open)
            assert [answer.words for answer in unit.duties.find(card_item("peng-yi"))[1].answers] == ["电话联系过"]
        names = [m.text.splitlines()[0] for m in owner.messages[before:] if m.from_bot and m.text]
        assert [name for name in names if "待办" in name] == ["📌 待办（补发，晚了）· 03-09 周一"]


def _about(phone: Phone, words: str) -> list[Message]:
    return [message for message in phone.messages if message.from_bot and words in message.text]


def card_item(member: str) -> Item:
    return Item(duty="weekly-contact", period="2026-W11", subject=member)


def _two_o_clock() -> datetime:
    return datetime.combine(MONDAY, time(14), tzinfo=SHANGHAI)
