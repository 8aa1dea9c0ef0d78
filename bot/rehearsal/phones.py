"""People with phones: they start the bot, type, tap, reply, share, block, and read what is on the screen."""

# ruff: noqa: ASYNC109  patience is part of what is said: `await phone.sees("…", timeout=1)`

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal import menus, screen
from bot.rehearsal.changes import Kind
from bot.rehearsal.chats import Chat, File, Json, Membership, Message, Status, User
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.exchange import Exchange, Query
from bot.rehearsal.files import Upload, document_content, photo_content
from bot.rehearsal.keyboards import without_callbacks
from bot.rehearsal.markup import spoken
from bot.rehearsal.messages import origin

T = TypeVar("T")
PATIENCE: Final = 10.0  # seconds that a person looks at the screen before giving up
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")
_PIXEL: Final = b"\xff\xd8\xff\xe0 a photo \xff\xd9"


class InGroup(Protocol):
    """A group: it stays the same when its chat becomes another."""

    chat: Chat


class NotOnScreen(AssertionError):
    """Somebody does not see, or cannot do, what was asked of them; the message shows the screen, if there is one."""

    def __init__(self, complaint: Complaint, screen: str = "") -> None:
        super().__init__(complaint.said("en") + (f". The screen:\n{screen}" if screen else ""))
        self.complaint = complaint


@dataclass(frozen=True, kw_only=True)
class Toast:
    """What came up after a tap; `text` is empty when the bot said nothing, `alert` must be closed by hand."""

    text: str
    alert: bool
    url: str | None = None


class Tap:
    """A press of a button."""

    def __init__(self, phone: "Phone", query: Query) -> None:
        self._phone = phone
        self.query = query

    async def toast(self, timeout: float = PATIENCE) -> Toast:
        """The bot's answer to this tap. NotOnScreen when none comes in `timeout` s."""
        await self._phone.waits(
            lambda: self.query.answered is not None,
            timeout,
            "no_answer",
            self.query.chat,
            what=f"「{self.query.label}」",
        )
        return Toast(text=self.query.text or "", alert=self.query.alert, url=self.query.url)

    @property
    def seconds(self) -> float | None:
        """How long the button kept turning; None while it does."""
        return None if self.query.answered is None else self.query.answered - self.query.tapped


