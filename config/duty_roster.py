"""Who is on duty (值班) and which leader is (带班): the plan's rotations, and the shifts of `duty_roster.yaml`.

Times are local, by the plan's time zone. A shift of the file takes the place of the rotations' shifts of its kind
that begin on the same day; so a spreadsheet or a calendar may rule single days, months, or everything.
"""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from config.calendar import Day, LocalTime
from config.schema import Duration, Id, Schema, refused

Kind = Literal["duty", "leader"]
Cover = Literal["always", "daily", "no"]
KINDS: Final[tuple[Kind, ...]] = ("duty", "leader")
LONGEST: Final = timedelta(days=31)


def _local(value: object) -> datetime:
    """`2026-03-02 08:00`, without a zone: it is the plan's."""
    text = str(value).strip().replace("：", ":")
    try:
        found = datetime.fromisoformat(text) if ":" in text else None
    except ValueError:
        found = None
    if found is None:
        raise refused(f"not a date with a time: {text[:40]}", 'write it like "2026-03-02 08:00"')
    if found.tzinfo is not None:
        raise refused(f"a time with a zone: {text[:40]}", "write local time; the plan gives the zone")
    return found.replace(second=0, microsecond=0)


LocalMoment = Annotated[
    datetime,
    BeforeValidator(_local),
    PlainSerializer(lambda at: f"{at:%Y-%m-%d %H:%M}", return_type=str, when_used="json"),
]


class Hours(Schema):
    """A shift of the day: when it begins, and how long it lasts by the clock on the wall. It may cross midnight."""

    at: LocalTime
    length: Duration

    @field_validator("length")
    @classmethod
    def _lasts(cls, value: timedelta) -> timedelta:
        if not timedelta() < value <= LONGEST:
            raise refused(f"a shift of {value}", "write more than 0 and at most 31d, like 24h")
        return value


class Rotation(Schema):
    """People who take turns. `members`, or whoever holds `role`, follow each other from `start` on.

    `days` says on which days shifts begin; `turn: week` gives one person all shifts of a week (from the weekday
    of `start`), `turn: shift` the next person the next shift.
    """

    id: Id
    kind: Kind
    members: tuple[Id, ...] = ()
    role: Id | None = None
    start: Day
    days: Literal["all", "working", "off"] = "all"
    turn: Literal["shift", "day", "week"] = "shift"
    shifts: Annotated[tuple[Hours, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if bool(self.members) == bool(self.role):
            raise refused("a rotation is of members: or of a role:", "write one of the two, like role: deputy")
        return self


class WatchRules(Schema):
    """Handover, swaps and checks of the duty roster (clause 7.3b)."""

    rotations: tuple[Rotation, ...] = ()
    day: Hours = Hours(at=time(8, 0), length=timedelta(hours=24))  # of a file that gives only the date
    take_over: Duration = timedelta(minutes=15)  # not taken over by then: whoever comes on duty is rung again
    escalate: Duration = timedelta(minutes=30)  # then the office and the leader on duty hear of it
    swap_within: Duration = timedelta(hours=24)  # an offer that nobody answers is over
    horizon: Duration = timedelta(days=7)  # gaps and double bookings are found so far ahead
    check_at: LocalTime = time(9, 0)
    cover_duty: Cover = "always"  # where a gap is a finding: any minute, a whole day without anybody, or nowhere
    cover_leader: Cover = "always"

    @model_validator(mode="after")
    def _times_grow(self) -> Self:
        if not timedelta() < self.take_over < self.escalate:
            raise refused("escalate must come after take_over, and neither is 0", "write like 15min and 30min")
        if not timedelta(days=1) <= self.horizon <= timedelta(days=62):
            raise refused("the horizon is out of range", "write from 1d to 62d")
        return self

    def cover(self, kind: Kind) -> Cover:
        """Where a gap of that kind is a finding."""
        return self.cover_duty if kind == "duty" else self.cover_leader


class FileShift(Schema):
    """One shift of the file."""

    kind: Kind
    member: Id
    start: LocalMoment
    end: LocalMoment

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if not self.start < self.end <= self.start + LONGEST:
            raise refused(
                f"a shift from {self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}",
                "write a later end, at most 31 days after the start",
            )
        return self


class DutyRoster(Schema):
    """All shifts of the file; empty where a unit has none."""

    shifts: tuple[FileShift, ...] = ()

    @cached_property
    def by_day(self) -> dict[date, tuple[FileShift, ...]]:
        """The shifts by the day on which they begin."""
        days: dict[date, list[FileShift]] = {}
        for shift in sorted(self.shifts, key=lambda s: (s.start, s.end, s.kind, s.member)):
            days.setdefault(shift.start.date(), []).append(shift)
        return {day: tuple(found) for day, found in days.items()}

    @cached_property
    def longest(self) -> timedelta:
        """The longest of the shifts."""
        return max((shift.end - shift.start for shift in self.shifts), default=timedelta())

    @cached_property
    def revision(self) -> str:
        """A short name for exactly this content."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:12]
