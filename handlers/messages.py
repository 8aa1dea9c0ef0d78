"""Everything that is typed, photographed or shared with the bot."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.cards import answers
from bot.domain.codec import load_command
from bot.domain.desk.commands import ExtendLead, ReportLead
from bot.domain.desk.state import Lead
from bot.domain.duty.commands import AnswerInWords
from bot.domain.hazard.commands import ReportHazard
from bot.domain.incident.commands import (
    AddNote,
    DescribeScene,
    ExplainBlock,
    IncidentCommand,
    IssueBulletin,
    TakeHeadcount,
)
from bot.domain.incident.state import Incident
from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import MoveGroup
from bot.service import Clock, Service
from handlers import hazard, meeting
from handlers.commands import COMMANDS, WORDS
from handlers.enrolling import Door
from handlers.gate import Gate
from handlers.membership import link
from handlers.order import Line, Place
from handlers.said import Said, read
from handlers.submitting import submit

LEAD_FRESH: Final = timedelta(hours=2)  # a picture sent later than that is no longer about the lead
# Seconds. A quick thumb replies before we have recorded that the question arrived.
_NOT_YET_RECORDED: Final = (0.02, 0.1, 0.4)
_WORDED = (
    AnswerInWords | ReportLead | ExtendLead | AddNote | ExplainBlock | IssueBulletin | TakeHeadcount | DescribeScene
)


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Handles messages."""

    gate: Gate
    door: Door
    clock: Clock
    line: Line

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Route one message, or what somebody changed in one."""
        message = update.message
        if message is None:
            if update.edited_message is not None:
                await self._edited(update.edited_message, context)
            return
        with self.line.place(message.from_user.id if message.from_user else None) as place:
            await place.settled()
            self.gate.service.skew.note(message.date, self.clock.now())
            if (move := _move(message)) is not None:
                await place.turn()
                await self.gate.service.submit(move)
            elif not self.gate.open(message.chat) and not await self._is_open_by_now(message, place):
                return
            elif not await self.door.opens(message, place):
                await self._listen(message, place, context.bot.username)

    async def _edited(self, message: Message, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What was changed in an answer to a duty corrects it; anything else has to be sent anew, and that is said.

        A changed command gives no order, and a shared location that moves says nothing.
        """
        member = self.gate.member(message.from_user)
        if member is None or message.sender_chat is not None or message.chat.type != ChatType.PRIVATE:
            return
        said = read(message, member, context.bot.username)
        if said is None or not said.words or said.location is not None:
            return
        with self.line.place(message.from_user.id if message.from_user else None) as place:
            asked = await self._asked(said)
            await place.turn()
            if isinstance(asked, AnswerInWords) and hazard.named(self.gate.service, said) is None:
                await _reply(self.gate.service, said, asked)
            else:
                await _say(self.gate.service, said, "said.edited", self.gate.service.unit.current(member))

    async def _is_open_by_now(self, message: Message, place: Place) -> bool:
        """Words in a group that is not the unit's: how the bot got there was missed, and it leaves.

        Unless the group was made the unit's by what came in just before.
        """
        if not (message.text or message.caption) or message.chat.id in self.gate.leaving:
            return False
        await place.turn()
        await link(self.gate, message.chat, by="", may_pin=False)
        return self.gate.open(message.chat)

    async def _listen(self, message: Message, place: Place, bot_name: str) -> None:
        member = self.gate.member(message.from_user)
        if member is None or message.sender_chat is not None:
            self.gate.turn_away(message.chat)
            return
        said = read(message, member, bot_name)
        if said is not None:
            asked = await self._asked(said)
            await place.turn()
            await self._route(said, asked)
        await self.gate.heard(member)

    async def _asked(self, said: Said) -> Command | None:
        """The command that a reply to this card gives."""
        if said.reply_to is None or said.command is not None or not said.private:
            return None
        asked = await self.gate.service.replied(said.chat_id, said.reply_to)
        for pause in _NOT_YET_RECORDED if said.reply_is_quick else ():
            if asked is not None:
                break
            await asyncio.sleep(pause)
            asked = await self.gate.service.replied(said.chat_id, said.reply_to)
        if asked is None or asked.address != f"member:{said.member}":
            return None
        return load_command(asked.command, by=said.member)

    async def _route(self, said: Said, asked: Command | None) -> None:
        service = self.gate.service
        if said.private and asked is None and said.command is None and said.words in WORDS:
            said = replace(said, command=WORDS[said.words], words="")
        if said.command is not None:
            handler = COMMANDS.get(said.command)
            if handler is not None:
                await handler(service, said)
            elif said.private:
                await _say(service, said, "said.not_understood")
        elif isinstance(asked, ReportHazard | None) and (more := hazard.of_album(service, said)) is not None:
            await submit(service, said, more)  # its card counts the pictures
        elif isinstance(asked, AnswerInWords) and (about := hazard.named(service, said)) is not None:
            extend, words = about
            await hazard.reply(service, words, extend)
        elif isinstance(asked, hazard.WORDED):
            await hazard.reply(service, said, asked)
        elif isinstance(asked, meeting.Worded):
            await meeting.reply(service, said, asked)
        elif isinstance(asked, _WORDED):
            await _reply(service, said, asked)
        elif said.private:
            await self._unasked(said)

    async def _unasked(self, said: Said) -> None:
        """A picture or place for one's own lead; in an incident a note; otherwise it was not understood."""
        service = self.gate.service
        incident = service.unit.current(said.member)
        words, photo, location = said.words, said.photo, said.location
        if (lead := self._lead(said, incident)) is not None:
            await submit(
                service, said, ExtendLead(by=said.member, lead=lead.id, text=words, photo=photo, location=location)
            )
        elif incident is not None and (words or photo or location):
            note = AddNote(by=said.member, number=incident.number, text=words, photo=photo, location=location)
            if await submit(service, said, note, exercise=incident.exercise):
                await _say(service, said, "note.recorded", incident)
        else:
            await _say(service, said, "said.not_understood")

    def _lead(self, said: Said, incident: Incident | None) -> Lead | None:
        """The lead that somebody who has just reported goes on about."""
        lead = self.gate.service.unit.desk.latest_lead(said.member)
        if lead is None or self.clock.now() - lead.at > LEAD_FRESH or not (said.words or said.photo or said.location):
            return None
        return lead if incident is None or lead.at > incident.activated_at else None


