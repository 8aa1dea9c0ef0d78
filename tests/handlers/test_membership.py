"""Blocked and unblocked; groups that are the unit's, and groups that are not."""

from bot.rehearsal.chats import Status
from bot.rehearsal.groups import Group
from tests.e2e.stage import Stage


def bot_is_in(stage: Stage, group: Group) -> bool:
    return group.chat.members[stage.telegram.world.me.id].present


async def has_left(stage: Stage, group: Group) -> None:
    await stage.telegram.until(lambda: group.chat.members[stage.telegram.world.me.id].status is Status.LEFT)


async def test_whoever_blocks_the_bot_is_lost_and_comes_back(few: Stage) -> None:
    await few["su-long"].blocks()
    await few.office.sees("📵 苏𬍛", "138-0000-0008", "已屏蔽机器人")
    await few["su-long"].start()
    await few["su-long"].sees("你可以用：")
    assert few.muster is not None
    assert few.muster.service.unit.people.reachable("su-long")


async def test_a_stranger_who_blocks_the_bot_is_nobody(few: Stage) -> None:
    stranger = few.telegram.phone("路人")
    await stranger.start()
    await stranger.blocks()
    await few.office.types("/status")
    await few.office.sees("可联系 5/24 人")
    few.office.sees_no("📵")


async def test_a_leader_links_the_group(few: Stage) -> None:
    group = await few.gather()
    await group.sees("本群已绑定")
    await few.office.sees("指挥群已绑定：指挥群")


async def test_a_member_without_authority_links_nothing(few: Stage) -> None:
    group = few.telegram.group("午餐群", [few["su-long"]])
    await group.adds_bot()
    await has_left(few, group)
    await few.office.sees("午餐群", "已退出")
    group.sees_no("本群已绑定")


async def test_a_strangers_group_is_left_and_the_office_told(few: Stage) -> None:
    stranger = few.telegram.phone("路人")
    group = few.telegram.group("路人群", [stranger])
    await group.adds_bot()
    await has_left(few, group)
    await few.office.sees("有人把机器人加进了别的群「路人群」，机器人已退出。")
    assert [m for m in group.messages if m.from_bot and not m.is_service] == []


async def test_a_foreign_group_is_left_also_when_telegram_is_silent_at_first(few: Stage) -> None:
    few.telegram.weather.fails("leaveChat", times=1)
    group = few.telegram.group("路人群", [few.telegram.phone("路人")])
    await group.adds_bot()
    await few.director.types("/help")  # nobody waits for it
    await few.director.sees("你可以用：")
    await has_left(few, group)


async def test_an_anonymous_administrator_links_nothing(few: Stage) -> None:
    group = few.telegram.group("指挥群", [few.director])
    few.telegram.exchange.change_bot(group.chat, few.telegram.world.anonymous, Status.MEMBER)
    await has_left(few, group)


async def test_a_group_whose_adding_was_missed_is_left_at_the_first_word(few: Stage) -> None:
    group = few.telegram.group("旧群", [few["su-long"]])
    few.telegram.updates.withhold()
    await group.adds_bot()
    few.telegram.updates.drop_all()
    few.telegram.updates.release()
    assert bot_is_in(few, group)
    await few["su-long"].types("/status", chat=group)
    await has_left(few, group)


async def test_another_group_takes_the_place_of_the_first(few: Stage) -> None:
    first = await few.gather()
    await first.sees("本群已绑定")
    second = few.telegram.group("新指挥群", [few.deputy])
    await second.adds_bot(pin_rights=True)
    await second.sees("本群已绑定")
    await has_left(few, first)
    await few.office.sees("指挥群已绑定：新指挥群")
    assert bot_is_in(few, second)


async def test_the_right_to_pin_comes_and_goes(few: Stage) -> None:
    assert few.muster is not None
    people = few.muster.service
    group = few.telegram.group("指挥群", [few.director])
    await group.adds_bot()
    await group.sees("请把机器人设为管理员")
    await group.promotes_bot()
    await few.telegram.until(lambda: people.unit.people.group and people.unit.people.group.may_pin)
    await group.demotes_bot()
    await few.office.sees("不能置顶了")


async def test_a_group_that_throws_the_bot_out_is_lost(few: Stage) -> None:
    group = await few.gather()
    await group.sees("本群已绑定")
    await group.removes_bot()
    await few.office.sees("机器人已被移出指挥群")


async def test_a_group_that_grows_stays_the_units(few: Stage) -> None:
    assert few.muster is not None
    service = few.muster.service
    group = await few.gather()
    await group.sees("本群已绑定")
    new = await group.migrates()
    await few["su-long"].types("/status", chat=group)
    await few["su-long"].sees("现在没有事件")
    await few.activate()
    await group.sees("已启动应急响应")
    assert service.unit.people.group is not None
    assert service.unit.people.group.chat == new
    assert bot_is_in(few, group)


async def test_a_group_whose_own_notice_of_growing_is_lost_is_found_by_the_other(few: Stage) -> None:
    group = few.telegram.group("指挥群", [few.director, few["su-long"]])
    await group.adds_bot()
    await group.sees("本群已绑定")
    few.telegram.updates.withhold()
    await group.migrates()
    lost = next(update for update in few.telegram.updates.pending if "migrate_to_chat_id" in update.body)
    few.telegram.updates.pending.remove(lost)
    few.telegram.updates.release()
    await few["su-long"].types("/status", chat=group)
    await few["su-long"].sees("现在没有事件")
    assert bot_is_in(few, group)
