"""Duties through phones: answered by a tap or in words, late, never, by somebody away, from the other side."""

import asyncio
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.stage import Stage

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 9)


async def reach(stage: Stage, day: date, hour: time = time(9, 0, 1)) -> None:
    """Let the days pass, each with its hour of reminding, up to that one."""
    await stage.keeps(lambda unit: unit.duties.day)
    today = stage.steering.now().astimezone(SHANGHAI).date()
    while today < day:
        today += timedelta(days=1)
        _set(stage, datetime.combine(today, time(9, 0, 1), tzinfo=SHANGHAI))
        await stage.keeps(lambda unit, reached=today: unit.duties.day == reached)
    at = datetime.combine(day, hour, tzinfo=SHANGHAI)
    if at > stage.steering.now():
        _set(stage, at)


def _set(stage: Stage, at: datetime) -> None:
    stage.steering.forward(seconds=(at - stage.steering.now()).total_seconds())


async def test_a_liaison_answers_in_words_and_the_other_side_confirms(full: Stage) -> None:
    liaison, guard = full["peng-yi"], full["tang-he"]
    await reach(full, MONDAY)
    card = await liaison.sees("📌 待办", "与保卫处专职人员联系（6.1b）第 11 周", "请在 03-13 周五 前完成")
    assert [b["text"] for row in card.buttons for b in row] == ["已完成", "无法完成", "稍后提醒"]
    await liaison.replies(card, "周一上午通过电话")
    await liaison.sees("✅ 已完成", "周一上午通过电话")
    theirs = await guard.sees("对方确认", "本人已报 1/")
    assert "☑ 彭亦" in [b["text"] for row in theirs.buttons for b in row]
    await guard.taps("☑ 彭亦")
    await liaison.sees("唐禾 已从对方确认")


async def test_a_note_with_a_number_of_a_person_is_refused_with_the_reason(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, MONDAY)
    card = await liaison.sees("与保卫处专职人员联系")
    await liaison.replies(card, "联系了 13900001111")
    await liaison.sees("电话")
    assert full.muster is not None
    assert "13900001111" not in repr(full.muster.service.unit.duties)


async def test_a_reply_to_last_weeks_card_counts_for_last_week(full: Stage) -> None:
    liaison = full["fan-zhou"]
    await reach(full, MONDAY)
    last = await liaison.sees("第 11 周")
    await reach(full, MONDAY + timedelta(days=7))
    await liaison.sees("第 12 周")
    await liaison.replies(last, "上周三去过保卫处")
    unit = await full.keeps(lambda unit: unit.duties.rounds["weekly-contact"]["2026-W11"].parts["fan-zhou"].done)
    rounds = unit.duties.rounds["weekly-contact"]
    assert rounds["2026-W11"].parts["fan-zhou"].answer.late
    assert rounds["2026-W12"].parts["fan-zhou"].open


async def test_who_never_answers_is_told_upward_once_and_nagging_stops(full: Stage) -> None:
    liaison = full["qiu-shan"]
    await reach(full, MONDAY + timedelta(days=7))
    await full.office.sees("职责逾期 · 报办公室", "第 11 周", "邱杉")
    await reach(full, MONDAY + timedelta(days=10))
    await full.director.sees("职责逾期 · 报总指挥", "第 11 周", "邱杉")
    digests = [m for m in full.office.messages if "职责逾期" in (m.text or "") and "第 11 周" in m.text]
    assert len(digests) == 1
    reminders = [m for m in liaison.messages if "📌 待办" in (m.text or "")]
    days = [m.text.splitlines()[0] for m in reminders]
    assert len(days) == len(set(days)), "one message a day"


