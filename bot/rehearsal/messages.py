"""The methods that send, change and remove messages, and answer taps."""

from bot.rehearsal.bot_api import MOST_CAPTION, BotApi, flag, integer, method, number, upload
from bot.rehearsal.changes import Kind
from bot.rehearsal.chats import Chat, Json, Message
from bot.rehearsal.files import document_content, photo_content
from bot.rehearsal.keyboards import check_markup, without_callbacks
from bot.rehearsal.markup import units
from bot.rehearsal.refusals import bad_request, malformed

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_STALE = "query is too old and response timeout expired or query ID is invalid"
_MOST_TOAST = 200


@method("sendMessage")
def send_message(api: BotApi, params: Json) -> Json:
    """Words into a chat."""
    return _send(api, params, "sendMessage", _words(api, params))


@method("sendPhoto")
def send_photo(api: BotApi, params: Json) -> Json:
    """A photo, with or without a caption."""
    content = photo_content(api.world, upload(params, "photo"))
    return _send(api, params, "sendPhoto", content | _caption(api, params))


@method("sendDocument")
def send_document(api: BotApi, params: Json) -> Json:
    """A file, with or without a caption."""
    content = document_content(api.world, upload(params, "document"))
    return _send(api, params, "sendDocument", content | _caption(api, params))