async def _reply(service: Service, said: Said, command: _WORDED) -> None:
    """The words that a card asked for, with the picture or place where there is room for one."""
    command = replace(command, text=said.words)
    if isinstance(command, AnswerInWords):
        file, name = (said.document.file_id, said.document.name) if said.document else (said.photo, "")
        command = replace(command, file=file, file_name=name)
    if isinstance(command, ReportLead | ExtendLead | AddNote):
        command = replace(command, photo=said.photo, location=said.location)
    incident = service.unit.incidents.get(command.number) if isinstance(command, IncidentCommand) else None
    accepted = await submit(service, said, command, exercise=incident is not None and incident.exercise)
    if accepted and isinstance(command, IncidentCommand | AnswerInWords):  # a lead is answered by its receipt
        await _say(service, said, "said.recorded", incident)


async def _say(service: Service, said: Said, key: str, incident: Incident | None = None) -> None:
    await service.show(answers.plain(service.unit, said.member, said.origin, key, incident))


def _move(message: Message) -> MoveGroup | None:
    """A group became a supergroup; both of them say so."""
    if message.migrate_to_chat_id is not None:
        return MoveGroup(by=SYSTEM, old=message.chat.id, chat=message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return MoveGroup(by=SYSTEM, old=message.migrate_from_chat_id, chat=message.chat.id)
    return None
