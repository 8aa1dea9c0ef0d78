"""A card's body as a call of the Bot API. Pure."""

from dataclasses import dataclass
from typing import Any, Final

from bot.cards.body import Body, KeyBody
from bot.delivery.printing import Printed

_PLACEHOLDER_MOST: Final = 64
_PART: Final = "file"
_NO_PREVIEW: Final = {"is_disabled": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request: the method's name and its parameters as JSON objects; `file` goes along under the name `part`."""

    method: str
    payload: dict[str, Any]
    file: Printed | None = None
    part: str = ""


def sending(body: Body, chat_id: int, file: Printed | None = None) -> Call:
    """The call that shows the card as a new message, with its attachment as `file`; without one the words go alone."""
    payload: dict[str, Any] = {"chat_id": chat_id}
    markup = _keyboard(body) or _ask(body)
    if markup:
        payload["reply_markup"] = markup
    if "location" in body:
        latitude, longitude = body["location"]
        return Call(method="sendLocation", payload=payload | {"latitude": latitude, "longitude": longitude})
    if "photo" in body:
        payload |= {"photo": body["photo"]} | _caption(body)
        return Call(method="sendPhoto", payload=payload)
    if file is not None:
        kind = _kind(file)
        method = "sendPhoto" if file.picture else "sendDocument"
        return Call(method=method, payload=payload | _caption(body), file=file, part=kind)
    return Call(method="sendMessage", payload=payload | _text(body))


def editing(
    body: Body, chat_id: int, message_id: int, file: Printed | None = None, *, shown: str | None = None
) -> Call | None:
    """The call that changes the shown message; None for a location, which stays as it is.

    Leaving out the keyboard takes the old one away. An `ask` is not repeated: Telegram takes none in an edit. The file
    is sent again unless the message shows the file of that recipe (`shown`).
    """
    payload: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
    if "location" in body:
        return None
    keyboard = _keyboard(body)
    if keyboard:
        payload["reply_markup"] = keyboard
    if "photo" in body or (file is not None and file.recipe == shown):
        return Call(method="editMessageCaption", payload=payload | _caption(body))
    if file is not None:
        media = {"type": _kind(file), "media": f"attach://{_PART}"} | _caption(body)
        return Call(method="editMessageMedia", payload=payload | {"media": media}, file=file, part=_PART)
    return Call(method="editMessageText", payload=payload | _text(body))


def saying(chat_id: int, text: str) -> Call:
    """A plain line, without any markup."""
    return Call(method="sendMessage", payload={"chat_id": chat_id, "text": text, "link_preview_options": _NO_PREVIEW})


def _kind(file: Printed) -> str:
    return "photo" if file.picture else "document"


def _caption(body: Body) -> dict[str, Any]:
    return {"caption": body["text"], "parse_mode": "HTML"}


def _text(body: Body) -> dict[str, Any]:
    return {"text": body["text"], "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}


def _keyboard(body: Body) -> dict[str, Any] | None:
    keys = body.get("keys")
    return {"inline_keyboard": [[_key(key) for key in row] for row in keys]} if keys else None


def _key(key: KeyBody) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": key["text"]}
    if "copy" in key:
        shown["copy_text"] = {"text": key["copy"]}
    else:
        shown["callback_data"] = key["token"]
    if "style" in key:
        shown["style"] = key["style"]
    return shown


def _ask(body: Body) -> dict[str, Any] | None:
    ask = body.get("ask")
    return {"force_reply": True, "input_field_placeholder": ask[:_PLACEHOLDER_MOST]} if ask else None
