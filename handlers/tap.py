"""A tap on a button. What the button says proves nothing: who tapped is read anew (promise 6)."""

from dataclasses import dataclass

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.cards.toast import toast
from bot.delivery.gateway import Gateway
from bot.domain.codec import load_command
from config.texts import texts
from handlers.gate import Gate
from store.protocol import StoreError


@dataclass(frozen=True, kw_only=True)
class Taps:
    """Handles taps; the answer goes out once the effect is committed, and never waits."""

    gate: Gate
    gateway: Gateway

    async def __call__(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry one tap out, and say what came of it."""
        query = update.callback_query
        if query is None:
            return
        member = self.gate.member(query.from_user)
        if member is None:
            self.gateway.answer(query.id, self.gate.stranger)
            return
        try:
            await self.gate.heard(member)
            await self._press(query, member)
        except StoreError:
            self._say(query, "toast.not_kept")
            raise
        except Exception:
            self._say(query, "toast.failed")
            raise

    async def _press(self, query: CallbackQuery, member: str) -> None:
        service = self.gate.service
        pressed = await service.pressed(query.data or "")
        if pressed is None:
            self._say(query, "toast.unknown_button")
        elif pressed.address.startswith("member:") and pressed.address != f"member:{member}":
            self._say(query, "toast.not_yours")
        else:
            command = load_command(pressed.command, by=member)
            outcome = await service.submit(command, tapped=pressed.card)
            said = toast(service.unit, command, outcome.events, outcome.refused)
            self.gateway.answer(query.id, said.text, alert=said.alert)

    def _say(self, query: CallbackQuery, key: str) -> None:
        self.gateway.answer(query.id, texts(self.gate.service.unit.plan.language)(key), alert=True)
