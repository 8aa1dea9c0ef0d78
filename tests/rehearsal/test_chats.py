"""Who can be reached where: private chats, blocks, groups, rights, growth."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.rehearsal.chats import ANONYMOUS_ADMIN
from bot.rehearsal.groups import Group
from bot.rehearsal.phones import NotOnScreen, Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, keyboard


@pytest.fixture
async def group(loose: Telegram, person: Phone) -> Group:
    group = loose.group("指挥群", [person, loose.phone("李娜")])
    await group.adds_bot()
    loose.updates.drop_all()
    return group


async def test_nobody_is_reached_before_they_press_start(telegram: Telegram, bot: Bot) -> None:
    phone = telegram.phone("王强")
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(phone.id, "x")
    with pytest.raises(NotOnScreen, match="has not started the bot"):
        await phone.types("x")
    await phone.start("CODE-1")
    (update,) = await bot.get_updates()
    assert (update.message.text, update.message.from_user.first_name) == ("/start CODE-1", "王强")
    await bot.send_message(phone.id, "x")


async def test_somebody_met_in_a_group_only(telegram: Telegram, bot: Bot, group: Group) -> None:
    lina = telegram.phones[max(telegram.phones)]
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(lina.id, "x")


async def test_a_block_and_its_end(telegram: Telegram, bot: Bot, person: Phone) -> None:
    await person.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(person.id, "x")
    with pytest.raises(NotOnScreen, match="blocked the bot"):
        await person.types("x")
    await person.start()
    blocked, back, message = await bot.get_updates()
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert (back.my_chat_member.old_chat_member.status, back.my_chat_member.new_chat_member.status) == (
        "kicked",
        "member",
    )
    assert message.message.text == "/start"
    await bot.send_message(person.id, "x")


async def test_a_deleted_account(telegram: Telegram, bot: Bot, person: Phone) -> None:
    await person.deactivates()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(person.id, "x")


async def test_the_bot_is_told_who_added_it(telegram: Telegram, bot: Bot, person: Phone) -> None:
    group = telegram.group("指挥群", [telegram.phone("李娜"), person])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(group.id, "x")
    await group.adds_bot(by=person, pin_rights=True)
    added, line, promoted = await bot.get_updates()
    assert added.my_chat_member.from_user.id == person.id
    assert (added.my_chat_member.old_chat_member.status, added.my_chat_member.new_chat_member.status) == (
        "left",
        "member",
    )
    assert line.message.new_chat_members[0].id == bot.id
    assert promoted.my_chat_member.new_chat_member.can_pin_messages


async def test_thrown_out_and_leaving(telegram: Telegram, bot: Bot, group: Group) -> None:
    await group.removes_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")
    await group.adds_bot()
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")
    statuses = [u.my_chat_member.new_chat_member.status for u in await bot.get_updates() if u.my_chat_member]
    assert statuses == ["kicked", "member", "left"]


async def test_pinning_in_a_group_needs_the_right(telegram: Telegram, bot: Bot, group: Group) -> None:
    message = await bot.send_message(group.id, "态势")
    refused = pytest.raises(BadRequest, match=r"[Nn]ot enough rights to manage pinned messages in the chat")
    with refused:
        await message.pin()
    await group.promotes_bot(pin_rights=False)
    with refused:
        await message.pin()
    await group.promotes_bot()
    await message.pin()
    assert group.pinned is not None
    assert group.pinned.text == "态势"
    await group.demotes_bot()
    with refused:
        await message.unpin()


async def test_who_is_in_a_group(telegram: Telegram, bot: Bot, group: Group, person: Phone) -> None:
    lina = telegram.phones[max(telegram.phones)]
    stranger = telegram.phone("王强")
    await group.promotes_bot()
    assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [person.id, bot.id]
    assert [(await bot.get_chat_member(group.id, each.id)).status for each in (person, lina, stranger)] == [
        "creator",
        "member",
        "left",
    ]
    assert await bot.get_chat_member_count(group.id) == 3
    await group.adds(stranger, administrator=True)
    await group.removes(lina)
    assert await bot.get_chat_member_count(group.id) == 3
    assert (await bot.get_chat_member(group.id, stranger.id)).status == "administrator"
    assert (await bot.get_chat(group.id)).title == "指挥群"
    with pytest.raises(NotOnScreen, match="is not in 「指挥群」"):
        await lina.types("x", chat=group)
    with pytest.raises(BadRequest):
        await bot.get_chat_administrators(person.id)


async def test_a_group_becomes_a_supergroup(telegram: Telegram, api: Api, bot: Bot, group: Group) -> None:
    message = await bot.send_message(group.id, "态势")
    old = group.id
    new = await group.migrates()
    answer = await api("sendMessage", chat_id=old, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new}
    with pytest.raises(ChatMigrated):
        await bot.edit_message_text("x", old, message.message_id)
    with pytest.raises(BadRequest, match=r"[Mm]essage to edit not found"):
        await bot.edit_message_text("x", new, message.message_id)
    to, from_ = await bot.get_updates()
    assert (to.message.chat.id, to.message.migrate_to_chat_id) == (old, new)
    assert (from_.message.chat.id, from_.message.migrate_from_chat_id) == (new, old)
    await bot.send_message(new, "还在")
    await group.sees("还在")


async def test_in_privacy_mode_the_bot_hears_what_is_meant_for_it(
    telegram: Telegram, bot: Bot, group: Group, person: Phone
) -> None:
    question = await bot.send_message(group.id, "几人？")
    await person.types("闲聊", chat=group)
    await person.types("/here", chat=group)
    await person.types("/here@another_bot", chat=group)
    await person.types("/here@Muster_Bot 东门", chat=group)
    await person.types("请 @muster_bot 看", chat=group)
    await person.replies(telegram.world.chats[group.id].messages[question.message_id], "十人")
    heard = [update.message.text for update in await bot.get_updates()]
    assert heard == ["/here", "/here@Muster_Bot 东门", "请 @muster_bot 看", "十人"]
    await group.promotes_bot()
    await person.types("闲聊二", chat=group)
    assert (await bot.get_updates(offset=-1))[0].message.text == "闲聊二"


async def test_an_anonymous_administrator(telegram: Telegram, bot: Bot, group: Group, person: Phone) -> None:
    await bot.send_message(group.id, "态势")
    await person.types("/status", chat=group, anonymous=True)
    (update,) = await bot.get_updates()
    assert (update.message.from_user.id, update.message.sender_chat.id) == (ANONYMOUS_ADMIN, group.id)
    lina = telegram.phones[max(telegram.phones)]
    with pytest.raises(NotOnScreen, match="no administrator"):
        await lina.types("/status", chat=group, anonymous=True)


async def test_anybody_in_a_group_can_press_any_button(
    telegram: Telegram, bot: Bot, api: Api, group: Group, person: Phone
) -> None:
    await api.result("sendMessage", chat_id=group.id, text="任务", reply_markup=keyboard(["已完成"]))
    lina = telegram.phones[max(telegram.phones)]
    await lina.taps("已完成", chat=group)
    (update,) = await bot.get_updates()
    assert (update.callback_query.from_user.id, update.callback_query.message.chat.id) == (lina.id, group.id)
    outsider = telegram.phone("王强")
    with pytest.raises(NotOnScreen, match="is not in"):
        await outsider.taps("已完成", chat=group)


async def test_a_message_too_old_to_be_shown_to_the_bot(telegram: Telegram, bot: Bot, api: Api, person: Phone) -> None:
    await api.result("sendMessage", chat_id=person.id, text="任务", reply_markup=keyboard(["已完成"]))
    await person.taps("已完成", inaccessible=True)
    (update,) = await bot.get_updates()
    assert not update.callback_query.message.is_accessible


async def test_a_forged_tap_carries_what_no_button_offers(
    telegram: Telegram, bot: Bot, api: Api, person: Phone
) -> None:
    await api.result("sendMessage", chat_id=person.id, text="任务")
    await person.forges(person.messages[-1], "activate-all")
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "activate-all"
