"""What a decision about duties looks at beside the duties themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bot.domain import hours
from config.plan import Plan
from config.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Today:
    """Now, with the plan and the roster of today, and who is away."""

    plan: Plan
    roster: Roster
    at: datetime
    away: frozenset[str]
    beside: Mapping[str, int] = field(default_factory=dict)  # member → hazards and actions whose nags wait

    @cached_property
    def local(self) -> datetime:
        """The unit's local time."""
        return hours.local(self.plan, self.at)

    @cached_property
    def day(self) -> date:
        """The unit's local day."""
        return self.local.date()

    @cached_property
    def at_work(self) -> bool:
        """Whether people may be bothered with what is not urgent: a working day, outside the quiet hours."""
        return hours.at_work(self.plan, self.at)
