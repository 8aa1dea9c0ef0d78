"""People with phones, opposite a tiny bot that echoes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.rehearsal.changes import Kind
from bot.rehearsal.phones import NotOnScreen, Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import keyboard

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("收到", callback_data="ack"), InlineKeyboardButton("在途", callback_data="way")],
        [InlineKeyboardButton("复制脚本", copy_text={"text": "120 吗"})],
    ]
)


async def answer(bot: Bot, update: Update) -> None:
    if query := update.callback_query:
        await query.answer(f"已记录 {query.data}", show_alert=query.data == "way")
        await query.edit_message_text(f"你：{query.data}")
    elif message := update.message:
        if message.text == "/ask":
            await bot.send_message(message.chat.id, "为什么？", reply_markup=ForceReply(input_field_placeholder="原因"))
        elif message.location:
            await bot.send_message(message.chat.id, f"位置 {message.location.latitude}")
        elif message.photo:
            await bot.send_message(message.chat.id, f"照片 {message.caption}")
        elif message.text:
            await bot.send_message(message.chat.id, f"回声 {message.text}", reply_markup=BUTTONS)


@pytest.fixture
async def echo(telegram: Telegram, bot: Bot) -> AsyncIterator[None]:
    async def run() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                await answer(bot, update)

    task = asyncio.create_task(run())
    yield
    task.cancel()


@pytest.fixture
def zhang(telegram: Telegram) -> Phone:
    return telegram.phone("张伟")


async def test_start_type_tap_and_read(telegram: Telegram, echo: None, zhang: Phone) -> None:
    await zhang.open(telegram.link("CODE_1"))
    await zhang.sees("回声", "/start CODE_1")
    tap = await zhang.taps("收到")
    toast = await tap.toast()
    assert (toast.text, toast.alert) == ("已记录 ack", False)
    message = await zhang.sees("你：ack")
    assert message.labels == []
    await zhang.sees_no_longer("回声")
    zhang.sees_no("回声")
    await zhang.types("/status")
    assert (await (await zhang.taps(containing="在")).toast()).alert
    await zhang.types("再来")
    assert await zhang.copies("复制脚本") == "120 吗"


async def test_replies_places_and_photos(telegram: Telegram, echo: None, zhang: Phone) -> None:
    await zhang.start()
    await zhang.types("/ask")
    question = await zhang.sees("为什么？")
    assert "✎ 原因" in zhang.screen()
    reply = await zhang.replies(question, "人手不足")
    assert reply.reply_to is question
    await zhang.sees("回声 人手不足")
    await zhang.sends_location(28.68, 115.86)
    await zhang.sees("位置 28.68")
    await zhang.sends_photo("三层冒烟")
    await zhang.sees("照片 三层冒烟")


async def test_what_is_not_there_is_told_with_the_screen(telegram: Telegram, echo: None, zhang: Phone) -> None:
    await zhang.start()
    await zhang.sees("回声")
    with pytest.raises(NotOnScreen) as caught:
        await zhang.sees("已到达 3", timeout=0.05)
    told = str(caught.value)
    assert told.startswith("张伟 does not see 「已到达 3」 within 0.05 s")
    assert "[收到] [在途]\n    [复制脚本]" in told
    with pytest.raises(NotOnScreen, match="finds no button 「解除响应」"):
        await zhang.taps("解除响应", timeout=0.05)
    with pytest.raises(NotOnScreen, match="should not"):
        zhang.sees_no("回声")
    with pytest.raises(NotOnScreen, match="still sees"):
        await zhang.sees_no_longer("回声", timeout=0.05)
    with pytest.raises(NotOnScreen, match="does not call the bot"):
        await zhang.taps("复制脚本")


async def test_a_tap_that_is_never_answered(telegram: Telegram, bot: Bot, person: Phone) -> None:
    await bot.send_message(person.id, "x", reply_markup=keyboard(["收到"]))
    tap = await person.taps("收到")
    with pytest.raises(NotOnScreen, match="got no answer to the tap on 「收到」"):
        await tap.toast(timeout=0.05)
    assert tap.seconds is None


async def test_the_newest_button_is_tapped(telegram: Telegram, bot: Bot, person: Phone) -> None:
    old = await bot.send_message(person.id, "旧", reply_markup=keyboard(["收到"]))
    new = await bot.send_message(person.id, "新", reply_markup=keyboard(["收到"]))
    await person.taps("收到")
    await person.taps("收到", on=person.messages[1])
    tapped = [update.callback_query.message.message_id for update in await bot.get_updates()]
    assert tapped == [new.message_id, old.message_id]


async def test_a_person_waits_for_the_button(telegram: Telegram, bot: Bot, person: Phone) -> None:
    tapping = asyncio.create_task(person.taps("收到"))
    await asyncio.sleep(0)
    await bot.send_message(person.id, "x", reply_markup=keyboard(["收到"]))
    assert (await tapping).query.label == "收到"


async def test_unread(telegram: Telegram, bot: Bot, person: Phone) -> None:
    for text in "一二":
        await bot.send_message(person.id, text)
    assert person.unread() == 2
    person.reads()
    assert person.unread() == 0
    await bot.send_message(person.id, "三")
    await person.types("好")
    assert person.unread() == 0


async def test_an_edited_message_and_a_forwarded_one(telegram: Telegram, bot: Bot, person: Phone) -> None:
    mine = await person.types("三层")
    await person.edits(mine, "四层")
    await bot.send_message(person.id, "任务", reply_markup=keyboard(["已完成"]))
    forwarded = await person.forwards(person.messages[-1])
    assert forwarded.labels == []
    first, edited, passed_on = await bot.get_updates()
    assert (first.message.text, edited.edited_message.text) == ("三层", "四层")
    assert passed_on.message.forward_origin.sender_user.id == bot.id


@pytest.mark.parametrize("link", ["https://example.org/?start=x", "https://t.me/another_bot?start=x"])
async def test_a_link_to_somewhere_else(telegram: Telegram, zhang: Phone, link: str) -> None:
    with pytest.raises(ValueError, match="does not lead to @muster_bot"):
        await zhang.open(link)


@pytest.mark.parametrize("payload", ["x" * 65, "中文", "a b"])
async def test_a_payload_that_no_link_can_carry(telegram: Telegram, zhang: Phone, payload: str) -> None:
    with pytest.raises(ValueError, match="64"):
        await zhang.start(payload)


async def test_every_kind_of_change_is_told(telegram: Telegram, bot: Bot, person: Phone) -> None:
    changes = telegram.subscribe()
    message = await bot.send_message(person.id, "x", reply_markup=keyboard(["收到"]))
    tap = await person.taps("收到")
    await bot.answer_callback_query(tap.query.id, "好")
    await message.edit_text("y")
    await message.pin()
    await message.unpin()
    await message.delete()
    await person.blocks()
    await person.start()
    kinds = [change.kind for change in changes.drain()]
    assert set(kinds) == set(Kind)
    assert kinds[:5] == [Kind.SENT, Kind.TAPPED, Kind.TOAST, Kind.EDITED, Kind.PINNED]


async def test_nobody_waits_for_ever(telegram: Telegram) -> None:
    with pytest.raises(TimeoutError):
        await telegram.until(lambda: False, timeout=0.02)


def test_no_two_people_share_an_id(telegram: Telegram) -> None:
    telegram.phone("一", user_id=7)
    with pytest.raises(ValueError, match="7"):
        telegram.phone("二", user_id=7)
