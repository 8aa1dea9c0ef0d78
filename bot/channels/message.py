"""What is handed to a channel, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Own(StrEnum):
    """Reasons that are ours and not a vendor's; screens say them in the unit's language."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    ADDRESS = "address"
    REDIRECT = "redirect"
    NO_CODE = "no_code"
    NO_EMAIL = "no_email"
    CA = "ca"
    UNTRUSTED = "untrusted"
    CANNOT = "cannot"
    NOT_SET = "not_set"
    NO_APPRISE = "no_apprise"
    APPRISE_ADDRESS = "apprise_address"
    APPRISE_FAILED = "apprise_failed"
    NOT_IN_PLAN = "not_in_plan"
    REHEARSED = "rehearsed"
    ERROR = "error"


def own(reason: Own, detail: str = "") -> str:
    """One of our reasons as an outcome keeps it."""
    return f"{reason}: {detail}" if detail else str(reason)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One person: phone and mail as on the roster, and the address that the roster gives for this channel."""

    name: str
    phone: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Message:
    """Plain text for these people. `id` stays the same when the message is sent again, so that a repeat shows."""

    id: str
    subject: str
    text: str
    to: Sequence[Recipient]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The vendor's own result code says that the message was taken."""

    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The vendor will not take it, and would not a second time; in the vendor's words."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unavailable:
    """Nothing is known, or the vendor is in trouble: it may have arrived, and may be sent again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class RetryAfter:
    """Too many messages; the vendor takes it after so many seconds."""

    seconds: float
    reason: str


Outcome = Accepted | Refused | Unavailable | RetryAfter
