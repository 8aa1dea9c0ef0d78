"""Decisions about meetings: who may take which step, and in which order they come."""

from datetime import datetime, timedelta

from bot.domain import hours
from bot.domain.meeting import actions, calendar, rounds
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.state import Meeting, Meetings
from bot.domain.meeting.wording import LONGEST, moment
from bot.domain.message import SYSTEM, Refused
from bot.domain.notes import refusal_of
from bot.domain.staff import Staff

Decision = tuple[e.AnyMeeting, ...] | Refused
Agenda = tuple[e.Point, ...]


def decide(meetings: Meetings, staff: Staff, agenda: Agenda, command: c.MeetingCommand, at: datetime) -> Decision:
    """Events or a refusal; a repeated command gives no event. `agenda` is what is open now."""
    for text in (getattr(command, "text", ""), getattr(command, "file_name", "")):
        if text and (key := refusal_of(text)) is not None:
            return Refused(key=key)
    match command:
        case c.FollowMeetings():
            new = tuple(series.id for series in staff.plan.meetings if series.id not in meetings.followed)
            return (e.MeetingsFollowed(at=at, by=command.by, series=new),) if new else ()
        case c.ProposeMeeting():
            return rounds.propose(meetings, staff, command, at)
        case c.CallMeeting():
            return rounds.call(meetings, staff, command, at) if runs(staff, command.by) else _not_yours()
    meeting = meetings.by_id.get(getattr(command, "meeting", ""))
    if meeting is None:
        return Refused(key="refused.gone")
    match command:
        case c.ClosePoll():
            return _poll_over(meetings, meeting, staff, agenda, at)
        case c.RemindMeeting():
            return rounds.remind(meetings, meeting, staff, command, at)
        case c.NagOffice():
            return rounds.nag(meetings, meeting, staff, command, at)
        case c.NagAction():
            return actions.nag(meetings, meeting, staff, command, at)
        case c.FinishAction() | c.FailAction() | c.NoteAction():
            return actions.answer(meeting, staff, command, at, runs=runs(staff, command.by))
        case c.GiveAttendance():
            return _attendance(meeting, staff, command, at)
        case c.Vote() | c.FinishVote():
            return _vote(meeting, staff, agenda, command, at)
        case c.AddAgenda():
            return _point(meeting, staff, command, at)
        case c.WriteToMeeting():
            return _written(meeting, staff, agenda, command, at)
    if not runs(staff, command.by):
        return _not_yours()
    return _office(meeting, staff, agenda, command, at)


def runs(staff: Staff, member: str) -> bool:
    """Whether the member prepares and chairs meetings: the office and the director."""
    return member in (*staff.office(), *staff.director())


def _office(meeting: Meeting, staff: Staff, agenda: Agenda, command: c.MeetingCommand, at: datetime) -> Decision:
    match command:
        case c.OpenPoll():
            return _open_poll(meeting, staff, command.by, at)
        case c.FixDate():
            return _fix(meeting, staff, agenda, (command.by, command.when, e.Fixing.OFFICE), at)
        case c.FixDateInWords():
            hour = meeting.terms.hours[0]
            when = moment(command.text, staff.today(at), staff.plan.calendar, staff.zone, hour)
            if when is None:
                return Refused(key="meeting.which_day")
            return _fix(meeting, staff, agenda, (command.by, when, e.Fixing.OFFICE), at)
        case c.CancelDate():
            return _cancel(meeting, staff, command, at)
        case c.AskMeeting():
            return _ask(meeting, command, at)
        case c.AddMinutes():
            return _minutes(meeting, command, at)
        case c.HoldMeeting():
            return _hold(meeting, command, at)
        case c.DraftActions() | c.ConfirmActions() | c.DropActions():
            return actions.order(meeting, staff, command, at)
        case _:
            raise TypeError(f"not a command about meetings: {command!r}")


def _not_yours() -> Refused:
    return Refused(key="meeting.not_yours")


def _over(meeting: Meeting) -> Refused:
    return Refused(key="meeting.held" if meeting.held else "meeting.missed")


def _open_poll(meeting: Meeting, staff: Staff, by: str, at: datetime) -> Decision:
    if not meeting.preparing:
        return _over(meeting)
    if meeting.closes is not None:
        return ()
    if meeting.when is not None:
        return Refused(key="meeting.fixed")
    coming = [day for day in meeting.candidates if day > at]
    if not coming:
        return Refused(key="meeting.days_past")
    over = min(at + meeting.terms.poll, max(min(coming) - timedelta(days=1), at + (min(coming) - at) / 2))
    closes = calendar.closing(staff.plan, over, min(coming))
    return (
        e.PollOpened(at=at, by=by, meeting=meeting.id, closes=closes, members=rounds.invited(meeting.terms, staff)),
    )


