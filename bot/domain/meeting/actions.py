"""What the meeting orders: read from lines, looked at, given out, answered, and chased."""

from dataclasses import replace
from datetime import datetime

from bot.domain import hours
from bot.domain.meeting import calendar
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.rounds import is_late
from bot.domain.meeting.state import Meeting, Meetings
from bot.domain.meeting.wording import LINES, draft
from bot.domain.message import SYSTEM, Refused
from bot.domain.staff import Staff

Decision = tuple[e.AnyMeeting, ...] | Refused
Order = c.DraftActions | c.ConfirmActions | c.DropActions
_CLIPPED = 120


def order(meeting: Meeting, staff: Staff, command: Order, at: datetime) -> Decision:
    """Lines become a draft; the draft becomes actions, or is dropped."""
    if not meeting.begun and not meeting.held:
        return Refused(key="meeting.not_yet")
    by = command.by
    if isinstance(command, c.DraftActions):
        return _draft(meeting, staff, command, at)
    if command.draft != len(meeting.drafts) or not meeting.draft_open:
        return ()
    if isinstance(command, c.DropActions):
        return (e.DraftDropped(at=at, by=by, meeting=meeting.id),)
    drafts = meeting.drafts[-1].drafts
    if not drafts:
        return Refused(key="meeting.nothing_read")
    return (e.ActionsAdded(at=at, by=by, meeting=meeting.id, actions=drafts, first=len(meeting.actions) + 1),)


def _draft(meeting: Meeting, staff: Staff, command: c.DraftActions, at: datetime) -> Decision:
    lines = [line.strip() for line in command.text.splitlines() if line.strip()]
    if not lines:
        return Refused(key="meeting.words")
    if len(lines) > LINES:
        return Refused(key="meeting.too_many", values={"most": str(LINES)})
    read = [(line, draft(line, staff.roster, staff.plan.calendar, staff.today(at))) for line in lines]
    drafts = tuple(found for _, found in read if found is not None)
    unread = tuple(line[:_CLIPPED] for line, found in read if found is None)
    last = meeting.drafts[-1] if meeting.drafts and meeting.draft_open else None
    if last is not None and (last.drafts, last.unread) == (drafts, unread):
        return ()
    return (e.ActionsDrafted(at=at, by=command.by, meeting=meeting.id, drafts=drafts, unread=unread),)


def answer(
    meeting: Meeting, staff: Staff, command: c.FinishAction | c.FailAction | c.NoteAction, at: datetime, *, runs: bool
) -> Decision:
    """「已完成」「无法完成」 and words, by its owner or by whoever runs the meeting."""
    action = meeting.action(command.action)
    if action is None:
        return Refused(key="refused.gone")
    if command.by != action.owner and not runs:
        return Refused(key="meeting.not_yours")
    told = tuple(member for member in staff.office() if member != command.by)
    number = action.number
    match command:
        case c.NoteAction():
            if not command.text.strip():
                return Refused(key="meeting.words")
            noted = e.ActionNoted(at=at, by=command.by, meeting=meeting.id, action=number, text=command.text, told=told)
            return () if action.note == command.text else (noted,)
        case c.FinishAction():
            done = e.ActionDone(at=at, by=command.by, meeting=meeting.id, action=number, what=action.what)
            return () if action.done_by else (done,)
    if action.done_by:
        return Refused(key="meeting.action_done")
    failed = e.ActionFailed(at=at, by=command.by, meeting=meeting.id, action=number, what=action.what, told=told)
    return () if action.failed else (failed,)


def nag(meetings: Meetings, meeting: Meeting, staff: Staff, command: c.NagAction, at: datetime) -> Decision:
    """Its owner, then the office, then the director; the office for an owner who has left or is away."""
    action = meeting.action(command.action)
    if action is None or not action.open:
        return ()
    due = [(days, when) for days, when in calendar.action_nags(meeting, action, staff.plan) if when <= at]
    if not due or command.step not in (days for days, _ in due):
        return ()
    if not hours.at_work(staff.plan, at):
        until = hours.next_morning(staff.plan, at)
        same = meetings.put_off.get(calendar.NAGS) == until
        return () if same else (e.MeetingsPutOff(at=at, by=SYSTEM, what=calendar.NAGS, until=until),)
    last = due[-1][0]
    gone = not staff.here([action.owner])
    nagged = e.ActionNagged(
        at=at,
        by=command.by,
        meeting=meeting.id,
        action=action.number,
        steps=tuple(days for days, _ in due),
        owner=action.owner,
        office=staff.office() if gone or last >= meeting.terms.action_office else (),
        director=staff.director() if last >= meeting.terms.action_director else (),
        late=is_late(due[-1][1], at),
        spared=action.owner in staff.away,
    )
    return (replace(nagged, in_day=tuple(member for member in nagged.told if member in staff.reading)),)
