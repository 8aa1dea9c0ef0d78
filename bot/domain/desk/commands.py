"""What can be asked of the desk."""

from dataclasses import dataclass

from bot.domain.desk.events import Verdict
from bot.domain.message import Command


@dataclass(frozen=True, kw_only=True)
class DeskCommand(Command):
    """Leads, and proposals to activate."""


@dataclass(frozen=True, kw_only=True)
class ReportLead(DeskCommand):
    """Report an emergency or a lead, straight to the leaders."""

    text: str = ""
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class ExtendLead(DeskCommand):
    """Add to a lead of one's own."""

    lead: str
    text: str = ""
    photo: str | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class JudgeLead(DeskCommand):
    """「需核实」 or 「误报」."""

    lead: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class ProposeActivation(DeskCommand):
    """/activate, /drill or 「启动预案」: asks for the confirmation."""

    exercise: bool
    place: str = ""
    what: str = ""
    lead: str | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmActivation(DeskCommand):
    """「确认启动」 or 「开始演练」."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class WithdrawActivation(DeskCommand):
    """「取消」."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class LapseActivation(DeskCommand):
    """The time for confirming is over."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class AgreeActivation(DeskCommand):
    """「同意启动」, by a second leader."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class OpposeActivation(DeskCommand):
    """「不同意」, by another leader."""

    proposal: str


@dataclass(frozen=True, kw_only=True)
class LapseSecond(DeskCommand):
    """The time for a second leader's word is over."""

    proposal: str
    late: bool = False
