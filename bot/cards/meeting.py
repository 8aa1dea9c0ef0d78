"""The office's card: how far a meeting has come, and what to do next. Each new message takes the buttons along."""

from collections.abc import Iterator, Sequence

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.meeting_words import agenda_lines, day_time, heading
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.state import Meeting
from bot.domain.message import Event
from bot.domain.unit import Unit

_AGENDA = 12
_PEOPLE = 24
_ACTIONS = 20
Rows = list[tuple[Button, ...]]


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The office's newest card and the one before it; the director's, where they were told."""
    if isinstance(event, e.MeetingProposed) and not event.called:
        for other in unit.meetings.by_id.values():
            if other.missed:
                yield from _office(unit, other)
    if not isinstance(event, e.MeetingEvent):
        return
    meeting = unit.meetings.by_id.get(event.meeting)
    if meeting is None or isinstance(event, e.MeetingAsked | e.ActionsDrafted | e.DraftDropped):
        return
    yield from _office(unit, meeting)
    for member in meeting.director_told:
        yield Ref(draw=draw_director, subject=meeting.id, other=member)


def _office(unit: Unit, meeting: Meeting) -> Iterator[Ref]:
    for member in unit.staff.office():
        for ring in meeting.rings_of(member)[-2:]:
            yield Ref(draw=draw, subject=meeting.id, other=member, ordinal=ring)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To somebody of the office."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None:
        return None
    write = writer(unit)
    current = ref.ordinal == meeting.rings_of(ref.other)[-1]
    rows = buttons(unit, meeting, write) if current else []
    lines = lines_of(unit, meeting, write) if current else [heading(meeting, write), write.t("meeting.superseded")]
    return Card(
        key=f"meeting/{meeting.id}/office/{ref.ordinal}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=rows,
        reply=c.WriteToMeeting(meeting=meeting.id),
        closed=not rows,
    )


def draw_director(unit: Unit, ref: Ref) -> Card | None:
    """To the director: the period is over and the meeting has not been held."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None or unit.roster.find(ref.other) is None:
        return None
    write = writer(unit)
    state = "meeting.director_held" if meeting.held else "meeting.director_not_held"
    lines = [heading(meeting, write), write.t(state, day=f"{meeting.ends:%m-%d}")]
    if meeting.preparing:
        lines.append(_date_line(unit, meeting, write) if meeting.when else write.t("meeting.no_date_line"))
    return Card(
        key=f"meeting/{meeting.id}/director/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(lines),
        closed=not meeting.preparing,
    )


def lines_of(unit: Unit, meeting: Meeting, write: Writer) -> Sequence[str]:
    """How far it has come."""
    return [heading(meeting, write), *_state(unit, meeting, write)]


def _state(unit: Unit, meeting: Meeting, write: Writer) -> Iterator[str]:
    t = write.t
    if meeting.missed:
        yield t("meeting.was_missed")
        return
    if meeting.held:
        yield from _held(unit, meeting, write)
        return
    if meeting.nags:
        late = t("meeting.late") if meeting.nag_late else ""
        yield bold(t("meeting.not_held", day=f"{meeting.ends:%m-%d}", late=late))
    yield _date_line(unit, meeting, write)
    if meeting.when is not None:
        yield from _attendance(meeting, write)
        yield from agenda_lines(meeting, write, most=_AGENDA)
        return
    if meeting.late:
        yield t("meeting.proposed_late")
    counts = meeting.counts()
    for day in meeting.candidates:
        votes = t("meeting.suits", count=counts[day], total=len(meeting.members)) if meeting.polled else ""
        yield f"• {day_time(write, day)}{votes}"
    if meeting.provisional:
        yield t("meeting.provisional")
    if meeting.closes is not None:
        waiting = [said(name) for member, name in meeting.members.items() if member not in meeting.finished]
        names = t("list.comma").join(waiting[:_PEOPLE])
        yield t("meeting.poll_open", closes=day_time(write, meeting.closes), names=names)
    elif meeting.polled:
        yield t("meeting.poll_none")
    yield ""
    yield t("meeting.how_date" if meeting.closes is None else "meeting.how_date_poll")


