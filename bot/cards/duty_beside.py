"""What stands beside duties in the day's message: hazards, actions and meetings that somebody is told of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.cards.card import Button, Style
from bot.cards.hazard_lines import named, row
from bot.cards.meeting_members import answers, of_this_date
from bot.cards.meeting_words import day_time
from bot.cards.writing import Writer, bold, clip, said
from bot.domain.hazard.commands import ShowHazard
from bot.domain.hazard.events import HazardEvent
from bot.domain.hazard.state import Hazard
from bot.domain.meeting.commands import FailAction, FinishAction
from bot.domain.meeting.events import (
    ActionDone,
    ActionFailed,
    ActionNagged,
    ActionNoted,
    AttendanceGiven,
    DateCancelled,
    DateFixed,
    MeetingHeld,
    MeetingReminded,
)
from bot.domain.meeting.state import Action, Meeting
from bot.domain.message import Event
from bot.domain.unit import Unit

_MOST = 8  # of a kind; who has more finds them by /hazards, and in the messages that they got before
_WHAT = 120
_BUTTON = 24


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The hazards, actions (each with its meeting's id) and meetings that a member was told of on a day."""

    meetings: tuple[Meeting, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    actions: tuple[tuple[str, Action], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meetings or self.hazards or self.actions)


def beside(unit: Unit, member: str, day: date) -> Beside:
    """As they stand now."""
    zone = unit.time_zone
    hazards = (h for h in unit.hazards.by_number.values() if _on(h.in_day.get(member), day, zone))
    actions = (
        (meeting.id, action)
        for meeting in unit.meetings.by_id.values()
        for action in meeting.actions
        if _on(action.in_day.get(member), day, zone)
    )
    meetings = (
        m for m in unit.meetings.by_id.values() if any(_reminds(m, event, member, day, zone) for event in m.reminders)
    )
    return Beside(meetings=tuple(meetings), hazards=tuple(hazards), actions=tuple(actions))


def readers(unit: Unit, event: Event) -> Iterator[str]:
    """Whose day's message shows what the event changes."""
    match event:
        case HazardEvent():
            hazard = unit.hazards.by_number.get(event.hazard)
            yield from hazard.in_day if hazard is not None else ()
        case ActionNagged() | ActionDone() | ActionFailed() | ActionNoted():
            meeting = unit.meetings.by_id.get(event.meeting)
            action = meeting.action(event.action) if meeting is not None else None
            yield from action.in_day if action is not None else ()
        case AttendanceGiven() | DateCancelled() | DateFixed() | MeetingHeld() | MeetingReminded():
            meeting = unit.meetings.by_id.get(event.meeting)
            yield from {m for one in meeting.reminders for m in one.in_day} if meeting is not None else ()


def lines(unit: Unit, found: Beside, member: str, write: Writer, *, today: date, alone: bool) -> Iterator[str]:
    """What they are, whose, and how far; `alone` when the message has no duties."""
    t = write.t
    if not found:
        return
    yield ""
    if not alone:
        yield bold(t("duty.beside"))
    for meeting in found.meetings:
        assert meeting.when is not None
        yield t("duty.beside_meeting", title=said(meeting.terms.title), when=day_time(write, meeting.when))
        attendance = meeting.attendance.get(member)
        if attendance is not None:
            yield t("meeting.you", answer=t(f"meeting.answer_{attendance}"))
    for hazard in found.hazards[:_MOST]:
        yield named(hazard)
        yield row(unit, hazard, write, today)
    for _, action in found.actions[:_MOST]:
        state = "done" if action.done_by else "failed" if action.failed else "open"
        values = {"name": said(action.name), "what": said(action.what, _WHAT), "due": f"{action.due:%m-%d}"}
        yield t(f"meeting.action_{state}", **values)
    hidden = len(found.hazards[_MOST:]) + len(found.actions[_MOST:])
    if hidden:
        yield t("list.more", count=hidden)
    still = next((hazard for hazard in found.hazards if hazard.open), None)
    if still is not None:
        yield t("duty.beside_hazards", number=still.number)
    if any(action.open for _, action in found.actions):
        yield t("duty.beside_actions")


def buttons(found: Beside, member: str, write: Writer) -> Iterator[list[Button]]:
    """One comes to a meeting or not; a hazard opens by its number; an action is done with one tap."""
    for one in found.meetings:
        if one.preparing and not one.begun:
            yield from (list(row) for row in answers(one, member, write))
    opens = [Button(text=h.number, command=ShowHazard(hazard=h.number)) for h in found.hazards[:_MOST] if h.open]
    yield from (opens[at : at + 3] for at in range(0, len(opens), 3))
    for meeting, action in found.actions[:_MOST]:
        if not action.open:
            continue
        words = write.t("button.beside_done", what=clip(action.what, _BUTTON))
        done = Button(text=words, command=FinishAction(meeting=meeting, action=action.number), style=Style.SUCCESS)
        failed = Button(text=write.t("button.unable"), command=FailAction(meeting=meeting, action=action.number))
        yield [done, failed] if member == action.owner else [done]


def _reminds(meeting: Meeting, event: MeetingReminded, member: str, day: date, zone: tzinfo) -> bool:
    return member in event.in_day and _on(event.at, day, zone) and of_this_date(meeting, event)


def _on(at: datetime | None, day: date, zone: tzinfo) -> bool:
    return at is not None and at.astimezone(zone).date() == day
