"""What happens to meetings. Each has a stream of its own; together with it an event needs nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.message import Event
from config.meetings import MeetingSeries


class Attendance(StrEnum):
    """What somebody says before the meeting, and what was at its time."""

    COMING = "coming"
    EXCUSED = "excused"
    PRESENT = "present"


class Question(StrEnum):
    """What somebody has begun and has to write."""

    DATE = "date"
    MINUTES = "minutes"
    ACTIONS = "actions"
    AGENDA = "agenda"


class Fixing(StrEnum):
    """How a date came about."""

    OFFICE = "office"
    ALL_VOTED = "all_voted"
    POLL_OVER = "poll_over"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An action as it was written: whose, what, until when."""

    owner: str
    name: str
    what: str
    due: date


class Open(StrEnum):
    """What the agenda takes up by itself."""

    HAZARD = "hazard"
    DUTY = "duty"
    INCIDENT = "incident"
    LESSON = "lesson"
    ACTION = "action"


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something that is open, in words."""

    kind: Open
    words: str


@dataclass(frozen=True, kw_only=True)
class AnyMeeting(Event):
    """Kept with the meetings."""


@dataclass(frozen=True, kw_only=True)
class MeetingsFollowed(AnyMeeting):
    """These kinds of meeting are in force from now on: what should have been before is not held against anybody."""

    series: tuple[str, ...]

    @property
    def stream(self) -> str:
        """One stream for all."""
        return "meetings"


@dataclass(frozen=True, kw_only=True)
class MeetingsPutOff(AnyMeeting):
    """Nobody is told of `what` (nags, reminders) until then: it is night, or a day off."""

    what: str
    until: datetime

    @property
    def stream(self) -> str:
        """One stream for all."""
        return "meetings"


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(AnyMeeting):
    """Kept in the stream `meeting/<id>`, such as meeting/analysis-2026-Q4."""

    meeting: str

    @property
    def stream(self) -> str:
        """One stream a meeting."""
        return f"meeting/{self.meeting}"


@dataclass(frozen=True, kw_only=True)
class MeetingProposed(MeetingEvent):
    """A meeting is due: these are the days to choose from, and these are to come."""

    terms: MeetingSeries
    period: str
    ends: date
    candidates: tuple[datetime, ...]
    members: Mapping[str, str]  # id → name
    told: tuple[str, ...]  # the office
    called: bool = False  # by the office, beyond the plan's round
    late: bool = False
    provisional: bool = False  # the year's holidays are not announced yet


@dataclass(frozen=True, kw_only=True)
class PollOpened(MeetingEvent):
    """The members are asked which of the days suit them."""

    closes: datetime
    members: Mapping[str, str]  # id → name: who is asked


@dataclass(frozen=True, kw_only=True)
class VoteChanged(MeetingEvent):
    """The days that suit this member now. `finished`: that is their answer; no day at all is one too."""

    candidates: tuple[datetime, ...]
    finished: bool = False


@dataclass(frozen=True, kw_only=True)
class PollClosed(MeetingEvent):
    """Time is up and nobody has named a day."""

    late: bool = False


@dataclass(frozen=True, kw_only=True)
class DateFixed(MeetingEvent):
    """It takes place then. `agenda` is what was open at that time; `before` is the date that this replaces."""

    when: datetime
    how: Fixing
    sequence: int
    members: Mapping[str, str]  # id → name: who is invited
    agenda: tuple[Point, ...] = ()
    before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DateCancelled(MeetingEvent):
    """It does not take place then; other days are proposed."""

    before: datetime
    sequence: int
    candidates: tuple[datetime, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingReminded(MeetingEvent):
    """The members were reminded; these steps (seconds before the meeting) are done with. 0: it begins."""

    steps: tuple[int, ...]
    told: tuple[str, ...]
    late: bool = False
    in_day: tuple[str, ...] = ()  # of `told`, who reads it in the day's message: no other rings


@dataclass(frozen=True, kw_only=True)
class AttendanceGiven(MeetingEvent):
    """Somebody comes, cannot come, or was there. `by` may be the office."""

    member: str
    name: str
    attendance: Attendance


@dataclass(frozen=True, kw_only=True)
class AgendaAdded(MeetingEvent):
    """A point that somebody wants to speak about."""

    text: str
    name: str


@dataclass(frozen=True, kw_only=True)
class MeetingAsked(MeetingEvent):
    """Somebody has begun something that wants words."""

    question: Question


@dataclass(frozen=True, kw_only=True)
class MinutesAdded(MeetingEvent):
    """Minutes in words, as a file, or both."""

    text: str = ""
    file: str | None = None
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(MeetingEvent):
    """「已召开」, with the names of those who were there."""

    present: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActionsDrafted(MeetingEvent):
    """What was read from the office's lines, to be looked at before anybody gets it; `unread` was not understood."""

    drafts: tuple[Draft, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DraftDropped(MeetingEvent):
    """「重写」: the last draft does not count."""


@dataclass(frozen=True, kw_only=True)
class ActionsAdded(MeetingEvent):
    """These are to be done; their numbers go on from the last."""

    actions: tuple[Draft, ...]
    first: int


@dataclass(frozen=True, kw_only=True)
class ActionDone(MeetingEvent):
    """「已完成」."""

    action: int
    what: str


@dataclass(frozen=True, kw_only=True)
class ActionFailed(MeetingEvent):
    """「无法完成」: the office hears of it."""

    action: int
    what: str
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActionNoted(MeetingEvent):
    """A word about an action; the office hears of it."""

    action: int
    text: str
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActionNagged(MeetingEvent):
    """Its day has come, or passed."""

    action: int
    steps: tuple[int, ...]
    owner: str
    office: tuple[str, ...] = ()
    director: tuple[str, ...] = ()
    late: bool = False
    spared: bool = False  # its owner is away, and the office hears instead
    in_day: tuple[str, ...] = ()  # who reads it in the day's message: no other rings

    @property
    def told(self) -> tuple[str, ...]:
        """Who hears of it, each once."""
        owner = () if self.spared else (self.owner,)
        return tuple(dict.fromkeys((*owner, *self.office, *self.director)))


@dataclass(frozen=True, kw_only=True)
class OfficeNagged(MeetingEvent):
    """The meeting has not been held. `told` is the office, whose card rings; `director`, who has one of their own."""

    steps: tuple[str, ...]
    told: tuple[str, ...]
    director: tuple[str, ...] = ()
    candidates: tuple[datetime, ...] = ()  # other days, where those before are past
    late: bool = False
    in_day: tuple[str, ...] = ()  # who reads it in the day's message: no other rings

    @property
    def everybody(self) -> tuple[str, ...]:
        """Who hears of it, each once."""
        return tuple(dict.fromkeys((*self.told, *self.director)))
