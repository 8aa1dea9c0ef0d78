"""What a card becomes on the wire."""

import pytest

from bot.delivery.calls import editing, saying, sending

CARD = {
    "text": "<b>集合</b>",
    "keys": [
        [{"text": "收到", "token": "k1", "style": "success"}, {"text": "无法到达", "token": "k2"}],
        [{"text": "复制", "copy": "图书馆东门"}],
    ],
}
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "收到", "callback_data": "k1", "style": "success"}, {"text": "无法到达", "callback_data": "k2"}],
        [{"text": "复制", "copy_text": {"text": "图书馆东门"}}],
    ]
}
NO_PREVIEW = {"is_disabled": True}
PLACE = {"text": "不显示", "location": [28.7, 115.9]}


def test_a_card_is_sent_as_html_with_its_buttons_and_no_preview():
    call = sending(CARD, 7)
    assert call.method == "sendMessage"
    assert call.payload == {
        "chat_id": 7,
        "text": "<b>集合</b>",
        "parse_mode": "HTML",
        "link_preview_options": NO_PREVIEW,
        "reply_markup": KEYBOARD,
    }


def test_an_edit_names_the_message_and_takes_the_buttons_away_when_there_are_none():
    call = editing({"text": "已结束"}, 7, 12)
    assert call.method == "editMessageText"
    assert call.payload == {
        "chat_id": 7,
        "message_id": 12,
        "text": "已结束",
        "parse_mode": "HTML",
        "link_preview_options": NO_PREVIEW,
    }
    assert editing(CARD, 7, 12).payload["reply_markup"] == KEYBOARD


def test_a_card_that_asks_opens_the_keyboard_once():
    body = {"text": "为何受阻?", "ask": "一" * 80}
    assert sending(body, 7).payload["reply_markup"] == {"force_reply": True, "input_field_placeholder": "一" * 64}
    assert "reply_markup" not in editing(body, 7, 12).payload


def test_a_picture_has_a_caption_and_keeps_it_up_to_date():
    body = CARD | {"photo": "file-1"}
    assert sending(body, 7).method == "sendPhoto"
    assert sending(body, 7).payload == {
        "chat_id": 7,
        "photo": "file-1",
        "caption": "<b>集合</b>",
        "parse_mode": "HTML",
        "reply_markup": KEYBOARD,
    }
    edit = editing(body, 7, 12)
    assert edit.method == "editMessageCaption"
    assert edit.payload["caption"] == "<b>集合</b>"
    assert "photo" not in edit.payload


def test_a_location_is_sent_and_then_left_as_it_is():
    call = sending(PLACE, 7)
    assert call.method == "sendLocation"
    assert call.payload == {"chat_id": 7, "latitude": 28.7, "longitude": 115.9}
    assert editing(PLACE, 7, 12) is None


@pytest.mark.parametrize("text", ["a < b & c", "<b>"])
def test_a_courtesy_line_is_taken_literally(text):
    assert saying(7, text).payload == {"chat_id": 7, "text": text, "link_preview_options": NO_PREVIEW}