@method("sendLocation")
def send_location(api: BotApi, params: Json) -> Json:
    """A point on the map."""
    latitude, longitude = number(params, "latitude"), number(params, "longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise malformed("wrong coordinates specified")
    return _send(api, params, "sendLocation", {"location": {"latitude": latitude, "longitude": longitude}})


@method("editMessageText")
def edit_text(api: BotApi, params: Json) -> Json:
    """Other words in place of the old ones; without `reply_markup` the keyboard goes."""
    words = _words(api, params)
    message = _editable(api, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(api, params, "editMessageText", message, words)


@method("editMessageCaption")
def edit_caption(api: BotApi, params: Json) -> Json:
    """Another caption; without `reply_markup` the keyboard goes."""
    caption = _caption(api, params)
    message = _editable(api, params)
    kept = {key: value for key, value in message.content.items() if key in ("photo", "document")}
    if not kept:
        raise bad_request("there is no caption in the message to edit")
    return _edit(api, params, "editMessageCaption", message, kept | caption)


@method("editMessageMedia")
def edit_media(api: BotApi, params: Json) -> Json:
    """Another photo or file with its caption, also in place of words; without `reply_markup` the keyboard goes."""
    media = params.get("media")
    if not isinstance(media, dict) or media.get("type") not in ("photo", "document"):
        raise malformed("media must be a photo or a document")
    caption = _caption(api, {key: media[key] for key in ("caption", "parse_mode", "caption_entities") if key in media})
    message = _editable(api, params)
    if not {"text", "photo", "document"} & set(message.content):
        raise bad_request("message can't be edited")
    file = upload({**params, "media": media.get("media")}, "media")
    content = photo_content(api.world, file) if media["type"] == "photo" else document_content(api.world, file)
    return _edit(api, params, "editMessageMedia", message, content | caption)


@method("editMessageReplyMarkup")
def edit_markup(api: BotApi, params: Json) -> Json:
    """Other buttons, or none."""
    message = _editable(api, params)
    return _edit(api, params, "editMessageReplyMarkup", message, message.content)


@method("answerCallbackQuery")
def answer_tap(api: BotApi, params: Json) -> bool:
    """The words that come up over the screen of whoever tapped. Costs nothing, but must not be late."""
    text = params.get("text")
    if text is not None and units(str(text)) > _MOST_TOAST:
        raise malformed("MESSAGE_TOO_LONG")
    query = api.exchange.queries.get(str(params.get("callback_query_id", "")))
    if query is None or api.exchange.now().timestamp() - query.at > api.expiry.tap_answer:
        raise bad_request(_STALE)
    if query.answered is None:
        query.answered = api.exchange.monotonic()
        query.text, query.alert, query.url = text or None, flag(params, "show_alert"), params.get("url")
        api.exchange.changes.tell(Kind.TOAST, query.chat, query.user, text=query.text or "", alert=query.alert)
    return True


@method("pinChatMessage")
def pin(api: BotApi, params: Json) -> bool:
    """A message to the bar at the top of the chat."""
    chat = api.chat(params)
    _require_pins(api, chat)
    message = chat.messages.get(integer(params, "message_id", missing="message identifier is not specified"))
    if message is None or message.is_service:
        raise bad_request("message to pin not found")
    if message.id not in chat.pinned[-1:]:
        api.exchange.pin(message, api.me)
    return True


@method("unpinChatMessage")
def unpin(api: BotApi, params: Json) -> bool:
    """That message, or the last that was pinned, off the bar."""
    chat = api.chat(params)
    _require_pins(api, chat)
    wanted = integer(params, "message_id", default=chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    api.exchange.unpin(chat.messages[wanted], api.me)
    return True


@method("unpinAllChatMessages")
def unpin_all(api: BotApi, params: Json) -> bool:
    """Everything off the bar."""
    chat = api.chat(params)
    _require_pins(api, chat)
    for wanted in tuple(chat.pinned):
        api.exchange.unpin(chat.messages[wanted], api.me)
    return True


@method("deleteMessage")
def delete(api: BotApi, params: Json) -> bool:
    """Away with a message: within 48 h, and in groups other people's only as an administrator who may."""
    chat = api.chat(params)
    message = chat.messages.get(integer(params, "message_id", missing="message identifier is not specified"))
    if message is None:
        raise bad_request("message to delete not found")
    _delete(api, message)
    return True


@method("deleteMessages")
def delete_several(api: BotApi, params: Json) -> bool:
    """Up to 100 messages; those that are not there are passed over."""
    chat = api.chat(params)
    wanted = params.get("message_ids") or []
    if not 1 <= len(wanted) <= 100:
        raise malformed("1-100 message identifiers must be given")
    for each in wanted:
        if (message := chat.messages.get(int(each))) is not None:
            _delete(api, message)
    return True


@method("copyMessage")
def copy(api: BotApi, params: Json) -> Json:
    """The same message again, without saying where it came from."""
    source = _source(api, params)
    content = source.content
    if params.get("caption") is not None and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | _caption(api, params)
    sent = _send(api, params, "copyMessage", content)
    return {"message_id": sent["message_id"]}


@method("forwardMessage")
def forward(api: BotApi, params: Json) -> Json:
    """A message passed on; buttons that call the bot do not travel with it."""
    source = _source(api, params)
    chat = api.chat(params)
    api.admit(chat)
    message = api.exchange.post(
        chat, api.me, source.content, keyboard=without_callbacks(source.keyboard), forwarded=origin(source)
    )
    return api.accept("forwardMessage", message).as_json()


def origin(message: Message) -> Json:
    """Where a forwarded message says that it came from."""
    return message.forwarded or {"type": "user", "sender_user": message.sender.as_json(), "date": message.date}


def _words(api: BotApi, params: Json) -> Json:
    if not params.get("text"):
        raise malformed("message text is empty")
    text, entities = api.text(params)
    if not text:
        raise malformed("text must be non-empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def _caption(api: BotApi, params: Json) -> Json:
    text, entities = api.text(params, "caption", most=MOST_CAPTION)
    body: Json = {"caption": text} if text else {}
    return body | {"caption_entities": entities} if entities else body


def _send(api: BotApi, params: Json, name: str, content: Json) -> Json:
    chat = api.chat(params)
    keyboard, asks = api.keyboards(params)
    reply_to = api.replied(chat, params)
    api.admit(chat)
    message = api.exchange.post(chat, api.me, content, keyboard=keyboard, asks=asks, reply_to=reply_to)
    return api.accept(name, message).as_json()


def _editable(api: BotApi, params: Json) -> Message:
    if params.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = api.chat(params)
    message = chat.messages.get(integer(params, "message_id", missing="message identifier is not specified"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not api.me or message.asks or message.forwarded or message.is_service:
        raise bad_request("message can't be edited")
    return message


def _edit(api: BotApi, params: Json, name: str, message: Message, content: Json) -> Json:
    keyboard = check_markup(params.get("reply_markup"), inline_only=True)
    if keyboard is not None and not any(keyboard["inline_keyboard"]):
        keyboard = None
    if content == message.content and keyboard == message.keyboard:
        raise bad_request(_NOT_MODIFIED)
    api.admit(message.chat)
    api.exchange.edit(message, content=content, keyboard=keyboard)
    return api.accept(name, message).as_json()


def _source(api: BotApi, params: Json) -> Message:
    chat = api.chat(params, "from_chat_id")
    number_ = integer(params, "message_id", missing="message identifier is not specified")
    message = chat.messages.get(number_)
    if message is None or message.is_service:
        raise bad_request("message to copy not found")
    return message


def _delete(api: BotApi, message: Message) -> None:
    age = api.exchange.timestamp() - message.date
    mine = message.sender is api.me or message.chat.is_private
    if age > api.expiry.deletion or not (mine or api.may(message.chat, "can_delete_messages")):
        raise bad_request("message can't be deleted for everyone")
    api.exchange.delete(message, api.me)


def _require_pins(api: BotApi, chat: Chat) -> None:
    if not api.may(chat, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
