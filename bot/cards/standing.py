"""How people stand on a card: a line each, with what they answered."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards.writing import Writer, reached, said
from bot.domain.incident.state import Incident
from config.roster import Member

MOST: Final = 40  # people on one card


def people_lines(incident: Incident, members: Sequence[Member], write: Writer) -> Iterator[str]:
    """A line with the phone number for each of the first, and a count of the others."""
    yield from _cut([standing_line(incident, member, write, phone=True) for member in members[:MOST]], members, write)


def silent_lines(incident: Incident, members: Sequence[Member], write: Writer) -> Iterator[str]:
    """The same below a heading that already says that these are silent: name, number, and what was tried."""
    lines = []
    for member in members[:MOST]:
        away = [write.t("standing.away")] if member.id in incident.away else []
        lines.append(" ".join([said(member.name), member.phone, *away, *_remarks(incident, member, write)]))
    yield from _cut(lines, members, write)


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
    number = f" {member.phone}" if phone else ""
    return " ".join([f"{said(member.name)}{number} — {state}", *_remarks(incident, member, write)])


def _remarks(incident: Incident, member: Member, write: Writer) -> Iterator[str]:
    """What else is known: needs support, cannot be written to, is being phoned or was."""
    standing, t = incident.roll[member.id], write.t
    if standing.support:
        yield f"🆘{t('answer.support')}"
    if standing.unreachable:
        yield t("standing.phone_them", reason=reached(write, standing.unreachable))
    if standing.answer is None and standing.phone:
        caller = said(incident.name(standing.phoned_by or ""))
        yield t("standing.phoned", result=t(f"phone.{standing.phone}"), name=caller)
    elif standing.answer is None and standing.caller:
        yield t("standing.being_phoned", name=said(incident.name(standing.caller)))


def _cut(lines: Sequence[str], members: Sequence[Member], write: Writer) -> Iterator[str]:
    yield from lines
    if len(members) > MOST:
        yield write.t("list.more", count=len(members) - MOST)
