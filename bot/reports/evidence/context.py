"""What every chapter needs to turn events into rows: words, names, the span, today."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.message import SYSTEM
from bot.domain.notes import refusal_of
from bot.reports.evidence.pack import Status
from config.plan import Plan
from config.texts import Texts


@dataclass(kw_only=True)
class Context:
    """`names` and `plan` grow with the log that is read; `today` is the day on which the pack is made."""

    t: Texts
    plan: Plan
    zone: ZoneInfo
    since: date
    until: date
    today: date
    names: dict[str, str] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)  # id → name of what the calendar or the office named

    def day(self, at: datetime) -> date:
        """The unit's local day."""
        return at.astimezone(self.zone).date()

    def stamp(self, at: datetime) -> str:
        """Day, hours and minutes on the unit's clock."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def within(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.since <= day <= self.until

    def name(self, member: str) -> str:
        """As the log names the member; a placeholder for whom it does not name (any more)."""
        return self.t("action.system") if member == SYSTEM else self.names.get(member, f"〔{member}〕")

    def named(self, members: "tuple[str, ...] | list[str]") -> str:
        """Several."""
        return self.t("list.comma").join(self.name(member) for member in members)

    def said(self, text: str) -> str:
        """What somebody wrote, on one line; without words that hold a phone or identity-card number."""
        line = " ".join(text.split())
        return self.t("evidence.number_left_out") if _numbered(line) else line

    def ended(self, due: date | None) -> Status:
        """What is not done by now: still open, or missed."""
        return Status.UNANSWERED if due is not None and due < self.today else Status.OPEN


@lru_cache(maxsize=8192)
def _numbered(line: str) -> bool:
    return refusal_of(line) is not None
