"""A message as the handlers need it: who, in which words, with what picture or place, in reply to what."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from telegram import Message
from telegram.constants import ChatType

_QUICK: Final = timedelta(seconds=10)
# A name in Telegram's letters, perhaps the bot it is for, and the words. Words that are not in Latin letters may follow
# without a space: somebody who types 「/activate图书馆」 is in a hurry. The full-width ／ comes from an input method.
_COMMAND: Final = re.compile(
    r"[/／]([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*)|([^\sA-Za-z0-9_@/].*))?", re.DOTALL
)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that somebody sent: Telegram's id for it, and its name, empty when it has none."""

    file_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a member sent. `command` is None for anything that is not a command."""

    member: str
    origin: str  # "chat:message", with when it was changed if it was; the same when Telegram delivers it again
    chat_id: int
    private: bool
    command: str | None
    words: str
    photo: str | None
    location: tuple[float, float] | None
    reply_to: int | None
    document: Document | None = None
    album: str = ""  # the same for all of several pictures sent together, of which only the first has the words
    reply_is_quick: bool = False  # to something that the bot sent only seconds before


def read(message: Message, member: str, bot_name: str) -> Said | None:
    """The message as said; None when it is a command for another bot.

    A command in reply to what a person sent (/report, on a picture) says that too, as far as it brings nothing itself.
    """
    text = _text(message)
    command, words, quoted = None, text, None
    if match := _COMMAND.fullmatch(text):
        command, addressee, words = match[1].lower(), match[2], match[3] or match[4] or ""
        if addressee is not None and addressee.lower() != bot_name.lower():
            return None
        quoted = _by_a_person(message.reply_to_message)
    said = words.strip() or (_text(quoted) if quoted else "")
    return Said(
        member=member,
        origin=_origin(message),
        chat_id=message.chat.id,
        private=message.chat.type == ChatType.PRIVATE,
        command=command,
        words=said,
        photo=_photo(message) or (_photo(quoted) if quoted else None),
        document=_document(message) or (_document(quoted) if quoted else None),
        location=_location(message) or (_location(quoted) if quoted else None),
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        album=message.media_group_id or "",
        reply_is_quick=_is_quick(message, message.reply_to_message),
    )


def _origin(message: Message) -> str:
    sent = f"{message.chat.id}:{message.message_id}"
    return sent if message.edit_date is None else f"{sent}:{message.edit_date.timestamp():.0f}"


def _is_quick(message: Message, answered: Message | None) -> bool:
    if answered is None or answered.from_user is None or not answered.from_user.is_bot:
        return False
    return message.date - answered.date < _QUICK


def _by_a_person(message: Message | None) -> Message | None:
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    return message


def _text(message: Message) -> str:
    return (message.text or message.caption or "").strip()


def _photo(message: Message) -> str | None:
    return message.photo[-1].file_id if message.photo else None


def _document(message: Message) -> Document | None:
    file = message.document
    return Document(file_id=file.file_id, name=file.file_name or "") if file else None


def _location(message: Message) -> tuple[float, float] | None:
    place = message.location
    return (place.latitude, place.longitude) if place else None
