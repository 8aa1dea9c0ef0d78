"""A quarterly meeting through everybody's phones, from the poll to the actions."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from bot.intake import PATIENCE
from tests.e2e.stage import Stage, stage

HURRIED = replace(PATIENCE, poll=1, deaf=0.3, again=0.05, most=0.1, hearing=0.5)  # an outage is noticed in a moment
JUNE = datetime(2026, 6, 1, 1, 0, 10, tzinfo=UTC)  # a Monday, nine in the morning in Shanghai


def to(scene: Stage, at: datetime) -> None:
    scene.steering.forward(seconds=(at - scene.steering.now()).total_seconds())


def china(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour - 8, minute, 5, tzinfo=UTC)


def labels(message) -> list[str]:
    return [button["text"] for row in message.buttons for button in row]


async def test_from_the_poll_to_the_actions_with_a_restart_in_between(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as scene:
        async with scene.playing(NO_LIMITS):
            await scene.enrol()
            await scene.keeps(lambda unit: unit.meetings.followed)  # only what comes after that is asked for
            to(scene, JUNE)
            await scene.office.sees("形势分析会", "2026-Q2", "还没定日期", "06-16", timeout=20)
            scene.director.sees_no("形势分析会")
            await scene.office.taps("发起投票")
            deputies = [scene[m.id] for m in scene.files.roster.with_role("deputy")]
            everybody = [scene.director, *deputies, scene.office]
            for phone in everybody:
                await phone.sees("哪几天可以")
            scene[scene.member(group="order")].sees_no("哪几天可以")
            poll = await deputies[0].sees("哪几天可以")
            await deputies[0].replies(poll, "18号可以")
            await deputies[0].sees("选日子请点投票里的按钮")
            await deputies[0].taps("☐ 06-18 周四 10:00（0）")
            await scene.director.sees("哪几天可以")
            await scene.director.sees_button("☐ 06-18 周四 10:00（1）")
            await deputies[0].taps("选好了")
            await deputies[0].sees("你已选好")
        async with scene.playing(NO_LIMITS):
            for count, phone in enumerate([scene.director, deputies[1], scene.office], start=1):
                await phone.taps(f"☐ 06-18 周四 10:00（{count}）")
                await phone.taps("选好了")
            for phone in everybody:
                await phone.sees("时间：06-18 周四 10:00", "所小会议室")
            calendar = (await scene.director.document(".ics")).decode()
            assert "UID:analysis-2026-Q2@" in calendar.replace("\r\n ", "")
            assert "SEQUENCE:0" in calendar
            assert "DTSTART:20260618T020000Z" in calendar
            await scene.director.taps("参加")
            await scene.director.sees("你：参加")
            await deputies[0].taps("请假")
            card = await deputies[1].sees("时间：06-18")
            await deputies[1].replies(card, "讨论值班安排")
            await scene.office.sees("参加 1：", "请假 1：", "讨论值班安排")
            to(scene, china(6, 11, 10))
            await scene.director.sees("还有 7 天开会")
            deputies[0].sees_no("还有 7 天开会")
            to(scene, china(6, 17, 10))
            await scene.director.sees("还有 1 天开会")
            to(scene, china(6, 18, 9))
            await scene.director.sees("还有 60 分钟开会")
            to(scene, china(6, 18, 10))
            await scene.director.sees("会议开始")
            await scene.director.taps("已到会")
            await scene.director.sees("你：已到会")
            await scene.office.taps(f"{deputies[1].name} 到会")
            await scene.office.taps("已召开")
            await scene.office.sees("已召开：06-18", "已到会 2：")
            await scene.office.taps("会议纪要")
            question = await scene.office.sees("回复文字，或发文件")
            await scene.office.replies(question, "张某 13800000001 来过")
            await scene.office.sees("号码")
            await scene.office.replies(question, "研判平稳，加强值守")
            await scene.office.sees("纪要：研判平稳，加强值守")
            await scene.office.taps("布置任务")
            question = await scene.office.sees("布置哪些任务？")
            await scene.office.replies(question, "唐禾 更换灭火器 6月23日\n谁去看看")
            await scene.office.sees("核对后下达", "唐禾：更换灭火器（06-23", "没看懂", "谁去看看")
            await scene.office.taps("下达")
            owner = scene["tang-he"]
            await owner.sees("会上交给你的任务", "更换灭火器")
            to(scene, china(6, 23, 9))
            await owner.sees("⏰ 会议任务到期", "更换灭火器")
            to(scene, china(6, 24, 9))
            await scene.office.sees("📌 待办 · 06-24", "另外还有", "唐禾：更换灭火器（06-23")
            await owner.taps("已完成")
            await owner.sees("已完成（唐禾）")
            await scene.office.sees("✅ 唐禾：更换灭火器")


async def test_a_moved_date_has_the_same_entry_with_a_higher_sequence(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as scene, scene.playing(NO_LIMITS):
        await scene.enrol()
        await scene.keeps(lambda unit: unit.meetings.followed)  # only what comes after that is asked for
        to(scene, JUNE)
        await scene.office.sees("还没定日期", timeout=20)
        await scene.office.taps("定在 06-16 周二 15:00")
        old = await scene.director.sees("时间：06-16")
        first = (await scene.director.document(".ics")).decode()
        await scene.office.taps("改期")
        question = await scene.office.sees("定在哪天几点")
        await scene.office.replies(question, "6月24日 下午2点半")
        await scene.director.sees("会议改期", "时间：06-24 周三 14:30")
        second = (await scene.director.document(".ics")).decode()
        assert "SEQUENCE:0" in first
        assert "SEQUENCE:1" in second
        assert [line for line in first.splitlines() if line.startswith("UID")] == [
            line for line in second.splitlines() if line.startswith("UID")
        ]
        await scene.director.sees("这个日期已作废")
        assert old.id != (await scene.director.sees("时间：06-24")).id
        await scene.office.taps("取消日期")
        await scene.director.sees("06-24 周三 14:30 的会取消", timeout=12)
        assert "METHOD:CANCEL" in (await scene.director.document(".ics")).decode()
        to(scene, china(6, 23, 14, 30))
        await scene.office.sees("会议还没开")
        scene.director.sees_no("还有 1 天开会")


async def test_meeting_says_how_it_stands_and_only_the_office_and_the_chair_run_it(full: Stage) -> None:
    await full.office.types("/meeting")
    await full.office.sees("现在没有要准备的会议")
    await full.deputy.types("开会")
    card = await full.deputy.sees("现在没有要准备的会议")
    assert card.buttons == []
    await full.office.taps("召集形势分析会")
    card = await full.office.sees("还没定日期", "03-05")
    await full.office.replies(card, "3月5日大家都有空吗")
    await full.office.sees("只回复日期和时间")
    await full.office.replies(card, "3月5日 15:00")
    await full.deputy.sees("时间：03-05 周四 15:00")
    member = full[full.member(group="order")]
    await member.types("/meeting")
    await member.sees("现在没有要准备的会议")
    member.sees_no("时间：03-05")
    await full.director.types("/meeting")
    card = await full.director.sees("📌 03-05", "未答复")
    assert "改期" in labels(card)
    await full.deputy.types("/meeting")
    card = await full.deputy.sees("📌 03-05", "未答复")
    assert card.buttons == []


async def test_while_telegram_is_away_reminders_wait_and_what_is_still_true_comes_once(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as scene, scene.playing(NO_LIMITS, HURRIED):
        await scene.enrol(*(member.id for member in scene.files.roster.with_role("director", "office-head")))
        await scene.keeps(lambda unit: unit.meetings.followed)
        to(scene, JUNE)
        await scene.office.sees("还没定日期", timeout=20)
        await scene.office.taps("定在 06-16 周二 15:00")
        await scene.director.sees("时间：06-16 周二 15:00")
        await scene.office.types("/away 2026-06-09 18:00")
        await scene.keeps(lambda unit: unit.people.absences)
        before = len(scene.director.messages)
        await scene.telegram.down()
        await scene.deaf()
        to(scene, china(6, 9, 19))
        await scene.keeps(lambda unit: not unit.people.absences)  # the clock went through the seventh day before
        to(scene, china(6, 15, 13))
        await scene.telegram.up()
        await scene.director.sees("📌 待办（补发，晚了）", "将要开会：形势分析会，06-16", timeout=20)
        about = [message for message in scene.director.messages[before:] if "开会" in (message.text or "")]
        assert len(about) == 1, "what fell due on the day and a week before is told in the day's message"
        to(scene, china(6, 16, 14))
        await scene.director.sees("还有 60 分钟开会")
