"""Who may do what about a hazard."""

from bot.domain.hazard.state import Hazard, Phase
from bot.domain.staff import Staff


def concerned(staff: Staff, hazard: Hazard, member: str) -> bool:
    """Whether the member may add to it: reporter, owner, verifier, the office and those who lead."""
    return member in (hazard.reporter, hazard.owner) or member in hazard.verifiers or staff.leads(member)


def may_fix(staff: Staff, hazard: Hazard, member: str) -> bool:
    """The owner, or the office for them; whoever found it, as long as nobody owns it."""
    found = hazard.phase is Phase.FOUND and member == hazard.reporter
    return found or member == hazard.owner or staff.leads(member)


def may_verify(staff: Staff, hazard: Hazard, member: str) -> bool:
    """Somebody of the office or who leads, and neither owned nor fixed it."""
    return member not in (hazard.fixed_by, hazard.owner) and (member in hazard.verifiers or staff.leads(member))
