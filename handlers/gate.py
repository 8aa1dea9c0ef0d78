"""Who is speaking: a member by today's roster, or a stranger. Read again at every update (promise 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import Chat, User
from telegram.constants import ChatType

from bot.domain.message import SYSTEM
from bot.domain.people.commands import RegainReach
from bot.domain.people.sign import FRESH, NoteSign
from bot.service import Service
from config.texts import texts
from handlers.leaving import Leaving

# Telegram's own accounts: an administrator who hides behind the group, and forwarded channel posts.
_NOBODY: Final = frozenset({1087968824, 777000, 136817688})

Say = Callable[[int, str], None]  # a courtesy line to a chat: not durable, dropped when there is no room


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Lets members in, and tells strangers one neutral sentence."""

    service: Service
    say: Say
    leaving: Leaving

    def member(self, user: User | None) -> str | None:
        """The member behind an account; None for a stranger, for Telegram's own accounts, for another bot."""
        if user is None or user.id in _NOBODY or user.is_bot:
            return None
        unit = self.service.unit
        member = unit.people.members.get(user.id)
        return member if member is not None and unit.roster.find(member) else None

    def open(self, chat: Chat) -> bool:
        """Whether the bot listens here: in private, and in the unit's own group chat."""
        group = self.service.unit.people.group
        return chat.type == ChatType.PRIVATE or (group is not None and group.chat == chat.id)

    @property
    def stranger(self) -> str:
        """The one neutral sentence."""
        return texts(self.service.unit.plan.language)("stranger")

    def turn_away(self, chat: Chat) -> None:
        """A stranger in private gets the sentence; in a group nobody is answered."""
        if chat.type == ChatType.PRIVATE:
            self.say(chat.id, self.stranger)

    async def heard(self, member: str) -> None:
        """Whoever writes or taps can be reached again, whatever was known before.

        To be told after what was written or tapped is kept: whoever has just answered is not rung again.
        """
        if member in self.service.unit.people.lost:
            await self.service.submit(RegainReach(by=SYSTEM, member=member))
        last = self.service.unit.signs.get(member)
        if last is None or self.service.now() - last >= FRESH:
            await self.service.submit(NoteSign(by=member))
