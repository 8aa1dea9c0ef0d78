"""A tap on a button. What the button says proves nothing: who tapped is read anew (promise 6)."""

from dataclasses import dataclass

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.cards import answers, away
from bot.cards.toast import toast
from bot.delivery.gateway import Gateway
from bot.domain.codec import load_command
from bot.domain.hazard.commands import AssignHazard
from bot.domain.incident.commands import GiveAnswer
from bot.domain.message import Command
from bot.domain.people.absence import GoAway
from config.texts import texts
from handlers.gate import Gate
from handlers.order import Line, Place
from store.protocol import StoreError

_ANSWER = "answer/"  # the key of a card that answers a message, followed by that message


@dataclass(frozen=True, kw_only=True)
class Taps:
    """Handles taps; the answer goes out once the effect is committed, and never waits."""

    gate: Gate
    gateway: Gateway
    line: Line

    async def __call__(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry one tap out, and say what came of it."""
        query = update.callback_query
        if query is None:
            return
        with self.line.place(query.from_user.id) as place:
            member = self.gate.member(query.from_user)
            if member is None:
                self.gateway.answer(query.id, self.gate.stranger)
                return
            try:
                await self._press(query, member, place)
                await self.gate.heard(member)
            except StoreError:
                self._say(query, "toast.not_kept")
                raise
            except Exception:
                self._say(query, "toast.failed")
                raise

    async def _press(self, query: CallbackQuery, member: str, place: Place) -> None:
        service = self.gate.service
        pressed = await service.pressed(query.data or "")
        if pressed is None:
            self._say(query, "toast.unknown_button")
        elif pressed.address.startswith("member:") and pressed.address != f"member:{member}":
            self._say(query, "toast.not_yours")
        else:
            command = load_command(pressed.command, by=member)
            await place.turn()
            outcome = await service.submit(command, tapped=pressed.card)
            said = toast(service.unit, command, outcome.events, outcome.refused)
            self.gateway.answer(query.id, said.text, alert=said.alert)
            if pressed.card.startswith(_ANSWER) and outcome.refused is None:
                await self._close(pressed.card.removeprefix(_ANSWER), command)

    async def _close(self, origin: str, command: Command) -> None:
        """The question that /here, /away or an owner in words asked back is answered: its buttons go."""
        unit = self.gate.service.unit
        if isinstance(command, GoAway):
            await self.gate.service.show(away.recorded(unit, command.by, origin, "away.recorded_for", command.who))
        if isinstance(command, GiveAnswer) and (incident := unit.incidents.get(command.number)) is not None:
            name = incident.name(command.member)
            card = answers.plain(unit, command.by, origin, "here.recorded_for", incident, name=name)
            await self.gate.service.show(card)
        if isinstance(command, AssignHazard):
            await self.gate.service.show(answers.plain(unit, command.by, origin, "said.recorded"))

    def _say(self, query: CallbackQuery, key: str) -> None:
        self.gateway.answer(query.id, texts(self.gate.service.unit.plan.language)(key), alert=True)
