"""What happens to hazards. Each has a stream of its own; together with it an event needs nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.message import Event


class Question(StrEnum):
    """What somebody has begun and has to choose or to write."""

    ASSIGN = "assign"
    RETURN = "return"
    DISMISS = "dismiss"


@dataclass(frozen=True, kw_only=True)
class HazardEvent(Event):
    """Kept in the stream `hazard/<number>`."""

    hazard: str

    @property
    def stream(self) -> str:
        """One stream a hazard."""
        return f"hazard/{self.hazard}"


@dataclass(frozen=True, kw_only=True)
class HazardReported(HazardEvent):
    """Somebody found it. `source` is the stream of the round in which it was found, if any."""

    place: str
    text: str
    photo: str | None = None
    source: str = ""
    serious: bool = False
    clause: str = ""
    told: tuple[str, ...] = ()  # who got it at once: the office, and the director when it is serious
    album: str = ""  # what its further pictures are known by


@dataclass(frozen=True, kw_only=True)
class HazardExtended(HazardEvent):
    """Somebody concerned added words or a picture."""

    text: str = ""
    photo: str | None = None


@dataclass(frozen=True, kw_only=True)
class HazardPlaced(HazardEvent):
    """Where it is, was said or corrected."""

    place: str


@dataclass(frozen=True, kw_only=True)
class HazardMarkedSerious(HazardEvent):
    """It is a serious one: these hear of it at once (clause 7.4.4)."""

    clause: str
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HazardAsked(HazardEvent):
    """Somebody has begun what needs a choice or words."""

    question: Question


@dataclass(frozen=True, kw_only=True)
class OwnerChosen(HazardEvent):
    """Whom somebody is about to assign it to."""

    owner: str


@dataclass(frozen=True, kw_only=True)
class HazardAssigned(HazardEvent):
    """It has an owner, and a day by whose end it has to be fixed."""

    owner: str
    due: date
    name: str = ""  # the owner's, as the roster had it then; none in logs of earlier versions


@dataclass(frozen=True, kw_only=True)
class HazardUnassigned(HazardEvent):
    """The owner has left the roster; these hear of it and have to name another."""

    owner: str
    told: tuple[str, ...]
    name: str = ""  # the owner's, as it was when they were assigned


@dataclass(frozen=True, kw_only=True)
class HazardFixed(HazardEvent):
    """Fixed, says the owner (or the office for them); `verifiers` are asked to look."""

    verifiers: tuple[str, ...]
    late: bool = False  # after the day by which it was due


@dataclass(frozen=True, kw_only=True)
class HazardVerified(HazardEvent):
    """Somebody else has looked: it is closed."""


@dataclass(frozen=True, kw_only=True)
class HazardReturned(HazardEvent):
    """Not fixed yet, says whoever looked, and why: it is the owner's again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class HazardDismissed(HazardEvent):
    """There is no hazard, says the office, and why: it is closed."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class HazardNagged(HazardEvent):
    """The plan's day came: these were told again. `steps` are the days, several when some were missed.

    `director` says that it has gone up. `in_day` are those of `told` who read it in the day's message: no other rings.
    """

    steps: tuple[str, ...]
    told: tuple[str, ...]
    director: bool = False
    late: bool = False
    in_day: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NagPutOff(HazardEvent):
    """The day's nag would have come in quiet hours or on a day off, after a gap: not before `until`."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class HazardShown(HazardEvent):
    """Somebody opened it from the register."""


@dataclass(frozen=True, kw_only=True)
class RegisterTurned(HazardEvent):
    """Somebody looks at a page of the register; kept apart from the hazards, as `hazard/register`."""

    page: int
    ordinal: int
