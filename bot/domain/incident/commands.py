"""What can be asked of an incident. A button holds one of these; `by` is filled in from who taps."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident.events import Answer, Detail, Injury, PhoneResult, View
from bot.domain.message import Command


@dataclass(frozen=True, kw_only=True)
class IncidentCommand(Command):
    """Addressed to the incident of that number."""

    number: str


@dataclass(frozen=True, kw_only=True)
class GiveAnswer(IncidentCommand):
    """Answer the alert for oneself, or with `member` for somebody else."""

    answer: Answer
    member: str = ""


@dataclass(frozen=True, kw_only=True)
class GiveSupport(IncidentCommand):
    """See to a member who asked for support."""

    member: str


@dataclass(frozen=True, kw_only=True)
class NoteAlertsDelivered(IncidentCommand):
    """Telegram accepted these alerts."""

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoteStandDownDelivered(IncidentCommand):
    """Telegram accepted these stand-downs."""

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoteUnreachable(IncidentCommand):
    """A member cannot be written to."""

    member: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RingAgain(IncidentCommand):
    """Ask the silent again; `ring` counts within the plan's schedule, from 1."""

    ring: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeGap(IncidentCommand):
    """Nobody could be heard for a while."""

    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DealCalls(IncidentCommand):
    """Share the silent out among those who answered."""


@dataclass(frozen=True, kw_only=True)
class LogPhoneResult(IncidentCommand):
    """「接通」「未接」「关机」."""

    member: str
    result: PhoneResult


@dataclass(frozen=True, kw_only=True)
class Escalate(IncidentCommand):
    """Tell the deputies who is still silent."""

    late: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplaceLead(IncidentCommand):
    """Replace a group's silent lead."""

    group: str


@dataclass(frozen=True, kw_only=True)
class OfferCommand(IncidentCommand):
    """Ask the next in the succession to take over from a silent commander."""

    member: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeCommand(IncidentCommand):
    """「接任指挥」."""


@dataclass(frozen=True, kw_only=True)
class AppointLead(IncidentCommand):
    """The commander makes a member of the group its lead."""

    group: str
    member: str


@dataclass(frozen=True, kw_only=True)
class Move(IncidentCommand):
    """Move a member to another group."""

    member: str
    source: str | None
    target: str


@dataclass(frozen=True, kw_only=True)
class FormGroup(IncidentCommand):
    """Form a group that was left unformed."""

    group: str


@dataclass(frozen=True, kw_only=True)
class DissolveGroup(IncidentCommand):
    """Leave a group unformed."""

    group: str


@dataclass(frozen=True, kw_only=True)
class CheckTask(IncidentCommand):
    """Check a task off."""

    task: str


@dataclass(frozen=True, kw_only=True)
class ReopenTask(IncidentCommand):
    """Take a check back."""

    task: str


@dataclass(frozen=True, kw_only=True)
class BlockTask(IncidentCommand):
    """「受阻」."""

    task: str


@dataclass(frozen=True, kw_only=True)
class ExplainBlock(IncidentCommand):
    """Why a task is blocked."""

    task: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NagTask(IncidentCommand):
    """A deadline has passed."""

    task: str
    level: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class DescribeScene(IncidentCommand):
    """Add the place, or what happened."""

    detail: Detail
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CountCasualties(IncidentCommand):
    """Set, not add: the same tap twice gives the same number."""

    injury: Injury
    count: int


@dataclass(frozen=True, kw_only=True)
class TakeHeadcount(IncidentCommand):
    """`text` holds two or three numbers: 应到 实到 [受伤]."""

    place: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class LogEmergencyCall(IncidentCommand):
    """「已拨打」."""

    call: str


@dataclass(frozen=True, kw_only=True)
class LogUpwardReport(IncidentCommand):
    """「已上报」."""

    ordinal: int


@dataclass(frozen=True, kw_only=True)
class NagUpwardReport(IncidentCommand):
    """The upward report's clock ran out."""

    ordinal: int
    level: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class AddNote(IncidentCommand):
    """Words, a picture or a location for the command post."""

    text: str = ""
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class IssueBulletin(IncidentCommand):
    """「通报」."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PostSummary(IncidentCommand):
    """Tell the group chat where things stand."""

    summary: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class TurnPanel(IncidentCommand):
    """Open a page of one's panel."""

    view: View
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposeStandDown(IncidentCommand):
    """「解除响应」 or /standdown."""


@dataclass(frozen=True, kw_only=True)
class WithdrawStandDown(IncidentCommand):
    """「取消」, or, for somebody else's, the time is over."""

    proposer: str = ""
    lapsed: bool = False


@dataclass(frozen=True, kw_only=True)
class ConfirmStandDown(IncidentCommand):
    """Confirm the stand-down, as the end of the response or as a false alarm."""

    false_alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class AcknowledgeStandDown(IncidentCommand):
    """「已知悉」."""


@dataclass(frozen=True, kw_only=True)
class RingStandDown(IncidentCommand):
    """Tell those again who have not acknowledged."""

    ring: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class CloseIncident(IncidentCommand):
    """End the incident once the aftermath is done."""


Lateable = RingAgain | Escalate | OfferCommand | NagTask | NagUpwardReport | PostSummary | RingStandDown
