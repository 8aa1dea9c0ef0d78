"""What people see of a card: once, in place, the newest, never an older one after it."""

import pytest

from bot.cards.card import Lane
from bot.delivery.limits import TELEGRAM_LIMITS

KEYS = [[{"text": "收到", "token": "k1"}]]


async def test_a_card_is_shown_with_its_buttons_then_changed_in_place_and_counts_as_shown_once_recorded(delivery):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "<b>图书馆</b> 集合", keys=KEYS)
    message = await lin.sees("图书馆 集合")
    assert message.labels == [["收到"]]
    await delivery.all_shown(1)
    assert await delivery.waiting() == []

    await delivery.wants("alert", "已记录：收到")
    assert (await lin.sees("已记录")).id == message.id
    assert message.labels == []
    await delivery.all_shown(2)
    assert [(one.card, one.revision, one.chat_id, one.message_id) for one in delivery.shown] == [
        ("alert", 1, lin.id, message.id),
        ("alert", 2, lin.id, message.id),
    ]


async def test_of_what_changed_while_a_send_was_out_only_the_newest_is_shown(delivery, telegram):
    (lin,) = await delivery.people(1)
    with telegram.hold("sendMessage") as hold:
        await delivery.wants("alert", "第一版")
        await hold.reached()
        for version in ("第二版", "第三版", "第四版"):
            await delivery.wants("alert", version)
    message = await lin.sees("第四版")
    await delivery.quiet()
    assert delivery.sends(lin) == 2
    assert [one.id for one in lin.messages if one.from_bot] == [message.id]
    assert [one.revision for one in delivery.shown] == [1, 4]


async def test_an_old_revision_offered_again_changes_nothing(delivery):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "旧")
    await lin.sees("旧")
    stale = await delivery.waiting()
    await delivery.wants("alert", "新")
    await lin.sees("新")
    await delivery.all_shown(2)
    delivery.dispatcher.offer(stale)
    delivery.dispatcher.offer(stale)
    await delivery.quiet()
    assert delivery.sends(lin) == 2


async def test_a_hundred_changes_of_the_group_status_are_a_handful_of_edits(delivery, telegram):
    (lin,) = await delivery.people(1)
    group = telegram.group("所应急群", [lin])
    await group.adds_bot()
    delivery.chats["chat:group"] = group.id
    for number in range(100):
        await delivery.wants("status", f"已到达 {number}", to="chat:group", lane=Lane.STATUS)
    await delivery.quiet()
    assert delivery.sends() <= TELEGRAM_LIMITS.group.burst
    await delivery.passes(5)
    await group.sees("已到达 99")
    assert delivery.sends() <= TELEGRAM_LIMITS.group.burst + 1
    assert telegram.calls(ok=False) == []


async def test_a_message_that_somebody_deleted_comes_back_as_a_new_one(delivery, telegram):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "集合")
    message = await lin.sees("集合")
    await delivery.all_shown(1)
    telegram.exchange.delete(message, lin.user)
    await delivery.wants("alert", "集合点改为东门")
    assert (await lin.sees("东门")).id != message.id
    await delivery.all_shown(2)
    await delivery.wants("alert", "已结束")
    await lin.sees("已结束")
    lin.sees_no("东门")


async def test_a_message_that_shows_it_already_is_taken_as_shown(delivery):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "集合")
    await delivery.all_shown(1)
    await delivery.wants("alert", "改")
    await delivery.all_shown(2)
    await delivery.wants("alert", "改<b></b>")
    await delivery.all_shown(3)
    assert await delivery.waiting() == []
    await lin.sees("改")


async def test_a_card_ended_before_anybody_saw_it_is_never_sent(delivery, telegram):
    (lin,) = await delivery.people(1)
    with telegram.weather.floods(seconds=34, chat=lin.id):
        await delivery.wants("alert", "集合")
        await delivery.until(lambda: delivery.sends(lin) == 1)
        await delivery.quiet()
        await delivery.wants("alert", "已结束", closed=True)
    await delivery.passes(40)
    await delivery.quiet()
    assert delivery.sends(lin) == 1
    assert sum(delivery.dispatcher.standing().waiting.values()) == 0


