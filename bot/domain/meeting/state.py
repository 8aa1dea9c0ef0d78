"""The meetings as the log tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot.domain.meeting import events as e
from config.meetings import MeetingSeries

KEPT: Final = 12  # meetings that are over and kept in memory, for late taps and for the agenda of the next


@dataclass(frozen=True, kw_only=True)
class Action:
    """What somebody has to do."""

    number: int
    owner: str
    name: str
    what: str
    due: date
    at: datetime
    done_by: str | None = None
    failed: bool = False
    note: str = ""
    steps: frozenset[int] = frozenset()
    office_told: tuple[str, ...] = ()
    director_told: tuple[str, ...] = ()
    nags: int = 0
    late: bool = False
    in_day: Mapping[str, datetime] = field(default_factory=dict)  # member → when the day's message named it last

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_by is None and not self.failed


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting, from the proposal to the last action."""

    id: str
    terms: MeetingSeries
    period: str
    ends: date
    at: datetime
    since: datetime  # of the proposal, or of the cancellation of the last date
    waits: datetime  # for the office, since then: as `since`, or from the end of a poll without a result
    members: Mapping[str, str]  # id → name
    candidates: tuple[datetime, ...]
    told: tuple[str, ...]  # whose control cards there are
    called: bool = False
    late: bool = False
    provisional: bool = False
    closes: datetime | None = None  # of the poll, while it is open
    polled: bool = False
    polls: int = 0
    votes: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()
    voted_at: datetime | None = None  # the last vote
    when: datetime | None = None
    fixed_at: datetime | None = None
    how: e.Fixing | None = None
    cancelled: datetime | None = None  # the date that was cancelled, until there is another
    sequence: int = 0
    agenda: tuple[e.Point, ...] = ()
    points: tuple[tuple[str, str], ...] = ()  # who, and what
    attendance: Mapping[str, e.Attendance] = field(default_factory=dict)
    reminded: frozenset[int] = frozenset()
    dates: Mapping[int, e.DateFixed] = field(default_factory=dict)  # by sequence: what each invitation says
    reminders: tuple[e.MeetingReminded, ...] = ()
    rings: int = 0  # messages to the office after the first; a member's last one has the buttons
    rung_in_day: Mapping[int, e.OfficeNagged] = field(default_factory=dict)  # rings that some read in the day's message
    asks: Mapping[str, tuple[e.Question, int]] = field(default_factory=dict)  # member → what, and which of theirs
    answered: Mapping[str, int] = field(default_factory=dict)  # member → the last of their questions that is answered
    minutes: tuple[e.MinutesAdded, ...] = ()
    missed: bool = False  # the next of its kind was proposed before it was held
    held_at: datetime | None = None
    present: tuple[str, ...] = ()
    drafts: tuple[e.ActionsDrafted, ...] = ()
    draft_open: bool = False
    actions: tuple[Action, ...] = ()
    nagged: frozenset[str] = frozenset()
    nags: int = 0
    nag_late: bool = False
    director_told: tuple[str, ...] = ()

    @property
    def preparing(self) -> bool:
        """Whether it is still to be held."""
        return not self.held and not self.missed

    @property
    def begun(self) -> bool:
        """Whether its time has come."""
        return self.when is not None and 0 in self.reminded

    @property
    def held(self) -> bool:
        """Whether it has been held."""
        return self.held_at is not None

    @property
    def open(self) -> bool:
        """Whether anything is left to do."""
        return self.preparing or any(action.open for action in self.actions)

    def rings_of(self, member: str) -> list[int]:
        """Those of the office's messages that somebody of the office got as messages of their own, oldest first."""
        in_day = (ring for ring, nag in self.rung_in_day.items() if member in nag.in_day)
        return sorted({*range(self.rings + 1)}.difference(in_day))

    def counts(self) -> dict[datetime, int]:
        """How many each candidate suits."""
        return {day: sum(day in chosen for chosen in self.votes.values()) for day in self.candidates}

    def best(self) -> datetime | None:
        """The day that suits most, the earliest of several; None when no day suits anybody."""
        counts = self.counts()
        most = max(counts.values(), default=0)
        return next((day for day in sorted(counts) if counts[day] == most), None) if most else None

    def action(self, number: int) -> Action | None:
        """The action of that number."""
        return next((action for action in self.actions if action.number == number), None)


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """All that are open, the latest that are over, and since when each kind is in force."""

    followed: Mapping[str, datetime] = field(default_factory=dict)
    by_id: Mapping[str, Meeting] = field(default_factory=dict)
    last_ends: Mapping[str, date] = field(default_factory=dict)  # series → end of the last period proposed
    called: Mapping[tuple[str, str], int] = field(default_factory=dict)
    put_off: Mapping[str, datetime] = field(default_factory=dict)

    def open(self) -> Iterator[Meeting]:
        """Those at which something is left to do, oldest first."""
        return (meeting for meeting in self.by_id.values() if meeting.open)

    def overdue(self, today: date) -> list[Meeting]:
        """Those that were not held although their period is over."""
        return [meeting for meeting in self.open() if meeting.preparing and meeting.ends < today]

    def unheld(self, series: str) -> Meeting | None:
        """The meeting of that kind that is being prepared."""
        return next((m for m in self.by_id.values() if m.terms.id == series and m.preparing), None)


