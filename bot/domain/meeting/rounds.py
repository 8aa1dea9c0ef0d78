"""A meeting is proposed, its members are reminded, and the office is nagged until it has been held."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import hours
from bot.domain.meeting import calendar
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.state import Meeting, Meetings
from bot.domain.message import GRACE, SYSTEM, Refused
from bot.domain.staff import Staff
from config.meetings import MeetingSeries, Period

Decision = tuple[e.AnyMeeting, ...] | Refused


def is_late(when: datetime, at: datetime) -> bool:
    """Whether what fell due then is told late."""
    return at - when > GRACE


def invited(series: MeetingSeries, staff: Staff) -> Mapping[str, str]:
    """Who is to come, by today's roster: id → name."""
    roles = series.members or staff.plan.command_post
    return {member.id: member.name for member in staff.roster.with_role(*roles)}


def propose(meetings: Meetings, staff: Staff, command: c.ProposeMeeting, at: datetime) -> Decision:
    """Of several rounds that were missed only the last is taken up."""
    series = staff.plan.meeting_by_id.get(command.series)
    if series is None or series.id not in meetings.followed:
        return ()
    due: list[tuple[Period, datetime]] = []
    for period, when in calendar.proposals(meetings, series, staff.plan):
        if when > at:
            break
        due.append((period, when))
    if not due or due[0][0].name != command.period:
        return ()
    if not hours.at_work(staff.plan, at):
        return put_off(meetings, calendar.NAGS, hours.next_morning(staff.plan, at), at)
    period, when = due[-1]
    meeting = f"{series.id}-{period.name}"
    proposed = _proposed(series, staff, meeting, period, at)
    return (replace(proposed, by=command.by, late=is_late(when, at)),)


def call(meetings: Meetings, staff: Staff, command: c.CallMeeting, at: datetime) -> Decision:
    """One beyond the plan's round, unless one of its kind is being prepared."""
    series = staff.plan.meeting_by_id.get(command.series)
    if series is None:
        return Refused(key="refused.gone")
    period = series.period(staff.today(at))
    count = meetings.called.get((series.id, period.name), 0)
    if count != command.after:
        return ()
    if meetings.unheld(series.id) is not None:
        return Refused(key="meeting.in_preparation")
    meeting = f"{series.id}-{period.name}-x{count + 1}"
    proposed = _proposed(series, staff, meeting, period, at, called=True)
    return (replace(proposed, by=command.by),)


def _proposed(
    series: MeetingSeries,
    staff: Staff,
    meeting: str,
    period: Period,
    at: datetime,
    *,
    called: bool = False,
) -> e.MeetingProposed:
    days = calendar.candidates(series, staff.plan, at, period.end, soon=called)
    return e.MeetingProposed(
        at=at,
        by=SYSTEM,
        meeting=meeting,
        terms=series,
        period=period.name,
        ends=period.end,
        candidates=days,
        members=invited(series, staff),
        told=staff.office(),
        called=called,
        provisional=any(staff.plan.working_days.provisional(hours.local(staff.plan, day).year) for day in days),
    )


def remind(meetings: Meetings, meeting: Meeting, staff: Staff, command: c.RemindMeeting, at: datetime) -> Decision:
    """What was missed comes once, as the last of it; only the last hour before it may fall into the night."""
    due = [(s, when) for s, when in calendar.reminders(meeting, staff.plan) if when <= at] if meeting.preparing else []
    if not due or command.step not in (seconds for seconds, _ in due):
        return ()
    seconds, when = due[-1]
    assert meeting.when is not None
    soon = seconds <= calendar.URGENT.total_seconds() and at <= meeting.when + meeting.terms.length
    morning = _morning(meeting.when, staff, at)
    if not soon and morning > at:
        return put_off(meetings, calendar.reminders_of(meeting), morning, at)
    told = _told(meeting, staff, seconds)
    return (
        e.MeetingReminded(
            at=at,
            by=command.by,
            meeting=meeting.id,
            steps=tuple(s for s, _ in due),
            told=told,
            late=is_late(when, at),
            in_day=tuple(m for m in told if m in staff.reading) if seconds >= calendar.DAY.total_seconds() else (),
        ),
    )


def _morning(begins: datetime, staff: Staff, at: datetime) -> datetime:
    """When what was missed is made up for: at work; if the meeting would not wait for that, when people are awake."""
    working = hours.at_work_from(staff.plan, at)
    return hours.awake(staff.plan, at) if at < begins <= working else working


def _told(meeting: Meeting, staff: Staff, seconds: int) -> tuple[str, ...]:
    """Whoever is not excused; before it begins, nobody who is away, unless they said that they come."""
    there = [
        m for m in meeting.members if staff.roster.find(m) and meeting.attendance.get(m) is not e.Attendance.EXCUSED
    ]
    coming = {m for m in there if not seconds or meeting.attendance.get(m) is e.Attendance.COMING}
    return tuple(m for m in there if m in coming or m not in staff.away)


def nag(meetings: Meetings, meeting: Meeting, staff: Staff, command: c.NagOffice, at: datetime) -> Decision:
    """What was missed comes once."""
    due = [step for step in calendar.nags(meeting, staff.plan) if step.when <= at] if meeting.preparing else []
    if not due or command.step not in (step.id for step in due):
        return ()
    if not hours.at_work(staff.plan, at):
        return put_off(meetings, calendar.NAGS, hours.next_morning(staff.plan, at), at)
    nagged = e.OfficeNagged(
        at=at,
        by=command.by,
        meeting=meeting.id,
        steps=tuple(step.id for step in due),
        told=staff.office(),
        candidates=_other_days(meeting, staff, at),
        director=staff.director() if any(step.director for step in due) else (),
        late=is_late(due[-1].when, at),
    )
    return (replace(nagged, in_day=tuple(member for member in nagged.everybody if member in staff.reading)),)


def _other_days(meeting: Meeting, staff: Staff, at: datetime) -> tuple[datetime, ...]:
    """New days to choose from where one of the old is past or all but; none while people choose, or one is fixed."""
    if meeting.when is not None or meeting.closes is not None or min(meeting.candidates) > at + timedelta(days=1):
        return ()
    return calendar.candidates(meeting.terms, staff.plan, at, meeting.ends, soon=True)


def put_off(meetings: Meetings, what: str, until: datetime, at: datetime) -> tuple[e.AnyMeeting, ...]:
    """Nobody is told of that before then; said once."""
    same = meetings.put_off.get(what) == until
    return () if same else (e.MeetingsPutOff(at=at, by=SYSTEM, what=what, until=until),)
