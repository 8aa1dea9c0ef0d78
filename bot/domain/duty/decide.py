"""Decisions about duties, and the timers that run for them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain import hours
from bot.domain.duty import answering
from bot.domain.duty.commands import (
    AnswerDuty,
    AnswerInWords,
    ConfirmContact,
    DeclarePeriod,
    DutyCommand,
    EndPeriod,
    FindHazard,
    OpenRound,
    PutOff,
    ReachDay,
    RemindAgain,
    RemindRest,
    ReopenDuty,
    ShowDuties,
)
from bot.domain.duty.day import AnyDuty, next_run, opened, remind, reminded, run
from bot.domain.duty.events import (
    DutyReminded,
    PeriodDeclared,
    PeriodEnded,
    PeriodProlonged,
    ReminderPutOff,
    RoundEnded,
    RoundOpened,
    RoundProlonged,
)
from bot.domain.duty.rounds import schedule
from bot.domain.duty.state import Duties, Period, apply
from bot.domain.duty.today import Today
from bot.domain.message import SYSTEM, Refused, Timer
from bot.domain.notes import refusal_of
from config.plan import Plan

Decision = tuple[AnyDuty, ...] | Refused

_LONGEST_PERIOD: Final = timedelta(days=366)


def decide(duties: Duties, command: DutyCommand, today: Today) -> Decision:
    """Events or a refusal; a repeated command gives no event."""
    at = today.at
    match command:
        case ReachDay():
            return run(duties, today)
        case RemindRest():
            return (remind(duties, today, duties.rest, late=duties.rest_late),) if duties.rest else ()
        case RemindAgain():
            return _again(duties, command, today)
        case AnswerDuty():
            return answering.tapped(duties, command, today)
        case FindHazard():
            return answering.found_hazard(duties, command, today)
        case AnswerInWords():
            return answering.in_words(duties, command, today)
        case ReopenDuty():
            return answering.reopened(duties, command, today)
        case ConfirmContact():
            return answering.confirmed(duties, command, today)
        case PutOff():
            return _put_off(duties, command, today)
        case ShowDuties():
            items = tuple(found.item(part.owed.subject) for found, part in duties.owed_by(command.by))
            return (DutyReminded(at=at, by=command.by, people=((command.by, items),), asked=True),) if items else ()
        case OpenRound():
            return _by_hand(duties, command, today)
        case DeclarePeriod():
            return _declare(duties, command, today)
        case EndPeriod():
            return _end(duties, command, today)
        case _:
            raise TypeError(f"not a command of duties: {command!r}")


def timers(duties: Duties, plan: Plan) -> Iterator[Timer]:
    """The next daily run, and the reminders that were put off. Both wait while Telegram cannot be heard."""
    when = next_run(duties, plan)
    if when is not None:
        yield Timer(when=when, command=ReachDay(by=SYSTEM), silence=True)
    if duties.rest and duties.day is not None:
        yield Timer(when=_at_once(duties, plan), command=RemindRest(by=SYSTEM), silence=True)
    for member, until in duties.put_off.items():
        yield Timer(when=until, command=RemindAgain(by=SYSTEM, member=member), silence=True)


def _at_once(duties: Duties, plan: Plan) -> datetime:
    """A time that has come: the beginning of the day that was reached."""
    assert duties.day is not None
    return hours.moment(plan, duties.day, time())


def _again(duties: Duties, command: RemindAgain, today: Today) -> Decision:
    """What was put off has perhaps been answered meanwhile. In quiet hours, after a gap, it is put off once more."""
    until = duties.put_off.get(command.member)
    if until is None or until > today.at:
        return ()
    again = remind(duties, today, (command.member,), late=duties.rest_late if duties.rest else False)
    if again.people:
        return (replace(again, rest=duties.rest),)
    if today.at_work:
        nothing = ((command.member, ()),)
        return (DutyReminded(at=today.at, by=SYSTEM, people=nothing, rest=duties.rest, late=duties.rest_late),)
    wakes = hours.at_work_from(today.plan, today.at)
    return (ReminderPutOff(at=today.at, by=SYSTEM, member=command.member, until=wakes),)


def _put_off(duties: Duties, command: PutOff, today: Today) -> Decision:
    """Only as long as something will ring by then: silence that was promised a reminder gets one."""
    last = max((found.last_day for found, _ in duties.owed_by(command.by)), default=None)
    if last is None:
        return Refused(key="duty.nothing_open")
    before = duties.put_off.get(command.by)
    if before is not None and before > today.at:
        return ()
    until = hours.at_work_from(today.plan, today.at + today.plan.duty_rules.later)
    if hours.local(today.plan, until).date() > last:
        return Refused(key="duty.no_later", values={"day": f"{last:%m-%d}"})
    return (ReminderPutOff(at=today.at, by=command.by, member=command.by, until=until),)


def _by_hand(duties: Duties, command: OpenRound, today: Today) -> Decision:
    """The office opens a round today; a second press on the same day is a repeat."""
    duty = next((duty for duty in today.plan.duties if duty.id == command.duty), None)
    if duty is None:
        return Refused(key="duty.unknown")
    period = today.day.isoformat()
    if period in duties.rounds.get(duty.id, {}):
        return ()
    event = opened(duty, today, period=period, opens_on=today.day, last=None, late=False)
    if not isinstance(event, RoundOpened):
        return Refused(key="duty.nobody")
    return (event, *reminded(apply(duties, event), today, late=False))


def _declare(duties: Duties, command: DeclarePeriod, today: Today) -> Decision:
    """A sensitive period begins today: the duties that it asks for open now, or on the next working day."""
    if not command.name.strip():
        return Refused(key="period.no_name")
    if (key := refusal_of(command.name)) is not None:
        return Refused(key=key)
    if command.end < today.day or command.end - today.day > _LONGEST_PERIOD:
        return Refused(key="period.end")
    running = duties.sensitive(today.day)
    if running is not None:
        if running.name == command.name.strip() and command.end >= running.end:
            return _prolong(duties, running, command, today) if command.end > running.end else ()
        return Refused(key="period.running", values={"name": running.name, "until": f"{running.end:%m-%d}"})
    count = sum(period.start == today.day for period in duties.periods)
    number = f"sensitive-{today.day.isoformat()}" + (f"-{count + 1}" if count else "")
    declared = PeriodDeclared(
        at=today.at, by=command.by, period=number, name=command.name.strip(), start=today.day, end=command.end
    )
    events: list[AnyDuty] = [declared]
    for duty in today.plan.duties:
        asked = any(occasion.at == "sensitive-period" for occasion in duty.when)
        if asked and (duty.urgent or today.at_work) and duty.id in duties.taken:
            events.append(opened(duty, today, period=number, opens_on=today.day, last=command.end, late=False))
    after = duties
    for event in events:
        after = apply(after, event)
    return (*events, *reminded(after, today, late=False))


def _prolong(duties: Duties, running: Period, command: DeclarePeriod, today: Today) -> tuple[AnyDuty, ...]:
    """What was asked stands and is not asked again; where the old end had left it less time, it gets the rest now."""
    events: list[AnyDuty] = [PeriodProlonged(at=today.at, by=command.by, period=running.id, end=command.end)]
    for found in duties.all_rounds():
        if found.period != running.id or found.due_on < today.day or found.ended is not None:
            continue
        days = schedule(found.terms, today.plan, found.opened_on, command.end)
        if days.due_on > found.due_on:
            events.append(
                RoundProlonged(
                    at=today.at,
                    by=command.by,
                    duty=found.duty,
                    period=found.period,
                    due_on=days.due_on,
                    remind_on=days.remind_on,
                    office_on=days.office_on,
                    director_on=days.director_on,
                )
            )
    return tuple(events)


def _end(duties: Duties, command: EndPeriod, today: Today) -> tuple[AnyDuty, ...]:
    """What is not due yet ends with the period; what was due before and is missing stays missed."""
    period = next((p for p in duties.periods if p.id == command.period and p.holds(today.day)), None)
    if period is None:
        return ()
    rounds = (r for r in duties.all_rounds() if r.period == period.id and r.due_on >= today.day and r.ended is None)
    return (
        PeriodEnded(at=today.at, by=command.by, period=period.id, day=today.day),
        *(
            RoundEnded(
                at=today.at,
                by=command.by,
                duty=found.duty,
                period=found.period,
                day=today.day,
                name=period.name,
                released=tuple(subject for subject, part in found.parts.items() if part.open),
            )
            for found in rounds
        ),
    )
