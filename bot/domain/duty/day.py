"""The one daily run: rounds open, people are reminded once a day of everything, what was missed goes upward.

It runs at the plan's hour of every calendar day. On days off and in quiet hours only urgent duties count. Whatever
was missed while the bot was down is caught up in one run, labelled late; and then nothing goes upward that day, for
nobody could answer.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.domain import hours
from bot.domain.duty.events import (
    CalendarAsked,
    DayReached,
    DutiesEscalated,
    DutiesEvent,
    DutyEvent,
    DutyReminded,
    DutyTaken,
    HoldersChanged,
    Item,
    MonthSummed,
    Outcome,
    Owed,
    RoundOpened,
    RoundSkipped,
    Skip,
)
from bot.domain.duty.rounds import openings, owed, schedule
from bot.domain.duty.state import Duties, Part, Round, apply
from bot.domain.duty.today import Today
from bot.domain.message import GRACE, SYSTEM
from config.duties import Duty
from config.plan import Plan

_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ASK_EVERY: Final = timedelta(days=7)
OFFICE, DIRECTOR = 1, 2
_AT_ONCE: Final = 100  # people reminded in one commit; with a thousand, taps would wait for a second

AnyDuty = DutyEvent | DutiesEvent


def next_run(duties: Duties, plan: Plan) -> datetime | None:
    """When the next daily run is due (UTC); at once before the first; None while there is nothing to run for."""
    if duties.day is None:
        return _EPOCH if plan.duties else None
    if not plan.duties and not duties.rounds:
        return None
    return hours.remind_at(plan, duties.day + _DAY)


def run(duties: Duties, today: Today) -> tuple[AnyDuty, ...]:
    """Everything that the day asks for; nothing on a day that was looked through already."""
    day = today.day if today.at >= hours.remind_at(today.plan, today.day) else today.day - _DAY
    if duties.day is not None and day <= duties.day:
        return ()
    if duties.day is None:
        # What the plan asks for before it was in force here is nobody's fault, and the first day is for settling in.
        first = DayReached(at=today.at, by=SYSTEM, day=today.day)
        return (*_taken(duties, today), first)
    working = today.plan.working_days
    missed = sum(working.working(duties.day + _DAY * n) for n in range(1, min((day - duties.day).days, 400)))
    fold = _Fold(duties)
    gap = duties.unheard + missed
    unheard = 0 if day == today.day and today.at_work else gap + working.working(day)
    fold.add(DayReached(at=today.at, by=SYSTEM, day=day, missed=missed, unheard=unheard))
    fold.add(*_taken(fold.duties, today))
    behind = today.at - hours.remind_at(today.plan, day) > GRACE
    late = gap > 0 or behind
    if day == today.day:
        opening = tuple(_opened(fold.duties, today, since=duties.day + _DAY, late=late))
        late = late or any(isinstance(event, RoundOpened) and event.late for event in opening)
        fold.add(*opening)
        fold.add(*_replaced(fold.duties, today))
        fold.add(*reminded(fold.duties, today, late=late, morning=True))
        if not gap:
            # Whose last morning passed without us may have answered to nobody: what could go up today goes tomorrow.
            fold.add(*_escalated(fold.duties, today, late=late, day=day - _DAY if behind else day))
        if today.at_work:
            fold.add(*_summed(fold.duties, today), *_asked(fold.duties, today))
    return tuple(fold.events)


def opened(duty: Duty, today: Today, *, period: str, opens_on: date, last: date | None, late: bool) -> AnyDuty:
    """A round, by today's plan and roster; or that nobody owes it."""
    parts = owed(duty, today.plan, today.roster)
    if not parts:
        return _skipped(duty, period, today, Skip.NOBODY)
    days = schedule(duty, today.plan, opens_on, last)
    return RoundOpened(
        at=today.at,
        by=SYSTEM,
        duty=duty.id,
        period=period,
        terms=duty,
        opened_on=days.opened_on,
        due_on=days.due_on,
        remind_on=days.remind_on,
        office_on=days.office_on,
        director_on=days.director_on,
        owed=parts,
        provisional=days.provisional,
        late=late,
    )


