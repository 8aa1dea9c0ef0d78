"""The fold of the streams `duty/…` and `duties`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from bot.domain.duty.events import (
    CalendarAsked,
    ContactConfirmed,
    DayReached,
    DutiesEscalated,
    DutiesEvent,
    DutyAnswered,
    DutyEvent,
    DutyReminded,
    DutyReopened,
    DutyTaken,
    HoldersChanged,
    Item,
    MonthSummed,
    Outcome,
    Owed,
    PeriodDeclared,
    PeriodEnded,
    PeriodProlonged,
    ReminderPutOff,
    RoundEnded,
    RoundOpened,
    RoundProlonged,
    RoundSkipped,
)
from config.duties import Duty

KEPT: Final = 13  # rounds of a duty in memory: twelve at a glance, and the one that is open
CARDS_KEPT: Final = 6  # reminders a member whose cards are kept true


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer as it was given."""

    at: datetime
    by: str
    outcome: Outcome
    words: str
    value: str | None
    file: str | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that is owed in a round, with what was answered; the last answer counts."""

    owed: Owed
    answers: tuple[Answer, ...] = ()
    taken_back: bool = False
    confirmed_by: str | None = None
    reminded: date | None = None
    escalated: int = 0
    left: bool = False  # nobody owes it any more: whoever did is not on the roster, or it was released
    released: bool = False  # the round was ended while this was open
    told: frozenset[str] = frozenset()  # who has read that it was released

    @property
    def answer(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers and not self.taken_back else None

    @property
    def done(self) -> bool:
        """Answered as done, or confirmed from the other side."""
        return (self.answer is not None and self.answer.outcome is Outcome.DONE) or self.confirmed_by is not None

    @property
    def open(self) -> bool:
        """Still to be answered by somebody."""
        return self.answer is None and self.confirmed_by is None and not self.left


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round of a duty."""

    duty: str
    period: str
    terms: Duty
    opened_on: date
    due_on: date
    remind_on: tuple[date, ...]
    office_on: date
    director_on: date
    provisional: bool
    parts: Mapping[str, Part]
    ended: date | None = None  # before it was due, with its sensitive period

    @cached_property
    def last_day(self) -> date:
        """The last day on which anybody hears of it unasked."""
        return max(self.due_on, self.office_on, self.director_on, *self.remind_on)

    def item(self, subject: str) -> Item:
        """The name of one of its parts."""
        return Item(duty=self.duty, period=self.period, subject=subject)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What one message reminded somebody of. `number` tells it from the member's other messages."""

    number: int
    at: datetime
    items: tuple[Item, ...]
    late: bool
    asked: bool


@dataclass(frozen=True, kw_only=True)
class Period:
    """A sensitive period; both days are included. `cut`: the office ended it on its last day, before it was over."""

    id: str
    name: str
    at: datetime
    start: date
    end: date
    by: str
    cut: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is on that day; what was cut short is over on its last day."""
        return self.start <= day <= self.end and not (self.cut and day == self.end)


@dataclass(frozen=True, kw_only=True)
class Duties:
    """All that is owed between incidents."""

    taken: Mapping[str, date] = field(default_factory=dict)  # duty → in force since
    day: date | None = None  # the last day that was looked through
    unheard: int = 0  # working days up to it whose reminders are still to be sent
    rounds: Mapping[str, Mapping[str, Round]] = field(default_factory=dict)  # duty → period → round, oldest first
    latest: Mapping[str, frozenset[str]] = field(default_factory=dict)  # duty → periods opened or skipped
    reminders: Mapping[str, tuple[Reminder, ...]] = field(default_factory=dict)  # member → oldest first
    put_off: Mapping[str, datetime] = field(default_factory=dict)  # member → until
    rest: tuple[str, ...] = ()  # whose turn to be reminded comes next
    rest_late: bool = False
    summed: str = ""  # the last month that was summed up
    asked: Mapping[str, date] = field(default_factory=dict)  # what the calendar lacks → asked for on
    periods: tuple[Period, ...] = ()
    digests: int = 0

    def find(self, item: Item) -> tuple[Round, Part] | None:
        """The part and its round; None for one that is no longer kept."""
        found = self.rounds.get(item.duty, {}).get(item.period)
        part = found.parts.get(item.subject) if found else None
        return (found, part) if found and part else None

    def all_rounds(self) -> Iterator[Round]:
        """Every round that is kept, a duty at a time, oldest first."""
        for periods in self.rounds.values():
            yield from periods.values()

    def owed_by(self, member: str) -> Iterator[tuple[Round, Part]]:
        """What is open for a member, oldest first."""
        for found in self.all_rounds():
            yield from ((found, part) for part in self._of(member, found) if part.open)

    def news_for(self, member: str) -> Iterator[tuple[Round, Part]]:
        """What a member was asked for and need not do any more, as long as nobody has told them."""
        for found in self.all_rounds():
            for part in self._of(member, found) if found.ended is not None else ():
                asked = part.released and part.answer is None and part.reminded is not None
                if asked and member not in part.told:
                    yield found, part

    def _of(self, member: str, found: Round) -> Iterator[Part]:
        """A round's parts that the member holds, alone or with others."""
        for subject in (member, *(() if found.terms.each == "member" else found.parts)):
            part = found.parts.get(subject)
            if part is not None and member in part.owed.members:
                yield part

    def sensitive(self, day: date) -> Period | None:
        """The sensitive period that holds on that day."""
        return next((period for period in self.periods if period.holds(day)), None)