def apply(meetings: Meetings, event: e.AnyMeeting) -> Meetings:
    """The state after the event."""
    match event:
        case e.MeetingsFollowed():
            return replace(meetings, followed={**dict.fromkeys(event.series, event.at), **meetings.followed})
        case e.MeetingProposed():
            key = (event.terms.id, event.period)
            called = {**meetings.called, key: meetings.called.get(key, 0) + event.called}
            meetings = replace(meetings, called=called)
            return _kept(meetings if event.called else _superseded(meetings, event), _proposed(event))
        case e.MeetingsPutOff():
            return replace(meetings, put_off={**meetings.put_off, event.what: event.until})
        case e.MeetingEvent():
            found = meetings.by_id.get(event.meeting)
            return _kept(meetings, _applied(found, event)) if found is not None else meetings
        case _:
            raise TypeError(f"not an event of meetings: {event!r}")


def _superseded(meetings: Meetings, event: e.MeetingProposed) -> Meetings:
    """One of an earlier period that was not held will not be held any more; nor one without a date that was called."""

    def over(m: Meeting) -> bool:
        idle = m.when is None and m.closes is None
        return m.terms.id == event.terms.id and m.preparing and (idle or not m.called)

    by_id = {one: replace(m, missed=True, closes=None) if over(m) else m for one, m in meetings.by_id.items()}
    return replace(meetings, by_id=by_id, last_ends={**meetings.last_ends, event.terms.id: event.ends})


def _proposed(event: e.MeetingProposed) -> Meeting:
    return Meeting(
        id=event.meeting,
        terms=event.terms,
        period=event.period,
        ends=event.ends,
        at=event.at,
        since=event.at,
        waits=event.at,
        members=event.members,
        candidates=event.candidates,
        told=event.told,
        called=event.called,
        late=event.late,
        provisional=event.provisional,
    )


