"""To the members of a meeting: the poll, the invitation with its calendar entry, reminders."""

from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.meeting_words import agenda_lines, day_time, heading, invitation
from bot.cards.ref import Ref
from bot.cards.writing import CAPTION_LIMIT, Writer, bold, said, writer
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.events import Attendance
from bot.domain.meeting.state import Meeting
from bot.domain.message import Event
from bot.domain.unit import Unit

_AGENDA = 8
_DAY: Final = 86_400


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Everybody's card of what the event changes; an attendance concerns one's own."""
    if not isinstance(event, e.MeetingEvent):
        return
    meeting = unit.meetings.by_id.get(event.meeting)
    if meeting is None:
        return
    for member in meeting.members:
        match event:
            case e.PollOpened() | e.VoteChanged() | e.PollClosed():
                yield Ref(draw=draw_poll, subject=meeting.id, other=member, ordinal=meeting.polls)
            case e.DateFixed():
                yield from _dated(meeting, member, event)
            case e.DateCancelled():
                yield Ref(draw=draw_cancelled, subject=meeting.id, other=member, ordinal=event.sequence)
                yield from _now(meeting, member, before=True)
            case e.MeetingReminded():
                yield from _now(meeting, member, before=True)
            case e.AgendaAdded() | e.MeetingHeld():
                yield from _now(meeting, member)
            case e.AttendanceGiven() if event.member == member:
                yield from _now(meeting, member)


def _dated(meeting: Meeting, member: str, event: e.DateFixed) -> Iterator[Ref]:
    if meeting.polls:
        yield Ref(draw=draw_poll, subject=meeting.id, other=member, ordinal=meeting.polls)
    if event.sequence:
        yield Ref(draw=draw_invitation, subject=meeting.id, other=member, ordinal=event.sequence - 1)
        yield Ref(draw=draw_invitation, subject=meeting.id, other=member, ordinal=event.sequence - 2)
    yield Ref(draw=draw_invitation, subject=meeting.id, other=member, ordinal=event.sequence)
    if meeting.reminders:
        yield Ref(draw=draw_reminder, subject=meeting.id, other=member, ordinal=len(meeting.reminders))


def _now(meeting: Meeting, member: str, *, before: bool = False) -> Iterator[Ref]:
    """The invitation and the last reminder; with `before`, also those that they replace."""
    count = len(meeting.reminders)
    if before:
        yield Ref(draw=draw_invitation, subject=meeting.id, other=member, ordinal=meeting.sequence - 1)
        for n in range(max(1, count - 1), count):
            yield Ref(draw=draw_reminder, subject=meeting.id, other=member, ordinal=n)
    yield Ref(draw=draw_invitation, subject=meeting.id, other=member, ordinal=meeting.sequence)
    if count:
        yield Ref(draw=draw_reminder, subject=meeting.id, other=member, ordinal=count)


def draw_poll(unit: Unit, ref: Ref) -> Card | None:
    """Which days suit? A tap chooses or takes back; 「选好了」 is the answer."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None or not meeting.polls or unit.roster.find(ref.other) is None:
        return None
    write, t = writer(unit), writer(unit).t
    is_open = meeting.closes is not None and meeting.polls == ref.ordinal
    lines, rows = [heading(meeting, write)], []
    if is_open and meeting.closes is not None:
        lines += [bold(t("meeting.poll")), t("meeting.poll_until", closes=day_time(write, meeting.closes))]
        rows = _choices(unit, meeting, ref.other, write)
        if ref.other in meeting.finished:
            lines.append(t("meeting.you_chose" if meeting.votes.get(ref.other) else "meeting.you_chose_none"))
    else:
        lines.append(t("meeting.poll_closed"))
        if meeting.when is not None:
            lines.append(t("meeting.it_is", when=day_time(write, meeting.when)))
    return Card(
        key=f"meeting/{meeting.id}/poll/{ref.ordinal}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=rows,
        reply=c.WriteToMeeting(meeting=meeting.id, poll=ref.ordinal),
        closed=not is_open,
    )


def _choices(unit: Unit, meeting: Meeting, member: str, write: Writer) -> list[tuple[Button, ...]]:
    mine, counts = meeting.votes.get(member, ()), meeting.counts()
    rows: list[tuple[Button, ...]] = []
    for day in meeting.candidates:
        mark = "☑" if day in mine else "☐"
        words = write.t("button.meeting_day", mark=mark, when=day_time(write, day), count=counts[day])
        vote = c.Vote(meeting=meeting.id, day=day, suits=day not in mine)
        rows.append((Button(text=words, command=vote),))
    if member not in meeting.finished:
        done = Button(
            text=write.t("button.meeting_chosen"), command=c.FinishVote(meeting=meeting.id), style=Style.SUCCESS
        )
        none = Button(text=write.t("button.meeting_none"), command=c.FinishVote(meeting=meeting.id, none=True))
        rows.append((done, none))
    return rows


