"""When dates are proposed, which days are candidates, and when members, office and owners hear of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import hours
from bot.domain.meeting import commands as c
from bot.domain.meeting.state import Action, Meeting, Meetings
from bot.domain.message import AT_ONCE, SYSTEM, Timer
from config.meetings import MeetingSeries, Period
from config.plan import Plan

NAGS: Final = "nags"
POLLS: Final = "polls"
CANDIDATES: Final = 3
SOON: Final = timedelta(days=3)  # from a call by the office to the first candidate
DAY: Final = timedelta(days=1)  # reminders so long before it come at the hour of reminding, with the day's message
URGENT: Final = timedelta(hours=1)  # reminders so shortly before the meeting go out whatever the hour


@dataclass(frozen=True, kw_only=True)
class Step:
    """A time at which somebody is told."""

    id: str
    when: datetime
    director: bool = False


def timers(meetings: Meetings, plan: Plan) -> Iterator[Timer]:
    """What falls due next, of each kind of meeting and of each meeting."""
    if any(series.id not in meetings.followed for series in plan.meetings):
        yield Timer(when=AT_ONCE, command=c.FollowMeetings(by=SYSTEM))
    nags_from = meetings.put_off.get(NAGS, AT_ONCE)
    for series in plan.meetings:
        if series.id in meetings.followed:
            period, when = next(proposals(meetings, series, plan))
            propose = c.ProposeMeeting(by=SYSTEM, series=series.id, period=period.name)
            yield Timer(when=max(when, nags_from), command=propose)
    for meeting in meetings.open():
        yield from _timers(meetings, meeting, plan)


def _timers(meetings: Meetings, meeting: Meeting, plan: Plan) -> Iterator[Timer]:
    nags_from = meetings.put_off.get(NAGS, AT_ONCE)
    if meeting.preparing:
        if (closes := poll_over(meeting, plan)) is not None:
            when = max(closes, meetings.put_off.get(POLLS, AT_ONCE))
            yield Timer(when=when, command=c.ClosePoll(by=SYSTEM, meeting=meeting.id), silence=True)
        for seconds, when in reminders(meeting, plan):
            remind = c.RemindMeeting(by=SYSTEM, meeting=meeting.id, step=seconds)
            put_off = meetings.put_off.get(reminders_of(meeting), AT_ONCE)
            urgent = 0 < seconds <= URGENT.total_seconds() and meeting.when is not None and put_off <= meeting.when
            earliest = AT_ONCE if urgent else put_off
            yield Timer(when=max(when, earliest), command=remind, silence=True)
        if (step := next(nags(meeting, plan), None)) is not None:
            nag = c.NagOffice(by=SYSTEM, meeting=meeting.id, step=step.id)
            yield Timer(when=max(step.when, nags_from), command=nag, silence=True)
    for action in meeting.actions:
        if action.open and (due := next(action_nags(meeting, action, plan), None)) is not None:
            chase = c.NagAction(by=SYSTEM, meeting=meeting.id, action=action.number, step=due[0])
            yield Timer(when=max(due[1], nags_from), command=chase, silence=True)


def proposals(meetings: Meetings, series: MeetingSeries, plan: Plan) -> Iterator[tuple[Period, datetime]]:
    """The periods whose meeting is still to be proposed, and when; none from before the plan was taken into force."""
    since = meetings.followed[series.id]
    last = meetings.last_ends.get(series.id)
    first = last + timedelta(days=1) if last else since.astimezone(ZoneInfo(plan.time_zone)).date()
    for period in series.periods(first):
        day = max(period.start, period.end - timedelta(days=series.propose))
        when = hours.remind_at(plan, plan.working_days.next_working(day))
        if when > since:
            yield period, when


def candidates(series: MeetingSeries, plan: Plan, at: datetime, ends: date, *, soon: bool) -> tuple[datetime, ...]:
    """Three working days, if there are as many before the period ends; hours in turn."""
    zone, working = ZoneInfo(plan.time_zone), plan.working_days
    today = at.astimezone(zone).date()
    ahead = min(timedelta(days=series.ahead), SOON) if soon else timedelta(days=series.ahead)
    tomorrow = today + timedelta(days=1)
    first = working.next_working(today + ahead)
    if first > ends:
        first = working.next_working(tomorrow)
    days = [first]
    gap = 2 if working.after(first, 4) <= ends else 1
    days += [working.after(first, gap * n) for n in range(1, CANDIDATES)]
    fitting = [day for day in days if day <= ends] or days
    chosen = series.hours
    return tuple(
        datetime.combine(day, chosen[n % len(chosen)], tzinfo=zone).astimezone(UTC) for n, day in enumerate(fitting)
    )


def reminders(meeting: Meeting, plan: Plan) -> Iterator[tuple[int, datetime]]:
    """What is still to be said before the meeting and at its beginning: seconds before it, and when."""
    if meeting.when is None or meeting.fixed_at is None:
        return
    for before in sorted({*meeting.terms.remind, timedelta()}, reverse=True):
        seconds, when = int(before.total_seconds()), meeting.when - before
        if seconds in meeting.reminded:
            continue
        if before >= DAY:
            when = min(hours.remind_at(plan, hours.local(plan, _at_work_before(plan, when)).date()), meeting.when)
        elif before > URGENT:
            when = min(hours.awake(plan, _at_work_before(plan, when)), meeting.when)
        if when > meeting.fixed_at or not seconds:
            yield seconds, when


def reminders_of(meeting: Meeting) -> str:
    """What is put off when this meeting's reminders are."""
    return f"reminders/{meeting.id}"


