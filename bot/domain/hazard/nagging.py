"""On which days somebody is told again about a hazard that stays where it is, and who."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain import hours
from bot.domain.hazard.commands import NagHazard, ReconcileHazard
from bot.domain.hazard.events import HazardNagged, NagPutOff
from bot.domain.hazard.state import Hazard, Hazards, Phase
from bot.domain.message import GRACE, SYSTEM, Timer
from bot.domain.staff import Staff
from config.plan import Plan
from config.roster import Roster
from config.working_days import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Step:
    """A working day on which a hazard's phase has lasted too long."""

    id: str
    when: datetime
    first: bool  # whoever has to act: owner, office, verifiers
    office: bool
    director: bool


def steps(hazard: Hazard, plan: Plan) -> Iterator[Step]:
    """The nags of the phase that have not been, in order."""
    rules = plan.hazard_rules
    days: Sequence[int]
    match hazard.phase:
        case Phase.FOUND:
            base, days = hours.local(plan, hazard.since).date(), rules.assign
        case Phase.ASSIGNED if hazard.due is not None:
            base, days = hazard.due, rules.nag
        case Phase.FIXED:
            base, days = hours.local(plan, hazard.since).date(), rules.verify
        case _:
            return
    office = {rules.office_after, rules.director_after} if hazard.phase is Phase.ASSIGNED else set()
    for day in sorted({*days, *office, rules.director_after}):
        step = Step(
            id=f"{hazard.phase}-{day}",
            when=_after(plan.working_days, base, day, plan.calendar.remind_at, plan.time_zone),
            first=day in days,
            office=day in office,
            director=day == rules.director_after,
        )
        if step.id not in hazard.steps and step.when > hazard.since:
            yield step


def timers(hazards: Hazards, plan: Plan, roster: Roster) -> Iterator[Timer]:
    """The next nag of each, and owners who have left."""
    for hazard in hazards.open():
        if hazard.phase is Phase.ASSIGNED and hazard.owner and roster.find(hazard.owner) is None:
            command = ReconcileHazard(by=SYSTEM, hazard=hazard.number, owner=hazard.owner)
            yield Timer(when=hazard.since, command=command)
        elif (step := next(steps(hazard, plan), None)) is not None:
            when = max(step.when, hazard.put_off) if hazard.put_off else step.when
            yield Timer(when=when, command=NagHazard(by=SYSTEM, hazard=hazard.number, step=step.id), silence=True)


def nag(hazard: Hazard, staff: Staff, command: NagHazard, at: datetime) -> tuple[HazardNagged | NagPutOff, ...]:
    """What was missed comes once, as the last of it, and neither at night nor on a day off."""
    due = [step for step in steps(hazard, staff.plan) if step.when <= at]
    if not due or due[0].id != command.step:
        return ()
    if not hours.at_work(staff.plan, at):
        until = hours.next_morning(staff.plan, at)
        repeat = hazard.put_off == until
        return () if repeat else (NagPutOff(at=at, by=command.by, hazard=hazard.number, until=until),)
    told = tuple(dict.fromkeys(member for step in due for member in _told(hazard, staff, step)))
    return (
        HazardNagged(
            at=at,
            by=command.by,
            hazard=hazard.number,
            steps=tuple(step.id for step in due),
            told=told,
            director=any(step.director for step in due),
            late=at - due[-1].when > GRACE,
            in_day=tuple(member for member in told if member in staff.reading),
        ),
    )


def _told(hazard: Hazard, staff: Staff, step: Step) -> Iterator[str]:
    if step.first:
        match hazard.phase:
            case Phase.ASSIGNED if hazard.owner:
                yield from staff.here([hazard.owner]) or staff.office(but=(hazard.owner,))
            case Phase.FIXED:
                but = (hazard.fixed_by, hazard.owner)
                yield from staff.here(sorted(hazard.verifiers)) or staff.office(but=but)
            case _:
                yield from staff.office()
    if step.office:
        yield from staff.office()
    if step.director:
        yield from staff.director()


@lru_cache(maxsize=4096)  # every timer is derived after every commit, and the official calendar is slow to ask
def _after(working_days: WorkingDays, base: date, days: int, at: time, zone: str) -> datetime:
    """The hour of reminding, so many working days after `base`."""
    return datetime.combine(working_days.after(base, days), at, ZoneInfo(zone)).astimezone(UTC)
