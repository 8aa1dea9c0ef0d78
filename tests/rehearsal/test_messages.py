"""Messages: sent, changed, answered, pinned, passed on, taken away."""

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, Clock, keyboard

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def sent(api: Api, person: Phone, **params: Any) -> int:
    message = await api.result("sendMessage", chat_id=person.id, **{"text": "火情"} | params)
    return message["message_id"]


async def test_a_message_with_markup_buttons_and_a_forced_reply(telegram: Telegram, bot: Bot, person: Phone) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("收到", callback_data="a")]])
    message = await bot.send_message(person.id, "<b>火情</b>", parse_mode="HTML", reply_markup=markup)
    assert (message.text, message.entities[0].type, message.chat.id) == ("火情", "bold", person.id)
    assert message.reply_markup == markup
    assert message.from_user.is_bot


async def test_message_ids_count_up_in_each_chat(telegram: Telegram, api: Api, person: Phone) -> None:
    other = telegram.phone("李娜")
    await other.start()
    assert await sent(api, person) == 2
    assert await sent(api, person) == 3
    assert await sent(api, other) == 2


async def test_a_reply(telegram: Telegram, api: Api, person: Phone) -> None:
    asked = await person.types("在哪里？")
    answer = await api.result("sendMessage", chat_id=person.id, text="东门", reply_parameters={"message_id": asked.id})
    assert answer["reply_to_message"]["text"] == "在哪里？"
    lost = {"chat_id": person.id, "text": "东门", "reply_parameters": {"message_id": 99}}
    assert await api.refused("sendMessage", **lost) == "Bad Request: message to be replied not found"
    lost["reply_parameters"]["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await api.result("sendMessage", **lost)


async def test_an_edit_changes_the_message_where_it_stands(
    telegram: Telegram, api: Api, person: Phone, clock: Clock
) -> None:
    message = await sent(api, person, reply_markup=keyboard(["收到"]))
    clock.forward(seconds=5)
    edited = await api.result("editMessageText", chat_id=person.id, message_id=message, text="已收到")
    assert edited["edit_date"] - edited["date"] == 5
    assert "reply_markup" not in edited
    assert (person.messages[-1].text, person.messages[-1].labels) == ("已收到", [])


async def test_an_edit_that_changes_nothing(telegram: Telegram, api: Api, person: Phone) -> None:
    message = await sent(api, person, reply_markup=keyboard(["收到"]))
    same = {"chat_id": person.id, "message_id": message, "text": "火情", "reply_markup": keyboard(["收到"])}
    assert await api.refused("editMessageText", **same) == NOT_MODIFIED
    assert await api.refused("editMessageText", **same | {"text": " 火情 "}) == NOT_MODIFIED
    del same["text"]
    assert await api.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED
    assert await api.result("editMessageReplyMarkup", **same | {"reply_markup": keyboard(["在途"])})
    assert person.messages[-1].labels == [["在途"]]


async def test_what_cannot_be_edited(telegram: Telegram, api: Api, bot: Bot, person: Phone) -> None:
    async def edit(message: int, method: str = "editMessageText", **params: Any) -> str:
        return await api.refused(method, chat_id=person.id, message_id=message, **params or {"text": "y"})

    assert await edit(99) == "Bad Request: message to edit not found"
    theirs = await person.types("x")
    assert await edit(theirs.id) == "Bad Request: message can't be edited"
    asking = await sent(api, person, reply_markup={"force_reply": True})
    assert await edit(asking) == "Bad Request: message can't be edited"
    photo = (await bot.send_photo(person.id, b"jpeg", caption="现场")).message_id
    assert await edit(photo) == "Bad Request: there is no text in the message to edit"
    words = await sent(api, person)
    no_caption = await edit(words, "editMessageCaption", caption="y")
    assert no_caption == "Bad Request: there is no caption in the message to edit"
    gone = await sent(api, person)
    await api.result("deleteMessage", chat_id=person.id, message_id=gone)
    assert await edit(gone) == "Bad Request: message to edit not found"


async def test_photos_files_and_places(telegram: Telegram, bot: Bot, person: Phone) -> None:
    photo = await bot.send_photo(person.id, b"jpeg bytes", caption="<b>现场</b>", parse_mode="HTML")
    assert (photo.caption, photo.caption_entities[0].length) == ("现场", 2)
    again = await bot.send_photo(person.id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"jpeg bytes"
    document = await bot.send_document(person.id, b"# report", filename="报告.md")
    assert (document.document.file_name, document.document.file_size) == ("报告.md", 8)
    place = await bot.send_location(person.id, 28.68, 115.86)
    assert place.location.latitude == 28.68
    edited = await bot.edit_message_caption(person.id, photo.message_id, caption="已控制")
    assert (edited.caption, bool(edited.photo)) == ("已控制", True)
    with pytest.raises(BadRequest, match=r"[Ww]rong file identifier"):
        await bot.send_photo(person.id, "nonsense")
    with pytest.raises(BadRequest, match=r"[Ww]rong file_id"):
        await bot.get_file("nonsense")


async def test_a_tap_is_answered_once_and_in_time(telegram: Telegram, api: Api, person: Phone, clock: Clock) -> None:
    await sent(api, person, reply_markup=keyboard(["收到", "在途"]))
    tap = await person.taps("收到")
    clock.forward(seconds=149)
    assert await api.result("answerCallbackQuery", callback_query_id=tap.query.id, text="好", show_alert=True)
    assert await api.result("answerCallbackQuery", callback_query_id=tap.query.id, text="又")
    toast = await tap.toast()
    assert (toast.text, toast.alert, tap.seconds) == ("好", True, 149)
    late = await person.taps("在途")
    clock.forward(seconds=151)
    assert await api.refused("answerCallbackQuery", callback_query_id=late.query.id) == STALE
    assert await api.refused("answerCallbackQuery", callback_query_id="17") == STALE


async def test_deleting_within_48_hours(telegram: Telegram, api: Api, person: Phone, clock: Clock) -> None:
    first, second, third = [await sent(api, person) for _ in range(3)]
    assert await api.result("deleteMessage", chat_id=person.id, message_id=first)
    assert await api.refused("deleteMessage", chat_id=person.id, message_id=first)
    assert await api.result("deleteMessages", chat_id=person.id, message_ids=[first, second])
    clock.forward(hours=49)
    late = await api.refused("deleteMessage", chat_id=person.id, message_id=third)
    assert late == "Bad Request: message can't be deleted for everyone"
    assert [message.id for message in person.messages] == [1, third]


async def test_copies_and_forwards(telegram: Telegram, api: Api, person: Phone) -> None:
    link = [{"text": "地图", "url": "https://example.org"}]
    markup = {"inline_keyboard": [*keyboard(["收到"])["inline_keyboard"], link]}
    message = await sent(api, person, reply_markup=markup)
    where = {"chat_id": person.id, "from_chat_id": person.id, "message_id": message}
    forwarded = await api.result("forwardMessage", **where)
    assert forwarded["forward_origin"]["sender_user"]["is_bot"]
    assert forwarded["reply_markup"] == {"inline_keyboard": [link]}
    copied = await api.result("copyMessage", **where)
    assert copied == {"message_id": 4}
    assert person.messages[-1].text == "火情"


async def test_pinning_in_a_private_chat(telegram: Telegram, api: Api, person: Phone) -> None:
    first, second = await sent(api, person, text="一"), await sent(api, person, text="二")
    for message in (first, second, second):
        assert await api.result("pinChatMessage", chat_id=person.id, message_id=message)
    assert (await api.result("getChat", chat_id=person.id))["pinned_message"]["text"] == "二"
    assert "📌 二" in person.screen()
    assert await api.result("unpinChatMessage", chat_id=person.id)
    assert "📌 一" in person.screen()
    assert await api.result("unpinAllChatMessages", chat_id=person.id)
    assert "📌" not in person.screen()
    nothing = await api.refused("unpinChatMessage", chat_id=person.id)
    assert nothing == "Bad Request: message to unpin not found"
    assert await api.refused("pinChatMessage", chat_id=person.id, message_id=99)


async def test_the_menu_of_commands(loose: Telegram, bot: Bot, api: Api) -> None:
    await bot.set_my_commands([("activate", "启动预案"), ("help", "帮助")])
    await bot.set_my_commands([("help", "Help")], language_code="en")
    assert [command.command for command in await bot.get_my_commands()] == ["activate", "help"]
    assert [command.description for command in await bot.get_my_commands(language_code="en")] == ["Help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    bad = [{"command": "启动", "description": "x"}]
    assert await api.refused("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"


async def test_a_phone_shows_the_narrowest_menu_that_there_is(
    telegram: Telegram, bot: Bot, api: Api, person: Phone
) -> None:
    group = telegram.group("指挥群", [person])
    await group.adds_bot()

    async def sets(name: str, **scope: object) -> None:
        commands = [{"command": name, "description": name}]
        assert await api.result("setMyCommands", commands=commands, scope=scope)

    await sets("wide", type="default")
    assert (list(person.menu()), list(person.menu(group))) == (["wide"], ["wide"])
    await sets("private", type="all_private_chats")
    await sets("groups", type="all_group_chats")
    assert (list(person.menu()), list(person.menu(group))) == (["private"], ["groups"])
    await sets("own", type="chat", chat_id=person.id)
    await sets("ours", type="chat", chat_id=group.id)
    assert (list(person.menu()), list(person.menu(group))) == (["own"], ["ours"])
    assert await api.result("deleteMyCommands", scope={"type": "chat", "chat_id": person.id})
    assert await api.result("setMyCommands", commands=[], scope={"type": "all_private_chats"})
    assert list(person.menu()) == ["wide"]
    assert "chat not found" in await api.refused("setMyCommands", commands=[], scope={"type": "chat", "chat_id": 7})


async def test_another_file_in_place_of_words_and_of_a_file(telegram: Telegram, bot: Bot, person: Phone) -> None:
    words = await bot.send_message(person.id, "看附件")
    media = InputMediaDocument(b"first", filename="一.txt", caption="<b>附件</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, person.id, words.message_id)
    assert (edited.document.file_name, edited.caption) == ("一.txt", "附件")
    await bot.edit_message_media(InputMediaPhoto(b"jpeg", caption="图"), person.id, words.message_id)
    assert await person.document("图") == b"jpeg"
    place = await bot.send_location(person.id, 28.68, 115.86)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_media(InputMediaPhoto(b"jpeg"), person.id, place.message_id)
