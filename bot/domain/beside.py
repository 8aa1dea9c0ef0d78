"""What stands beside duties in the day's message: hazards, actions of meetings, meetings to come or still to be held.

Somebody who is reminded of several things in one morning gets one message that names them all. A nag asks who is
reading that message just now, and rings nobody of them a second time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain import hours
from bot.domain.duty.state import Duties
from bot.domain.hazard import nagging
from bot.domain.hazard.commands import NagHazard
from bot.domain.hazard.events import HazardNagged
from bot.domain.hazard.state import Hazards
from bot.domain.meeting import actions, calendar, rounds
from bot.domain.meeting.commands import NagAction, NagOffice, RemindMeeting
from bot.domain.meeting.events import ActionNagged, MeetingReminded, OfficeNagged
from bot.domain.meeting.state import Meeting, Meetings
from bot.domain.message import SYSTEM, Command, Refused
from bot.domain.staff import Staff
from config.plan import Plan

_SAME_MOMENT: Final = timedelta(minutes=10)  # a restart may lie between the day's message and what belongs into it


def waiting(hazards: Hazards, meetings: Meetings, staff: Staff, at: datetime) -> Mapping[str, int]:
    """How many nags wait for each member now."""
    told: Counter[str] = Counter()
    for event in _nags(hazards, meetings, staff, at):
        told.update(event.everybody if isinstance(event, OfficeNagged) else event.told)
    return told


def joins(command: Command) -> bool:
    """Whether what the command tells belongs into the day's message."""
    ahead = isinstance(command, RemindMeeting) and command.step >= calendar.DAY.total_seconds()
    return ahead or isinstance(command, NagHazard | NagAction | NagOffice)


def reading(duties: Duties, plan: Plan, at: datetime) -> frozenset[str]:
    """Who has just been sent the day's message; what came before its hour may have been read and put away."""
    since = max(at - _SAME_MOMENT, hours.remind_at(plan, hours.local(plan, at).date()))
    newest = ((member, reminders[-1]) for member, reminders in duties.reminders.items())
    return frozenset(member for member, one in newest if not one.asked and one.at >= since)


def _reminders(meetings: Meetings, meeting: Meeting, staff: Staff, at: datetime) -> Iterator[MeetingReminded]:
    step = next(calendar.reminders(meeting, staff.plan), None) if meeting.preparing else None
    if step is not None and step[1] <= at:
        remind = RemindMeeting(by=SYSTEM, meeting=meeting.id, step=step[0])
        decided = rounds.remind(meetings, meeting, staff, remind, at)
        for event in () if isinstance(decided, Refused) else decided:
            if isinstance(event, MeetingReminded) and min(event.steps) >= calendar.DAY.total_seconds():
                yield event


def _not_held(meetings: Meetings, meeting: Meeting, staff: Staff, at: datetime) -> Iterator[OfficeNagged]:
    step = next(calendar.nags(meeting, staff.plan), None) if meeting.preparing else None
    if step is not None and step.when <= at:
        nag = NagOffice(by=SYSTEM, meeting=meeting.id, step=step.id)
        decided = rounds.nag(meetings, meeting, staff, nag, at)
        yield from () if isinstance(decided, Refused) else (e for e in decided if isinstance(e, OfficeNagged))


def _nags(
    hazards: Hazards, meetings: Meetings, staff: Staff, at: datetime
) -> Iterator[HazardNagged | ActionNagged | MeetingReminded | OfficeNagged]:
    for hazard in hazards.open():
        step = next(nagging.steps(hazard, staff.plan), None)
        if step is not None and step.when <= at:
            command = NagHazard(by=SYSTEM, hazard=hazard.number, step=step.id)
            yield from (e for e in nagging.nag(hazard, staff, command, at) if isinstance(e, HazardNagged))
    for meeting in meetings.open():
        yield from _reminders(meetings, meeting, staff, at)
        yield from _not_held(meetings, meeting, staff, at)
        for action in meeting.actions:
            due = next(calendar.action_nags(meeting, action, staff.plan), None) if action.open else None
            if due is not None and due[1] <= at:
                chase = NagAction(by=SYSTEM, meeting=meeting.id, action=action.number, step=due[0])
                decided = actions.nag(meetings, meeting, staff, chase, at)
                yield from () if isinstance(decided, Refused) else (e for e in decided if isinstance(e, ActionNagged))