def draw_invitation(unit: Unit, ref: Ref) -> Card | None:
    """When, where, what about; 「参加」「请假」, and an entry for the calendar."""
    meeting = unit.meetings.by_id.get(ref.subject)
    fixed = meeting.dates.get(ref.ordinal) if meeting else None
    if meeting is None or fixed is None or unit.roster.find(ref.other) is None:
        return None
    write = writer(unit)
    key = f"meeting/{meeting.id}/invitation/{ref.ordinal}/{ref.other}"
    if meeting.when is None or ref.ordinal != meeting.sequence:
        old = [heading(meeting, write), write.t("meeting.date_over")]
        entry = invitation(unit, meeting, fixed)
        to = f"member:{ref.other}"
        return Card(key=key, to=to, lane=Lane.NAG, text=write.page(old), attachment=entry, closed=True)
    is_open = meeting.preparing and not meeting.begun
    return Card(
        key=key,
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(_invitation(unit, meeting, ref.other, write), limit=CAPTION_LIMIT),
        buttons=answers(meeting, ref.other, write) if is_open else (),
        reply=c.AddAgenda(meeting=meeting.id) if is_open else None,
        attachment=invitation(unit, meeting, fixed),
        closed=not is_open,
    )


def _invitation(unit: Unit, meeting: Meeting, member: str, write: Writer) -> Iterator[str]:
    t = write.t
    assert meeting.when is not None
    yield heading(meeting, write)
    if meeting.sequence:
        yield t("meeting.moved")
    yield bold(t("meeting.when", when=day_time(write, meeting.when)))
    yield t("meeting.where", place=said(meeting.terms.place))
    yield from _mine(meeting, member, write)
    yield from agenda_lines(meeting, write, most=_AGENDA)
    if meeting.preparing and not meeting.begun:
        yield ""
        yield t("meeting.how_point")


def _mine(meeting: Meeting, member: str, write: Writer) -> Iterator[str]:
    attendance = meeting.attendance.get(member)
    if attendance is not None:
        yield write.t("meeting.you", answer=write.t(f"meeting.answer_{attendance}"))
    elif meeting.held:
        yield write.t("meeting.over")


def draw_cancelled(unit: Unit, ref: Ref) -> Card | None:
    """It does not take place on that day: a message that rings, with the entry that takes the old one away."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None or meeting.cancelled is None or ref.ordinal != meeting.sequence:
        return None
    if unit.roster.find(ref.other) is None:
        return None
    write = writer(unit)
    when = day_time(write, meeting.cancelled)
    lines = [heading(meeting, write), bold(write.t("meeting.cancelled", when=when)), write.t("meeting.new_date_comes")]
    return Card(
        key=f"meeting/{meeting.id}/cancelled/{ref.ordinal}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(lines),
        attachment=invitation(unit, meeting, None),
    )


def draw_reminder(unit: Unit, ref: Ref) -> Card | None:
    """In so many days, in an hour, now. Each is a new message, and the one before it loses its buttons."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None or not 1 <= ref.ordinal <= len(meeting.reminders) or unit.roster.find(ref.other) is None:
        return None
    event = meeting.reminders[ref.ordinal - 1]
    if ref.other not in event.told or ref.other in event.in_day:
        return None
    write = writer(unit)
    current = ref.ordinal == len(meeting.reminders) and meeting.preparing and of_this_date(meeting, event)
    return Card(
        key=f"meeting/{meeting.id}/reminder/{int(event.at.timestamp())}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(_reminder(unit, meeting, event, ref.other, write)),
        buttons=answers(meeting, ref.other, write) if current else (),
        closed=not current,
    )


def _reminder(unit: Unit, meeting: Meeting, event: e.MeetingReminded, member: str, write: Writer) -> Iterator[str]:
    t = write.t
    yield heading(meeting, write)
    if meeting.when is None or not of_this_date(meeting, event):
        yield t("meeting.date_over")
        return
    yield bold(_how_soon(meeting, meeting.when, event, write))
    yield t("meeting.when", when=day_time(write, meeting.when))
    yield t("meeting.where", place=said(meeting.terms.place))
    yield from _mine(meeting, member, write)


def _how_soon(meeting: Meeting, when: datetime, event: e.MeetingReminded, write: Writer) -> str:
    """As the plan's step says; of one that comes late, what is true at its time."""
    t, seconds, left = write.t, min(event.steps), when - event.at
    late = t("meeting.late") if event.late else ""
    if not seconds:
        return t("meeting.was" if left < -meeting.terms.length else "meeting.begins", late=late)
    in_days = seconds % _DAY == 0
    if event.late:
        days = (when.astimezone(write.zone).date() - event.at.astimezone(write.zone).date()).days
        if in_days and not days:
            return t("meeting.today", late=late)
        in_days, seconds = days > 0, days * _DAY or ceil(left.total_seconds())
    if in_days:
        return t("meeting.in_days", count=seconds // _DAY, late=late)
    return t("meeting.in_minutes", count=ceil(seconds / 60), late=late)


def of_this_date(meeting: Meeting, event: e.MeetingReminded) -> bool:
    """Whether the date that it reminds of still stands."""
    return meeting.when is not None and meeting.fixed_at is not None and event.at >= meeting.fixed_at


def answers(meeting: Meeting, member: str, write: Writer) -> tuple[tuple[Button, ...], ...]:
    """What this member may still say: before it 「参加」「请假」, at its time 「已到会」「请假」."""
    now = meeting.attendance.get(member)
    offered = (Attendance.PRESENT if meeting.begun else Attendance.COMING, Attendance.EXCUSED)
    row = tuple(
        Button(
            text=write.t(f"button.meeting_{attendance}"),
            command=c.GiveAttendance(meeting=meeting.id, attendance=attendance),
            style=None if attendance is Attendance.EXCUSED else Style.SUCCESS,
        )
        for attendance in offered
        if attendance is not now and now is not Attendance.PRESENT
    )
    return (row,) if row else ()
