"""What is handed to a channel, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


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
