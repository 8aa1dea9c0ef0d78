"""A card as the outbox stores it: neutral JSON, each button with an opaque token in place of its command."""

import json
from typing import NotRequired, TypedDict


class KeyBody(TypedDict):
    """One button: `token` for a tap that comes back to us, or `copy` for the clipboard."""

    text: str
    token: NotRequired[str]
    copy: NotRequired[str]
    style: NotRequired[str]


class Body(TypedDict):
    """What delivery needs to show a card; absent keys mean: none."""

    text: str
    keys: NotRequired[list[list[KeyBody]]]
    ask: NotRequired[str]
    pin: NotRequired[bool]
    photo: NotRequired[str]
    location: NotRequired[tuple[float, float]]


def dump(body: Body) -> str:
    """The JSON that goes into the outbox; equal cards give equal text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> Body:
    """The inverse of `dump`."""
    body: Body = json.loads(text)
    return body
