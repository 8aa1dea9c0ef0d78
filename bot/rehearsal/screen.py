"""A chat as a person reads it, in plain text."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from bot.rehearsal.chats import Chat, Message


def draw(chat: Chat, *, bot_name: str, zone: tzinfo = UTC) -> str:
    """The whole chat: title, pinned bar, every message with its buttons."""
    lines = [f"── {bot_name if chat.is_private else chat.title} ──"]
    pinned = chat.pinned_message()
    if pinned is not None:
        lines.append(f"📌 {_first_line(pinned)}")
    for message in chat.messages.values():
        lines += draw_message(message, zone=zone)
    if len(lines) == 1:
        lines.append("(nothing yet)")
    return "\n".join(lines)


def draw_message(message: Message, *, zone: tzinfo = UTC) -> Iterator[str]:
    """One message: a line of time and sender, its words indented, its buttons row by row."""
    time = datetime.fromtimestamp(message.date, zone).strftime("%H:%M:%S")
    edited = " (edited)" if message.edit_date else ""
    yield f"{time} {sender_name(message)}{edited}"
    if message.reply_to is not None:
        yield f"    ┃ {_first_line(message.reply_to)}"
    yield from (f"    {line}" for line in body_lines(message))
    for row in message.labels:
        yield "    " + " ".join(f"[{label}]" for label in row)
    if message.asks and message.asks.get("force_reply"):
        yield f"    ✎ {message.asks.get('input_field_placeholder', '…')}"


def sender_name(message: Message) -> str:
    """Who wrote it, as the screen says it."""
    return message.sender_chat.title if message.sender_chat else message.sender.first_name


def body_lines(message: Message) -> Iterator[str]:
    """What the message shows, line by line."""
    content = message.content
    if "photo" in content:
        yield "🖼"
    if "document" in content:
        yield f"📎 {content['document'].get('file_name', '')}".rstrip()
    if "location" in content:
        yield f"📍 {content['location']['latitude']}, {content['location']['longitude']}"
    if message.is_service:
        yield f"· {', '.join(content)} ·"
    if message.text:
        yield from message.text.split("\n")


def _first_line(message: Message) -> str:
    return next(body_lines(message), "")