async def test_a_correction_is_kept_beside_what_it_corrects(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, MONDAY)
    card = await liaison.sees("第 11 周")
    await liaison.taps("已完成")
    await liaison.sees("✅ 已完成")
    await liaison.taps("撤回")
    await liaison.sees("请在 03-13 周五 前完成")
    await liaison.taps("无法完成")
    await liaison.sees("⛔ 无法完成")
    await liaison.replies(card, "本周出差")
    await liaison.sees("⛔ 无法完成", "本周出差", "（已更正）")
    assert full.muster is not None
    part = full.muster.service.unit.duties.rounds["weekly-contact"]["2026-W11"].parts["peng-yi"]
    assert [answer.outcome for answer in part.answers] == ["done", "unable", "unable"]
    await reach(full, MONDAY + timedelta(days=1))
    await full.office.sees("彭亦 无法完成：本周出差")


async def test_a_reply_that_is_changed_afterwards_is_a_correction(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, MONDAY)
    card = await liaison.sees("第 11 周")
    reply = await liaison.replies(card, "已联系，一切正常")
    await liaison.sees("✅ 已完成", "已联系，一切正常")
    await liaison.edits(reply, "已联系，下周再看一次")
    await liaison.sees("✅ 已完成", "下周再看一次", "（已更正）")
    full.telegram.updates.deliver_again()
    await full.telegram.until(lambda: not full.telegram.updates.pending)
    assert full.muster is not None
    part = full.muster.service.unit.duties.rounds["weekly-contact"]["2026-W11"].parts["peng-yi"]
    assert [answer.words for answer in part.answers] == ["已联系，一切正常", "已联系，下周再看一次"]


async def test_pressed_twice_and_by_the_wrong_person(full: Stage) -> None:
    liaison, other = full["peng-yi"], full["fan-zhou"]
    await reach(full, MONDAY)
    card = await liaison.sees("第 11 周")
    forged = await other.forges(card, card.buttons[0][0]["callback_data"])
    assert "不是" in (await forged.toast()).text
    await asyncio.gather(liaison.taps("已完成"), liaison.taps("已完成"))
    await liaison.sees("✅ 已完成")
    assert full.muster is not None
    part = full.muster.service.unit.duties.rounds["weekly-contact"]["2026-W11"].parts["peng-yi"]
    assert len(part.answers) == 1
    assert part.answers[0].by == "peng-yi"


async def test_later_means_three_hours_later_and_once(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, MONDAY)
    await liaison.sees("第 11 周")
    await liaison.taps("稍后提醒")
    await liaison.sees("03-09 12:00 再提醒")
    full.steering.forward(hours=3, minutes=1)
    assert full.muster is not None
    await full.telegram.until(lambda: len([m for m in liaison.messages if "📌 待办" in (m.text or "")]) == 2)


async def test_who_is_away_is_left_alone_until_back(full: Stage) -> None:
    liaison = full["peng-yi"]
    await liaison.types("/away 2026-03-10 18:00")
    await liaison.sees("你外出至 03-10 18:00")
    await reach(full, MONDAY + timedelta(days=1))
    await full["fan-zhou"].sees("第 11 周")
    liaison.sees_no("📌 待办")
    await reach(full, MONDAY + timedelta(days=2))
    await liaison.sees("📌 待办", "第 11 周")


async def test_the_office_declares_a_sensitive_period_and_its_statistics_open_at_once(full: Stage) -> None:
    liaison = full["peng-yi"]
    await reach(full, date(2026, 3, 10), time(10))
    await full.office.types("/period 重要会议 next Friday")
    await full.office.sees("重要敏感时节：重要会议，到 03-20 周五")
    card = await liaison.sees("报送统计情况（6.2）重要会议", "写一个数字")
    await liaison.types("/period 别的 3-20")
    await liaison.sees("没有这项权限")
    number = next(n for n, line in enumerate(card.text.split("\n\n")) if "报送统计情况" in line)
    await liaison.replies(card, f"{number} 共 3 次")
    await liaison.sees("报送统计情况", "✅ 已完成", "：3")
    await full.office.types("/period 重要会议 3-27")
    await full.office.sees("「重要会议」延长到 03-27 周五")
    await full["fan-zhou"].sees("报送统计情况（6.2）重要会议", "敏感时节到 03-27 周五")
    await full.office.types("/period 结束")
    await full.office.sees("「重要会议」已于 03-10 周二 结束", "人不用再答复")
    await full.office.types("/period 结束")
    await full.office.sees("现在没有敏感时节，不用结束")
    silent = full["fan-zhou"]
    await silent.sees("📌 待办 · 03-10", "不用再做")
    await reach(full, date(2026, 3, 11))
    await silent.sees("📌 待办 · 03-11", "不用再做")
    liaison.sees_no("不用再做")


