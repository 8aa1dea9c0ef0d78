"""What the page is told: chats and people as plain JSON, with nothing in it that a phone would not show."""

from bot.rehearsal.changes import Change, Kind
from bot.rehearsal.chats import Chat, Json, Message
from bot.rehearsal.screen import body_lines, sender_name
from bot.rehearsal.stage import Stage


def chat_view(stage: Stage, chat: Chat) -> Json:
    """A whole chat."""
    pinned = chat.pinned_message()
    return {
        "id": chat.id,
        "messages": [message_view(stage, message) for message in chat.messages.values()],
        "pinned": pinned.id if pinned else None,
    }


def message_view(stage: Stage, message: Message) -> Json:
    """One message as it stands now."""
    content = message.content
    file = content.get("document") or (content.get("photo") or [None])[-1]
    service = _service(message)
    return {
        "id": message.id,
        "chat": message.chat.id,
        "date": message.date,
        "edited": message.edit_date is not None,
        "bot": message.from_bot,
        "from": "" if message.from_bot else sender_name(message),
        "from_id": message.sender.id,
        "service": service,
        "text": _hidden(message.text),
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "buttons": [
            [{"text": b["text"], "style": b.get("style", ""), "copy": "copy_text" in b} for b in row]
            for row in message.buttons
        ],
        "reply_to": next(body_lines(message.reply_to), "") if message.reply_to else None,
        "asks": (message.asks or {}).get("input_field_placeholder") if message.asks else None,
        "location": content.get("location"),
        "file": {"id": file["file_id"], "name": file.get("file_name", "photo.jpg")} if file else None,
        "photo": "photo" in content,
    }


def _hidden(text: str) -> str:
    """The one-time code of a link is on nobody's screen."""
    return "/start" if text.startswith("/start ") else text


def _service(message: Message) -> str | None:
    if not message.is_service:
        return None
    if "new_chat_members" in message.content:
        return "+ " + ", ".join(each["first_name"] for each in message.content["new_chat_members"])
    if "left_chat_member" in message.content:
        return f"− {message.content['left_chat_member']['first_name']}"
    return "📌" if "pinned_message" in message.content else "·"


def people_view(stage: Stage) -> list[Json]:
    """Everybody who has a phone, in the roster's order."""
    leaders, leads = stage.cast.leaders, stage.cast.leads
    return [
        {
            "id": stage[actor].id,
            "actor": actor.id,
            "name": actor.name,
            "title": actor.title,
            "kind": "leader" if actor in leaders else "lead" if actor in leads else "member",
        }
        for actor in stage.cast.actors
    ]


def log_line(change: Change, since: float | None) -> Json | None:
    """What the log beside the phones says of a change; `since` seconds after what caused it."""
    if change.kind in (Kind.UNPINNED, Kind.DELETED):
        return None
    return {
        "time": change.time.timestamp(),
        "kind": change.kind.value,
        "bot": change.by_bot,
        "who": change.who,
        "to": change.chat,
        "private": change.private,
        "text": _hidden(change.text).partition("\n")[0][:80],
        "after": since,
    }