def _vote(meeting: Meeting, staff: Staff, agenda: Agenda, command: c.Vote | c.FinishVote, at: datetime) -> Decision:
    """When everybody has chosen, the day that suits most is fixed; where none suits anybody, the office hears."""
    by = command.by
    if by not in meeting.members:
        return _not_yours()
    if meeting.closes is None:
        return Refused(key="meeting.poll_over")
    before = meeting.votes.get(by, ())
    if isinstance(command, c.Vote):
        if command.day not in meeting.candidates:
            return Refused(key="refused.gone")
        chosen = {*before, command.day} if command.suits else {*before} - {command.day}
    else:
        chosen = set() if command.none else {*before}
        if not chosen and not command.none:
            return Refused(key="meeting.choose_first")
    finished = isinstance(command, c.FinishVote)
    same = chosen == set(before) and by in meeting.votes
    if same and (finished is (by in meeting.finished) or not finished):
        return ()
    voted = e.VoteChanged(at=at, by=by, meeting=meeting.id, candidates=tuple(sorted(chosen)), finished=finished)
    here = {member for member in meeting.members if staff.roster.find(member) is not None}
    if not finished or here - meeting.finished - {by} or hours.awake(staff.plan, at) > at:
        return (voted,)  # at night the invitations wait for the morning
    day = _best(meeting, voted, at)
    if day is None:
        return (voted, e.PollClosed(at=at, by=by, meeting=meeting.id))
    fixed = _fix(meeting, staff, agenda, (by, day, e.Fixing.ALL_VOTED), at)
    return fixed if isinstance(fixed, Refused) else (voted, *fixed)


def _best(meeting: Meeting, voted: e.VoteChanged | None, at: datetime) -> datetime | None:
    votes = {**meeting.votes, **({voted.by: voted.candidates} if voted else {})}
    counts = {day: sum(day in chosen for chosen in votes.values()) for day in meeting.candidates if day > at}
    most = max(counts.values(), default=0)
    return next((day for day in sorted(counts) if counts[day] == most), None) if most else None


def _poll_over(meetings: Meetings, meeting: Meeting, staff: Staff, agenda: Agenda, at: datetime) -> Decision:
    """Time is up, or all have chosen. Noticed at night or on a day off, after a gap, it waits if the days allow it."""
    over = calendar.poll_over(meeting, staff.plan)
    if over is None or at < over or not meeting.preparing:
        return ()
    chosen = at < (meeting.closes or at)
    coming = min((day for day in meeting.candidates if day > at), default=None)
    until = hours.awake(staff.plan, at) if chosen or coming is None else calendar.closing(staff.plan, at, coming)
    if at < until and (coming is None or until < coming):
        return rounds.put_off(meetings, calendar.POLLS, until, at)
    late, day = rounds.is_late(over, at), _best(meeting, None, at)
    if day is None:
        return (e.PollClosed(at=at, by=SYSTEM, meeting=meeting.id, late=late),)
    how = e.Fixing.ALL_VOTED if chosen else e.Fixing.POLL_OVER
    return _fix(meeting, staff, agenda, (SYSTEM, day, how), at)


def _fix(
    meeting: Meeting, staff: Staff, agenda: Agenda, what: tuple[str, datetime, e.Fixing], at: datetime
) -> Decision:
    by, when, how = what
    if not meeting.preparing:
        return _over(meeting)
    if when == meeting.when:
        return ()
    if when <= at:
        return Refused(key="meeting.past")
    if when > at + timedelta(days=LONGEST):
        return Refused(key="meeting.too_far")
    return (
        e.DateFixed(
            at=at,
            by=by,
            meeting=meeting.id,
            when=when,
            how=how,
            sequence=meeting.sequence + 1 if meeting.how is not None else 0,
            members=rounds.invited(meeting.terms, staff),
            agenda=agenda,
            before=meeting.when,
        ),
    )


