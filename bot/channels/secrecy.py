"""Keeping what opens a channel out of everything that is said about it."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from bot.channels.message import Accepted, Outcome, Recipient, Refused, RetryAfter, Unavailable

MASK: Final = "<secret>"
LONGEST: Final = 200  # characters of a vendor's words
_SHORTEST: Final = 4  # anything shorter would be found in ordinary words
_SHORTEST_PART: Final = 8  # of an address: paths have words in them


def secrets(settings: Iterable[str], to: Iterable[Recipient]) -> tuple[str, ...]:
    """Every text that must not be said, longest first: settings, the parts of addresses, people's numbers."""
    found: set[str] = set()
    for text in settings:
        found.add(text)
        if "://" in text:
            found |= set(_parts(text))
    for person in to:
        digits = "".join(c for c in person.phone if c.isdigit())
        found |= {person.phone, digits, digits.removeprefix("86"), person.email or "", person.address or ""}
    found |= {quote(text, safe="") for text in found}
    return tuple(sorted((text for text in found if len(text) >= _SHORTEST), key=len, reverse=True))


def hidden(text: str, what: Iterable[str]) -> str:
    """The text on one line, cut, without any of these."""
    for secret in what:
        text = text.replace(secret, MASK)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def told(outcome: Outcome, what: tuple[str, ...]) -> Outcome:
    """The outcome as it may be kept and shown."""
    match outcome:
        case Accepted():
            return Accepted(words=hidden(outcome.words, what))
        case Refused():
            return Refused(reason=hidden(outcome.reason, what))
        case Unavailable():
            return Unavailable(reason=hidden(outcome.reason, what))
        case RetryAfter():
            return RetryAfter(seconds=outcome.seconds, reason=hidden(outcome.reason, what))


def _parts(url: str) -> Iterable[str]:
    try:
        parts = urlsplit(url)
        values = [value for _, value in parse_qsl(parts.query)]
        user = [part for part in (parts.username, parts.password) if part]
    except ValueError:
        return ()
    whole = (*parts.path.split("/"), *values)
    return (*(part for part in whole if len(part) >= _SHORTEST_PART), *user, parts.query)
