"""/meeting (开会), and the words and files that cards of a meeting ask for."""

from dataclasses import replace

from bot.cards import answers, meeting_answers
from bot.domain.meeting.commands import AddAgenda, AddMinutes, DraftActions, FixDateInWords, NoteAction, WriteToMeeting
from bot.service import Service
from handlers.said import Said
from handlers.submitting import submit

Worded = AddAgenda | AddMinutes | DraftActions | FixDateInWords | NoteAction | WriteToMeeting


async def meeting(service: Service, said: Said) -> None:
    """/meeting"""
    unit = service.unit
    today = service.now().astimezone(unit.time_zone).date()
    await service.show(meeting_answers.meetings(unit, said.member, said.origin, today), origin=said.origin)


async def reply(service: Service, said: Said, command: Worded) -> None:
    """The words that a card asked for; minutes may come as a file or a picture."""
    command = replace(command, text=said.words)
    if isinstance(command, AddMinutes):
        file = said.document.file_id if said.document else said.photo
        command = replace(command, file=file, file_name=said.document.name if said.document else "")
    if await submit(service, said, command) and isinstance(command, AddAgenda | AddMinutes | NoteAction):
        await service.show(answers.plain(service.unit, said.member, said.origin, "said.recorded"))
