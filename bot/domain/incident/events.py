"""What happens in an incident. Every event says which one, and whether it is an exercise (promise 7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Event
from config.plan import Plan
from config.roster import Roster


class Answer(StrEnum):
    """What a member says of themselves, or somebody there says for them."""

    ACKNOWLEDGED = "acknowledged"  # 收到
    EN_ROUTE = "en_route"  # 在途
    ARRIVED = "arrived"  # 已到达
    UNABLE = "unable"  # 无法到达
    SUPPORT = "support"  # 需支援: counts as answered, and stays raised until somebody sees to it


class PhoneResult(StrEnum):
    """What came of a call in the phone tree."""

    REACHED = "reached"  # 接通
    NO_ANSWER = "no_answer"  # 未接
    OFF = "off"  # 关机


class Injury(StrEnum):
    """How casualties are counted. Numbers only, never names."""

    INJURED = "injured"
    CRITICAL = "critical"
    DEAD = "dead"
    MISSING = "missing"


class Detail(StrEnum):
    """What may become known after the alert is out."""

    PLACE = "place"
    WHAT = "what"


class View(StrEnum):
    """The pages of the panel that a tap on the command post card, or on one's own card, opens."""

    GROUPS = "groups"
    GROUP = "group"  # subject: the group
    MEMBER = "member"  # subject: the member, and the group to move them from
    TASKS = "tasks"
    BULLETIN = "bulletin"
    REPORT = "report"
    CASUALTIES = "casualties"
    HEADCOUNT = "headcount"
    SCENE = "scene"
    PROXY = "proxy"  # subject: the number of the page
    CLOSED = "closed"


class Unseconded(StrEnum):
    """Why a live activation went out without the second leader's word that the plan wants."""

    NOBODY = "nobody"  # no other leader could be reached
    SILENCE = "silence"  # nobody answered in time, and the plan says proceed
    OPPOSED = "opposed"  # somebody disagreed, nobody agreed in time, and the plan says proceed


@dataclass(frozen=True, kw_only=True)
class Formation:
    """A group as it is formed at activation: its lead (None if the roster names none present) and members."""

    group: str
    lead: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(Event):
    """Kept in the stream of its incident."""

    number: str
    exercise: bool

    @property
    def stream(self) -> str:
        """One stream an incident."""
        return f"incident/{self.number}"


@dataclass(frozen=True, kw_only=True)
class Activated(IncidentEvent):
    """The alert is out (clause 4.2). Holds the plan and the roster it runs under."""

    place: str
    what: str
    lead: str | None
    plan: Plan
    roster: Roster
    groups: tuple[Formation, ...]
    duty_leaders: tuple[str, ...] = ()  # who leads the watch, by the duty roster (clause 7.3b)
    away: tuple[str, ...] = ()  # who is away; alerted all the same
    commander: str | None = None  # None in logs of older versions: the first of the succession
    seconded_by: str | None = None  # the second leader, where the plan wants one
    unseconded: Unseconded | None = None  # why it went out without one although the plan wants one


@dataclass(frozen=True, kw_only=True)
class DutyLeaderChanged(IncidentEvent):
    """Somebody else is the leader on duty from here on (clause 7.3b)."""

    duty_leaders: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(IncidentEvent):
    """A member went away, or came back, in the middle of the incident."""

    member: str
    away: bool


@dataclass(frozen=True, kw_only=True)
class CommandOffered(IncidentEvent):
    """The commander was silent: this member was asked to take over (clause 3)."""

    member: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class CommandTaken(IncidentEvent):
    """`by` commands from here on, in place of `previous` (clause 3)."""

    previous: str


@dataclass(frozen=True, kw_only=True)
class AlertsDelivered(IncidentEvent):
    """Telegram accepted the alert of these members."""

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FoundUnreachable(IncidentEvent):
    """This member cannot be written to: somebody has to phone them."""

    member: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FoundReachable(IncidentEvent):
    """This member enrolled, or unblocked the bot, in the middle of it: they get the alert now."""

    member: str


@dataclass(frozen=True, kw_only=True)
class Answered(IncidentEvent):
    """A member answered, or `by` answered for them (由某某代报)."""

    member: str
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class SupportGiven(IncidentEvent):
    """Somebody sees to a member who asked for support."""

    member: str


@dataclass(frozen=True, kw_only=True)
class RungAgain(IncidentEvent):
    """These members had not answered and are asked again."""

    ring: int
    members: tuple[str, ...]
    late: bool


