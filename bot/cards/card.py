"""A card: one message on somebody's screen, as a value. Telegram's ids and limits are not known here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Literal

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
class Attachment:
    """A file that goes with a card, as a recipe: it is made just before it is sent, and again when the recipe changes.

    Either `text` is the file's content (a calendar, say), or the template of `bot.paper` of that name makes it of
    `data` (what JSON can hold). A PDF or a text is sent as a document; a PNG as a picture, which phones load and keep
    without being asked. `name` is the file's name on the phone.
    """

    name: str
    text: str | None = None
    template: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    form: Literal["pdf", "png"] = "pdf"

    def __post_init__(self) -> None:
        if (self.text is None) == (self.template is None):
            raise ValueError(f"{self.name}: an attachment has either a text or a template")


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
    attachment: Attachment | None = None  # a file; `text` is its caption, at most 1,024 characters
    closed: bool = False