async def test_what_one_owes_is_asked_for_and_leaders_see_who_is_behind(full: Stage) -> None:
    await full["bai-zhi"].types("/duties")
    await full["bai-zhi"].sees("你没有未完成的职责")
    await reach(full, MONDAY)
    await full.office.types("/duties")
    await full.office.sees("📋 职责总览", "第 11 周", "⏳ 0/", "彭亦")
    await full.office.taps("与学校综治办联系")
    await full.office.sees("与学校综治办联系（6.1a）")
    await full["peng-yi"].types("/duties")
    assert full.muster is not None
    await full.telegram.until(lambda: len([m for m in full["peng-yi"].messages if "📌 待办" in (m.text or "")]) == 2)


async def test_leaders_get_the_weeks_as_a_picture_and_a_member_does_not(full: Stage) -> None:
    await reach(full, MONDAY)
    await full.director.types("/duties")
    await full.director.sees("📋 职责总览")
    message = await full.director.sees("周职责一览，落后的在前")
    assert "photo" in message.content
    assert (await full.director.document("职责一览")).startswith(b"\x89PNG")
    await full["peng-yi"].types("/duties")
    assert full.muster is not None
    await full.telegram.until(lambda: len([m for m in full["peng-yi"].messages if "📌 待办" in (m.text or "")]) == 2)
    full["peng-yi"].sees_no("职责一览")


@pytest.mark.parametrize("hour", [time(14), time(21)])
async def test_after_a_weekend_down_everybody_gets_what_is_still_true_once_and_late(full: Stage, hour: time) -> None:
    liaison = full["peng-yi"]
    await reach(full, date(2026, 3, 6))
    at = datetime.combine(MONDAY, hour, tzinfo=SHANGHAI)
    full.steering.forward(seconds=(at - full.steering.now()).total_seconds())
    if hour == time(21):  # in quiet hours nobody is bothered
        await full.keeps(lambda unit: unit.duties.day == MONDAY)
        await reach(full, MONDAY + timedelta(days=1))
    await liaison.sees("补发，晚了", "第 11 周")
    assert len([m for m in liaison.messages if "📌 待办" in (m.text or "")]) == 1


async def test_an_inspection_finds_a_hazard_that_goes_into_the_register(full: Stage) -> None:
    guard = full["tang-he"]
    await reach(full, date(2026, 3, 5))
    card = await guard.sees("重点部位和设施检查（7.2）3 月 · 配电房", "· 档案室")
    assert [b["text"] for b in card.buttons[0]] == ["1 正常", "1 发现隐患"]
    await guard.taps("1 发现隐患")
    asked = await guard.sees("配电房：发现了什么？")
    await guard.replies(asked, "灭火器过期")
    await full.office.sees("配电房", "灭火器过期")
    await guard.sees("⚠️ 已检查，发现隐患")
    await guard.taps("2 正常")
    unit = await full.keeps(lambda unit: unit.duties.rounds["inspection"]["2026-03"].parts["server-room"].done)
    hazard = next(iter(unit.hazards.by_number.values()))
    assert (hazard.place, hazard.source) == ("配电房", "duty/inspection/2026-03")


async def test_a_scan_is_sent_as_a_file(full: Stage) -> None:
    await reach(full, MONDAY)
    await full.office.types("/duties")
    await full.office.taps("签订责任书、承诺书")
    member = full["su-long"]
    card = await member.sees("签订责任书、承诺书（7.4）")
    await member.sends_document("责任书.pdf", b"%PDF-1.4", reply_to=card)
    await member.sees("✅ 已完成", "📎")
