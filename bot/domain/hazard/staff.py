"""Who may do what about a hazard."""

from dataclasses import dataclass

from bot.domain.hazard.state import Hazard, Phase
from bot.domain.staff import Staff


@dataclass(frozen=True, kw_only=True)
class HazardStaff(Staff):
    """The unit's staff, as hazards look at them."""

    def concerned(self, hazard: Hazard, member: str) -> bool:
        """Whether the member may add to it: reporter, owner, verifier, the office and those who lead."""
        return member in (hazard.reporter, hazard.owner) or member in hazard.verifiers or self.leads(member)

    def may_fix(self, hazard: Hazard, member: str) -> bool:
        """The owner, or the office for them; whoever found it, as long as nobody owns it."""
        found = hazard.phase is Phase.FOUND and member == hazard.reporter
        return found or member == hazard.owner or self.leads(member)

    def may_verify(self, hazard: Hazard, member: str) -> bool:
        """Somebody of the office or who leads, and neither owned nor fixed it."""
        return member not in (hazard.fixed_by, hazard.owner) and (member in hazard.verifiers or self.leads(member))
