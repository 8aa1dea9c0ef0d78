"""What happens to duties. A round's opening copies the duty, so a report never depends on today's plan."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.message import Event
from config.duties import Duty

HAZARD: Final = "hazard"  # the value of an inspection's answer where a hazard was found


class Outcome(StrEnum):
    """What somebody answered to a duty."""

    DONE = "done"
    UNABLE = "unable"


class Skip(StrEnum):
    """Why a round was not opened."""

    DOWN = "down"  # the bot was not running; nobody was asked
    DAYS_OFF = "days_off"  # the whole period has no working day
    NOBODY = "nobody"  # nobody on the roster owes it


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One thing that is to be answered in a round: by one member, by anyone of several, or for a place.

    `subject` is the member's id, the place's id, or "unit"; `name` is what screens and reports call it.
    """

    subject: str
    name: str
    members: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """Names one thing that is owed."""

    duty: str
    period: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class DutyEvent(Event):
    """Something about one round; kept in a stream of its own."""

    duty: str
    period: str

    @property
    def stream(self) -> str:
        """`duty/weekly-contact/2026-W48`."""
        return f"duty/{self.duty}/{self.period}"


@dataclass(frozen=True, kw_only=True)
class RoundOpened(DutyEvent):
    """People are asked. All days are the unit's local days.

    Reminders go out on `remind_on`; what is open after `due_on` is late, goes to the office on `office_on` and to
    the director on `director_on`.
    """

    terms: Duty
    opened_on: date
    due_on: date
    remind_on: tuple[date, ...]
    office_on: date
    director_on: date
    owed: tuple[Owed, ...]
    provisional: bool = False  # the official calendar of these days was not known
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class RoundSkipped(DutyEvent):
    """A round that the plan asks for did not take place."""

    title: str
    clause: str
    reason: Skip


@dataclass(frozen=True, kw_only=True)
class RoundEnded(DutyEvent):
    """Its sensitive period (`name`) was cut short before it was due: what is still open in it is owed no more."""

    day: date
    name: str
    released: tuple[str, ...]  # subjects


@dataclass(frozen=True, kw_only=True)
class RoundProlonged(DutyEvent):
    """Its sensitive period was prolonged, whose end had left less time for it than the plan gives: its new days."""

    due_on: date
    remind_on: tuple[date, ...]
    office_on: date
    director_on: date


@dataclass(frozen=True, kw_only=True)
class HoldersChanged(DutyEvent):
    """The roster changed in the middle of a round: who is new, and whose part nobody holds any more."""

    added: tuple[Owed, ...]
    removed: tuple[str, ...]  # subjects


@dataclass(frozen=True, kw_only=True)
class DutyAnswered(DutyEvent):
    """Somebody answered; a later answer to the same corrects it, and both are kept.

    `words` is a note, and holds nothing about watched persons. `value` is the number or the date as text.
    """

    subject: str
    outcome: Outcome
    words: str = ""
    value: str | None = None
    file: str | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class DutyReopened(DutyEvent):
    """An answer was taken back."""

    subject: str


@dataclass(frozen=True, kw_only=True)
class ContactConfirmed(DutyEvent):
    """The other side says that the contact took place (clause 6.1b); with `back`, that they said so by mistake."""

    subject: str
    back: bool = False


@dataclass(frozen=True, kw_only=True)
class DutiesEvent(Event):
    """Something about duties as a whole."""

    @property
    def stream(self) -> str:
        """One stream for the whole unit."""
        return "duties"


@dataclass(frozen=True, kw_only=True)
class DutyTaken(DutiesEvent):
    """A duty of the plan is in force from this day on: rounds before it are nobody's fault."""

    duty: str
    day: date


@dataclass(frozen=True, kw_only=True)
class DayReached(DutiesEvent):
    """The day's reminders were looked through. `missed` days before it passed while the bot was down.

    `unheard` working days, this one included, are over whose reminders nobody was sent yet: the hour was missed, and
    when somebody looked it was night, a day off or another day.
    """

    day: date
    missed: int = 0
    unheard: int = 0


@dataclass(frozen=True, kw_only=True)
class DutyReminded(DutiesEvent):
    """People were reminded, each in one message of everything that is open for them; `asked`, because they asked.

    `also` are those of them who owe no duty and get the message for several hazards and actions.

    `rest` are those whose turn comes next: a crowd is reminded a hundred at a time, so that a tap need not wait.
    `day` is the unit's own; logs of earlier versions have none.
    """

    people: tuple[tuple[str, tuple[Item, ...]], ...]
    late: bool = False
    asked: bool = False
    rest: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderPutOff(DutiesEvent):
    """「稍后提醒」: the member is reminded again at `until`."""

    member: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DutiesEscalated(DutiesEvent):
    """What was missed or cannot be done goes to the office (`level` 1) or to the director (2), in one digest."""

    level: int
    items: tuple[Item, ...]
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class MonthSummed(DutiesEvent):
    """The summary of a month, `2026-11`, went to the director."""

    month: str


@dataclass(frozen=True, kw_only=True)
class CalendarAsked(DutiesEvent):
    """The office was asked for what the calendar lacks: `term` after a date, or the `year` that is not announced."""

    lack: str  # "term" or "year"
    about: str  # the last term's name, or the year


@dataclass(frozen=True, kw_only=True)
class PeriodDeclared(DutiesEvent):
    """A sensitive period (重要敏感时节) begins; both days are included."""

    period: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class PeriodProlonged(DutiesEvent):
    """A sensitive period that is running lasts until `end`, later than was declared; nothing is asked once more."""

    period: str
    end: date


@dataclass(frozen=True, kw_only=True)
class PeriodEnded(DutiesEvent):
    """A sensitive period was ended before its last day."""

    period: str
    day: date
