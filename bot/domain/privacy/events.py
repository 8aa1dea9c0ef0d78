"""What was taken out of the log, as the log itself says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.domain.message import Event


class Kind(StrEnum):
    """Kinds of personal traces; each has its time in the plan's `retention`."""

    LOCATIONS = "locations"
    PHOTOS = "photos"
    PHONE_RESULTS = "phone_results"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class PrivacyEvent(Event):
    """Kept in the stream `privacy`."""

    @property
    def stream(self) -> str:
        """One stream for the whole unit."""
        return "privacy"


@dataclass(frozen=True, kw_only=True)
class Redacted(PrivacyEvent):
    """Personal data was taken out of records of the log.

    `subject` is `incident/2026-001`, `lead/3` or `member/su-long`. The store fills in `records` (versions by stream)
    and `seals` (of what remains, by record number), by which `muster verify` knows a redaction from tampering.
    """

    subject: str
    kinds: tuple[Kind, ...] = ()  # none: everything about a member
    why: Literal["retention", "left"]
    since: datetime | None = None  # from when the plan's time ran
    due: datetime | None = None  # when it was over
    records: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
