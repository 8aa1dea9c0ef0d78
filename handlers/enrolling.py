"""/start CODE: whoever holds a link is let in, once."""

from dataclasses import dataclass

from telegram import Message, User
from telegram.constants import ChatType

from bot.domain.people.commands import Enrol
from bot.enrolment import Unusable, digest, read
from bot.service import Clock
from config.texts import texts
from handlers.gate import Gate
from handlers.order import Place


@dataclass(frozen=True, kw_only=True)
class Door:
    """Opens to one-time codes; `secret` is their key. The welcome is a card; why not, is a line."""

    gate: Gate
    clock: Clock
    secret: bytes

    async def opens(self, message: Message, place: Place) -> bool:
        """Whether this was somebody with a link, who has now been answered. A made-up code is nobody's."""
        name, _, code = (message.text or "").partition(" ")
        user = message.from_user
        if name != "/start" or user is None or user.is_bot or message.chat.type != ChatType.PRIVATE:
            return False
        member = read(self.secret, code.strip(), self.gate.service.unit.roster, self.clock.now())
        if member is Unusable.INVALID:
            return False
        if isinstance(member, Unusable):
            self._say(user, "enrol.expired")
        else:
            await place.turn()
            await self._enrol(user, member, digest(code.strip()))
        return True

    async def _enrol(self, user: User, member: str, code: str) -> None:
        service = self.gate.service
        outcome = await service.submit(Enrol(by=member, member=member, account=user.id, code=code))
        if outcome.refused is not None:
            self._say(user, f"refusal.{outcome.refused.key}", **outcome.refused.values)
        elif not outcome.events:
            self._say(user, "enrol.again", name=service.unit.roster.by_id[member].name)

    def _say(self, user: User, key: str, **values: str) -> None:
        self.gate.say(user.id, texts(self.gate.service.unit.plan.language)(key, **values))
