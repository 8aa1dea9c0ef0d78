"""The shifts of the plan's rotations and of the duty roster's file, as moments in time. Pure, and remembered by day.

A shift is local: it begins and ends at a time of day, so over a change to daylight saving a night has an hour more
or less, and a shift that would begin within the hour that is skipped begins after it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from config.calendar import Calendar
from config.duty_roster import KINDS, DutyRoster, Hours, Kind, Rotation, WatchRules
from config.plan import Plan
from config.roster import Roster
from config.working_days import WorkingDays

_DAY: Final = timedelta(days=1)
_AHEAD: Final = 62  # days in which the next beginning or end of a shift is looked for


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Somebody's time on duty (UTC). `id` stays when the shift is given to somebody else."""

    id: str
    kind: Kind
    member: str
    start: datetime
    end: datetime

    def overlaps(self, other: "Shift") -> bool:
        """Whether there is a moment that lies in both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Today's plan, roster and duty roster, with the swaps that were agreed (shift id → member)."""

    plan: Plan
    roster: Roster
    duty_roster: DutyRoster
    holders: Mapping[str, str]

    @property
    def zone(self) -> ZoneInfo:
        """The plan's."""
        return ZoneInfo(self.plan.time_zone)

    @property
    def configured(self) -> bool:
        """Whether anybody is ever on duty."""
        return bool(self.plan.duty_roster.rotations or self.duty_roster.shifts)

    @property
    def revision(self) -> str:
        """A short name for what the shifts follow from; another one means that they may be others."""
        return _revision(self.plan.duty_roster, self.plan.calendar, self.duty_roster.revision, self._role_holders())

    def _role_holders(self) -> tuple[str, ...]:
        roles = [rotation.role for rotation in self.plan.duty_roster.rotations if rotation.role]
        return tuple(member.id for role in roles for member in self.roster.with_role(role))

    def people(self, kind: Kind) -> tuple[str, ...]:
        """Whoever the roster has in that kind of shift, each once."""
        rotations = [rotation for rotation in self.plan.duty_roster.rotations if rotation.kind == kind]
        found = [member for rotation in rotations for member in self._people_of(rotation)]
        found += [shift.member for shift in self.duty_roster.shifts if shift.kind == kind]
        return tuple(dict.fromkeys(found))

    def _people_of(self, rotation: Rotation) -> tuple[str, ...]:
        return rotation.members or tuple(member.id for member in self.roster.with_role(rotation.role or ""))

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that there are shifts of."""
        used = {rotation.kind for rotation in self.plan.duty_roster.rotations}
        used |= {shift.kind for shift in self.duty_roster.shifts}
        return tuple(kind for kind in KINDS if kind in used)

    def between(self, since: datetime, until: datetime) -> tuple[Shift, ...]:
        """The shifts that overlap that time, by when they begin."""
        first = since.astimezone(self.zone).date() - self._reach
        last = until.astimezone(self.zone).date()
        days = ((first + _DAY * n) for n in range((last - first).days + 1))
        found = (shift for day in days for shift in self.on(day) if shift.end > since and shift.start < until)
        return tuple(sorted(found, key=lambda shift: (shift.start, shift.kind, shift.end, shift.member)))

    def at(self, moment: datetime) -> tuple[Shift, ...]:
        """The shifts that run at that moment: begun, and not over."""
        return tuple(s for s in self.between(moment, moment + timedelta(microseconds=1)) if s.start <= moment)

    def on(self, day: date) -> tuple[Shift, ...]:
        """The shifts that begin on that local day, with whoever holds them now."""
        held = self.holders
        return tuple(replace(s, member=held[s.id]) if s.id in held else s for s in self._planned(day))

    def find(self, shift: str) -> Shift | None:
        """The shift of that id, as the roster has it today."""
        try:
            day = date.fromisoformat(shift.split("/")[1][:10])
        except (IndexError, ValueError):
            return None
        return next((found for found in self.on(day) if found.id == shift), None)

    def boundary(self, after: datetime) -> datetime | None:
        """When the next shift begins or ends after that moment; None when none does for two months."""
        day = after.astimezone(self.zone).date()
        best: datetime | None = None
        for n in range(-self._reach.days, _AHEAD):
            for shift in self._planned(day + _DAY * n):
                for moment in (shift.start, shift.end):
                    if moment > after and (best is None or moment < best):
                        best = moment
            if best is not None and best.astimezone(self.zone).date() < day + _DAY * n:
                break
        return best

    @property
    def _reach(self) -> timedelta:
        """How far back a shift may have begun that still runs."""
        hours = [hours.length for rotation in self.plan.duty_roster.rotations for hours in rotation.shifts]
        return timedelta(days=max([self.duty_roster.longest, *hours]).days + 2)

    def _planned(self, day: date) -> Iterator[Shift]:
        filed = self.duty_roster.by_day.get(day, ())
        ruled = {shift.kind for shift in filed}
        for shift in filed:
            yield _shift(shift.kind, shift.member, shift.start, shift.end, self.zone)
        for rotation in self.plan.duty_roster.rotations:
            people = self._people_of(rotation)
            if rotation.kind not in ruled and people:
                yield from _turns(rotation, people, self.plan, day, self.zone)


@lru_cache(maxsize=8)
def _revision(rules: WatchRules, calendar: Calendar, file: str, holders: tuple[str, ...]) -> str:
    what = "\0".join([rules.model_dump_json(), calendar.model_dump_json(), file, *holders])
    return sha256(what.encode()).hexdigest()[:12]


def _turns(rotation: Rotation, people: tuple[str, ...], plan: Plan, day: date, zone: ZoneInfo) -> Iterator[Shift]:
    if day < rotation.start or not _runs(rotation, plan, day):
        return
    for number, hours in enumerate(rotation.shifts):
        match rotation.turn:
            case "week":
                turn = (day - rotation.start).days // 7
            case "day":
                turn = _days_before(rotation, plan, day)
            case "shift":
                turn = _days_before(rotation, plan, day) * len(rotation.shifts) + number
        yield _timed(rotation.kind, people[turn % len(people)], day, hours, zone)


def _runs(rotation: Rotation, plan: Plan, day: date) -> bool:
    return rotation.days == "all" or plan.working_days.working(day) == (rotation.days == "working")


def _days_before(rotation: Rotation, plan: Plan, day: date) -> int:
    """On how many days the rotation had shifts before."""
    if rotation.days == "all":
        return (day - rotation.start).days
    return _counter(plan.calendar, rotation.start, rotation.days == "working").before(day)


class _Counter:
    """Counts working days, or days off, from a day on. What was counted is kept: the clock asks after every commit."""

    def __init__(self, calendar: Calendar, start: date, working: bool) -> None:
        self._days, self._start, self._working = WorkingDays(calendar), start, working
        self._counts = [0]

    def before(self, day: date) -> int:
        """How many of them lie before that day."""
        while len(self._counts) <= (day - self._start).days:
            last = self._start + _DAY * (len(self._counts) - 1)
            self._counts.append(self._counts[-1] + (self._days.working(last) == self._working))
        return self._counts[(day - self._start).days]


@lru_cache(maxsize=32)
def _counter(calendar: Calendar, start: date, working: bool) -> _Counter:
    return _Counter(calendar, start, working)


def _timed(kind: Kind, member: str, day: date, hours: Hours, zone: ZoneInfo) -> Shift:
    start = datetime.combine(day, hours.at)
    return _shift(kind, member, start, start + hours.length, zone)


def _shift(kind: Kind, member: str, start: datetime, end: datetime, zone: ZoneInfo) -> Shift:
    """From local times. The id holds them, so that a shift is found again without looking at all of them."""
    return Shift(
        id=f"{kind}/{start:%Y-%m-%dT%H%M}/{member}",
        kind=kind,
        member=member,
        start=start.replace(tzinfo=zone).astimezone(UTC),
        end=end.replace(tzinfo=zone).astimezone(UTC),
    )