def _applied(meeting: Meeting, event: e.MeetingEvent) -> Meeting:
    match event:
        case e.PollOpened():
            return replace(
                meeting,
                closes=event.closes,
                polled=True,
                polls=meeting.polls + 1,
                members=event.members,
                finished=frozenset(),
                voted_at=None,
            )
        case e.VoteChanged():
            finished = meeting.finished | {event.by} if event.finished else meeting.finished - {event.by}
            votes = {**meeting.votes, event.by: event.candidates}
            return replace(meeting, votes=votes, finished=finished, voted_at=event.at)
        case e.PollClosed():
            return replace(meeting, closes=None, rings=meeting.rings + 1, waits=event.at)
        case e.DateFixed():
            return _answered(
                replace(
                    meeting,
                    when=event.when,
                    fixed_at=event.at,
                    how=event.how,
                    sequence=event.sequence,
                    agenda=event.agenda,
                    members=event.members,
                    closes=None,
                    cancelled=None,
                    rings=meeting.rings + (event.how is not e.Fixing.OFFICE),
                    attendance={},
                    reminded=frozenset(),
                    dates={**meeting.dates, event.sequence: event},
                ),
                event,
            )
        case e.DateCancelled():
            return replace(
                meeting,
                when=None,
                since=event.at,
                waits=event.at,
                cancelled=event.before,
                sequence=event.sequence,
                candidates=event.candidates,
                votes={},
                finished=frozenset(),
                polled=False,
                attendance={},
                reminded=frozenset(),
            )
        case e.MeetingReminded():
            return replace(
                meeting,
                reminded=meeting.reminded.union(event.steps),
                reminders=(*meeting.reminders, event),
                rings=meeting.rings + (0 in event.steps),
            )
        case e.AttendanceGiven():
            return replace(meeting, attendance={**meeting.attendance, event.member: event.attendance})
        case e.AgendaAdded():
            return _answered(replace(meeting, points=(*meeting.points, (event.name, event.text))), event)
        case e.MeetingAsked():
            ordinal = meeting.asks.get(event.by, (event.question, 0))[1] + 1
            return replace(meeting, asks={**meeting.asks, event.by: (event.question, ordinal)})
        case e.MinutesAdded():
            return _answered(replace(meeting, minutes=(*meeting.minutes, event)), event)
        case e.MeetingHeld():
            return replace(meeting, held_at=event.at, present=event.present, closes=None)
        case e.ActionsDrafted():
            return _answered(replace(meeting, drafts=(*meeting.drafts, event), draft_open=True), event)
        case e.DraftDropped():
            return replace(meeting, draft_open=False)
        case e.ActionsAdded():
            new = tuple(
                Action(number=event.first + n, owner=d.owner, name=d.name, what=d.what, due=d.due, at=event.at)
                for n, d in enumerate(event.actions)
            )
            return replace(meeting, actions=(*meeting.actions, *new), draft_open=False)
        case e.OfficeNagged():
            director = dict.fromkeys((*meeting.director_told, *(m for m in event.director if m not in event.in_day)))
            return replace(
                meeting,
                nagged=meeting.nagged.union(event.steps),
                candidates=event.candidates or meeting.candidates,
                nags=meeting.nags + 1,
                rings=meeting.rings + 1,
                rung_in_day={**meeting.rung_in_day, **({meeting.rings + 1: event} if event.in_day else {})},
                nag_late=event.late,
                director_told=tuple(director),
            )
        case _:
            return _action(meeting, event)


def _action(meeting: Meeting, event: e.MeetingEvent) -> Meeting:
    assert isinstance(event, e.ActionDone | e.ActionFailed | e.ActionNoted | e.ActionNagged)
    action = meeting.action(event.action)
    if action is None:
        return meeting
    match event:
        case e.ActionDone():
            changed = replace(action, done_by=event.by, failed=False)
        case e.ActionFailed():
            told = tuple(dict.fromkeys((*action.office_told, *event.told)))
            changed = replace(action, failed=True, office_told=told)
        case e.ActionNoted():
            told = tuple(dict.fromkeys((*action.office_told, *event.told)))
            changed = replace(action, note=event.text, office_told=told)
        case e.ActionNagged():
            changed = replace(
                action,
                steps=action.steps.union(event.steps),
                office_told=_rung(action.office_told, event.office, event),
                director_told=_rung(action.director_told, event.director, event),
                nags=action.nags + (not event.spared and event.owner not in event.in_day),
                in_day={**action.in_day, **dict.fromkeys(event.in_day, event.at)},
                late=event.late,
            )
    return replace(meeting, actions=tuple(changed if a.number == action.number else a for a in meeting.actions))


def _rung(before: tuple[str, ...], now: tuple[str, ...], event: e.ActionNagged) -> tuple[str, ...]:
    """Who has a message of their own about it."""
    return tuple(dict.fromkeys((*before, *(member for member in now if member not in event.in_day))))


def _answered(meeting: Meeting, event: e.MeetingEvent) -> Meeting:
    """Whatever that person was asked for is answered."""
    asked = meeting.asks.get(event.by)
    return replace(meeting, answered={**meeting.answered, event.by: asked[1]}) if asked else meeting


def _kept(meetings: Meetings, meeting: Meeting) -> Meetings:
    by_id = {**meetings.by_id, meeting.id: meeting}
    over = [one for one, m in by_id.items() if not m.open]
    for one in over[:-KEPT]:
        del by_id[one]
    return replace(meetings, by_id=by_id)