def _date_line(unit: Unit, meeting: Meeting, write: Writer) -> str:
    if meeting.when is None:
        if meeting.cancelled is not None:
            return write.t("meeting.date_cancelled", when=day_time(write, meeting.cancelled))
        return write.t("meeting.no_date_yet")
    key = f"meeting.fixed_{meeting.how}"
    return write.t(key, when=day_time(write, meeting.when), place=said(meeting.terms.place))


def _attendance(meeting: Meeting, write: Writer) -> Iterator[str]:
    """Who comes, who does not, who is there, who has not said."""
    for attendance in (e.Attendance.PRESENT, e.Attendance.COMING, e.Attendance.EXCUSED, None):
        names = [said(n) for member, n in meeting.members.items() if meeting.attendance.get(member) is attendance]
        if names:
            key = f"meeting.are_{attendance}" if attendance else "meeting.are_silent"
            yield write.t(key, count=len(names), names=write.t("list.comma").join(write.listed(names, most=_PEOPLE)))


def _held(unit: Unit, meeting: Meeting, write: Writer) -> Iterator[str]:
    t = write.t
    assert meeting.held_at is not None
    yield t("meeting.was_held", when=day_time(write, meeting.when or meeting.held_at))
    yield from _attendance(meeting, write)
    for minutes in meeting.minutes[-3:]:
        yield t("meeting.minutes", words=said(minutes.text or minutes.file_name or t("meeting.a_file"), 200))
    if not meeting.minutes:
        yield t("meeting.no_minutes")
    lines = []
    for action in meeting.actions:
        state = "done" if action.done_by else "failed" if action.failed else "open"
        values = {"name": said(action.name), "what": said(action.what, 120), "due": f"{action.due:%m-%d}"}
        lines.append(t(f"meeting.action_{state}", **values))
    yield from write.listed(lines, most=_ACTIONS)


def buttons(unit: Unit, meeting: Meeting, write: Writer) -> Rows:
    """What may be done next."""
    t, id_ = write.t, meeting.id
    if meeting.missed:
        return []
    if meeting.held or meeting.begun:
        return _after(meeting, write)
    change = Button(text=t("button.meeting_date"), command=c.AskMeeting(meeting=id_, question=e.Question.DATE))
    point = Button(text=t("button.meeting_point"), command=c.AskMeeting(meeting=id_, question=e.Question.AGENDA))
    if meeting.when is not None:
        cancel = Button(text=t("button.meeting_cancel"), command=c.CancelDate(meeting=id_, when=meeting.when))
        change = Button(text=t("button.meeting_move"), command=change.command)
        return [(change, cancel), (point,)]
    rows: Rows = []
    if meeting.closes is None:
        poll = Button(text=t("button.meeting_poll"), command=c.OpenPoll(meeting=id_), style=Style.PRIMARY)
        rows.append((poll,))
    for day in meeting.candidates:
        words = t("button.meeting_fix", when=day_time(write, day))
        rows.append((Button(text=words, command=c.FixDate(meeting=id_, when=day)),))
    return [*rows, (change, point)]


def _after(meeting: Meeting, write: Writer) -> Rows:
    """While it is held and afterwards: who was there, 「已召开」, minutes, actions."""
    t, id_ = write.t, meeting.id
    absent = [m for m in meeting.members if meeting.attendance.get(m) is not e.Attendance.PRESENT]
    ticks = [
        Button(
            text=clip(t("button.meeting_tick", name=meeting.members[member]), 60),
            command=c.GiveAttendance(meeting=id_, member=member, attendance=e.Attendance.PRESENT),
        )
        for member in absent[:_PEOPLE]
    ]
    rows: Rows = []
    if not meeting.held:
        rows += [tuple(ticks[n : n + 2]) for n in range(0, len(ticks), 2)]
        rows.append((Button(text=t("button.meeting_held"), command=c.HoldMeeting(meeting=id_), style=Style.SUCCESS),))
    minutes = Button(text=t("button.meeting_minutes"), command=c.AskMeeting(meeting=id_, question=e.Question.MINUTES))
    orders = Button(text=t("button.meeting_actions"), command=c.AskMeeting(meeting=id_, question=e.Question.ACTIONS))
    rows.append((minutes, orders))
    if not meeting.held:
        move = c.AskMeeting(meeting=id_, question=e.Question.DATE)
        rows.append((Button(text=t("button.meeting_move"), command=move),))
    return rows
