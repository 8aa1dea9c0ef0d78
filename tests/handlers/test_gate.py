"""Who is let in: by the account, and by today's roster."""

from bot.domain.message import SYSTEM
from bot.domain.people.commands import LoseReach
from bot.rehearsal.phones import Phone
from config.roster import Roster
from tests.e2e.stage import Stage

STRANGER = "本机器人只为本单位登记人员服务。"


def said_to(phone: Phone) -> set[str]:
    return {message.text for message in phone.messages if message.from_bot}


async def test_a_stranger_hears_one_sentence_whatever_comes(few: Stage) -> None:
    stranger = few.telegram.phone("路人")
    await stranger.start()
    await stranger.sees(STRANGER)
    await stranger.types("/activate 图书馆")
    await stranger.types("/nonsense")
    await stranger.types("你好")
    await stranger.sends_location(28.7, 115.9)
    await stranger.sends_photo("看")
    await few.director.types("/help")
    await few.director.sees("你可以用：")
    assert said_to(stranger) == {STRANGER}
    few.director.sees_no("图书馆")


async def test_a_stranger_who_taps_hears_it_too_and_nothing_happens(few: Stage) -> None:
    group = await few.gather()
    stranger = few.telegram.phone("路人")
    await group.adds(stranger)
    await few.activate()
    alert = await few["su-long"].sees("紧急集结")
    button = next(b for row in alert.buttons for b in row if b["text"] == "收到")
    pinned = await few.telegram.until(lambda: group.pinned)
    tap = await stranger.forges(pinned, button["callback_data"])
    assert (await tap.toast()).text == STRANGER
    few["su-long"].sees_no("✅ 收到")


async def test_whoever_left_the_roster_is_a_stranger_from_now_on(few: Stage) -> None:
    assert few.muster is not None
    service = few.muster.service
    roster = service.unit.roster
    left = Roster.model_validate(
        {"members": [m.model_dump() for m in roster.members if m.id != "su-long"]}, context={"trusted": True}
    )
    await service.renew(service.unit.plan, left)
    await few["su-long"].types("/status")
    await few["su-long"].sees(STRANGER)
    await service.renew(service.unit.plan, roster)
    await few["su-long"].types("/status")
    await few["su-long"].sees("现在没有事件")


async def test_nobody_is_answered_in_a_group_but_members_and_those_in_private(few: Stage) -> None:
    group = await few.gather()
    stranger = few.telegram.phone("路人")
    await group.adds(stranger)
    before = len(group.messages)
    await stranger.types("/status", chat=group)
    await few["su-long"].types("/status", chat=group)
    await few["su-long"].sees("现在没有事件")
    said = [message for message in group.messages[before:] if message.from_bot]
    assert [m.text for m in said if "现在没有事件" in m.text or STRANGER in m.text] == []


async def test_an_anonymous_administrator_is_nobody(few: Stage) -> None:
    group = await few.gather()
    await few.director.types("/activate 图书馆", chat=group, anonymous=True)
    await few.director.types("/status", chat=group)
    await few.director.sees("现在没有事件")
    few.director.sees_no("确认启动？")


async def test_commands_for_other_bots_are_not_ours(few: Stage) -> None:
    group = await few.gather()
    await few.director.types("/activate@some_other_bot 图书馆", chat=group)
    await few.director.types("/status@Muster_Bot", chat=group)
    await few.director.sees("现在没有事件")
    few.director.sees_no("确认启动？")


async def test_edited_words_give_no_order_and_that_is_said(few: Stage) -> None:
    message = await few.director.types("/status")
    await few.director.sees("现在没有事件")
    await few.director.edits(message, "/activate 图书馆")
    await few.director.sees("改动已发出的消息不会转达")
    await few.director.types("/help")
    await few.director.sees("你可以用：")
    few.director.sees_no("确认启动？")


async def test_a_change_during_an_exercise_is_answered_as_a_part_of_it(few: Stage) -> None:
    await few.activate("/drill 图书馆")
    note = await few["su-long"].types("三楼有烟")
    await few["su-long"].sees("已转给指挥部")
    await few["su-long"].edits(note, "四楼有烟")
    await few["su-long"].sees("【演练】改动已发出的消息不会转达")


async def test_what_a_group_or_a_stranger_changes_is_passed_over(few: Stage) -> None:
    group = await few.gather()
    stranger = few.telegram.phone("路人")
    await stranger.start()
    said = await few.director.types("/status", chat=group)
    asked = await stranger.types("在吗")
    await few.telegram.until(lambda: not few.telegram.updates.pending)
    before = len(stranger.messages), len(group.messages)
    await few.director.edits(said, "/activate 图书馆")
    await stranger.edits(asked, "/activate 图书馆")
    await few.telegram.until(lambda: not few.telegram.updates.pending)
    await few["su-long"].types("/help")
    await few["su-long"].sees("你可以用：")
    assert (len(stranger.messages), len(group.messages)) == before


async def test_whoever_writes_can_be_reached_again(few: Stage) -> None:
    """Delivery found the account gone; then a word comes from it after all."""
    assert few.muster is not None
    service = few.muster.service
    await service.submit(LoseReach(by=SYSTEM, member="su-long", reason="not_found"))
    assert not service.unit.people.reachable("su-long")
    await few["su-long"].types("/status")
    await few.telegram.until(lambda: service.unit.people.reachable("su-long"))