def apply(duties: Duties, event: DutyEvent | DutiesEvent) -> Duties:
    """The state after the event."""
    match event:
        case RoundOpened():
            return _opened(duties, event)
        case RoundSkipped():
            return replace(duties, latest=_seen(duties, event.duty, event.period))
        case RoundEnded():
            return _with_round(
                duties, event, lambda found: replace(found, ended=event.day, parts=_let_go(found, event))
            )
        case RoundProlonged():
            return _with_round(
                duties,
                event,
                lambda found: replace(
                    found,
                    due_on=event.due_on,
                    remind_on=event.remind_on,
                    office_on=event.office_on,
                    director_on=event.director_on,
                ),
            )
        case HoldersChanged():
            return _with_round(duties, event, lambda found: replace(found, parts=_held(found, event)))
        case DutyAnswered():
            answer = Answer(
                at=event.at,
                by=event.by,
                outcome=event.outcome,
                words=event.words,
                value=event.value,
                file=event.file,
                late=event.late,
            )
            return _with_part(
                duties, event, lambda part: replace(part, answers=(*part.answers, answer), taken_back=False)
            )
        case DutyReopened():
            return _with_part(duties, event, lambda part: replace(part, taken_back=True))
        case ContactConfirmed():
            return _with_part(duties, event, lambda part: replace(part, confirmed_by=None if event.back else event.by))
        case DutyTaken():
            return replace(duties, taken={**duties.taken, event.duty: event.day})
        case DayReached():
            return replace(duties, day=event.day, unheard=event.unheard)
        case DutyReminded():
            return _reminded(duties, event)
        case ReminderPutOff():
            return replace(duties, put_off={**duties.put_off, event.member: event.until})
        case DutiesEscalated():
            return _escalated(duties, event)
        case MonthSummed():
            return replace(duties, summed=event.month)
        case CalendarAsked():
            return replace(duties, asked={**duties.asked, f"{event.lack}/{event.about}": event.at.date()})
        case PeriodDeclared():
            declared = Period(
                id=event.period, name=event.name, at=event.at, start=event.start, end=event.end, by=event.by
            )
            return replace(duties, periods=(*duties.periods, declared))
        case PeriodProlonged():
            longer = (replace(p, end=event.end) if p.id == event.period else p for p in duties.periods)
            return replace(duties, periods=tuple(longer))
        case PeriodEnded():
            ended = (replace(p, end=event.day, cut=True) if p.id == event.period else p for p in duties.periods)
            return replace(duties, periods=tuple(ended))
        case _:
            raise TypeError(f"not an event of duties: {event!r}")


def _opened(duties: Duties, event: RoundOpened) -> Duties:
    opened = Round(
        duty=event.duty,
        period=event.period,
        terms=event.terms,
        opened_on=event.opened_on,
        due_on=event.due_on,
        remind_on=event.remind_on,
        office_on=event.office_on,
        director_on=event.director_on,
        provisional=event.provisional,
        parts={owed.subject: Part(owed=owed) for owed in event.owed},
    )
    rounds = {**duties.rounds.get(event.duty, {}), event.period: opened}
    for period in list(rounds)[:-KEPT]:
        del rounds[period]
    return replace(duties, rounds={**duties.rounds, event.duty: rounds}, latest=_seen(duties, event.duty, event.period))


