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
from bot.domain.meeting.commands import AskMeeting, FailAction, FinishAction, HoldMeeting, OpenPoll
from bot.domain.meeting.events import (
    ActionDone,
    ActionFailed,
    ActionNagged,
    ActionNoted,
    AttendanceGiven,
    DateCancelled,
    DateFixed,
    MeetingHeld,
    MeetingProposed,
    MeetingReminded,
    OfficeNagged,
    PollClosed,
    PollOpened,
    Question,
)
from bot.domain.meeting.state import Action, Meeting
from bot.domain.message import Event
from bot.domain.unit import Unit

_MOST = 8  # of a kind; who has more finds them by /hazards, and in the messages that they got before
_WHAT = 120
_BUTTON = 24


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The hazards, actions (each with its meeting's id) and meetings that a member was told of on a day.

    `not_held` are meetings that the member prepares and that the day's nag was about.
    """

    meetings: tuple[Meeting, ...] = ()
    not_held: tuple[Meeting, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    actions: tuple[tuple[str, Action], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meetings or self.not_held or self.hazards or self.actions)


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
    not_held = (
        m
        for m in unit.meetings.by_id.values()
        if any(member in nag.in_day and _on(nag.at, day, zone) for nag in m.rung_in_day.values())
    )
    return Beside(meetings=tuple(meetings), not_held=tuple(not_held), hazards=tuple(hazards), actions=tuple(actions))


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
        case MeetingProposed():  # one of an earlier period will not be held any more
            yield from {m for other in unit.meetings.by_id.values() if other.missed for m in _readers(other)}
        case (
            AttendanceGiven()
            | DateCancelled()
            | DateFixed()
            | MeetingHeld()
            | MeetingReminded()
            | OfficeNagged()
            | PollOpened()
            | PollClosed()
        ):
            meeting = unit.meetings.by_id.get(event.meeting)
            yield from _readers(meeting) if meeting is not None else ()


def _readers(meeting: Meeting) -> set[str]:
    told = (*(one.in_day for one in meeting.reminders), *(one.in_day for one in meeting.rung_in_day.values()))
    return {member for members in told for member in members}


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
    for meeting in found.not_held:
        yield _not_held(meeting, write)
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


def _not_held(meeting: Meeting, write: Writer) -> str:
    """That it is still to be held, and how far it has come; or what has become of it."""
    t, title = write.t, said(meeting.terms.title)
    if not meeting.preparing:
        return t("duty.beside_held" if meeting.held else "duty.beside_missed", title=title)
    if meeting.when is not None:
        stands = t("duty.beside_date", when=day_time(write, meeting.when))
    else:
        stands = t("duty.beside_no_date" if meeting.closes is None else "duty.beside_poll")
    return t("duty.beside_not_held", title=title, day=f"{meeting.ends:%m-%d}", stands=stands)


def buttons(found: Beside, member: str, write: Writer) -> Iterator[list[Button]]:
    """One comes to a meeting or not; a hazard opens by its number; an action is done with one tap."""
    for one in found.meetings:
        if one.preparing and not one.begun:
            yield from (list(row) for row in answers(one, member, write))
    for one in found.not_held:
        yield from _next_step(one, write)
    opens = [Button(text=h.number, command=ShowHazard(hazard=h.number)) for h in found.hazards[:_MOST] if h.open]
    yield from (opens[at : at + 3] for at in range(0, len(opens), 3))
    for meeting, action in found.actions[:_MOST]:
        if not action.open:
            continue
        words = write.t("button.beside_done", what=clip(action.what, _BUTTON))
        done = Button(text=words, command=FinishAction(meeting=meeting, action=action.number), style=Style.SUCCESS)
        failed = Button(text=write.t("button.unable"), command=FailAction(meeting=meeting, action=action.number))
        yield [done, failed] if member == action.owner else [done]


def _next_step(meeting: Meeting, write: Writer) -> Iterator[list[Button]]:
    """What brings it on: a poll or a day; 「已召开」 once its day is past. Everything else by /meeting."""
    t, date_ = write.t, AskMeeting(meeting=meeting.id, question=Question.DATE)
    if not meeting.preparing:
        return
    if meeting.begun:
        held = Button(text=t("button.meeting_held"), command=HoldMeeting(meeting=meeting.id), style=Style.SUCCESS)
        yield [held, Button(text=t("button.meeting_move"), command=date_)]
    elif meeting.when is None:
        poll = Button(text=t("button.meeting_poll"), command=OpenPoll(meeting=meeting.id), style=Style.PRIMARY)
        fix = Button(text=t("button.beside_fix"), command=date_)
        yield [poll, fix] if meeting.closes is None else [fix]


def _reminds(meeting: Meeting, event: MeetingReminded, member: str, day: date, zone: tzinfo) -> bool:
    return member in event.in_day and _on(event.at, day, zone) and of_this_date(meeting, event)


def _on(at: datetime | None, day: date, zone: tzinfo) -> bool:
    return at is not None and at.astimezone(zone).date() == day
