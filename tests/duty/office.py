"""A unit on a clock that is moved from one timer to the next, as the clock at the edge does it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.codec import dump_event, load_event
from bot.domain.decide import decide
from bot.domain.duty.commands import DutyCommand
from bot.domain.duty.events import DutiesEvent, DutyEvent
from bot.domain.message import Command, Event, Refused, Timer
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from config.plan import Plan
from config.roster import Member, Roster
from tests.example import example


def plan(**changes: object) -> Plan:
    """The example plan with other duties, calendar or time zone."""
    raw = example().plan.model_dump()
    return Plan.model_validate(raw | {"duty_roster": raw.get("duty_roster")} | changes)


def liaisons(count: int) -> Roster:
    """A director, a head of the office, a security officer, and that many liaisons."""
    leaders = [("boss", "林远", "director"), ("office", "魏岚", "office-head"), ("guard", "唐禾", "security-officer")]
    people = [*leaders, *((f"l{n:04}", f"联络员{n}", "liaison") for n in range(1, count + 1))]
    return Roster(
        members=tuple(
            Member(id=id_, name=name, title="干部", phone="13800000000", roles=(role,), tier=1)
            for id_, name, role in people
        )
    )


class Office:
    """The unit, its log, and what time it is."""

    def __init__(self, plan: Plan, roster: Roster, at: datetime) -> None:
        self.unit = Unit(plan=plan, roster=roster)
        self.at = at
        self.log: list[Event] = []
        self.futile: set[Timer] = set()
        self._folded = (self.unit, 0)

    @property
    def zone(self) -> ZoneInfo:
        return self.unit.time_zone

    def give(self, command: Command) -> tuple[Event, ...] | Refused:
        """Submit a command now."""
        decided = decide(self.unit, command, self.at)
        if not isinstance(decided, Refused):
            for event in decided:
                self.unit = apply(self.unit, event)
                self.log.append(event)
                self.futile.clear()
        return decided

    def until(
        self, day: date, hour: time = time(12), *, answer: Callable[["Office", Event], None] | None = None
    ) -> None:
        """Let the time pass to that local hour; whatever falls due, falls due."""
        end = datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)
        while True:
            due = [t for t in timers(self.unit) if isinstance(t.command, DutyCommand) and t not in self.futile]
            when = min((t.when for t in due), default=end)
            if when > end:
                break
            self.at = max(self.at, when)
            for timer in [t for t in due if t.when <= self.at]:
                events = self.give(timer.command)
                if not events:
                    self.futile.add(timer)
                for event in events if answer and not isinstance(events, Refused) else ():
                    answer(self, event)
            if not due:
                break
        self.at = max(self.at, end)

    def down(self, day: date, hour: time) -> None:
        """Nothing runs until then."""
        self.at = datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)

    def restart(self) -> None:
        """The state, folded from what the log keeps: what it kept before the last restart was folded then."""
        fresh, seen = self._folded
        for event in self.log[seen:]:
            kept = load_event(type(event).__name__, dump_event(event), at=event.at, by=event.by)
            assert kept == event
            fresh = apply(fresh, kept)
        assert fresh.duties == self.unit.duties
        self._folded = fresh, len(self.log)
        self.unit, self.futile = fresh, set()

    def said(self, kind: type[Event]) -> Iterator[Event]:
        """Events of a kind, oldest first."""
        return (event for event in self.log if isinstance(event, kind))

    def local(self, event: Event) -> datetime:
        """When it happened, on the unit's clock."""
        return event.at.astimezone(self.zone)


def about(event: Event) -> bool:
    """Whether the event belongs to duties."""
    return isinstance(event, DutyEvent | DutiesEvent)
