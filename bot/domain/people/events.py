"""What happens to the ways of reaching people. Accounts and chats are opaque numbers here."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.message import Event
from config.faults import Fault
from config.plan import Plan
from config.roster import Member
from config.roster_changes import Change


@dataclass(frozen=True, kw_only=True)
class PeopleEvent(Event):
    """Kept in the stream `people`."""

    @property
    def stream(self) -> str:
        """One stream for the whole unit."""
        return "people"


@dataclass(frozen=True, kw_only=True)
class Enrolled(PeopleEvent):
    """A member opened their link; `code` is the digest of the code that is now spent."""

    member: str
    account: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ReachLost(PeopleEvent):
    """Messages to this member can no longer be delivered."""

    member: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReachRegained(PeopleEvent):
    """The member's chat accepts messages again."""

    member: str


@dataclass(frozen=True, kw_only=True)
class GroupLinked(PeopleEvent):
    """Somebody with authority added the bot to a group chat: it is the unit's from now on."""

    chat: int
    title: str
    may_pin: bool


@dataclass(frozen=True, kw_only=True)
class GroupRightsChanged(PeopleEvent):
    """The bot may, or may no longer, pin messages in the group chat."""

    may_pin: bool


@dataclass(frozen=True, kw_only=True)
class GroupMoved(PeopleEvent):
    """The group chat became a supergroup under another number."""

    old: int
    chat: int


@dataclass(frozen=True, kw_only=True)
class GroupLost(PeopleEvent):
    """The bot was removed from the group chat."""

    chat: int


@dataclass(frozen=True, kw_only=True)
class ForeignGroupLeft(PeopleEvent):
    """Somebody without authority added the bot to a group; it left."""

    chat: int
    title: str
    kind: Literal["stranger", "member"]  # who added it: nobody on the roster, or a member without authority


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One member's emergency card: `number` counts them on one phone, `accounts` says on which in a row."""

    member: str
    digest: str  # of its content
    number: int
    accounts: int


@dataclass(frozen=True, kw_only=True)
class PacksIssued(PeopleEvent):
    """These members get a new emergency card, because what theirs said is no longer so or they have none.

    `rest`: whose packs are still to be compared with what plan and roster say now, a hundred at a time.
    """

    issued: tuple[Issue, ...]
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvitationsReminded(PeopleEvent):
    """The office is told who has not enrolled yet."""

    missing: tuple[str, ...]
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanChanged(PeopleEvent):
    """The unit's plan reads so from now on; open incidents keep theirs. `first`: none was on record before."""

    plan: Plan
    version_before: str = ""
    parts: tuple[str, ...] = ()  # the keys of the plan whose values changed
    first: bool = False


@dataclass(frozen=True, kw_only=True)
class RosterChanged(PeopleEvent):
    """The unit's roster reads so from now on. `first`: none was on record before, and everybody counts as added."""

    added: tuple[Member, ...] = ()
    removed: tuple[Member, ...] = ()
    changed: tuple[Change, ...] = ()
    order: tuple[str, ...]  # the ids of everybody on the roster now, as they stand
    reordered: bool = False
    first: bool = False


@dataclass(frozen=True, kw_only=True)
class UnitFaultsFound(PeopleEvent):
    """The unit's files were changed into something that cannot be used: plan and roster stay as they were.

    `faults`: each in one line, as a terminal shows it; `found` the same in parts, for screens of any language.
    """

    faults: tuple[str, ...]
    found: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitMended(PeopleEvent):
    """The unit's files can be used again."""