def nags(meeting: Meeting, plan: Plan) -> Iterator[Step]:
    """When the office hears that the meeting has not been held, in order; not while a date is still to come."""
    since = max(meeting.since, meeting.when) if meeting.when else meeting.waits
    steps = sorted(_nags(meeting, plan), key=lambda step: step.when)
    return (step for step in steps if step.id not in meeting.nagged and step.when > since)


def _nags(meeting: Meeting, plan: Plan) -> Iterator[Step]:
    working = plan.working_days
    if meeting.when is not None:
        held_on = meeting.when.astimezone(ZoneInfo(plan.time_zone)).date()
        for n in (1, 3):
            id_ = f"passed-{meeting.sequence}-{n}"
            yield Step(id=id_, when=hours.remind_at(plan, working.after(held_on, n)))
    elif meeting.called and meeting.closes is None:  # its period may end long after the office wanted it
        waits = hours.local(plan, meeting.waits).date()
        for n in (1, 3):
            id_ = f"undated-{meeting.sequence}-{meeting.polls}-{n}"
            yield Step(id=id_, when=hours.remind_at(plan, working.after(waits, n)))
    for days in meeting.terms.nag:
        day = meeting.ends - timedelta(days=days)
        if not working.working(day):
            day = working.last_before(day)
        yield Step(id=f"before-{days}", when=hours.remind_at(plan, day))
    for days in meeting.terms.after:
        day = working.next_working(meeting.ends + timedelta(days=days))
        yield Step(id=f"after-{days}", when=hours.remind_at(plan, day), director=not meeting.called)


def action_nags(meeting: Meeting, action: Action, plan: Plan) -> Iterator[tuple[int, datetime]]:
    """On which working days after its date somebody hears of an action, and when."""
    terms = meeting.terms
    for days in sorted({*terms.action_nag, terms.action_office, terms.action_director}):
        when = hours.remind_at(plan, plan.working_days.after(action.due, days))
        if days not in action.steps and when > action.at:
            yield days, when


def _at_work_before(plan: Plan, at: datetime) -> datetime:
    """That moment; on a day off, the same hour of the last working day before."""
    here = hours.local(plan, at)
    if plan.working_days.working(here.date()):
        return at
    return hours.moment(plan, plan.working_days.last_before(here.date()), here.time())


def poll_over(meeting: Meeting, plan: Plan) -> datetime | None:
    """When the poll is over: at its time, or once everybody has chosen; what was chosen at night waits for morning."""
    if meeting.closes is None or meeting.voted_at is None or not meeting.finished.issuperset(meeting.members):
        return meeting.closes
    return min(meeting.closes, hours.awake(plan, meeting.voted_at))


def closing(plan: Plan, at: datetime, first: datetime) -> datetime:
    """When a poll closes that is over at that time: invitations follow, so at work, if the first day allows it."""
    morning = hours.at_work_from(plan, at)
    return morning if morning < first else min(hours.awake(plan, at), first)
