"""What a decision about duties looks at beside the duties themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from config.plan import Plan
from config.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Today:
    """Now, with the plan and the roster of today, and who is away."""

    plan: Plan
    roster: Roster
    at: datetime
    away: frozenset[str]

    @cached_property
    def local(self) -> datetime:
        """The unit's local time."""
        return self.at.astimezone(ZoneInfo(self.plan.time_zone))

    @cached_property
    def day(self) -> date:
        """The unit's local day."""
        return self.local.date()

    @cached_property
    def at_work(self) -> bool:
        """Whether people may be bothered with what is not urgent: a working day, outside the quiet hours."""
        calendar = self.plan.calendar
        return self.plan.working_days.working(self.day) and not calendar.quiet(self.local.time())
