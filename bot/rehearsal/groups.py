"""Group chats as their owners handle them: adding the bot, giving it rights, throwing it out, growing."""

# ruff: noqa: ASYNC109  patience is part of what is said: `await phone.sees("…", timeout=1)`

from collections.abc import Mapping

from bot.rehearsal import screen
from bot.rehearsal.chats import ADMIN_RIGHTS, Chat, Membership, Message, Status
from bot.rehearsal.exchange import Exchange
from bot.rehearsal.phones import PATIENCE, Phone

_BASIC_RIGHTS = frozenset(ADMIN_RIGHTS) - {"can_pin_messages", "can_promote_members"}


class Group:
    """One group chat; it stays the same object when it becomes a supergroup."""

    def __init__(self, exchange: Exchange, chat: Chat, phones: Mapping[int, Phone]) -> None:
        self.exchange = exchange
        self.phones = phones
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id now."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The title."""
        return self.chat.title

    @property
    def owner(self) -> Phone:
        """Who made the group."""
        owner = next(place.user for place in self.chat.members.values() if place.status is Status.CREATOR)
        return self.phones[owner.id]

    async def adds_bot(self, *, by: Phone | None = None, pin_rights: bool = False) -> None:
        """Somebody (the owner) adds the bot, and with `pin_rights` makes it an administrator who may pin."""
        actor = (by or self.owner).user
        me = self.exchange.world.me
        self.exchange.change_bot(self.chat, actor, Status.MEMBER)
        line = self.exchange.post(self.chat, actor, {"new_chat_members": [me.as_json()]})
        self.exchange.hand_over(line)
        if pin_rights:
            await self.promotes_bot(by=by)

    async def promotes_bot(self, *, by: Phone | None = None, pin_rights: bool = True) -> None:
        """Make the bot an administrator, who may pin or not."""
        rights = _BASIC_RIGHTS | {"can_pin_messages"} if pin_rights else _BASIC_RIGHTS
        self.exchange.change_bot(self.chat, (by or self.owner).user, Status.ADMINISTRATOR, rights)

    async def demotes_bot(self, *, by: Phone | None = None) -> None:
        """Make the bot an ordinary member."""
        self.exchange.change_bot(self.chat, (by or self.owner).user, Status.MEMBER)

    async def removes_bot(self, *, by: Phone | None = None) -> None:
        """Throw the bot out."""
        actor = (by or self.owner).user
        self.exchange.post(self.chat, actor, {"left_chat_member": self.exchange.world.me.as_json()})
        self.exchange.change_bot(self.chat, actor, Status.KICKED)

    async def adds(self, phone: Phone, *, administrator: bool = False) -> None:
        """Somebody joins, or becomes an administrator."""
        known = phone.id in self.chat.members and self.chat.members[phone.id].present
        status = Status.ADMINISTRATOR if administrator else Status.MEMBER
        rights = frozenset(ADMIN_RIGHTS) if administrator else frozenset[str]()
        self.chat.members[phone.id] = Membership(user=phone.user, status=status, rights=rights)
        if not known:
            content = {"new_chat_members": [phone.user.as_json()]}
            self.exchange.hand_over(self.exchange.post(self.chat, self.owner.user, content))

    async def removes(self, phone: Phone) -> None:
        """Somebody is thrown out."""
        self.chat.members[phone.id].status = Status.KICKED
        content = {"left_chat_member": phone.user.as_json()}
        self.exchange.hand_over(self.exchange.post(self.chat, self.owner.user, content))

    async def migrates(self, *, by: Phone | None = None) -> int:
        """Become a supergroup; returns the new id. What was said before stays behind under the old one."""
        self.chat = self.exchange.migrate(self.chat, (by or self.owner).user)
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What the chat holds, oldest first."""
        return list(self.chat.messages.values())

    @property
    def pinned(self) -> Message | None:
        """What the bar at the top shows."""
        return self.chat.pinned_message()

    async def sees(self, *texts: str, timeout: float = PATIENCE) -> Message:
        """The newest message in the group that shows all these texts now, waiting for it. NotOnScreen."""
        return await self.owner.sees(*texts, chat=self, timeout=timeout)

    def sees_no(self, *texts: str) -> None:
        """Check that no message in the group shows all these texts now. NotOnScreen when one does."""
        self.owner.sees_no(*texts, chat=self)

    def screen(self) -> str:
        """The group in readable text."""
        return screen.draw(self.chat, bot_name=f"@{self.exchange.world.me.username}")