async def test_a_card_ended_while_it_was_on_its_way_ends_on_the_screen_too(delivery, telegram):
    (lin,) = await delivery.people(1)
    with telegram.hold("sendMessage", delivered=True) as hold:
        await delivery.wants("alert", "集合", keys=KEYS)
        await hold.reached()
        await delivery.wants("alert", "已结束", closed=True)
    await lin.sees("已结束")
    lin.sees_no("集合")


async def test_a_card_ended_while_its_send_failed_is_not_tried_again(delivery, telegram):
    (lin,) = await delivery.people(1)
    telegram.weather.fails(times=1)
    with telegram.hold("sendMessage") as hold:
        await delivery.wants("alert", "集合")
        await hold.reached()
        await delivery.wants("alert", "已结束", closed=True)
    await delivery.quiet()
    await delivery.passes(60)
    await delivery.quiet()
    assert delivery.sends(lin) == 1


async def test_a_card_for_somebody_who_enrolled_anew_goes_to_the_new_account_as_a_new_message(delivery):
    old, new = await delivery.people(2)
    await delivery.wants("alert", "集合")
    await old.sees("集合")
    await delivery.all_shown(1)
    delivery.chats["member:m1"] = new.id
    await delivery.wants("other", "另一张卡", to="member:m2")
    await new.sees("另一张卡")
    await delivery.wants("alert", "集合点改为东门")
    await new.sees("东门")
    await new.sees("另一张卡")
    old.sees_no("东门")


async def test_a_card_that_asks_opens_the_keyboard_and_a_place_and_a_picture_arrive(delivery, telegram):
    (lin,) = await delivery.people(1)
    await delivery.wants("why", "为何受阻?", ask="一句话说明")
    assert (await lin.sees("为何受阻")).asks["input_field_placeholder"] == "一句话说明"
    await delivery.wants("place", "不显示", location=(28.7, 115.9))
    await lin.waits(
        lambda: [one for one in lin.messages if "location" in one.content and one.from_bot], 5, "not_seen", None
    )
    photo = (await lin.sends_photo()).content["photo"][-1]["file_id"]
    await delivery.wants("lead", "现场照片", photo=photo)
    message = await lin.sees("现场照片")
    await delivery.all_shown(3)
    await delivery.passes(5)
    await delivery.wants("lead", "误报", photo=photo)
    assert (await lin.sees("误报")).id == message.id
    await delivery.wants("place", "不显示", location=(28.8, 115.9))
    await delivery.all_shown(5)
    assert len(telegram.calls("sendLocation")) == 1


@pytest.mark.parametrize("pin_rights", [True, False])
async def test_the_status_card_is_pinned_and_without_the_right_somebody_is_told_once(delivery, telegram, pin_rights):
    (lin,) = await delivery.people(1)
    group = telegram.group("所应急群", [lin])
    await group.adds_bot(pin_rights=pin_rights)
    delivery.chats["chat:group"] = group.id
    await delivery.wants("status", "响应中", to="chat:group", lane=Lane.STATUS, pin=True)
    message = await group.sees("响应中")
    if pin_rights:
        await telegram.until(lambda: group.pinned is not None)
        assert group.pinned.id == message.id
    else:
        await delivery.until(lambda: delivery.pins_refused)
        assert delivery.pins_refused[0][:2] == ("status", "chat:group")
        assert "not enough rights" in delivery.pins_refused[0][2]
    await delivery.wants("status", "响应中，已到达 3", to="chat:group", lane=Lane.STATUS, pin=True)
    await group.sees("已到达 3")
    await delivery.all_shown(2)
    assert len(telegram.calls("pinChatMessage")) == 1
