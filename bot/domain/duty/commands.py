"""What can be asked about duties."""

from dataclasses import dataclass
from datetime import date

from bot.domain.duty.events import Item, Outcome
from bot.domain.message import Command


@dataclass(frozen=True, kw_only=True)
class DutyCommand(Command):
    """Changes a round, or duties as a whole."""


@dataclass(frozen=True, kw_only=True)
class ReachDay(DutyCommand):
    """It is time for the day's reminders: rounds open, people are reminded, what was missed goes upward."""


@dataclass(frozen=True, kw_only=True)
class RemindRest(DutyCommand):
    """The next hundred of a crowd that is being reminded."""


@dataclass(frozen=True, kw_only=True)
class RemindAgain(DutyCommand):
    """The time has come that a member put the reminder off to."""

    member: str


@dataclass(frozen=True, kw_only=True)
class OpenRound(DutyCommand):
    """The office opens a round by hand, whatever the calendar says."""

    duty: str


@dataclass(frozen=True, kw_only=True)
class AnswerDuty(DutyCommand):
    """A tap on 「已完成」 or 「无法完成」."""

    item: Item
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class FindHazard(DutyCommand):
    """「发现隐患」 at a place of an inspection (clause 7.2): it was looked at; what was found is asked for next."""

    item: Item


@dataclass(frozen=True, kw_only=True)
class AnswerInWords(DutyCommand):
    """A reply to a reminder. Where it lists several, the words begin with the number of the one they are about."""

    items: tuple[Item, ...]
    text: str = ""
    file: str | None = None
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReopenDuty(DutyCommand):
    """Take an answer back."""

    item: Item


@dataclass(frozen=True, kw_only=True)
class PutOff(DutyCommand):
    """「稍后提醒」."""


@dataclass(frozen=True, kw_only=True)
class ConfirmContact(DutyCommand):
    """Say from the other side that the contact took place (clause 6.1b); with `back`, take that back."""

    item: Item
    back: bool = False


@dataclass(frozen=True, kw_only=True)
class ShowDuties(DutyCommand):
    """/duties: one's own, as a reminder with buttons."""


@dataclass(frozen=True, kw_only=True)
class DeclarePeriod(DutyCommand):
    """/period: a sensitive period from today to `end`; the one that runs, by its name, lasts longer."""

    name: str
    end: date


@dataclass(frozen=True, kw_only=True)
class EndPeriod(DutyCommand):
    """End a sensitive period today."""

    period: str