def reminded(duties: Duties, today: Today, *, late: bool, morning: bool = False) -> Iterator[DutyReminded]:
    """One message a person with everything that is open for them, if any of it is to be reminded of today.

    In the morning also of what they were asked for and need not do any more.
    """
    due = {member for member, until in duties.put_off.items() if until <= today.at}
    for found, part in _open(duties):
        if _may_ring(found, today) and _rings(found, part, today.day):
            due.update(part.owed.members)
    due.update(member for member in today.beside if _several(today, member))
    if morning and today.at_work:
        due.update(m for found in duties.all_rounds() for m in _to_tell(found) if any(duties.news_for(m)))
    wanted = tuple(m.id for m in today.roster.members if m.id in due and m.id not in today.away)
    if len(wanted) > _AT_ONCE:  # the day's run has enough to do without them
        yield DutyReminded(at=today.at, by=SYSTEM, people=(), late=late, rest=wanted)
    elif wanted:
        yield remind(duties, today, wanted, late=late)


def remind(duties: Duties, today: Today, members: tuple[str, ...], *, late: bool) -> DutyReminded:
    """The first hundred of them now, the others next. Whoever owes nothing by now gets nothing."""
    now = [(member, _owed_now(duties, today, member)) for member in members[:_AT_ONCE]]
    people = tuple((member, items) for member, items in now if items or _several(today, member))
    return DutyReminded(
        at=today.at,
        by=SYSTEM,
        people=people,
        late=late,
        rest=members[_AT_ONCE:],
        also=tuple(member for member, items in people if not items),
        day=today.day,
    )


def _several(today: Today, member: str) -> bool:
    """Two nags in one morning are one message also without a duty; a single one comes by itself, with its buttons."""
    return today.beside.get(member, 0) > 1 and member not in today.away


def _owed_now(duties: Duties, today: Today, member: str) -> tuple[Item, ...]:
    if member in today.away or today.roster.find(member) is None:
        return ()
    owed_now = [(found, part) for found, part in duties.owed_by(member) if _may_ring(found, today)]
    news = duties.news_for(member) if today.at_work else ()
    return tuple(found.item(part.owed.subject) for found, part in (*owed_now, *news))


def _to_tell(found: Round) -> Iterator[str]:
    """Who might not have read yet that they need not do their part any more."""
    if found.ended is not None:
        yield from dict.fromkeys(m for part in found.parts.values() if part.released for m in part.owed.members)


def _may_ring(found: Round, today: Today) -> bool:
    return found.last_day >= today.day and (today.at_work or found.terms.urgent)


def _open(duties: Duties) -> Iterator[tuple[Round, Part]]:
    return ((found, part) for found in duties.all_rounds() for part in found.parts.values() if part.open)


def _rings(found: Round, part: Part, day: date) -> bool:
    """Whether one of the round's days of reminding has come since this part was last reminded of."""
    last = part.reminded or date.min
    return any(last < on <= day for on in found.remind_on)


def _taken(duties: Duties, today: Today) -> Iterator[DutyTaken]:
    for duty in today.plan.duties:
        if duty.id not in duties.taken:
            yield DutyTaken(at=today.at, by=SYSTEM, duty=duty.id, day=today.day)


def _opened(duties: Duties, today: Today, *, since: date, late: bool) -> Iterator[AnyDuty]:
    """Of several rounds of a duty that should have opened, only the newest still makes sense."""
    for duty in today.plan.duties:
        # A round that came due in quiet hours is still to be opened: look back further than a day.
        back = min(since, today.day - _DAY * 15)
        seen, from_day = duties.latest.get(duty.id, frozenset()), duties.taken[duty.id] + _DAY
        found = openings(duty, today.plan, duties.periods, max(back, from_day), today.day)
        wanted = [opening for opening in found if opening.period not in seen]
        may_open = today.at_work or duty.urgent
        newest = next((opening for opening in reversed(wanted) if not opening.days_off), None)
        for opening in wanted:
            if opening.days_off:
                yield _skipped(duty, opening.period, today, Skip.DAYS_OFF)
            elif not may_open:
                continue
            elif opening is not newest or _over(duty, today, opening.opens_on, opening.last):
                yield _skipped(duty, opening.period, today, Skip.DOWN)
            else:
                behind = late or opening.opens_on < today.day
                yield opened(
                    duty, today, period=opening.period, opens_on=opening.opens_on, last=opening.last, late=behind
                )


def _over(duty: Duty, today: Today, opens_on: date, last: date | None) -> bool:
    return schedule(duty, today.plan, opens_on, last).due_on < today.day


def _skipped(duty: Duty, period: str, today: Today, reason: Skip) -> RoundSkipped:
    return RoundSkipped(
        at=today.at, by=SYSTEM, duty=duty.id, period=period, title=duty.title, clause=duty.clause, reason=reason
    )