def _written(meeting: Meeting, staff: Staff, agenda: Agenda, command: c.WriteToMeeting, at: datetime) -> Decision:
    """A date and nothing else is one that the office sets; other words are told what to do instead of being lost."""
    if command.poll is not None:
        is_open = meeting.closes is not None and meeting.polls == command.poll
        return Refused(key="meeting.tap_days" if is_open else "meeting.poll_over")
    if not runs(staff, command.by):
        return _not_yours()
    if meeting.missed:
        return _over(meeting)
    if meeting.held or meeting.begun:
        return Refused(key="meeting.tap_after")
    if meeting.when is not None:
        return Refused(key="meeting.tap_fixed")
    when = moment(command.text, staff.today(at), staff.plan.calendar, staff.zone, meeting.terms.hours[0], alone=True)
    if when is None:
        return Refused(key="meeting.tap_or_date")
    return _fix(meeting, staff, agenda, (command.by, when, e.Fixing.OFFICE), at)


def _cancel(meeting: Meeting, staff: Staff, command: c.CancelDate, at: datetime) -> Decision:
    if not meeting.preparing:
        return _over(meeting)
    if meeting.when != command.when:
        return () if meeting.cancelled == command.when else Refused(key="refused.gone")
    days = calendar.candidates(meeting.terms, staff.plan, at, meeting.ends, soon=True)
    return (
        e.DateCancelled(
            at=at,
            by=command.by,
            meeting=meeting.id,
            before=command.when,
            sequence=meeting.sequence + 1,
            candidates=days,
        ),
    )


def _attendance(meeting: Meeting, staff: Staff, command: c.GiveAttendance, at: datetime) -> Decision:
    """Each for themselves; the office and whoever chairs also for others."""
    member, given = command.member or command.by, command.attendance
    if member not in meeting.members or (member != command.by and not runs(staff, command.by)):
        return _not_yours()
    if meeting.missed or meeting.when is None:
        return Refused(key="meeting.no_date")
    if meeting.held and given is not e.Attendance.PRESENT:
        return _over(meeting)
    if given is e.Attendance.PRESENT and at < meeting.when - calendar.URGENT:
        return Refused(key="meeting.not_yet")
    if meeting.attendance.get(member) is given:
        return ()
    name = meeting.members[member]
    return (e.AttendanceGiven(at=at, by=command.by, meeting=meeting.id, member=member, name=name, attendance=given),)


def _point(meeting: Meeting, staff: Staff, command: c.AddAgenda, at: datetime) -> Decision:
    if command.by not in meeting.members and not runs(staff, command.by):
        return _not_yours()
    if not meeting.preparing:
        return _over(meeting)
    if not command.text.strip():
        return Refused(key="meeting.words")
    found = staff.roster.find(command.by)
    name = found.name if found else command.by
    if (name, command.text) in meeting.points:
        return ()
    return (e.AgendaAdded(at=at, by=command.by, meeting=meeting.id, text=command.text, name=name),)


def _ask(meeting: Meeting, command: c.AskMeeting, at: datetime) -> Decision:
    before = command.question in (e.Question.DATE, e.Question.AGENDA)
    if before and not meeting.preparing:
        return _over(meeting)
    if not before and not meeting.begun and not meeting.held:
        return Refused(key="meeting.not_yet")
    asked = meeting.asks.get(command.by)
    if asked and asked[0] is command.question and meeting.answered.get(command.by, 0) < asked[1]:
        return ()
    return (e.MeetingAsked(at=at, by=command.by, meeting=meeting.id, question=command.question),)


def _minutes(meeting: Meeting, command: c.AddMinutes, at: datetime) -> Decision:
    if not meeting.begun and not meeting.held:
        return Refused(key="meeting.not_yet")
    if not (command.text.strip() or command.file):
        return Refused(key="meeting.words")
    if any((m.text, m.file) == (command.text, command.file) for m in meeting.minutes):
        return ()
    return (
        e.MinutesAdded(
            at=at,
            by=command.by,
            meeting=meeting.id,
            text=command.text,
            file=command.file,
            file_name=command.file_name,
        ),
    )


def _hold(meeting: Meeting, command: c.HoldMeeting, at: datetime) -> Decision:
    if meeting.held:
        return ()
    if meeting.missed:
        return _over(meeting)
    if meeting.when is None:
        return Refused(key="meeting.no_date")
    if at < meeting.when:
        return Refused(key="meeting.not_yet")
    there = (m for m, state in meeting.attendance.items() if state is e.Attendance.PRESENT)
    present = tuple(meeting.members.get(member, member) for member in there)
    return (e.MeetingHeld(at=at, by=command.by, meeting=meeting.id, present=present),)