def _seen(duties: Duties, duty: str, period: str) -> dict[str, frozenset[str]]:
    """Periods that need not be opened again. Only the newest can come up once more, so a hundred are plenty."""
    seen = sorted({*duties.latest.get(duty, ()), period})[-100:]
    return {**duties.latest, duty: frozenset(seen)}


def _let_go(found: Round, event: RoundEnded) -> dict[str, Part]:
    return {
        subject: replace(part, left=True, released=True) if subject in event.released else part
        for subject, part in found.parts.items()
    }


def _held(found: Round, event: HoldersChanged) -> dict[str, Part]:
    parts = {
        subject: replace(part, left=True) if subject in event.removed else part for subject, part in found.parts.items()
    }
    for owed in event.added:
        before = parts.get(owed.subject)
        parts[owed.subject] = replace(before, owed=owed, left=False) if before else Part(owed=owed)
    return parts


def _reminded(duties: Duties, event: DutyReminded) -> Duties:
    day, reminders, put_off = event.day or duties.day, dict(duties.reminders), dict(duties.put_off)
    touched: dict[str, dict[str, dict[str, Part]]] = {}
    for member, items in event.people:
        put_off.pop(member, None)
        if not items and member not in event.also:
            continue
        before = reminders.get(member, ())
        number = before[-1].number + 1 if before else 1
        reminder = Reminder(number=number, at=event.at, items=items, late=event.late, asked=event.asked)
        reminders[member] = (*before, reminder)[-CARDS_KEPT:]
        if event.asked or day is None:
            continue
        for item in items:
            found = duties.find(item)
            if found is not None:
                parts = touched.setdefault(item.duty, {}).setdefault(item.period, dict(found[0].parts))
                part = parts[item.subject]
                told = part.told | {member} if part.released else part.told
                parts[item.subject] = replace(part, reminded=day, told=told)
    after = replace(_with_parts(duties, touched), reminders=reminders, put_off=put_off)
    return after if event.asked else replace(after, rest=event.rest, rest_late=event.late)


def _escalated(duties: Duties, event: DutiesEscalated) -> Duties:
    touched: dict[str, dict[str, dict[str, Part]]] = {}
    for item in event.items:
        found = duties.find(item)
        if found is not None:
            parts = touched.setdefault(item.duty, {}).setdefault(item.period, dict(found[0].parts))
            parts[item.subject] = replace(parts[item.subject], escalated=event.level)
    return replace(_with_parts(duties, touched), digests=duties.digests + 1)


def _with_parts(duties: Duties, touched: Mapping[str, Mapping[str, Mapping[str, Part]]]) -> Duties:
    rounds = dict(duties.rounds)
    for duty, periods in touched.items():
        changed = {period: replace(rounds[duty][period], parts=parts) for period, parts in periods.items()}
        rounds[duty] = {**rounds[duty], **changed}
    return replace(duties, rounds=rounds)


def _with_round(duties: Duties, event: DutyEvent, change: Callable[[Round], Round]) -> Duties:
    """The round may be no longer kept: an old answer is in the log all the same."""
    periods = duties.rounds.get(event.duty, {})
    found = periods.get(event.period)
    if found is None:
        return duties
    return replace(duties, rounds={**duties.rounds, event.duty: {**periods, event.period: change(found)}})


def _with_part(
    duties: Duties, event: DutyAnswered | DutyReopened | ContactConfirmed, change: Callable[[Part], Part]
) -> Duties:
    def over(found: Round, part: Part) -> Part:
        """What is taken back after the round was ended is owed no more, and whoever took it back knows."""
        owed_no_more = found.ended is not None and part.open
        return replace(part, left=True, released=True, told=frozenset(part.owed.members)) if owed_no_more else part

    def changed(found: Round) -> Round:
        part = found.parts.get(event.subject)
        return (
            found if part is None else replace(found, parts={**found.parts, event.subject: over(found, change(part))})
        )

    return _with_round(duties, event, changed)
