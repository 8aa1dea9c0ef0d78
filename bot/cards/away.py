"""Who is away: to the person, and to those who have to know who commands meanwhile."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cards.answers import answer
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.authority import Right, commander, holders
from bot.domain.message import SYSTEM, Event
from bot.domain.people.absence import AbsenceEvent, CameBack, ComeBack, GoAway, WentAway
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The person's card, the one before it, and a line each to the command post, or only to the office."""
    if not isinstance(event, WentAway | CameBack):
        return
    before = event.before if isinstance(event, WentAway) else event.since
    if before is not None:
        yield Ref(draw=draw, subject=event.member, ordinal=millisecond(before))
    if isinstance(event, WentAway):
        yield Ref(draw=draw, subject=event.member, ordinal=millisecond(event.at))
    else:
        line = writer(unit).t("away.back_late" if event.late else "away.back_you")
        yield Ref(draw=draw_line, subject=event.member, other=line, ordinal=millisecond(event.at))
    line = _line(unit, event, writer(unit))
    for reader in _readers(unit, event):
        yield Ref(draw=draw_line, subject=f"{reader}/{event.member}", other=line, ordinal=millisecond(event.at))


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To the person: away until when, and one tap to be back."""
    write, absence = writer(unit), unit.people.absences.get(ref.subject)
    if unit.roster.find(ref.subject) is None:
        return None
    is_open = absence is not None and millisecond(absence.since) == ref.ordinal
    lines = [bold(write.t("away.over"))]
    if absence is not None and is_open:
        key = "away.you" if absence.by == ref.subject else "away.you_by"
        name = said(name_of(unit, absence.by))
        lines = [
            bold(write.t(key, until=write.day_time(absence.until), name=name)),
            write.t("away.still_alerted"),
            *([write.t("away.keeps_authority")] if ref.subject in unit.authority() else []),
        ]
    back = Button(text=write.t("button.i_am_back"), command=ComeBack(member=ref.subject), style=Style.SUCCESS)
    return Card(
        key=f"people/away/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        buttons=((back,),) if is_open else (),
        closed=not is_open,
    )


def draw_line(unit: Unit, ref: Ref) -> Card:
    """The words that the event gave."""
    reader, _, _ = ref.subject.partition("/")
    return Card(
        key=f"people/away_told/{ref.subject}/{ref.ordinal}",
        to=f"member:{reader}",
        lane=Lane.COMMAND,
        text=writer(unit).page(ref.other.split("\n")),
    )


def ask(unit: Unit, member: str, origin: str, now: datetime, *, about: str = "", nobody: str = "") -> Card:
    """/away without a time that could be read: until when? With `about`, for somebody else.

    `nobody`: what was said before a time, and names nobody; whoever meant somebody else must not answer for themselves.
    """
    write = writer(unit)
    today = now.astimezone(write.zone).replace(hour=23, minute=59, second=0, microsecond=0)
    if today <= now + timedelta(minutes=1):
        today += timedelta(days=1)
    choices = {"today": today, "days": today + timedelta(days=3), "week": today + timedelta(days=7)}
    buttons = tuple(
        Button(text=write.t(f"button.away_{word}"), command=GoAway(until=until, member=about))
        for word, until in choices.items()
    )
    question = write.t("away.ask_for", name=said(name_of(unit, about))) if about else write.t("away.ask")
    unknown = [write.t("away.unknown", name=said(nobody, 40))] if nobody else []
    return answer(member, origin, write.page([*unknown, bold(question), write.t("away.how")]), buttons=(buttons,))


def recorded(unit: Unit, member: str, origin: str, key: str, about: str) -> Card:
    """To whoever said it: what is now on record about that person."""
    write, absence = writer(unit), unit.people.absences.get(about)
    until = write.day_time(absence.until) if absence else "—"
    return answer(member, origin, write.page([write.t(key, name=said(name_of(unit, about)), until=until)]))


def _readers(unit: Unit, event: AbsenceEvent) -> list[str]:
    """Everybody in the command post where it is about who commands; else the office alone."""
    post = [*holders(unit.plan, unit.roster, Right.COMMAND_POST), *holders(unit.plan, unit.roster, Right.AUTHORITY)]
    leads = event.member in unit.authority()
    readers = post if leads else unit.roster.with_role(unit.plan.office)
    return [member for member in dict.fromkeys(m.id for m in readers) if member not in (event.member, event.by)]


def _line(unit: Unit, event: AbsenceEvent, write: Writer) -> str:
    """Who is away until when, or back, and who commands now. Harmless in HTML."""
    t, member = write.t, unit.roster.find(event.member)
    name, title = said(name_of(unit, event.member)), said(member.title) if member else ""
    if isinstance(event, WentAway):
        line = t("away.told", name=name, title=title, until=write.day_time(event.until))
    else:
        line = t("away.told_back", name=name, title=title)
    if event.by not in (event.member, SYSTEM):
        line += t("standing.by_proxy", name=said(name_of(unit, event.by)))
    if event.member not in unit.authority():
        return line
    acting = commander(unit.plan, unit.roster, unit.people, event.at)
    return "\n".join([line, t("away.commands", name=said(name_of(unit, acting)))]) if acting else line
