"""Enrolment, reach, and the group chat."""

import shutil
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from bot.enrolment import issue, secret
from config import example_folder
from tests.e2e.stage import TOKEN, Stage, stage


async def test_a_link_serves_once_and_expires(empty: Stage) -> None:
    member = empty.files.roster.members[5]
    code = issue(secret(TOKEN), member.id, empty.steering.now())
    phone = empty.telegram.phone(member.name)
    await phone.start(code)
    await phone.sees("登记成功", member.name)
    thief = empty.telegram.phone("别人")
    await thief.start(code)
    await thief.sees("已用过")
    late = empty.telegram.phone("晚到")
    other = issue(secret(TOKEN), empty.files.roster.members[6].id, empty.steering.now())
    empty.steering.forward(hours=24, minutes=1)
    await late.start(other)
    await late.sees("已过期")
    await phone.start(issue(secret(TOKEN), empty.files.roster.members[7].id, empty.steering.now()))
    await phone.sees("一个账号只能登记一人")
    made_up = empty.telegram.phone("路人")
    await made_up.start("A" * 36)
    await made_up.sees("本机器人只为本单位登记人员服务。")


async def test_a_new_phone_takes_the_place_of_the_old_one(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    old = full[member]
    full.phones[member] = full.telegram.phone("新手机")
    await full.invite(member)
    await full[member].sees("登记成功", full.files.roster.by_id[member].name)
    await old.types("/status")
    await old.sees("本机器人只为本单位登记人员服务。")
    await full.activate()
    await full[member].sees("紧急集结")
    old.sees_no("紧急集结")


async def test_those_never_enrolled_must_be_phoned_and_can_still_come_in(empty: Stage) -> None:
    director = empty.files.roster.with_role("director")[0].id
    await empty.enrol(director)
    await empty.activate()
    late = empty.files.roster.members[7]
    await empty.director.sees("从未登记")
    await empty.invite(late.id)
    await empty[late.id].sees("紧急集结", "图书馆")


async def test_only_somebody_with_authority_links_the_group_chat(full: Stage) -> None:
    member = full[full.member(group="order", lead=False)]
    foreign = full.telegram.group("别的群", [member])
    await foreign.adds_bot(by=member)
    await full.office.sees("别的群", "已退出")
    await full.telegram.until(lambda: not foreign.chat.members[full.telegram.world.me.id].present)
    assert full.group is not None
    full.group.sees_no("已退出")


async def test_an_account_that_is_no_longer_used_shows_no_buttons_and_no_emergency_card(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    old = full[member]
    await full.activate()
    await old.sees_button("已到达")
    await old.sees("断网也能看")
    full.phones[member] = full.telegram.phone("新手机")
    await full.invite(member)
    new = full[member]
    await new.sees("紧急集结")
    await new.sees("断网也能看")
    await full.telegram.until(lambda: not any(message.buttons for message in old.messages))
    await full.telegram.until(lambda: not any("断网也能看" in message.text for message in old.messages))
    old.sees_no("紧急集结")
    await old.sees("这里已停用", "在新账号里继续")
    await new.taps("已到达")
    await full.director.sees("已到达 1")
    old.sees_no("已到达")


async def test_back_on_the_old_account_what_is_open_is_there_again(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    old = full[member]
    await full.activate()
    await old.sees_button("已到达")
    full.phones[member] = new = full.telegram.phone("新手机")
    await full.invite(member)
    await new.sees_button("已到达")
    await full.telegram.until(lambda: not any(message.buttons for message in old.messages))
    full.phones[member] = old
    await full.invite(member)
    await old.sees_button("已到达")
    await full.telegram.until(lambda: not any(message.buttons for message in new.messages))
    await old.taps("已到达")
    await full.director.sees("已到达 1")


async def test_the_old_account_is_cleared_after_a_restart_too_and_once(tmp_path: Path) -> None:
    """What is left to say to it waits in the outbox like any other card."""
    async with stage(tmp_path, limits=None) as scene:
        member = scene.member(group="order", lead=False)
        director = scene.files.roster.with_role("director")[0].id
        async with scene.playing(NO_LIMITS):
            await scene.enrol(director, member)
            await scene.activate()
            old = scene[member]
            await old.sees_button("已到达")
            scene.telegram.weather.fails(methods=("editMessageText", "editMessageMedia"))
            scene.phones[member] = scene.telegram.phone("新手机")
            await scene.invite(member)
            await scene[member].sees("紧急集结", timeout=20)  # each 502 has the bot wait and probe first
        assert any(message.buttons for message in old.messages)
        scene.telegram.weather.clears()
        async with scene.playing(NO_LIMITS):
            await scene.telegram.until(lambda: not any(message.buttons for message in old.messages))
            await scene[member].types("/status")
            await scene[member].sees("已到达")
        assert len([m for m in scene[member].messages if "紧急集结" in m.text]) == 1


async def test_whoever_gets_the_account_of_somebody_who_left_finds_nothing_of_theirs_in_use(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    async with stage(tmp_path, unit=folder, limits=None) as scene, scene.playing(NO_LIMITS) as muster:
        await scene.enrol("lin-yuan", "an-yu")
        await scene.activate()
        phone = scene["an-yu"]
        await phone.sees_button("已到达")
        unit = muster.service.unit
        fewer = type(unit.roster)(members=tuple(m for m in unit.roster.members if m.id != "an-yu"))
        await muster.service.renew(unit.plan, fewer)
        scene.phones["su-long"] = phone
        await scene.invite("su-long")
        await phone.sees("登记成功", "苏𬍛")
        await phone.sees("这里已停用")
        await phone.sees("紧急集结")
        assert len([m for m in phone.messages if "紧急集结" in m.text]) == 1


async def test_buttons_that_were_to_go_just_then_go_from_the_old_account_too(tmp_path: Path) -> None:
    """The end of the response could not be shown yet when the new phone came: the old one must not keep its buttons."""
    async with stage(tmp_path, limits=None) as scene, scene.playing(NO_LIMITS):
        member = scene.member(group="order", lead=False)
        await scene.enrol(scene.files.roster.with_role("director")[0].id, member)
        await scene.activate()
        old = scene[member]
        await old.sees_button("已到达")
        with scene.telegram.weather.fails(methods=("editMessageText", "editMessageMedia")):
            await scene.director.types("/standdown")
            await scene.director.taps("确认解除")
            await old.sees("响应解除")
            scene.phones[member] = new = scene.telegram.phone("新手机")
            await scene.invite(member)
            await new.sees("登记成功")
        await scene.telegram.until(lambda: not any(message.buttons for message in old.messages))
        await new.sees_button("已知悉")
        new.sees_no("紧急集结")


async def test_an_alert_on_its_way_to_the_old_account_is_not_lost_there(full: Stage) -> None:
    """The new phone comes while Telegram still owes the answer that the alert arrived on the old one."""
    member = full.member(group="order", lead=False)
    old = full[member]
    with full.telegram.weather.slows(methods=("sendMessage",), seconds=60, chat=old.id):
        await full.activate()
        await old.sees_button("已到达")
        full.phones[member] = new = full.telegram.phone("新手机")
        await full.invite(member)
        await new.sees("登记成功")
    await new.sees_button("已到达")
    await full.telegram.until(lambda: not any(message.buttons for message in old.messages))
    await new.taps("已到达")
    await full.director.sees("已到达 1")
    assert len([message for message in new.messages if "紧急集结" in message.text]) == 1
