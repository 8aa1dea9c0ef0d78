"""The bot is blocked, unblocked, added to a group, promoted, removed."""

from dataclasses import dataclass
from typing import Final

from telegram import Chat, ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberUpdated, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import LinkGroup, LoseGroup, LoseReach, NoteGroupRights, RegainReach
from bot.domain.people.events import ForeignGroupLeft, GroupLinked
from handlers.gate import Gate
from handlers.order import Line

_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Handles `my_chat_member`."""

    gate: Gate
    line: Line

    async def __call__(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Note what became of the bot in that chat."""
        change = update.my_chat_member
        if change is None:
            return
        with self.line.place(change.from_user.id) as place:
            await place.turn()
            if change.chat.type == ChatType.CHANNEL:
                self.gate.leaving.leave(change.chat.id)
            elif change.chat.type != ChatType.PRIVATE and _added(change):
                by = self.gate.member(change.from_user) or ""
                await link(self.gate, change.chat, by=by, may_pin=_may_pin(change.new_chat_member))
            elif (command := _command(self.gate, change)) is not None:
                await self.gate.service.submit(command)


async def link(gate: Gate, chat: Chat, *, by: str, may_pin: bool) -> None:
    """Make a group the unit's if whoever added the bot may do that, or else leave it; the one before is left."""
    before = gate.service.unit.people.group
    command = LinkGroup(by=by, chat=chat.id, title=chat.title or "", may_pin=may_pin)
    for event in (await gate.service.submit(command)).events:
        if isinstance(event, ForeignGroupLeft):
            gate.leaving.leave(chat.id)
        elif isinstance(event, GroupLinked):
            gate.leaving.stay(chat.id)
            if before is not None:
                gate.leaving.leave(before.chat)


def _command(gate: Gate, change: ChatMemberUpdated) -> Command | None:
    chat, lost = change.chat, change.new_chat_member.status in _GONE
    if chat.type != ChatType.PRIVATE:
        if lost:
            return LoseGroup(by=SYSTEM, chat=chat.id)
        return NoteGroupRights(by=SYSTEM, chat=chat.id, may_pin=_may_pin(change.new_chat_member))
    member = gate.member(change.from_user)
    if member is None:
        return None
    if lost:
        return LoseReach(by=SYSTEM, member=member, reason="blocked")
    return RegainReach(by=SYSTEM, member=member)


def _added(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in _GONE and change.new_chat_member.status not in _GONE


def _may_pin(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberOwner):
        return True
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_pin_messages)
