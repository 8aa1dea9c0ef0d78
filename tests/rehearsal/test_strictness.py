"""What breaks the protocol is refused in Telegram's words, and remembered."""

import sys
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, keyboard


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


TOO_WIDE = keyboard([str(number) for number in range(9)])
TOO_MANY = keyboard(*[[str(number) for number in range(8)] for _ in range(13)])

SEND = "sendMessage"
VIOLATIONS = [
    (SEND, {"text": ""}, "message text is empty"),
    (SEND, {}, "message text is empty"),
    (SEND, {"text": " \n "}, "text must be non-empty"),
    (SEND, {"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    (SEND, {"text": "字" * 4097}, "message is too long"),
    (SEND, {"text": "😀" * 2049}, "message is too long"),
    (SEND, {"text": "x", "colour": "red"}, "unknown field colour"),
    (
        SEND,
        {"text": "x", "reply_parameters": {"message_id": 1, "messege": 2}},
        "unknown field reply_parameters.messege",
    ),
    (SEND, {"text": "x", "reply_markup": button(text="a", callback_data="b", hint="c")}, "reply_markup"),
    (SEND, {"text": "x", "disable_notification": "perhaps"}, "disable_notification"),
    (SEND, {"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
    (SEND, {"text": "x", "reply_markup": "[["}, "can't parse reply markup JSON object"),
    (SEND, {"text": "x", "reply_markup": TOO_WIDE}, "reply markup is too long"),
    (SEND, {"text": "x", "reply_markup": TOO_MANY}, "reply markup is too long"),
    (SEND, {"text": "x", "reply_markup": button(text="", callback_data="b")}, "button text must be non-empty"),
    (SEND, {"text": "x", "reply_markup": button(text="a")}, "Text buttons are unallowed"),
    (SEND, {"text": "x", "reply_markup": button(text="a", callback_data="")}, "BUTTON_DATA_INVALID"),
    (SEND, {"text": "x", "reply_markup": button(text="a", callback_data="字" * 22)}, "BUTTON_DATA_INVALID"),
    (
        SEND,
        {"text": "x", "reply_markup": button(text="a", callback_data="b", url="https://e.org")},
        "exactly one action",
    ),
    (SEND, {"text": "x", "reply_markup": button(text="a", url="tel:110")}, "URL 'tel:110' is invalid"),
    (SEND, {"text": "x", "reply_markup": button(text="a", copy_text={"text": "y" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
    (SEND, {"text": "x", "reply_markup": button(text="a", callback_data="b", style="pink")}, "style must be one of"),
    (SEND, {"text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "y" * 65}}, "placeholder"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"text": "x", "message_id": 1, "reply_markup": {"force_reply": True}}, "reply_markup"),
    ("sendPhoto", {"photo": "FILE-photos-000001", "caption": "字" * 1025}, "message caption is too long"),
    ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong coordinates"),
]


@pytest.mark.parametrize("violation", VIOLATIONS)
async def test_a_request_that_breaks_the_protocol(
    loose: Telegram, api: Api, person: Phone, violation: tuple[str, dict[str, Any], str]
) -> None:
    method, params, expected = violation
    await person.sends_photo()
    description = await api.refused(method, chat_id=person.id, **params)
    assert description.startswith("Bad Request: ")
    assert expected in description
    assert [(fault.method, fault.problem) for fault in loose.faults] == [(method, description)]
    assert not any(message.from_bot for message in person.messages)


async def test_a_toast_of_201_characters(loose: Telegram, api: Api, person: Phone) -> None:
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard(["收到"]))
    tap = await person.taps("收到")
    assert await api.refused("answerCallbackQuery", callback_query_id=tap.query.id, text="字" * 201)
    assert await api.result("answerCallbackQuery", callback_query_id=tap.query.id, text="字" * 200)
    assert len(loose.faults) == 1


async def test_a_chat_that_is_not_named(loose: Telegram, api: Api) -> None:
    assert await api.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


@pytest.mark.parametrize(
    "params",
    [
        {"text": "字" * 4096},
        {"text": "<b>" + "字" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": keyboard(*[[str(number) for number in range(8)]] * 12, ["1", "2", "3", "4"])},
        {"text": "x", "reply_markup": button(text="a", callback_data="b" * 64, style="danger")},
        {"text": "x", "reply_markup": button(text="a", copy_text={"text": "y" * 256})},
        {"text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "为什么？"}},
        {"text": "x", "reply_markup": {"remove_keyboard": True}},
        {"text": "x", "link_preview_options": {"is_disabled": True}, "protect_content": True},
    ],
)
async def test_what_is_just_within_the_lines(
    telegram: Telegram, api: Api, person: Phone, params: dict[str, Any]
) -> None:
    await api.result("sendMessage", chat_id=person.id, **params)


async def test_a_bad_request_is_still_found_after_many_good_ones_of_its_kind(
    loose: Telegram, api: Api, person: Phone
) -> None:
    good = {"chat_id": person.id, "text": "x", "disable_notification": "true"}
    for _ in range(3):
        await api.result("sendMessage", **good)
    assert "disable_notification" in await api.refused("sendMessage", **good | {"disable_notification": "tomorrow"})
    assert "unknown field" in await api.refused("sendMessage", **good, loud=True)


async def test_an_ampersand_that_nobody_escaped_is_shown_but_noted(loose: Telegram, api: Api, person: Phone) -> None:
    await api.result("sendMessage", chat_id=person.id, text="A & B", parse_mode="HTML")
    assert person.messages[-1].text == "A & B"
    assert "ampersand" in loose.faults[0].problem
    assert loose.faults[0].method == "sendMessage"


async def test_without_strictness_only_lengths_and_markup_are_looked_at() -> None:
    async with Telegram(limits=None, strict=False) as telegram:
        phone = telegram.phone("张伟")
        await phone.start()
        async with aiohttp.ClientSession() as session:
            api = Api(session, telegram)
            await api.result("sendMessage", chat_id=phone.id, text="x", colour="red")
            assert "message is too long" in await api.refused("sendMessage", chat_id=phone.id, text="x" * 4097)


def test_without_aiogram_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bot.rehearsal.schema", raising=False)
    monkeypatch.setitem(sys.modules, "aiogram", None)
    with pytest.raises(ImportError, match=r"muster\[rehearsal\]"):
        Telegram()
