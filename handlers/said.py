"""A message as the handlers need it: who, in which words, with what picture or place, in reply to what."""

import re
from dataclasses import dataclass
from typing import Final

from telegram import Message

_COMMAND: Final = re.compile(r"/([A-Za-z_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a member sent. `command` is None for anything that is not a command."""

    member: str
    origin: str  # "chat:message", the same when Telegram delivers it again
    chat_id: int
    private: bool
    command: str | None
    words: str
    photo: str | None
    location: tuple[float, float] | None
    reply_to: int | None


def read(message: Message, member: str, bot_name: str) -> Said | None:
    """The message as said; None when it is a command for another bot."""
    text = message.text or message.caption or ""
    command, words = None, text
    if match := _COMMAND.fullmatch(text.strip()):
        command, addressee, words = match[1].lower(), match[2], match[3] or ""
        if addressee is not None and addressee.lower() != bot_name.lower():
            return None
    place = message.location
    return Said(
        member=member,
        origin=f"{message.chat.id}:{message.message_id}",
        chat_id=message.chat.id,
        private=message.chat.type == message.chat.PRIVATE,
        command=command,
        words=words.strip(),
        photo=message.photo[-1].file_id if message.photo else None,
        location=(place.latitude, place.longitude) if place else None,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
    )
