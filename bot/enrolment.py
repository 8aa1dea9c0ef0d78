"""One-time enrolment codes that carry their own proof, so that they can be made beside a running bot.

A code is expiry, nonce and a MAC over both and the member, under a key derived from the bot's token: nobody without
the token can make one, and it says nothing about whom it is for. That it serves once is kept by the log, which knows
the digest of every code that was spent.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Final

from config.roster import Roster

LIFETIME: Final = timedelta(hours=24)
_EXPIRY, _NONCE, _MAC = 5, 6, 16  # bytes
# 27 bytes are exactly 36 characters. Every other way of writing the same bytes is refused: the log knows a code that
# was spent by what it looks like, and the decoder of the standard library overlooks foreign characters.
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{36}")


class Unusable(Enum):
    """Why a code lets nobody in."""

    INVALID = "invalid"
    EXPIRED = "expired"


def secret(token: str) -> bytes:
    """The key for this bot's codes; the token cannot be found from it."""
    return hmac.digest(token.encode(), b"muster enrolment", "sha256")


def issue(key: bytes, member: str, now: datetime) -> str:
    """A new code for the member: 36 characters of `A-Za-z0-9_-`, good for 24 hours."""
    expiry = int((now + LIFETIME).timestamp()).to_bytes(_EXPIRY, "big")
    head = expiry + secrets.token_bytes(_NONCE)
    return urlsafe_b64encode(head + _mac(key, member, head)).decode()


def read(key: bytes, code: str, roster: Roster, now: datetime) -> str | Unusable:
    """Whose code it is, by today's roster."""
    if not _CODE.fullmatch(code):
        return Unusable.INVALID
    raw = urlsafe_b64decode(code)
    head, mac = raw[: _EXPIRY + _NONCE], raw[_EXPIRY + _NONCE :]
    # Every member is tried, so that the time it takes says nothing about whose code it is.
    found = [member.id for member in roster.members if hmac.compare_digest(_mac(key, member.id, head), mac)]
    if not found:
        return Unusable.INVALID
    expiry = datetime.fromtimestamp(int.from_bytes(head[:_EXPIRY], "big"), UTC)
    return found[0] if now <= expiry else Unusable.EXPIRED


def digest(code: str) -> str:
    """What the log keeps of a code that was spent."""
    return sha256(code.encode()).hexdigest()[:32]


def _mac(key: bytes, member: str, head: bytes) -> bytes:
    return hmac.digest(key, head + member.encode(), "sha256")[:_MAC]
