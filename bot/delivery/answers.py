"""What Telegram's answer means, as a value.

Answer
├── Accepted        it is shown (or done)
├── NotModified     it was shown like that already
├── RetryAfter      429: not before so many seconds
├── Unavailable     no usable answer; the message may or may not have arrived
├── Migrated        the group has become a supergroup with another id
├── Vanished        the message to edit is not there any more, or cannot be edited
├── GoneForGood     this chat cannot be reached, for a reason that a person can read
└── Malformed       Telegram will never take it like this: our mistake
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Reason(StrEnum):
    """Why somebody cannot be reached, in words for a person; the names serve as keys of texts."""

    BLOCKED = "has blocked the bot"
    DEACTIVATED = "has deleted the Telegram account"
    NEVER_STARTED = "has never pressed Start"
    NEVER_ENROLLED = "has never enrolled"
    NOT_FOUND = "has no chat with the bot"
    REMOVED = "the bot was removed from the group"
    MUTED = "the bot may not write in the group"
    NO_GROUP = "no group chat is linked"
    REFUSED = "Telegram refuses messages to this chat"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Telegram took it; `message_id` is None where the method makes no message."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The message showed this already."""


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Not before so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No answer, or none from Telegram itself. The message may have been delivered."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """Send to this chat instead."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Vanished:
    """Send it as a new message."""


@dataclass(frozen=True, slots=True)
class GoneForGood:
    """Trying again is no use."""

    reason: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Trying again is no use, and the fault is ours."""

    reason: str


Answer = Accepted | NotModified | RetryAfter | Unavailable | Migrated | Vanished | GoneForGood | Malformed

# What Telegram writes, in lower case, and what it means. The first line that is found in the description counts.
_MEANINGS: Final[tuple[tuple[str, Answer], ...]] = (
    ("message is not modified", NotModified()),
    ("message to edit not found", Vanished()),
    ("message can't be edited", Vanished()),
    ("message_id_invalid", Vanished()),
    ("there is no text in the message", Vanished()),
    ("there is no caption in the message", Vanished()),
    ("bot was blocked by the user", GoneForGood(Reason.BLOCKED)),
    ("user is deactivated", GoneForGood(Reason.DEACTIVATED)),
    ("can't initiate conversation", GoneForGood(Reason.NEVER_STARTED)),
    ("bot was kicked", GoneForGood(Reason.REMOVED)),
    ("bot is not a member", GoneForGood(Reason.REMOVED)),
    ("group chat was deleted", GoneForGood(Reason.REMOVED)),
    ("group chat was deactivated", GoneForGood(Reason.REMOVED)),
    ("chat not found", GoneForGood(Reason.NOT_FOUND)),
    ("user not found", GoneForGood(Reason.NOT_FOUND)),
    ("peer_id_invalid", GoneForGood(Reason.NOT_FOUND)),
    ("not enough rights to send", GoneForGood(Reason.MUTED)),
    ("have no rights to send", GoneForGood(Reason.MUTED)),
    ("chat_write_forbidden", GoneForGood(Reason.MUTED)),
)
_SECONDS: Final = re.compile(r"retry after (\d+)")


def interpret(status: int, payload: bytes) -> Answer:
    """The meaning of an HTTP answer. Total: whatever a proxy or an outage puts in the way is `Unavailable`."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return Unavailable(f"an answer that is not Telegram's ({status})")
    if not isinstance(answer, dict):
        return Unavailable(f"an answer that is not Telegram's ({status})")
    if answer.get("ok") is True:
        result = answer.get("result")
        return Accepted(result.get("message_id") if isinstance(result, dict) else None)
    return _refusal(status, answer)


def _refusal(status: int, answer: dict[str, Any]) -> Answer:
    description = str(answer.get("description") or "")
    parameters = answer.get("parameters")
    if not isinstance(parameters, dict):
        parameters = {}
    if "migrate_to_chat_id" in parameters:
        return Migrated(int(parameters["migrate_to_chat_id"]))
    if status == 429 or "retry_after" in parameters:
        return RetryAfter(_retry_after(parameters, description))
    if status not in (400, 403):
        # 401 and 404 speak of the token, 409 of a second poller: neither is this card's fault, so it keeps waiting.
        return Unavailable(f"Telegram answered {status} {description}".strip())
    lowered = description.lower()
    for words, meaning in _MEANINGS:
        if words in lowered:
            return meaning
    if status == 403:
        return GoneForGood(Reason.REFUSED)
    return Malformed(description or "refused without a word")


def _retry_after(parameters: dict[str, Any], description: str) -> float:
    found = _SECONDS.search(description.lower())
    return float(parameters.get("retry_after") or (found and found[1]) or 1)
