"""Typed words where everybody of a group reads them, perhaps also people who are not on the roster any more.

No phone or identity-card number stands there, whoever typed it. What happened is told there in the words of whoever
commands; a witness may have said more of somebody's health than the group should read.
"""

from bot.cards.writing import Writer
from bot.domain.incident.events import Detail
from bot.domain.incident.state import Incident
from bot.domain.notes import without_numbers
from bot.domain.unit import Unit


def place(incident: Incident) -> str:
    """Where it is; empty while that is unknown. Not escaped."""
    return without_numbers(incident.place)


def what(unit: Unit, incident: Incident, write: Writer) -> str:
    """What happened, or that each can read it in private; empty while that is unknown. Not escaped."""
    if incident.what and not _from_command(unit, incident):
        return write.t("chat.what_in_private")
    return without_numbers(incident.what)


def words(text: str) -> str:
    """What the command post says to everybody. Not escaped."""
    return without_numbers(text)


def _from_command(unit: Unit, incident: Incident) -> bool:
    """Whether those words are a leader's or the command post's own, and not a report's or a witness's."""
    author = incident.words_by.get(Detail.WHAT)
    if author is not None:
        member = incident.roster.find(author)
        return member is not None and bool({*member.roles} & {*incident.plan.succession, *incident.plan.command_post})
    if incident.lead is None:
        return True
    lead = unit.desk.leads.get(incident.lead)  # only the latest reports are kept: of an older one the words may be
    return lead is not None and not " ".join(lead.texts).startswith(incident.what)
