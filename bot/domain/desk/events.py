"""What happens before an incident is activated."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Event


class Verdict(StrEnum):
    """What a leader made of a lead."""

    ACTIVATED = "activated"
    VERIFY = "verify"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, kw_only=True)
class DeskEvent(Event):
    """Kept in the stream `desk`."""

    @property
    def stream(self) -> str:
        """One stream for the whole unit."""
        return "desk"


@dataclass(frozen=True, kw_only=True)
class LeadReported(DeskEvent):
    """Somebody reported an emergency or a lead (clause 7.3a)."""

    lead: str
    text: str
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class LeadExtended(DeskEvent):
    """The reporter added words, a picture or a location."""

    lead: str
    text: str = ""
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class LeadJudged(DeskEvent):
    """A leader decided what the lead is."""

    lead: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class ActivationProposed(DeskEvent):
    """The first of two deliberate actions. `again`: asked of its author by us, after a wait that we slept through."""

    proposal: str
    exercise: bool
    place: str
    what: str
    lead: str | None
    expires: datetime
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivationConfirmed(DeskEvent):
    """The second one: the incident of that number is open."""

    proposal: str
    number: str


@dataclass(frozen=True, kw_only=True)
class ActivationWithdrawn(DeskEvent):
    """Its author cancelled it, or proposed another."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class ActivationLapsed(DeskEvent):
    """Nobody confirmed it in time."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class ActivationOvertaken(DeskEvent):
    """Somebody else's activation came first."""

    proposal: str
    number: str


@dataclass(frozen=True, kw_only=True)
class SecondAsked(DeskEvent):
    """The author has confirmed; these leaders are asked to agree until then. `proceeds`: silence lets it go out."""

    proposal: str
    leaders: tuple[str, ...]
    until: datetime
    proceeds: bool


@dataclass(frozen=True, kw_only=True)
class SecondAgreed(DeskEvent):
    """A second leader agreed."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class SecondOpposed(DeskEvent):
    """Another leader disagreed; `stops` says whether that ends it."""

    proposal: str
    stops: bool


@dataclass(frozen=True, kw_only=True)
class SecondLapsed(DeskEvent):
    """Nobody agreed in time; `proceeds` says whether it went out all the same."""

    proposal: str
    proceeds: bool
    late: bool = False
