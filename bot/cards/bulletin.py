"""What the command post says to everybody, and what people write, photograph or locate for the command post."""

from collections.abc import Iterator

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref
from bot.cards.writing import CAPTION_LIMIT, LIMIT, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.message import Event
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """A message each: to everybody for a bulletin, to the command post for a note."""
    match event:
        case e.BulletinIssued():
            incident = unit.incidents[event.number]
            for member in incident.roster.members:
                yield Ref(draw=draw_bulletin, incident=event.number, subject=member.id, ordinal=event.bulletin)
        case e.NoteAdded():
            incident = unit.incidents[event.number]
            for member in incident.command_post():
                if member.id != event.by:
                    yield Ref(draw=draw_note, incident=event.number, subject=member.id, ordinal=event.note)
                    if event.location is not None:
                        yield Ref(draw=draw_location, incident=event.number, subject=member.id, ordinal=event.note)
        case _:
            return


def draw_bulletin(unit: Unit, ref: Ref) -> Card:
    """To one member."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    bulletin = incident.bulletins[ref.ordinal - 1]
    heading = bold(write.t("bulletin.heading", time=write.time(bulletin.at), number=incident.number))
    by = write.t("bulletin.by", name=said(incident.name(bulletin.by)))
    return Card(
        key=f"{incident.number}/bulletin/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page([heading, said(bulletin.text, 2000), by]),
    )


def draw_note(unit: Unit, ref: Ref) -> Card:
    """To one member of the command post, with the picture if there is one."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    note = incident.notes[ref.ordinal - 1]
    name = said(incident.name(note.by))
    located = write.t("note.located") if note.location else ""
    lines = [bold(write.t("note.heading", name=name, time=write.time(note.at))), said(note.text, 700), located]
    return Card(
        key=f"{incident.number}/note/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page([line for line in lines if line], limit=CAPTION_LIMIT if note.photo else LIMIT),
        photo=note.photo,
    )


def draw_location(unit: Unit, ref: Ref) -> Card:
    """The place on the map, right after the note that says whose it is: Telegram shows no words with it."""
    incident = unit.incidents[ref.incident]
    note = incident.notes[ref.ordinal - 1]
    write = writer(unit, incident)
    return Card(
        key=f"{incident.number}/note/{ref.subject}/{ref.ordinal}/location",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page([write.t("note.location", name=said(incident.name(note.by)))]),
        location=note.location,
    )