class Phone:
    """One person. Everything that takes a `chat` means the private chat with the bot unless a group is given."""

    def __init__(self, exchange: Exchange, user: User) -> None:
        self.exchange = exchange
        self.user = user
        self._read: dict[int, int] = {}

    @property
    def id(self) -> int:
        """The Telegram user id, which is the id of the private chat too."""
        return self.user.id

    @property
    def name(self) -> str:
        """The name that others see."""
        return self.user.first_name

    # doing

    async def start(self, payload: str = "") -> Message:
        """Press Start, or open the bot again after blocking it; `payload` as in a deep link."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"a deep link carries at most 64 of A-Z a-z 0-9 _ -, not {payload!r}")
        chat = self.exchange.world.open_private(self.user)
        if not chat.members[self.exchange.world.me.id].present:
            self.exchange.change_bot(chat, self.user, Status.MEMBER)
            self.exchange.changes.tell(Kind.UNBLOCKED, chat, self.user)
        return self._says(chat, {"text": f"/start {payload}".rstrip()})

    async def open(self, link: str) -> Message:
        """Open a `https://t.me/<bot>?start=…` link and press Start. ValueError for a link to somewhere else."""
        address = urlsplit(link)
        username = self.exchange.world.me.username or ""
        if address.netloc != "t.me" or address.path.strip("/").lower() != username.lower():
            raise ValueError(f"{link} does not lead to @{username}")
        return await self.start(parse_qs(address.query).get("start", [""])[0])

    async def types(self, text: str, *, chat: InGroup | None = None, anonymous: bool = False) -> Message:
        """Send words; `anonymous` as an administrator who hides behind the group."""
        return self._says(self._chat(chat), {"text": text}, anonymous=anonymous)

    async def replies(self, to: Message, text: str) -> Message:
        """Answer a message in words, in the chat where it stands."""
        self._must_be_in(to.chat)
        return self._says(to.chat, {"text": text}, reply_to=to)

    async def edits(self, message: Message, text: str) -> None:
        """Change words already sent."""
        self.exchange.edit(message, content=_with_entities({"text": text}), by=self.user)
        self.exchange.updates.push("edited_message", message.as_json())

    async def sends_location(self, latitude: float, longitude: float, *, chat: InGroup | None = None) -> Message:
        """Share where they are."""
        return self._says(self._chat(chat), {"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_photo(
        self,
        caption: str = "",
        *,
        data: bytes = _PIXEL,
        chat: InGroup | None = None,
        reply_to: Message | None = None,
        album: str = "",
    ) -> Message:
        """Take a picture, perhaps in answer to a message, perhaps with others of the same album."""
        photo = photo_content(self.exchange.world, Upload(name="photo.jpg", mime="image/jpeg", data=data))
        words = {"caption": caption} if caption else {}
        together = {"media_group_id": album} if album else {}
        return self._says(self._chat(chat), photo | words | together, reply_to=reply_to)

    async def sends_document(
        self, name: str, data: bytes, *, chat: InGroup | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a file, perhaps in answer to a message."""
        upload = Upload(name=name, mime="application/octet-stream", data=data)
        return self._says(self._chat(chat), document_content(self.exchange.world, upload), reply_to=reply_to)

    async def forwards(self, message: Message, *, chat: InGroup | None = None) -> Message:
        """Pass a message on; its buttons that call the bot do not travel."""
        target = self._chat(chat)
        sent = self.exchange.post(
            target,
            self.user,
            message.content,
            keyboard=without_callbacks(message.keyboard),
            forwarded=origin(message),
        )
        self.exchange.hand_over(sent)
        return sent

    async def taps(
        self,
        label: str | None = None,
        *,
        containing: str | None = None,
        on: Message | None = None,
        chat: InGroup | None = None,
        timeout: float = PATIENCE,
        inaccessible: bool = False,
    ) -> Tap:
        """Press the newest button with exactly that label, or one `containing` a word, waiting for it to appear.

        `on` narrows it to one message. `inaccessible`: Telegram no longer tells the bot what the message says.
        """
        where = on.chat if on is not None else self._chat(chat)
        self._must_be_in(where)

        def find() -> tuple[Message, Json] | None:
            return _find_button(where, label, containing, on)

        wanted = f"「{label}」" if label is not None else f"a button with 「{containing}」"
        message, button = await self.waits(find, timeout, "no_button", where, what=wanted)
        if "callback_data" not in button:
            raise self._complaint("no_call", where, what=wanted)
        self.reads(message.chat)
        query = self.exchange.tap(
            self.user, message, button["text"], button["callback_data"], inaccessible=inaccessible
        )
        return Tap(self, query)

    async def forges(self, on: Message, data: str) -> Tap:
        """Send a tap that no button on that message offers, as a tampered client can."""
        return Tap(self, self.exchange.tap(self.user, on, data, data))

    async def copies(self, label: str, *, chat: InGroup | None = None, timeout: float = PATIENCE) -> str:
        """Press a copy button; returns what is on the clipboard then."""
        where = self._chat(chat)
        found = await self.waits(
            lambda: _find_button(where, label, None, None), timeout, "no_button", where, what=f"「{label}」"
        )
        text: str = found[1]["copy_text"]["text"]
        return text

    async def blocks(self) -> None:
        """Block the bot; `start` unblocks it."""
        chat = self._chat(None)
        self.exchange.change_bot(chat, self.user, Status.KICKED)
        self.exchange.changes.tell(Kind.BLOCKED, chat, self.user)

    async def deactivates(self) -> None:
        """Delete the account."""
        self.user.deactivated = True
        self.exchange.changes.wake()

    # seeing

    @property
    def messages(self) -> list[Message]:
        """The private chat with the bot, oldest first."""
        return self.messages_in(None)

    def messages_in(self, chat: InGroup | Chat | None) -> list[Message]:
        """What a chat holds, oldest first; nothing before Start."""
        found = self._screen(chat)
        return list(found.messages.values()) if found else []

    async def document(self, name: str, *, chat: InGroup | None = None, timeout: float = PATIENCE) -> bytes:
        """Open the newest file or picture whose name or caption holds `name`, waiting for it: its content.

        NotOnScreen after `timeout` s.
        """

        def find() -> File | None:
            for message in reversed(self.messages_in(chat)):
                content = message.content
                shown = content.get("document") or (content.get("photo") or [None])[-1]
                if shown and (name in shown.get("file_name", "") or name in message.text):
                    return self.exchange.world.files[shown["file_id"]]
            return None

        return (await self.waits(find, timeout, "no_file", chat, what=f"「{name}」")).data

    async def sees(self, *texts: str, chat: InGroup | None = None, timeout: float = PATIENCE) -> Message:
        """The newest message that shows all these texts now, waiting for it. NotOnScreen after `timeout` s."""

        def find() -> Message | None:
            return next((m for m in reversed(self.messages_in(chat)) if all(t in m.text for t in texts)), None)

        return await self.waits(find, timeout, "not_seen", chat, what=_quoted(texts))

    async def sees_button(
        self,
        label: str | None = None,
        *,
        containing: str | None = None,
        chat: InGroup | None = None,
        timeout: float = PATIENCE,
    ) -> Message:
        """The newest message with a button as in `taps`, waiting for it. NotOnScreen after `timeout` s."""

        def find() -> tuple[Message, Json] | None:
            where = self._screen(chat)
            return _find_button(where, label, containing, None) if where else None

        return (await self.waits(find, timeout, "no_button", chat, what=f"「{label or containing}」"))[0]

    async def sees_no_longer(self, *texts: str, chat: InGroup | None = None, timeout: float = PATIENCE) -> None:
        """Wait until no message shows all these texts. NotOnScreen after `timeout` s."""
        await self.waits(lambda: not self._shows(texts, chat), timeout, "still_seen", chat, what=_quoted(texts))

    def sees_no(self, *texts: str, chat: InGroup | None = None) -> None:
        """Check that no message shows all these texts now. NotOnScreen when one does."""
        if self._shows(texts, chat):
            raise self._complaint("seen", chat, what=_quoted(texts))

    def screen(self, chat: InGroup | Chat | None = None) -> str:
        """The chat in readable text: pinned bar, messages, buttons like [收到] [在途]."""
        found = self._screen(chat)
        if found is None:
            return "(the bot has not been started)"
        return screen.draw(found, bot_name=f"@{self.exchange.world.me.username}")

    def menu(self, chat: InGroup | None = None) -> dict[str, str]:
        """The commands that this phone offers in a chat, with what each is said to do; nothing before Start."""
        found = self._screen(chat)
        commands = menus.shown(self.exchange.commands, found, self.user) if found else []
        return {each["command"]: each["description"] for each in commands}

    def unread(self, chat: InGroup | None = None) -> int:
        """How many of the bot's messages came in since this person last wrote, tapped or `reads`."""
        found = self._screen(chat)
        if found is None:
            return 0
        return sum(m.from_bot and m.id > self._read.get(found.id, 0) for m in found.messages.values())

    def reads(self, chat: InGroup | Chat | None = None) -> None:
        """Look at everything in a chat."""
        found = self._screen(chat)
        if found is not None and found.messages:
            self._read[found.id] = max(found.messages)

    async def waits(
        self,
        predicate: Callable[[], T | None],
        timeout: float,
        why: str,
        chat: InGroup | Chat | None,
        *,
        what: str = "",
    ) -> T:
        """The first true answer of `predicate`; NotOnScreen after `timeout` s says who, `why`, and shows the screen."""
        try:
            found = await self.exchange.changes.until(predicate, timeout)
        except TimeoutError as error:
            raise self._complaint(why, chat, what=what, seconds=timeout) from error
        assert found is not None
        return found

    # inside

    def _says(self, chat: Chat, content: Json, *, reply_to: Message | None = None, anonymous: bool = False) -> Message:
        if chat.is_private and not chat.members[self.exchange.world.me.id].present:
            raise self._complaint("blocked", chat)
        sender, sender_chat = self.user, None
        if anonymous:
            if not chat.members[self.user.id].administers:
                raise self._complaint("no_administrator", chat)
            sender, sender_chat = self.exchange.world.anonymous, chat
        message = self.exchange.post(chat, sender, _with_entities(content), reply_to=reply_to, sender_chat=sender_chat)
        self.reads(chat)
        self.exchange.hand_over(message)
        return message

    def _chat(self, chat: InGroup | None) -> Chat:
        """The chat to act in."""
        found = self._screen(chat)
        if found is None:
            raise self._complaint("not_started", None)
        self._must_be_in(found)
        return found

    def _screen(self, chat: InGroup | Chat | None) -> Chat | None:
        if chat is None:
            return self.exchange.world.chats.get(self.user.id)
        return chat if isinstance(chat, Chat) else chat.chat

    def _must_be_in(self, chat: Chat) -> None:
        place: Membership | None = chat.members.get(self.user.id)
        if place is None or not place.present:
            raise self._complaint("not_in", None, what=f"「{chat.name}」")

    def _shows(self, texts: tuple[str, ...], chat: InGroup | None) -> bool:
        return any(all(text in message.text for text in texts) for message in self.messages_in(chat))

    def _complaint(
        self, why: str, chat: InGroup | Chat | None, *, what: str = "", seconds: float | None = None
    ) -> NotOnScreen:
        complaint = Complaint(why=why, who=self.name, what=what, seconds=seconds)
        return NotOnScreen(complaint, self.screen(chat))


def _find_button(
    chat: Chat, label: str | None, containing: str | None, on: Message | None
) -> tuple[Message, Json] | None:
    messages = reversed(chat.messages.values()) if on is None else ([] if on.deleted else [on])
    for message in messages:
        for row in message.buttons:
            for button in row:
                text: Any = button["text"]
                if text == label if label is not None else (containing or "") in text:
                    return message, button
    return None


def _with_entities(content: Json) -> Json:
    found = spoken(content.get("text", ""))
    return content | {"entities": found} if found else content


def _quoted(texts: tuple[str, ...]) -> str:
    return " and ".join(f"「{text}」" for text in texts)
