"""The unit's files change under the running bot: who joins, who leaves, and files that cannot be used."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from bot.domain.message import SYSTEM
from bot.domain.people.commands import TakeUnit
from config import example_folder
from config.loading import load_unit, stamp
from tests.e2e.stage import Stage
from tests.e2e.stage import stage as on_stage

FEW = ("lin-yuan", "shen-ruo", "wei-lan", "tang-he", "su-long")
QUICK = 0.02  # seconds between two looks
STRANGER = "本机器人只为本单位登记人员服务。"
NEWCOMER = "  - {id: zhou-yi, name: 周弋, title: 门卫, phone: 138-0000-0099, tier: 2, group: order}\n"


@asynccontextmanager
async def institute(folder: Path, *enrolled: str) -> AsyncIterator[Stage]:
    """An institute of our own with a few people enrolled; the bot looks at its files all the time."""
    unit = folder / "unit"
    shutil.copytree(example_folder(), unit)
    async with on_stage(folder, unit=unit, limits=None) as made, made.playing(NO_LIMITS, look=QUICK):
        await made.enrol(*enrolled)
        yield made


@pytest_asyncio.fixture
async def own(tmp_path: Path) -> AsyncIterator[Stage]:
    """The few who play here."""
    async with institute(tmp_path, *FEW) as made:
        yield made


def write(made: Stage, old: str, new: str, file: str = "roster.yaml") -> None:
    """As an editor does it that writes in place."""
    path = made.files.folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(made: Stage, member: str) -> str:
    lines = (made.files.folder / "roster.yaml").read_text("utf-8").splitlines(keepends=True)
    return next(line for line in lines if f"id: {member}," in line)


async def taken(made: Stage) -> None:
    """The bot has read the files as they are now. What brought nothing about is no event: the watch itself is asked."""
    assert made.muster is not None
    async with asyncio.timeout(30):
        while made.muster.unit_files.taken != stamp(made.files.folder):
            await asyncio.sleep(QUICK)


async def test_whoever_is_removed_is_shut_out_at_once_also_on_old_buttons(own: Stage) -> None:
    write(own, "strength: 7", "strength: 6", "plan.yaml")
    await own.activate()
    card = await own["su-long"].sees_button("收到")
    button = card.buttons[0][0]["callback_data"]
    write(own, line_of(own, "su-long"), "")
    await own.office.sees("名册已更新", "移出 1 人", "· 苏𬍛，助理研究员")
    before = len(own["su-long"].messages)
    await own["su-long"].sees("这里已停用", "你已被移出名册")
    toast = await (await own["su-long"].forges(card, button)).toast()
    assert toast.text == STRANGER
    await own.director.sees("已移出名册")
    await own.deputy.types("/here")
    await own.director.sees("已到达 1")
    own.steering.forward(minutes=10)
    await own["tang-he"].sees("次提醒")
    await own["su-long"].types("/status")
    await own["su-long"].sees(STRANGER)
    heard = [message.text for message in own["su-long"].messages[before:] if message.from_bot]
    assert heard == [STRANGER]


async def test_a_deputy_who_is_none_any_more_cannot_confirm(own: Stage) -> None:
    await own.deputy.types("/activate 图书馆")
    await own.deputy.sees("确认启动？")
    write(own, line_of(own, "shen-ruo"), line_of(own, "shen-ruo").replace("deputy", "staff"))
    await own.office.sees("· 沈若 角色：副总指挥（副所长） → 工作人员")
    toast = await (await own.deputy.taps("确认启动")).toast()
    assert (toast.text, toast.alert) == ("你没有这项权限", True)


async def test_newcomers_are_named_with_the_way_to_invite_them_and_get_in(own: Stage) -> None:
    write(own, line_of(own, "tang-he"), line_of(own, "tang-he") + NEWCOMER)
    await own.office.sees("新增 1 人", "· 周弋，门卫", "muster invite zhou-yi")
    own.director.sees_no("周弋")
    own.files = load_unit(own.files.folder)
    await own.enrol("zhou-yi")
    await own["zhou-yi"].types("/status")
    await own["zhou-yi"].sees("现在没有事件", "/25 人")


async def test_a_new_number_voids_the_emergency_cards_that_have_the_old_one(own: Stage) -> None:
    old = await own["su-long"].sees("断网也能看")
    director = await own.director.sees("断网也能看")
    write(own, "phone: 138-0000-0005", "phone: 139-0000-0005")  # of the lead of su-long's group
    await own["su-long"].sees("已作废")
    await own["su-long"].sees("断网也能看")
    await own.director.sees("已作废")
    assert old.id != (await own["su-long"].sees("断网也能看")).id
    assert director.id != (await own.director.sees("断网也能看")).id
    write(own, "phone: 138-0000-0008", "phone: 139-0000-0008")  # su-long's own: leads have it, and nobody else
    await own["tang-he"].sees("已作废")
    assert sum("已作废" in message.text for message in own["su-long"].messages) == 1


async def test_a_broken_file_changes_nothing_and_is_told_once(own: Stage) -> None:
    whole = (own.files.folder / "roster.yaml").read_text("utf-8")
    write(own, "phone: 138-0000-0005", "phone: 13x")
    await own.office.sees("单位文件有错", "roster.yaml 第 11 行 members[4].phone：不是电话号码：13x。改法：写数字")
    os.utime(own.files.folder / "roster.yaml", (1, 1))
    await taken(own)
    assert sum("单位文件有错" in message.text for message in own.office.messages) == 1
    assert own.muster is not None
    assert own.muster.service.unit.roster.by_id["tang-he"].phone == "138-0000-0005"
    write(own, "13x", "13y")
    await own.office.sees("不是电话号码：13y")
    await own.office.sees("又改过，见新的一条")
    (own.files.folder / "roster.yaml").write_text(whole, encoding="utf-8")
    await own.office.sees("单位文件已改好", "没有变化")
    await own.office.sees("已处理")
    assert not any("单位文件有错" in message.text for message in own.office.messages)


async def test_a_file_of_another_unit_is_refused(own: Stage) -> None:
    write(own, "unit: chenghu", "unit: elsewhere", "plan.yaml")
    await own.office.sees("单位文件有错", "plan.yaml unit：单位原是 chenghu", "写 unit: chenghu")


async def test_a_file_that_is_missing_is_told_and_nothing_is_lost(own: Stage) -> None:
    (own.files.folder / "plan.yaml").rename(own.files.folder / "plan.old")
    await own.office.sees("单位文件有错", "plan.yaml：缺这个文件")
    await own.activate()
    await own["su-long"].sees("紧急集结")
    (own.files.folder / "plan.old").rename(own.files.folder / "plan.yaml")
    await own.office.sees("单位文件已改好")


async def test_a_new_plan_is_for_the_next_incident(own: Stage) -> None:
    first = await own.activate()
    write(own, "name: 秩序维护组", "name: 秩序与疏散组", "plan.yaml")
    await own.office.sees("预案已更新", "改动的部分：groups", f"{first} 仍按启动时的预案和名册进行")
    assert own.muster is not None
    unit = own.muster.service.unit
    assert unit.plan.group_by_id["order"].name == "秩序与疏散组"
    assert unit.incidents[first].plan.group_by_id["order"].name == "秩序维护组"


async def test_what_changed_while_the_bot_was_down_is_noted_and_the_first_start_is_silent(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    async with on_stage(tmp_path, unit=folder, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol(*FEW)
            made.office.sees_no("名册已更新")
        async with made.playing(NO_LIMITS):
            await made.office.types("/status")
            await made.office.sees("现在没有事件")
            made.office.sees_no("名册已更新")
        write(made, line_of(made, "su-long"), "")
        write(made, "strength: 7", "strength: 6", "plan.yaml")
        made.files = load_unit(folder)
        async with made.playing(NO_LIMITS):
            await made.office.sees("预案和名册已更新", "移出 1 人", "苏𬍛")
            await made["su-long"].types("/status")
            await made["su-long"].sees(STRANGER)


async def test_a_restart_finds_no_change_in_what_the_log_does_not_hold(tmp_path: Path) -> None:
    """The addresses and settings of fallback channels."""
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    async with on_stage(tmp_path, unit=folder, limits=None) as made:
        channel = "  - {id: own, kind: webhook, url: http://127.0.0.1:9/a}\n"
        write(made, "\nchannels:\n", f"\nchannels:\n{channel}", "plan.yaml")
        entry = NEWCOMER.replace("tier: 2", "tier: 2, channels: [{id: own, address: 'secret-7'}]")
        write(made, line_of(made, "tang-he"), line_of(made, "tang-he") + entry)
        made.files = load_unit(folder)
        async with made.playing(NO_LIMITS):
            await made.enrol(*FEW)
        async with made.playing(NO_LIMITS) as muster:
            unit = muster.service.unit
            assert unit.roster == made.files.roster
            assert unit.plan == made.files.plan
            await made.office.types("/status")
            await made.office.sees("现在没有事件")
            made.office.sees_no("已更新")


async def test_asked_by_hand_the_bot_looks_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    async with on_stage(tmp_path, unit=folder, limits=None) as made, made.playing(NO_LIMITS, look=3600) as muster:
        await made.enrol("wei-lan")
        write(made, line_of(made, "tang-he"), line_of(made, "tang-he") + NEWCOMER)
        muster.unit_files.ask()
        await made.office.sees("周弋")


async def test_an_account_whose_member_left_may_become_somebody_else_and_never_both(own: Stage) -> None:
    left = line_of(own, "su-long")
    write(own, "strength: 7", "strength: 6", "plan.yaml")
    write(own, left, "")
    await own.office.sees("移出 1 人")
    phone = own["su-long"]
    own.phones["lu-bo"] = phone
    await own.invite("lu-bo")
    await phone.sees("陆柏")
    write(own, line_of(own, "tang-he"), line_of(own, "tang-he") + left)
    await own.office.sees("新增 1 人", "muster invite su-long")
    assert own.muster is not None
    people = own.muster.service.unit.people
    assert (people.reachable("lu-bo"), people.reachable("su-long")) == (True, False)
    await own.activate()
    assert "苏𬍛" not in (await phone.sees("紧急集结")).text


async def test_whoever_is_put_back_in_the_middle_of_an_incident_is_asked_again(own: Stage) -> None:
    assert own.muster is not None
    service = own.muster.service
    number = await own.activate()
    everybody = service.unit.roster
    fewer = type(everybody)(members=tuple(m for m in everybody.members if m.id != "su-long"))
    await service.submit(TakeUnit(by=SYSTEM, plan=service.unit.plan, roster=fewer))
    assert service.unit.incidents[number].roll["su-long"].unreachable is not None
    await service.submit(TakeUnit(by=SYSTEM, plan=service.unit.plan, roster=everybody))
    assert service.unit.incidents[number].roll["su-long"].unreachable is None
    await own["su-long"].taps("已到达")
    await own.director.sees("已到达 1")
