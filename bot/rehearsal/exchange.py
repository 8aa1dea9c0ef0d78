"""Where everything passes: messages into chats, updates to the bot, changes to whoever watches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.rehearsal.changes import Changes, Kind
from bot.rehearsal.chats import Chat, Json, Membership, Message, Status, User, World
from bot.rehearsal.markup import spoken
from bot.rehearsal.menus import Menu
from bot.rehearsal.updates import Updates


@dataclass(slots=True, kw_only=True, eq=False)
class Query:
    """A tap that waits for its answer. `at` is the time on Telegram's clock, the others are monotonic seconds."""

    id: str
    user: User
    chat: Chat
    label: str
    at: float
    tapped: float
    answered: float | None = None
    text: str | None = None
    alert: bool = False
    url: str | None = None


class Exchange:
    """What people and the bot have in common: every way in which the state of a chat can change."""

    def __init__(
        self,
        *,
        world: World,
        updates: Updates,
        changes: Changes,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        privacy: bool,
    ) -> None:
        self.world = world
        self.updates = updates
        self.changes = changes
        self.now = now
        self.monotonic = monotonic
        self.privacy = privacy
        self.queries: dict[str, Query] = {}
        self.commands: dict[Menu, list[Json]] = {}  # what the bot offers, where and in which language

    def timestamp(self) -> int:
        """Telegram's clock, in Unix seconds."""
        return int(self.now().timestamp())

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        keyboard: Json | None = None,
        asks: Json | None = None,
        reply_to: Message | None = None,
        sender_chat: Chat | None = None,
        forwarded: Json | None = None,
    ) -> Message:
        """A new message at the bottom of the chat."""
        message = Message(
            id=chat.next_id(),
            chat=chat,
            sender=sender,
            date=self.timestamp(),
            content=content,
            keyboard=keyboard,
            asks=asks,
            reply_to=reply_to,
            sender_chat=sender_chat,
            forwarded=forwarded,
        )
        chat.messages[message.id] = message
        self.changes.tell(Kind.SENT, chat, sender, message=message)
        return message

    def hand_over(self, message: Message) -> None:
        """Let the bot know of a message, if it may read it."""
        bot = message.chat.members.get(self.world.me.id)
        if bot is None or not bot.present:
            return
        if message.chat.is_private or message.is_service or not self.privacy or bot.administers or self._meant(message):
            self.updates.push("message", message.as_json())

    def edit(
        self, message: Message, *, content: Json | None = None, keyboard: Json | None = None, by: User | None = None
    ) -> None:
        """Change a message where it stands; None for `content` leaves it, None for `keyboard` takes it away."""
        if content is not None:
            message.content = content
        message.keyboard = keyboard
        message.edit_date = self.timestamp()
        self.changes.tell(Kind.EDITED, message.chat, by or message.sender, message=message)

    def delete(self, message: Message, by: User) -> None:
        """Take a message off every screen."""
        message.deleted = True
        del message.chat.messages[message.id]
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.changes.tell(Kind.DELETED, message.chat, by, message=message)

    def pin(self, message: Message, by: User) -> Message:
        """Pin a message; returns the line in the chat that says so."""
        chat = message.chat
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        chat.pinned.append(message.id)
        self.changes.tell(Kind.PINNED, chat, by, message=message)
        return self.post(chat, by, {"pinned_message": message.as_json(nested=True)})

    def unpin(self, message: Message, by: User) -> None:
        """Take a message off the bar."""
        message.chat.pinned.remove(message.id)
        self.changes.tell(Kind.UNPINNED, message.chat, by, message=message)

    def tap(self, user: User, message: Message, label: str, data: str, *, inaccessible: bool = False) -> Query:
        """Somebody pressed a button with that data."""
        number = len(self.queries) + 1
        query = Query(
            id=f"{user.id}{number:09d}",
            user=user,
            chat=message.chat,
            label=label,
            at=self.now().timestamp(),
            tapped=self.monotonic(),
        )
        self.queries[query.id] = query
        shown = message.as_json()
        if inaccessible:
            shown = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
        self.changes.tell(Kind.TAPPED, message.chat, user, message=message, text=label)
        self.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": user.as_json(),
                "message": shown,
                "chat_instance": str(-message.chat.id * 7_919),
                "data": data,
            },
        )
        return query

    def change_bot(self, chat: Chat, by: User, status: Status, rights: frozenset[str] = frozenset()) -> None:
        """The bot's place in a chat changes, and it is told so, whatever its place is now."""
        me = self.world.me
        before = chat.members.get(me.id) or Membership(user=me, status=Status.LEFT)
        after = chat.members[me.id] = Membership(user=me, status=status, rights=rights)
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": by.as_json(),
                "date": self.timestamp(),
                "old_chat_member": before.as_json(),
                "new_chat_member": after.as_json(),
            },
        )
        self.changes.wake()

    def migrate(self, chat: Chat, by: User) -> Chat:
        """Turn a group into a supergroup with an id of its own; the old id is dead, what it held stays there."""
        successor = self.world.add_group(chat.title, (), supergroup=True)
        successor.members = dict(chat.members)
        chat.migrated_to = successor
        self.hand_over(self.post(chat, by, {"migrate_to_chat_id": successor.id}))
        self.hand_over(self.post(successor, by, {"migrate_from_chat_id": chat.id}))
        return successor

    def _meant(self, message: Message) -> bool:
        """Whether a bot in privacy mode gets this group message: commands, mentions, replies to it."""
        me = self.world.me
        if message.reply_to is not None and message.reply_to.sender is me:
            return True
        for entity in spoken(message.text):
            word = message.text.encode("utf-16-le")[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
            name = word.decode("utf-16-le").partition("@")[2].lower()
            if name == (me.username or "").lower() or (entity["type"] == "bot_command" and not name):
                return True
        return False