@dataclass(frozen=True, kw_only=True)
class GapNoticed(IncidentEvent):
    """Nobody could be heard from `since` to `until`: the silent are asked again and silence counts from now."""

    since: datetime
    until: datetime
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CallsDealt(IncidentEvent):
    """The phone tree: who calls whom."""

    calls: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class PhoneResultLogged(IncidentEvent):
    """What came of calling a member; the result is None once the plan's time for keeping it is over."""

    member: str
    result: PhoneResult | None


@dataclass(frozen=True, kw_only=True)
class Escalated(IncidentEvent):
    """The deputies are told who is still silent."""

    members: tuple[str, ...]
    late: bool


@dataclass(frozen=True, kw_only=True)
class LeadReplaced(IncidentEvent):
    """A silent lead is replaced by the next who answered."""

    group: str
    old: str | None
    new: str


@dataclass(frozen=True, kw_only=True)
class Moved(IncidentEvent):
    """The commander moved somebody; `source` is None for somebody without a group."""

    member: str
    source: str | None
    target: str


@dataclass(frozen=True, kw_only=True)
class GroupFormed(IncidentEvent):
    """The commander formed a group again."""

    group: str


@dataclass(frozen=True, kw_only=True)
class GroupDissolved(IncidentEvent):
    """The commander leaves a group unformed (clause 5: may)."""

    group: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(IncidentEvent):
    """A task is checked off."""

    task: str


@dataclass(frozen=True, kw_only=True)
class TaskReopened(IncidentEvent):
    """A check was taken back."""

    task: str


@dataclass(frozen=True, kw_only=True)
class TaskBlocked(IncidentEvent):
    """「受阻」; why may follow."""

    task: str


@dataclass(frozen=True, kw_only=True)
class BlockExplained(IncidentEvent):
    """Why a task is blocked."""

    task: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TaskOverdue(IncidentEvent):
    """A task passed its deadline: level 1 tells the group, level 2 the commander."""

    task: str
    level: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class SceneDescribed(IncidentEvent):
    """The place, or what happened, became known."""

    detail: Detail
    text: str


@dataclass(frozen=True, kw_only=True)
class CasualtiesCounted(IncidentEvent):
    """The number of casualties of one kind, as known now."""

    injury: Injury
    count: int


@dataclass(frozen=True, kw_only=True)
class HeadcountTaken(IncidentEvent):
    """应到、实到、受伤 at an assembly point; 未到 is the difference."""

    place: str
    expected: int
    present: int
    injured: int


@dataclass(frozen=True, kw_only=True)
class EmergencyCallLogged(IncidentEvent):
    """「已拨打」."""

    call: str


@dataclass(frozen=True, kw_only=True)
class UpwardReportSent(IncidentEvent):
    """「已上报」: the report of that ordinal (1 is the first, 首报)."""

    ordinal: int
    final: bool


@dataclass(frozen=True, kw_only=True)
class UpwardReportOverdue(IncidentEvent):
    """The report's clock ran out: level 1 tells the office, level 2 the commander."""

    ordinal: int
    level: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class NoteAdded(IncidentEvent):
    """Somebody wrote, photographed or located something for the command post; notes count from 1."""

    note: int
    text: str = ""
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class BulletinIssued(IncidentEvent):
    """「通报」: the command post says something to everybody; bulletins count from 1."""

    bulletin: int
    text: str


@dataclass(frozen=True, kw_only=True)
class SummaryPosted(IncidentEvent):
    """The group chat gets where things stand."""

    summary: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class PanelTurned(IncidentEvent):
    """Somebody opened a page of their panel."""

    view: View
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class StandDownProposed(IncidentEvent):
    """「解除响应」: waits for its confirmation."""

    expires: datetime


@dataclass(frozen=True, kw_only=True)
class StandDownWithdrawn(IncidentEvent):
    """Cancelled by whoever proposed it, or not confirmed in time."""

    proposer: str
    lapsed: bool


@dataclass(frozen=True, kw_only=True)
class StoodDown(IncidentEvent):
    """The response is over, or there was no danger; everyone must acknowledge."""

    false_alarm: bool


@dataclass(frozen=True, kw_only=True)
class StandDownDelivered(IncidentEvent):
    """Telegram accepted the stand-down of these members."""

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StandDownAcknowledged(IncidentEvent):
    """「已知悉」."""

    member: str


@dataclass(frozen=True, kw_only=True)
class StandDownRungAgain(IncidentEvent):
    """These members have not acknowledged the stand-down and are told again."""

    ring: int
    members: tuple[str, ...]
    late: bool


@dataclass(frozen=True, kw_only=True)
class ExerciseOverridden(IncidentEvent):
    """A live activation ended this exercise."""

    live: str


@dataclass(frozen=True, kw_only=True)
class Closed(IncidentEvent):
    """The aftermath is done (clause 5.5)."""

    reason: str = ""