def _replaced(duties: Duties, today: Today) -> Iterator[HoldersChanged]:
    """Rounds follow the roster: somebody new owes the newest of a duty, somebody who left owes none."""
    by_id = {duty.id: duty for duty in today.plan.duties}
    for found in duties.all_rounds():
        duty_id, duty = found.duty, by_id.get(found.duty)
        if found.last_day < today.day or found.ended is not None:
            continue
        if duty is None:  # gone from the plan: what is under way runs out by the terms that it was opened under
            yield from _gone(found, today)
            continue
        newest = found.period == next(reversed(list(duties.rounds[duty_id])))
        now = {part.subject: part for part in owed(duty, today.plan, today.roster)}
        added = tuple(
            part
            for subject, part in now.items()
            if (newest or subject in found.parts) and _is_new(found.parts.get(subject), part)
        )
        removed = tuple(s for s, part in found.parts.items() if s not in now and part.open)
        if added or removed:
            yield HoldersChanged(
                at=today.at, by=SYSTEM, duty=duty_id, period=found.period, added=added, removed=removed
            )


def _gone(found: Round, today: Today) -> Iterator[HoldersChanged]:
    left = tuple(s for s, part in found.parts.items() if part.open and not _anybody(part, today))
    if left:
        yield HoldersChanged(at=today.at, by=SYSTEM, duty=found.duty, period=found.period, added=(), removed=left)


def _anybody(part: Part, today: Today) -> bool:
    return any(today.roster.find(member) is not None for member in part.owed.members)


def _is_new(before: Part | None, now: Owed) -> bool:
    return before is None or (before.answer is None and (before.left or before.owed.members != now.members))


def _escalated(duties: Duties, today: Today, *, late: bool, day: date) -> Iterator[DutiesEscalated]:
    """What was missed, or cannot be done, goes to the office; later, what is still so, to the director."""
    for level in (OFFICE, DIRECTOR):
        items = tuple(
            found.item(subject)
            for found in duties.all_rounds()
            if (today.at_work or found.terms.urgent) and found.opened_on <= today.day and found.ended is None
            for subject, part in found.parts.items()
            if part.escalated < level and _goes_up(found, part, level, day)
        )
        if items:
            yield DutiesEscalated(at=today.at, by=SYSTEM, level=level, items=items, late=late)


def _goes_up(found: Round, part: Part, level: int, day: date) -> bool:
    unable = part.answer is not None and part.answer.outcome is Outcome.UNABLE
    if part.confirmed_by is not None or not (part.open or unable):
        return False
    on = found.office_on if level == OFFICE else found.director_on
    return day >= on or (unable and level == OFFICE)


def _summed(duties: Duties, today: Today) -> Iterator[MonthSummed]:
    """Once a month, of the month before, if any round of it was due; and of months whose turn passed without us.

    In a holiday that lasts a month nobody is told anything; the month before it comes when people are back.
    """
    this, last = f"{today.day:%Y-%m}", f"{today.day.replace(day=1) - _DAY:%Y-%m}"
    until = this if today.day.day >= today.plan.duty_rules.summary_day else last
    for month in sorted({f"{found.due_on:%Y-%m}" for found in duties.all_rounds()}):
        if duties.summed < month < until:
            yield MonthSummed(at=today.at, by=SYSTEM, month=month)


def _asked(duties: Duties, today: Today) -> Iterator[CalendarAsked]:
    """What the calendar will lack before long is asked for, once a week, and never guessed."""
    calendar = today.plan.calendar
    soon = today.day + _DAY * calendar.ask_ahead
    lacks: list[tuple[str, str]] = []
    needs_terms = any(o.at == "term-start" for duty in today.plan.duties for o in duty.when)
    last = max(calendar.terms, key=lambda term: term.end, default=None)
    if needs_terms and (last is None or last.end <= soon):
        lacks.append(("term", last.name if last else ""))
    if today.plan.working_days.provisional(soon.year):
        lacks.append(("year", f"{soon.year}"))
    for lack, about in lacks:
        before = duties.asked.get(f"{lack}/{about}")
        if before is None or today.day - before >= _ASK_EVERY:
            yield CalendarAsked(at=today.at, by=SYSTEM, lack=lack, about=about)


class _Fold:
    """Events, and the state that they leave, so that each step of the day sees the one before."""

    def __init__(self, duties: Duties) -> None:
        self.duties = duties
        self.events: list[AnyDuty] = []

    def add(self, *events: AnyDuty) -> None:
        for event in events:
            self.events.append(event)
            self.duties = apply(self.duties, event)
