"""What can be asked about hazards. `hazard` is a number like H-2026-003."""

from dataclasses import dataclass
from datetime import date

from bot.domain.hazard.events import Question
from bot.domain.message import Command


@dataclass(frozen=True, kw_only=True)
class HazardCommand(Command):
    """Changes a hazard, or turns the register."""


@dataclass(frozen=True, kw_only=True)
class ReportHazard(HazardCommand):
    """Report a hazard. `place` is in words; `source` is the stream it comes from, such as a duty's round.

    `album` tells the pictures that were sent together with it.
    """

    place: str = ""
    text: str = ""
    photo: str | None = None
    source: str = ""
    serious: bool = False
    album: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtendHazard(HazardCommand):
    """Add words or a picture: to the report, on the way, or to the fix."""

    hazard: str
    text: str = ""
    photo: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceHazard(HazardCommand):
    """Say where it is."""

    hazard: str
    place: str


@dataclass(frozen=True, kw_only=True)
class MarkSerious(HazardCommand):
    """「重大」: to the director at once (clause 7.4.4)."""

    hazard: str


@dataclass(frozen=True, kw_only=True)
class AskHazard(HazardCommand):
    """Begin something that needs a choice or words: 「指派」, 「退回」, 「不属实」."""

    hazard: str
    question: Question


@dataclass(frozen=True, kw_only=True)
class ChooseOwner(HazardCommand):
    """Whom to assign it to; the date comes next."""

    hazard: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class AssignHazard(HazardCommand):
    """Make somebody the owner, with so many days to fix it, or until the end of the day `due`."""

    hazard: str
    owner: str
    days: int = 0
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class AssignInWords(HazardCommand):
    """「唐禾 5天」, 「唐禾 3月10日」, or a name alone."""

    hazard: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class FixHazard(HazardCommand):
    """「已整改」."""

    hazard: str


@dataclass(frozen=True, kw_only=True)
class VerifyHazard(HazardCommand):
    """「核验通过」, by somebody else than whoever fixed it."""

    hazard: str


@dataclass(frozen=True, kw_only=True)
class ReturnHazard(HazardCommand):
    """「退回」, with what is still missing."""

    hazard: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class DismissHazard(HazardCommand):
    """「不属实」, with the reason."""

    hazard: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NagHazard(HazardCommand):
    """The plan's day has come and the hazard is where it was. `step` tells one day of one phase from another."""

    hazard: str
    step: str


@dataclass(frozen=True, kw_only=True)
class ReconcileHazard(HazardCommand):
    """The owner is no longer on the roster."""

    hazard: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class ShowHazard(HazardCommand):
    """Open a hazard from the register."""

    hazard: str


@dataclass(frozen=True, kw_only=True)
class ShowRegister(HazardCommand):
    """/hazards, or another page of the register that was shown as `ordinal`."""

    page: int = 0
    ordinal: int = 0
