"""What can be asked of the people aggregate."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.message import Command
from config.faults import Fault
from config.plan import Plan
from config.roster import Roster


@dataclass(frozen=True, kw_only=True)
class PeopleCommand(Command):
    """Changes who can be reached, or where the group is."""


@dataclass(frozen=True, kw_only=True)
class Enrol(PeopleCommand):
    """Bind a member to the account that opened their link; `code` is the digest of the code."""

    member: str
    account: int
    code: str


@dataclass(frozen=True, kw_only=True)
class LoseReach(PeopleCommand):
    """A message to the member was refused for good, or they blocked the bot."""

    member: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RegainReach(PeopleCommand):
    """The member unblocked the bot, or wrote to it."""

    member: str


@dataclass(frozen=True, kw_only=True)
class LinkGroup(PeopleCommand):
    """The bot was added to a group by `by` (empty when nobody on the roster did)."""

    chat: int
    title: str
    may_pin: bool


@dataclass(frozen=True, kw_only=True)
class NoteGroupRights(PeopleCommand):
    """The bot's rights in a group changed."""

    chat: int
    may_pin: bool


@dataclass(frozen=True, kw_only=True)
class MoveGroup(PeopleCommand):
    """The group chat has a new number."""

    old: int
    chat: int


@dataclass(frozen=True, kw_only=True)
class LoseGroup(PeopleCommand):
    """The bot was removed from a group."""

    chat: int


@dataclass(frozen=True, kw_only=True)
class RemindInvitations(PeopleCommand):
    """Tell the office who has not enrolled yet; `due` since then."""

    due: datetime


@dataclass(frozen=True, kw_only=True)
class TakeUnit(PeopleCommand):
    """The unit's files read so now; they have no fault."""

    plan: Plan
    roster: Roster


@dataclass(frozen=True, kw_only=True)
class IssueRest(PeopleCommand):
    """Go on with the emergency cards after a change of plan or roster."""


@dataclass(frozen=True, kw_only=True)
class NoteUnitFaults(PeopleCommand):
    """The unit's files have changed and cannot be used."""

    faults: tuple[Fault, ...]
