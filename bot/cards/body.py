"""A card as the outbox stores it: neutral JSON, each button with an opaque token in place of its command."""

import json
from typing import Any, NotRequired, TypedDict

from bot.cards.card import Attachment


class KeyBody(TypedDict):
    """One button: `token` for a tap that comes back to us, or `copy` for the clipboard."""

    text: str
    token: NotRequired[str]
    copy: NotRequired[str]
    style: NotRequired[str]


class AttachmentBody(TypedDict):
    """How a file is made: of its `text`, or of a `template`, its `data` and a `form`."""

    name: str
    text: NotRequired[str]
    template: NotRequired[str]
    data: NotRequired[dict[str, Any]]
    form: NotRequired[str]


class Body(TypedDict):
    """What delivery needs to show a card; absent keys mean: none."""

    text: str
    keys: NotRequired[list[list[KeyBody]]]
    ask: NotRequired[str]
    pin: NotRequired[bool]
    photo: NotRequired[str]
    location: NotRequired[tuple[float, float]]
    attachment: NotRequired[AttachmentBody]


def recipe(attachment: Attachment) -> AttachmentBody:
    """The attachment as the outbox stores it: never its bytes."""
    if attachment.text is not None:
        return {"name": attachment.name, "text": attachment.text}
    return {
        "name": attachment.name,
        "template": attachment.template or "",
        "data": dict(attachment.data),
        "form": attachment.form,
    }


def dump(body: Body) -> str:
    """The JSON that goes into the outbox; equal cards give equal text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> Body:
    """The inverse of `dump`."""
    body: Body = json.loads(text)
    return body
