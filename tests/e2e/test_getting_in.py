"""Enrolment, reach, and the group chat."""

from bot.enrolment import issue, secret
from tests.e2e.stage import TOKEN, Stage


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
