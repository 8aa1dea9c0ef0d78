"""Who keeps the office, who leads, who is here: by today's roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain import hours
from config.plan import Plan
from config.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Today's plan and roster, who is away, and who need not be rung because they read of it anyway."""

    plan: Plan
    roster: Roster
    away: frozenset[str] = frozenset()
    reading: frozenset[str] = frozenset()  # who has just been sent the day's message

    def here(self, members: Iterable[str]) -> tuple[str, ...]:
        """Those who are on the roster and not away."""
        return tuple(m for m in members if m not in self.away and self.roster.find(m) is not None)

    def office(self, *, but: tuple[str | None, ...] = ()) -> tuple[str, ...]:
        """The office; where it has nobody else, those who lead, in the plan's order."""
        for roles in ((self.plan.office,), self.plan.succession, self.plan.command_post):
            if found := tuple(m.id for m in self.roster.with_role(*roles) if m.id not in but):
                return found
        return ()

    def director(self) -> tuple[str, ...]:
        """Whoever stands first in the succession; the next role where nobody holds the first."""
        for role in self.plan.succession:
            if found := tuple(member.id for member in self.roster.with_role(role)):
                return found
        return ()

    def leads(self, member: str) -> bool:
        """Whether the member is of the office, or leads."""
        found = self.roster.find(member)
        roles = {self.plan.office, *self.plan.succession, *self.plan.command_post}
        return found is not None and not roles.isdisjoint(found.roles)

    @property
    def zone(self) -> ZoneInfo:
        """The unit's time zone."""
        return ZoneInfo(self.plan.time_zone)

    def today(self, at: datetime) -> date:
        """The unit's local day."""
        return hours.local(self.plan, at).date()
