"""What can be asked about meetings. `meeting` is an id like analysis-2026-Q4."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.meeting.events import Attendance, Question
from bot.domain.message import Command


@dataclass(frozen=True, kw_only=True)
class MeetingCommand(Command):
    """Changes meetings."""


@dataclass(frozen=True, kw_only=True)
class FollowMeetings(MeetingCommand):
    """Take the plan's meetings into force from now on."""


@dataclass(frozen=True, kw_only=True)
class ProposeMeeting(MeetingCommand):
    """The time to propose a date has come."""

    series: str
    period: str


@dataclass(frozen=True, kw_only=True)
class CallMeeting(MeetingCommand):
    """The office calls one now. `after` is how many of the period it had seen, so that a repeat calls none."""

    series: str
    after: int


@dataclass(frozen=True, kw_only=True)
class OpenPoll(MeetingCommand):
    """「发起投票」."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class Vote(MeetingCommand):
    """This day suits, or does not."""

    meeting: str
    day: datetime
    suits: bool


@dataclass(frozen=True, kw_only=True)
class FinishVote(MeetingCommand):
    """「选好了」; with `none`, 「都不行」."""

    meeting: str
    none: bool = False


@dataclass(frozen=True, kw_only=True)
class ClosePoll(MeetingCommand):
    """Time is up."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class FixDate(MeetingCommand):
    """「定在…」."""

    meeting: str
    when: datetime


@dataclass(frozen=True, kw_only=True)
class FixDateInWords(MeetingCommand):
    """「12月10日 15:00」."""

    meeting: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WriteToMeeting(MeetingCommand):
    """Words in reply to a card that has buttons; `poll` is the number of the poll that they reply to."""

    meeting: str
    text: str = ""
    poll: int | None = None


@dataclass(frozen=True, kw_only=True)
class CancelDate(MeetingCommand):
    """「取消这个日期」."""

    meeting: str
    when: datetime


@dataclass(frozen=True, kw_only=True)
class RemindMeeting(MeetingCommand):
    """So many seconds before it."""

    meeting: str
    step: int


@dataclass(frozen=True, kw_only=True)
class GiveAttendance(MeetingCommand):
    """「参加」「请假」「已到会」; the office may say it for somebody else."""

    meeting: str
    attendance: Attendance
    member: str = ""


@dataclass(frozen=True, kw_only=True)
class AddAgenda(MeetingCommand):
    """A point for the agenda."""

    meeting: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class AskMeeting(MeetingCommand):
    """Begin something that wants words."""

    meeting: str
    question: Question


@dataclass(frozen=True, kw_only=True)
class AddMinutes(MeetingCommand):
    """Minutes in words, as a file, or both."""

    meeting: str
    text: str = ""
    file: str | None = None
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldMeeting(MeetingCommand):
    """「已召开」."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class DraftActions(MeetingCommand):
    """Lines like 「唐禾 更换灭火器 12月10日」."""

    meeting: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmActions(MeetingCommand):
    """「下达」: what the draft of that number says."""

    meeting: str
    draft: int


@dataclass(frozen=True, kw_only=True)
class DropActions(MeetingCommand):
    """「重写」."""

    meeting: str
    draft: int


@dataclass(frozen=True, kw_only=True)
class FinishAction(MeetingCommand):
    """「已完成」."""

    meeting: str
    action: int


@dataclass(frozen=True, kw_only=True)
class FailAction(MeetingCommand):
    """「无法完成」."""

    meeting: str
    action: int


@dataclass(frozen=True, kw_only=True)
class NoteAction(MeetingCommand):
    """A word about an action."""

    meeting: str
    action: int
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NagAction(MeetingCommand):
    """So many working days after its date."""

    meeting: str
    action: int
    step: int


@dataclass(frozen=True, kw_only=True)
class NagOffice(MeetingCommand):
    """It has not been held."""

    meeting: str
    step: str
