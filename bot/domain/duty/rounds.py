"""Which rounds the calendar asks for, and on which days each of them is reminded of, due and told upward. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain import hours
from bot.domain.duty.events import Owed
from bot.domain.duty.state import Period
from config.duties import WEEKDAYS, Duty, Occasion, Who
from config.plan import Plan
from config.roster import Member, Roster
from config.working_days import WorkingDays

_DAY: Final = timedelta(days=1)
UNIT: Final = "unit"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A round that the calendar asks for. `days_off` when none of its days is a working day."""

    period: str
    opens_on: date
    last: date | None = None  # the period's own last day, or the last one before the holiday
    days_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The days of one round."""

    opened_on: date
    due_on: date
    remind_on: tuple[date, ...]
    office_on: date
    director_on: date
    provisional: bool


def openings(duty: Duty, plan: Plan, periods: Iterable[Period], since: date, until: date) -> list[Opening]:
    """What opens from `since` to `until`, both included, in order."""
    found = [
        opening
        for occasion in duty.when
        for opening in _of(occasion, duty, plan, periods, (since, until))
        if since <= opening.opens_on <= until
    ]
    return sorted(found, key=lambda opening: (opening.opens_on, opening.period))


def schedule(duty: Duty, plan: Plan, opens_on: date, last: date | None) -> Schedule:
    """The days of a round that opens then; `last` is a day it cannot be due after."""
    days = plan.working_days

    def after(day: date, count: int) -> date:
        return day + _DAY * count if duty.urgent else days.after(day, count)

    due = after(opens_on, duty.open - 1)
    if last is not None and due > last:
        due = max(opens_on, last if duty.urgent or days.working(last) else days.last_before(last))
    reminders = {opens_on, due, *(after(opens_on, n) for n in duty.remind if after(opens_on, n) < due)}
    reminders |= {after(due, n) for n in duty.overdue}
    return Schedule(
        opened_on=opens_on,
        due_on=due,
        remind_on=tuple(sorted(reminders)),
        office_on=after(due, duty.office_after),
        director_on=after(due, duty.director_after),
        provisional=days.provisional(opens_on.year) or days.provisional(due.year),
    )


def owed(duty: Duty, plan: Plan, roster: Roster) -> tuple[Owed, ...]:
    """What is owed, by today's roster: a part a member, a part a place, or one for all."""
    members = _members(duty.who, roster)
    if not members:
        return ()
    if duty.each == "member":
        return tuple(_owed(member.id, member.name, (member,)) for member in members)
    if duty.each == "unit":
        return (_owed(UNIT, plan.name, members),)
    return tuple(_owed(place.id, place.name, members) for place in plan.key_places)


def _owed(subject: str, name: str, members: tuple[Member, ...]) -> Owed:
    return Owed(subject=subject, name=name, members=tuple(m.id for m in members), names=tuple(m.name for m in members))


def _members(who: Who, roster: Roster) -> tuple[Member, ...]:
    if who.everyone:
        return roster.members
    return tuple(
        member
        for member in roster.members
        if member.id in who.members
        or any(role in who.roles for role in member.roles)
        or any(group in who.groups for group in member.group)
    )


def _of(
    occasion: Occasion, duty: Duty, plan: Plan, periods: Iterable[Period], within: tuple[date, date]
) -> Iterator[Opening]:
    days, (since, until) = plan.working_days, within
    match occasion.every or occasion.at:
        case "term-start":
            for term in plan.calendar.terms:
                yield _shifted(term.id, term.start - _DAY * occasion.days, term.end, duty, days)
        case "before-holiday":
            for year in range(since.year, until.year + 2):
                for found in days.breaks(year):
                    yield _before(found.id, found.start, occasion.days, days)
        case "sensitive-period":
            for period in periods:
                yield _shifted(period.id, _asked_from(period, duty, plan), _last(period), duty, days)
        case _:
            for period_id, nominal, last in _regular(occasion, since, until):
                yield _shifted(period_id, nominal, last, duty, days)


def _asked_from(period: Period, duty: Duty, plan: Plan) -> date:
    """Declared at night or on a day off, it is asked about on the next working day."""
    if duty.urgent:
        return period.start
    return max(period.start, hours.local(plan, hours.at_work_from(plan, period.at)).date())


def _last(period: Period) -> date:
    """What has not been asked when the office ends a period is not asked later that day."""
    return period.end - _DAY if period.cut else period.end


def _shifted(period: str, nominal: date, last: date | None, duty: Duty, days: WorkingDays) -> Opening:
    """What falls on a day off opens on the next working day; one without any, within its period, does not."""
    opens = nominal if duty.urgent else days.next_working(nominal)
    if last is not None and opens > last:
        return Opening(period=period, opens_on=nominal, last=last, days_off=True)
    return Opening(period=period, opens_on=opens, last=last)


def _before(period: str, start: date, ahead: int, days: WorkingDays) -> Opening:
    """Before a holiday, in any case: on a working day, not later than the last one before it."""
    last = days.last_before(start)
    return Opening(period=period, opens_on=min(last, days.next_working(start - _DAY * max(1, ahead))), last=last)


def _regular(occasion: Occasion, since: date, until: date) -> Iterator[tuple[str, date, date]]:
    """(period, the day that the plan names, the period's last day) of every period that touches those days."""
    match occasion.every:
        case "week":
            monday = since - _DAY * since.weekday()
            while monday <= until:
                year, week, _ = monday.isocalendar()
                yield f"{year}-W{week:02d}", monday + _DAY * WEEKDAYS.index(occasion.on), monday + _DAY * 6
                monday += _DAY * 7
        case "month":
            for year, month in _months(since, until):
                last = date(year, month, monthrange(year, month)[1])
                yield f"{year}-{month:02d}", date(year, month, int(occasion.on)), last
        case "quarter":
            for year, month in _months(since.replace(month=_first_month(since.month), day=1), until):
                if month == _first_month(month):
                    last = date(year, month + 2, monthrange(year, month + 2)[1])
                    nominal = date(year, month, 1) + _DAY * (int(occasion.on) - 1)
                    yield f"{year}-Q{month // 3 + 1}", nominal, last
        case "year":
            month, day = (int(part) for part in occasion.on.split("-"))
            for year in range(since.year, until.year + 1):
                nominal = date(year, month, min(day, monthrange(year, month)[1]))
                yield f"{year}", nominal, date(year, 12, 31)


def _first_month(month: int) -> int:
    return (month - 1) // 3 * 3 + 1


def _months(since: date, until: date) -> Iterator[tuple[int, int]]:
    for month in range(since.year * 12 + since.month - 1, until.year * 12 + until.month):
        yield month // 12, month % 12 + 1
