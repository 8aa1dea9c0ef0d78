"""How people stand on a card: a line each, with what they answered."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards.writing import Writer, reached, said
from bot.domain.incident.state import Incident
from config.roster import Member

MOST: Final = 40  # people on one card


def people_lines(incident: Incident, members: Sequence[Member], write: Writer) -> Iterator[str]:
    """A line with the phone number for each of the first, and a count of the others."""
    for member in members[:MOST]:
        yield standing_line(incident, member, write, phone=True)
    if len(members) > MOST:
        yield write.t("list.more", count=len(members) - MOST)


def standing_line(incident: Incident, member: Member, write: Writer, *, phone: bool) -> str:
    """Name, answer and time; the number only where the reader's role needs it."""
    standing = incident.roll[member.id]
    t = write.t
    if standing.answer is None:
        state = t("standing.away" if member.id in incident.away else "standing.silent")
    else:
        assert standing.answered_at is not None
        state = f"{t(f'answer.{standing.answer}')} {write.time(standing.answered_at)}"
    if standing.reported_by:
        state += t("standing.by_proxy", name=said(incident.name(standing.reported_by)))
    if standing.support:
        state += f" 🆘{t('answer.support')}"
    if standing.unreachable:
        state += " " + t("standing.phone_them", reason=reached(write, standing.unreachable))
    if standing.answer is None and standing.phone:
        caller = said(incident.name(standing.phoned_by or ""))
        state += " " + t("standing.phoned", result=t(f"phone.{standing.phone}"), name=caller)
    elif standing.answer is None and standing.caller:
        state += " " + t("standing.being_phoned", name=said(incident.name(standing.caller)))
    number = f" {member.phone}" if phone else ""
    return f"{said(member.name)}{number} — {state}"
