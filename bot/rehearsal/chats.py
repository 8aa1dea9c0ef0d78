"""What Telegram remembers: people, chats, memberships, messages, files. State alone; nothing here answers a bot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

Json = dict[str, Any]

ANONYMOUS_ADMIN: Final = 1087968824
_FIRST_USER: Final = 710_000_001
_FIRST_GROUP: Final = -4_000_000_001
_FIRST_SUPERGROUP: Final = -1_002_000_000_001

ADMIN_RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """A person, or a bot."""

    id: int
    first_name: str
    username: str | None = None
    is_bot: bool = False
    language_code: str | None = None
    deactivated: bool = False

    def as_json(self) -> Json:
        """A Bot API `User`."""
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            body["username"] = self.username
        if self.language_code:
            body["language_code"] = self.language_code
        return body


class Status(StrEnum):
    """What somebody is in a group."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True, kw_only=True, eq=False)
class Membership:
    """Somebody's place in a chat. For the bot in a private chat, `KICKED` means that the person blocked it."""

    user: User
    status: Status = Status.MEMBER
    rights: frozenset[str] = frozenset()
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether this is somebody who can write here."""
        return self.status not in (Status.LEFT, Status.KICKED)

    @property
    def administers(self) -> bool:
        """Whether this is an administrator or the owner."""
        return self.status in (Status.CREATOR, Status.ADMINISTRATOR)

    def may(self, right: str) -> bool:
        """Whether this member holds that administrator right."""
        return self.status is Status.CREATOR or (self.status is Status.ADMINISTRATOR and right in self.rights)

    def as_json(self) -> Json:
        """A Bot API `ChatMember`."""
        body: Json = {"user": self.user.as_json(), "status": self.status.value}
        if self.status is Status.CREATOR:
            body["is_anonymous"] = self.anonymous
        elif self.status is Status.ADMINISTRATOR:
            body |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            body |= {right: right in self.rights for right in ADMIN_RIGHTS}
        elif self.status is Status.KICKED:
            body["until_date"] = 0
        return body


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message as it stands now.

    `content` holds the Bot API fields that make it up (text and entities, photo and caption, location, or those of
    a service message); `keyboard` the inline keyboard under it; `asks` a forced reply or a reply keyboard, which
    Telegram shows to people but does not give back to bots. Times are Unix seconds.
    """

    id: int
    chat: "Chat"
    sender: User
    date: int
    content: Json
    keyboard: Json | None = None
    asks: Json | None = None
    sender_chat: "Chat | None" = None
    reply_to: "Message | None" = None
    forwarded: Json | None = None
    edit_date: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The words on the screen: text or caption."""
        words: str = self.content.get("text") or self.content.get("caption") or ""
        return words

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline keyboard, row by row."""
        rows: list[list[Json]] = (self.keyboard or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons, row by row."""
        return [[button["text"] for button in row] for row in self.buttons]

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return self.sender.is_bot and self.sender_chat is None

    @property
    def is_service(self) -> bool:
        """Whether it tells of something that happened in the chat, rather than saying something."""
        return not any(kind in self.content for kind in ("text", "photo", "document", "location"))

    def as_json(self, *, nested: bool = False) -> Json:
        """A Bot API `Message`; a `nested` one leaves out what it replies to."""
        body: Json = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": self.date,
        }
        if self.sender_chat is not None:
            body["sender_chat"] = self.sender_chat.as_json()
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if self.forwarded is not None:
            body["forward_origin"] = self.forwarded
        if self.reply_to is not None and not nested and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to.as_json(nested=True)
        body |= self.content
        if self.keyboard is not None:
            body["reply_markup"] = self.keyboard
        return body


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A private chat with one person, a group, or a supergroup. Message ids count up in each chat by itself."""

    id: int
    type: str
    title: str = ""
    person: User | None = None
    members: dict[int, Membership] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: "Chat | None" = None
    _last_id: int = 0

    @property
    def name(self) -> str:
        """The group's title, or the person's name."""
        return self.person.first_name if self.person else self.title

    @property
    def is_private(self) -> bool:
        """Whether it is a chat of one person with the bot."""
        return self.person is not None

    def next_id(self) -> int:
        """The id of the next message."""
        self._last_id += 1
        return self._last_id

    def as_json(self) -> Json:
        """A Bot API `Chat`."""
        if self.person is None:
            return {"id": self.id, "type": self.type, "title": self.title}
        body: Json = {"id": self.id, "type": self.type, "first_name": self.person.first_name}
        if self.person.username:
            body["username"] = self.person.username
        return body

    def pinned_message(self) -> Message | None:
        """What the bar at the top shows."""
        return self.messages.get(self.pinned[-1]) if self.pinned else None


@dataclass(slots=True, kw_only=True, eq=False)
class File:
    """Something uploaded, or sent by a person."""

    id: str
    unique_id: str
    path: str
    data: bytes
    name: str | None = None
    mime: str | None = None


class World:
    """Everybody and everything on this Telegram, and the one bot."""

    def __init__(self, *, bot_id: int, username: str) -> None:
        self.me = User(id=bot_id, first_name=username, username=username, is_bot=True)
        self.anonymous = User(
            id=ANONYMOUS_ADMIN, first_name="Group", username="GroupAnonymousBot", is_bot=True, language_code=None
        )
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}

    def add_user(
        self, name: str, *, user_id: int | None = None, username: str | None = None, language: str = "zh-hans"
    ) -> User:
        """A new person, whose phone is set to that language. Raises ValueError when the id is taken."""
        number = user_id if user_id is not None else _free(self.users, _FIRST_USER, 1)
        if number in self.users:
            raise ValueError(f"there is already somebody with the id {number}")
        user = self.users[number] = User(id=number, first_name=name, username=username, language_code=language)
        return user

    def open_private(self, user: User) -> Chat:
        """The person's chat with the bot; from now on the bot can write to them."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = self.chats[user.id] = Chat(id=user.id, type="private", person=user)
            chat.members = {user.id: Membership(user=user), self.me.id: Membership(user=self.me)}
        return chat

    def add_group(self, title: str, members: Sequence[User], *, supergroup: bool = False) -> Chat:
        """A new group; the first of its members owns it."""
        number = _free(self.chats, _FIRST_SUPERGROUP if supergroup else _FIRST_GROUP, -1)
        chat = self.chats[number] = Chat(id=number, type="supergroup" if supergroup else "group", title=title)
        for user in members:
            status = Status.MEMBER if chat.members else Status.CREATOR
            chat.members[user.id] = Membership(user=user, status=status)
        return chat

    def knows(self, user: User) -> bool:
        """Whether the bot has met that person in some group."""
        return any(
            user.id in chat.members and self.me.id in chat.members
            for chat in self.chats.values()
            if not chat.is_private
        )

    def add_file(self, kind: str, data: bytes, *, name: str | None = None, mime: str | None = None) -> File:
        """Keep a file under a new id."""
        number = len(self.files) + 1
        suffix = name.rpartition(".")[2] if name and "." in name else {"photos": "jpg"}.get(kind, "bin")
        file = File(
            id=f"FILE-{kind}-{number:06d}",
            unique_id=f"U{number:06d}",
            path=f"{kind}/file_{number}.{suffix}",
            data=data,
            name=name,
            mime=mime,
        )
        self.files[file.id] = file
        return file


def _free(taken: dict[int, Any], first: int, step: int) -> int:
    number = first
    while number in taken:
        number += step
    return number
