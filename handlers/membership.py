"""The bot is blocked, unblocked, added to a group, promoted, removed."""

from dataclasses import dataclass
from typing import Final

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner, Update
from telegram.ext import ContextTypes

from bot.delivery.gateway import Gateway
from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import LinkGroup, LoseGroup, LoseReach, NoteGroupRights, RegainReach
from bot.domain.people.events import ForeignGroupLeft
from handlers.gate import Gate

_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Handles `my_chat_member`."""

    gate: Gate
    gateway: Gateway

    async def __call__(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Note what became of the bot in that chat."""
        change = update.my_chat_member
        if change is None:
            return
        service, chat, now = self.gate.service, change.chat, change.new_chat_member
        member = self.gate.member(change.from_user)
        command: Command
        if chat.type == chat.PRIVATE:
            if member is None:
                return
            lost = now.status in _GONE
            command = (
                LoseReach(by=SYSTEM, member=member, reason="blocked") if lost else RegainReach(by=SYSTEM, member=member)
            )
            await service.submit(command)
        elif chat.type == chat.CHANNEL:
            await self.gateway.leave(chat.id)
        elif now.status in _GONE:
            await service.submit(LoseGroup(by=SYSTEM, chat=chat.id))
        elif change.old_chat_member.status in _GONE:
            before = service.unit.people.group
            title = chat.title or ""
            outcome = await service.submit(LinkGroup(by=member or "", chat=chat.id, title=title, may_pin=_may_pin(now)))
            if any(isinstance(event, ForeignGroupLeft) for event in outcome.events):
                await self.gateway.leave(chat.id)
            elif outcome.events and before is not None and before.chat != chat.id:
                await self.gateway.leave(before.chat)
        else:
            await service.submit(NoteGroupRights(by=SYSTEM, chat=chat.id, may_pin=_may_pin(now)))


def _may_pin(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberOwner):
        return True
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_pin_messages)
