"""A card: one message on somebody's screen, as a value. Telegram's ids and limits are not known here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.message import Command


class Lane(IntEnum):
    """Who goes first when not everything can be sent at once."""

    ALERT = 1  # a live alert, its correction, a stand-down
    TAPPED = 2  # the card that was just tapped
    COMMAND = 3  # the command post
    STATUS = 4  # groups, the group chat
    NAG = 5
    DOCUMENT = 6


class Style(StrEnum):
    """Telegram's button colours."""

    DANGER = "danger"
    SUCCESS = "success"
    PRIMARY = "primary"


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button that submits `command`, or copies `copy` to the clipboard. Exactly one of the two is set."""

    text: str
    command: Command | None = None
    copy: str | None = None
    style: Style | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one addressee should see.

    `key` is stable for the life of the message. `to` is `member:<id>` or `chat:group`. `text` is Telegram HTML
    with user text escaped, at most 4,096 characters when shown. `reply` is the command that a reply in words
    submits, with the words in its `text`; `ask` then opens the keyboard. A `closed` card has ended.
    """

    key: str
    to: str
    lane: Lane
    text: str
    buttons: Sequence[Sequence[Button]] = ()
    reply: Command | None = None
    ask: str | None = None
    pin: bool = False
    photo: str | None = None  # file id of a picture; `text` is its caption
    location: tuple[float, float] | None = None  # latitude, longitude; `text` is not shown
    closed: bool = False
