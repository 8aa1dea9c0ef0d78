"""What the cards of a meeting have in common: its name, its days, its agenda; and the entry for a calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.cards.card import Attachment
from bot.cards.writing import Writer, bold, said
from bot.domain.meeting.events import DateFixed
from bot.domain.meeting.state import Meeting
from bot.domain.unit import Unit


def heading(meeting: Meeting, write: Writer) -> str:
    """The meeting's title, its period and its clause."""
    terms = meeting.terms
    return bold(write.t("meeting.heading", title=said(terms.title), period=meeting.period, clause=terms.clause))


def day_time(write: Writer, at: datetime) -> str:
    """Month, day, weekday, hours and minutes on the unit's clock."""
    local = at.astimezone(write.zone)
    return f"{write.day(local.date())} {local:%H:%M}"


def agenda_lines(meeting: Meeting, write: Writer, *, most: int) -> Iterator[str]:
    """What is open and what somebody wants to speak about; what does not fit is counted."""
    lines = [write.t(f"meeting.open_{point.kind}", words=said(point.words)) for point in meeting.agenda]
    lines += [write.t("meeting.point", name=said(name), words=said(words, 200)) for name, words in meeting.points]
    if lines:
        yield write.t("meeting.agenda")
        yield from write.listed(lines, most=most)


def invitation(unit: Unit, meeting: Meeting, fixed: DateFixed | None) -> Attachment:
    """An entry for a calendar; without a date, the one that cancels.

    Another date has the same UID and a higher SEQUENCE, so that the entry moves.
    """
    cancelled = fixed is None
    when, stamp = (fixed.when, fixed.at) if fixed else (meeting.cancelled, meeting.since)
    assert when is not None
    from icalendar import Calendar, Event, vText  # a tenth of a second, for one attachment a quarter

    entry = Event()
    entry.add("uid", f"{meeting.id}@{unit.plan.unit}")
    entry.add("sequence", fixed.sequence if fixed else meeting.sequence)
    entry.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", when.astimezone(UTC))
    entry.add("dtend", (when + meeting.terms.length).astimezone(UTC))
    entry.add("summary", meeting.terms.title)
    entry.add("location", vText(meeting.terms.place))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Muster//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(entry)
    return Attachment(name=f"{meeting.id}.ics", text=calendar.to_ical().decode())
