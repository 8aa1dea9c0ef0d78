"""Everything that is typed, photographed or shared with the bot."""

from dataclasses import dataclass, replace

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.cards import answers
from bot.domain.codec import load_command
from bot.domain.desk.commands import ExtendLead, ReportLead
from bot.domain.desk.state import Lead
from bot.domain.incident.commands import (
    AddNote,
    DescribeScene,
    ExplainBlock,
    IncidentCommand,
    IssueBulletin,
    TakeHeadcount,
)
from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import Enrol, MoveGroup
from bot.enrolment import Unusable, digest
from bot.enrolment import read as read_code
from bot.service import Clock
from config.texts import texts
from handlers.commands import COMMANDS, submit
from handlers.gate import Gate
from handlers.said import Said, read

_WORDED = ReportLead | ExtendLead | AddNote | ExplainBlock | IssueBulletin | TakeHeadcount | DescribeScene


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Handles messages; `secret` is the key of the enrolment codes."""

    gate: Gate
    clock: Clock
    secret: bytes

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Route one message."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            move = MoveGroup(by=SYSTEM, old=message.chat.id, chat=message.migrate_to_chat_id)
            await self.gate.service.submit(move)
            return
        if not self.gate.open(message.chat):
            return
        if await self._enrols(message):
            return
        member = self.gate.member(message.from_user)
        if member is None or message.sender_chat is not None:
            self.gate.turn_away(message.chat)
            return
        await self.gate.heard(member)
        said = read(message, member, context.bot.username)
        if said is not None:
            await self._route(said)

    async def _route(self, said: Said) -> None:
        service = self.gate.service
        if said.command is not None:
            handler = COMMANDS.get(said.command)
            if handler is not None:
                await handler(service, said)
            elif said.private:
                await self._say(said, "said.not_understood")
        elif said.private and not await self._replies(said):
            await self._unasked(said)

    async def _enrols(self, message: Message) -> bool:
        """/start CODE, in private, from whoever holds the link."""
        text, user = message.text or "", message.from_user
        name, _, code = text.partition(" ")
        if name != "/start" or not code or user is None or message.chat.type != message.chat.PRIVATE:
            return False
        unit = self.gate.service.unit
        found = read_code(self.secret, code.strip(), unit.roster, self.clock.now())
        if found is Unusable.INVALID:
            return False
        t = texts(unit.plan.language)
        if isinstance(found, Unusable):
            self.gate.say(message.chat.id, t("enrol.expired"))
            return True
        outcome = await self.gate.service.submit(
            Enrol(by=found, member=found, account=user.id, code=digest(code.strip()))
        )
        if outcome.refused is not None:
            self.gate.say(message.chat.id, t(f"refusal.{outcome.refused.key}", **outcome.refused.values))
        elif not outcome.events:
            self.gate.say(message.chat.id, t("enrol.again", name=unit.roster.by_id[found].name))
        return True

    async def _replies(self, said: Said) -> bool:
        """A reply to a card that asks for words, or the only words that can be an answer."""
        service = self.gate.service
        if said.reply_to is None:
            return False
        asked = await service.replied(said.chat_id, said.reply_to)
        if asked is None or asked.address != f"member:{said.member}":
            return False
        command = load_command(asked.command, by=said.member)
        if not isinstance(command, _WORDED):
            return False
        command = replace(command, text=said.words)
        if isinstance(command, ReportLead | ExtendLead | AddNote):
            command = replace(command, photo=said.photo, location=said.location)
        if await submit(service, said, command, exercise=self._exercise(command)) and not isinstance(
            command, ReportLead | ExtendLead
        ):
            await self._say(said, "said.recorded", command)
        return True

    async def _unasked(self, said: Said) -> None:
        """A picture or place for one's own lead; in an incident a note; otherwise it was not understood."""
        service = self.gate.service
        incident = service.unit.current(said.member)
        lead = self._recent_lead(said) if incident is None else None
        if lead is not None:
            extend = ExtendLead(by=said.member, lead=lead.id, text=said.words, photo=said.photo, location=said.location)
            await submit(service, said, extend)
        elif incident is not None and (said.words or said.photo or said.location):
            note = AddNote(
                by=said.member, number=incident.number, text=said.words, photo=said.photo, location=said.location
            )
            if await submit(service, said, note, exercise=incident.exercise):
                await self._say(said, "note.recorded", note)
        else:
            await self._say(said, "said.not_understood")

    def _recent_lead(self, said: Said) -> Lead | None:
        return self.gate.service.unit.desk.latest_lead(said.member)

    def _exercise(self, command: Command) -> bool:
        if not isinstance(command, IncidentCommand):
            return False
        incident = self.gate.service.unit.incidents.get(command.number)
        return incident is not None and incident.exercise

    async def _say(self, said: Said, key: str, about: Command | None = None) -> None:
        unit = self.gate.service.unit
        incident = unit.incidents.get(about.number) if isinstance(about, IncidentCommand) else None
        await self.gate.service.show(answers.plain(unit, said.member, said.origin, key, incident))
