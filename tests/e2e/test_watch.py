"""The duty roster through phones: handing over, in time and late; swaps; the leader on duty in every alert."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from config import example_folder
from tests.e2e.stage import Stage, stage

SHIFTS = (
    ("duty", "ye-tong", "03-02 08:00", "03-02 13:00"),
    ("duty", "su-long", "03-02 13:00", "03-03 13:00"),
    ("duty", "yao-ning", "03-03 13:00", "03-20 13:00"),
    ("leader", "gao-ming", "03-02 08:00", "03-02 14:00"),
    ("leader", "shen-ruo", "03-02 14:00", "03-20 14:00"),
)


def unit_with(folder: Path, *shifts: tuple[str, str, str, str]) -> Path:
    """The example unit, with these shifts and nothing else on duty."""
    shutil.copytree(example_folder(), folder / "unit")
    plan = folder / "unit" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").split("\nduty_roster:")[0] + "\n", "utf-8")
    write(folder / "unit", *shifts)
    return folder / "unit"


def write(unit: Path, *shifts: tuple[str, str, str, str]) -> None:
    lines = [
        f'  - {{kind: {kind}, member: {member}, start: "2026-{start}", end: "2026-{end}"}}\n'
        for kind, member, start, end in shifts
    ]
    (unit / "duty_roster.yaml").write_text("".join(["shifts:\n", *lines]), "utf-8")


@pytest_asyncio.fixture
async def full(tmp_path: Path) -> AsyncIterator[Stage]:
    """Noon; at one the duty changes, at two the leader. Everybody is enrolled."""
    async with stage(tmp_path, unit=unit_with(tmp_path, *SHIFTS), limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        await made.gather()
        await followed(made)
        yield made


async def followed(made: Stage) -> None:
    """The bot has had the moment that it needs to look who is on duty."""
    await made.keeps(lambda unit: unit.watch.checked)


async def test_who_is_on_duty_in_answer_to_a_command_and_to_a_word(full: Stage) -> None:
    anybody = full["dai-xin"]
    await anybody.types("值班")
    await anybody.sees("带班领导：高铭", "值班：叶桐", "下一班（值班）：苏𬍛")
    anybody.sees_no("138-0000-0003")
    await full.director.types("/watch")
    await full.director.sees("带班领导：高铭 138-0000-0003")
    await anybody.types("/status")
    await anybody.sees("现在没有事件", "带班领导：高铭")


async def test_handing_over_in_time(full: Stage) -> None:
    full.steering.forward(hours=1, seconds=1)
    await full["ye-tong"].sees("请交班：值班", "苏𬍛", "请留守")
    await full["su-long"].sees("请接班：值班", "03-02 13:00–03-03 13:00", "叶桐")
    await full["su-long"].taps("已接班")
    await full["ye-tong"].sees("可以离岗")
    card = await full["su-long"].sees("请接班", "苏𬍛 已接班")
    assert card.buttons == []
    await full["dai-xin"].types("/watch")
    await full["dai-xin"].sees("值班：苏𬍛")


async def test_nobody_comes_and_it_goes_up(full: Stage) -> None:
    full.steering.forward(hours=1, seconds=1)
    await full["su-long"].sees("请接班：值班")
    full.steering.forward(minutes=15)
    await full["su-long"].sees("还没有接班")
    full.office.sees_no("接班超时")
    full.steering.forward(minutes=15)
    await full.office.sees("接班超时：值班", "苏𬍛 138-0000-0008", "仍在岗：叶桐")
    await full["gao-ming"].sees("接班超时：值班")
    await full["ye-tong"].sees("请留守", "已经知道")
    await full["dai-xin"].types("/watch")
    await full["dai-xin"].sees("值班：叶桐", "未接班：苏𬍛")
    await full.office.taps("苏𬍛 已接班")
    await full["ye-tong"].sees("可以离岗")
    await full["gao-ming"].sees("接班超时", "由魏岚代报")


async def test_a_swap_that_both_agree_to(full: Stage) -> None:
    await full["su-long"].types("/swap 孟嘉 3-2")
    card = await full["meng-jia"].sees("苏𬍛 请你接这一班", "03-02 13:00–03-03 13:00")
    assert [[b["text"] for b in row] for row in card.buttons] == [["同意", "不同意"]]
    full.office.sees_no("换班")
    await full["meng-jia"].taps("同意")
    await full["su-long"].sees("孟嘉 已同意接这一班")
    await full.office.sees("换班：苏𬍛 → 孟嘉")
    full.steering.forward(hours=1, seconds=1)
    await full["meng-jia"].sees("请接班：值班")
    full["su-long"].sees_no("请接班")


async def test_a_swap_by_buttons_that_is_refused(full: Stage) -> None:
    await full["su-long"].types("换班")
    await full["su-long"].sees("换哪一班")
    await full["su-long"].taps("值班 03-02 13:00–03-03 13:00")
    await full["su-long"].sees("请谁来接")
    await full["su-long"].taps("姚宁")
    await full["yao-ning"].sees("苏𬍛 请你接这一班")
    await full["yao-ning"].taps("不同意")
    await full["su-long"].sees("姚宁 不同意，班次不变")
    full.office.sees_no("换班")


async def test_swaps_that_cannot_be_say_why(full: Stage) -> None:
    me = full["su-long"]
    await me.types("/swap 不存在的人 3-2")
    await me.sees("没有找到这个人：不存在的人")
    await me.types("/swap 孟嘉 下周一")
    await me.sees("那一天没有你的班次：2026-03-09")
    await me.types("/swap 孟嘉 2月30日")
    await me.sees("那一天没有你的班次：2月30日")
    full["meng-jia"].sees_no("请你接这一班")
    await me.types("/swap 苏𬍛 3-2")
    await me.sees("不能换给自己")
    await full["ye-tong"].types("/swap")
    await full["ye-tong"].sees("没有你可以换的班次")
    await full["shen-ruo"].types("/swap 孟嘉 3月2日")
    await full["shen-ruo"].sees("孟嘉 不能带班")
    await me.types("/swap " + "𬍛" * 3000)
    await me.sees("没有找到这个人：𬍛𬍛")


async def test_the_wrong_person_takes_nothing_over(full: Stage) -> None:
    full.steering.forward(hours=1, seconds=1)
    card = await full["su-long"].sees("请接班：值班")
    data = card.buttons[0][0]["callback_data"]
    tap = await full["dai-xin"].forges(card, data)
    assert "不是" in (await tap.toast()).text
    assert full.muster is not None
    assert [shift.member for shift in full.muster.service.unit.watch.in_force("duty")] == ["ye-tong"]


async def test_pressing_twice_is_one_handover(full: Stage) -> None:
    full.steering.forward(hours=1, seconds=1)
    card = await full["su-long"].sees("请接班：值班")
    data = card.buttons[0][0]["callback_data"]
    for _ in range(2):
        tap = await full["su-long"].forges(card, data)
        assert (await tap.toast()).text
    await full["ye-tong"].sees("可以离岗")
    assert full.muster is not None
    handovers = full.muster.service.unit.watch.handovers
    assert [len(handover.taken) for handover in handovers.values()] == [1]


async def test_nobody_is_to_come_and_everybody_concerned_hears_it(tmp_path: Path) -> None:
    async with stage(tmp_path, unit=unit_with(tmp_path, SHIFTS[0]), limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol("wei-lan", "ye-tong")
        await followed(made)
        made.steering.forward(hours=1, seconds=1)
        await made["ye-tong"].sees("无人接班：值班", "魏岚 138-0000-0004")
        await made.office.sees("03-02 13:00 起无人值班", "叶桐")


async def test_every_alert_names_the_leader_on_duty(full: Stage) -> None:
    await full.activate()
    await full["dai-xin"].sees("紧急集结", "带班领导：高铭")
    await full.director.sees("紧急集结", "带班领导：高铭 138-0000-0003")


async def test_a_restart_in_the_middle_of_a_handover_loses_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, unit=unit_with(tmp_path, *SHIFTS), limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await followed(made)
        made.steering.forward(hours=3)
        async with made.playing(NO_LIMITS):
            await made["su-long"].sees("请接班：值班（系统曾中断，迟到补发）")
            await made["shen-ruo"].sees("请接班：带班（系统曾中断，迟到补发）")
            assert made["su-long"].screen().count("请接班") == 1
        async with made.playing(NO_LIMITS):
            await made["su-long"].taps("已接班")
            await made["ye-tong"].sees("可以离岗")


async def test_a_gap_ahead_is_told_to_the_office(tmp_path: Path) -> None:
    unit = unit_with(
        tmp_path, ("duty", "ye-tong", "03-02 08:00", "03-05 08:00"), ("duty", "su-long", "03-05 10:00", "03-20 13:00")
    )
    async with stage(tmp_path, unit=unit, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol("wei-lan", "ye-tong", "su-long")
        await followed(made)
        made.steering.forward(hours=21)  # the first look may have found nobody enrolled whom it could tell
        await made.office.sees("值班表有问题", "03-05 08:00–10:00 无人值班")
        made.office.sees_no("带班")


async def test_a_changed_file_is_taken_up_while_the_bot_runs_and_a_broken_one_is_not(tmp_path: Path) -> None:
    unit = unit_with(tmp_path, *SHIFTS)
    async with stage(tmp_path, unit=unit, limits=None) as made, made.playing(NO_LIMITS, look=0.02):
        await made.enrol("wei-lan", "ye-tong", "meng-jia", "dai-xin")
        await followed(made)
        write(unit, ("duty", "no-such-person", "03-02 08:00", "03-20 13:00"))
        await made.office.sees("duty_roster.yaml", "no-such-person")
        write(unit, ("duty", "meng-jia", "03-02 08:00", "03-20 13:00"), *SHIFTS[3:])
        await made["meng-jia"].sees("请接班：值班")
        await made["ye-tong"].sees("请交班：值班", "孟嘉")
        await made["meng-jia"].taps("已接班")
        await made["ye-tong"].sees("可以离岗")
