"""One request to a vendor: the status, what its body says, or why nothing came back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.channels.message import Outcome, Own, Refused, RetryAfter, Unavailable, own

TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_LARGEST: Final = 65_536  # bytes of an answer that are read
_AGAIN: Final = 60.0  # seconds, where a vendor says 429 and no more
_LONGEST_WAIT: Final = 900.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a vendor answered; `json` is None when the body is not JSON."""

    status: int
    text: str
    json: Any


async def ask(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    json_body: Any = None,
    form: Mapping[str, str] | None = None,
) -> Answer | Outcome:
    """The vendor's answer; an outcome where the transport or the status has settled it already."""
    try:
        async with session.request(
            method, url, headers=headers, json=json_body, data=form, timeout=TIMEOUT, allow_redirects=False
        ) as response:
            body = (await response.content.read(_LARGEST)).decode("utf-8", "replace")
            return _settled(response, body) or Answer(status=response.status, text=body, json=_parsed(body))
    except TimeoutError:
        return Unavailable(reason=own(Own.TIMEOUT, f"{TIMEOUT.total:.0f} s"))
    except (aiohttp.InvalidURL, ValueError):
        return Refused(reason=own(Own.ADDRESS))
    except aiohttp.ClientError as error:
        return Unavailable(reason=own(Own.UNREACHABLE, f"{type(error).__name__}: {error}"))


def _settled(response: aiohttp.ClientResponse, body: str) -> Outcome | None:
    status = response.status
    if status == 429:
        return RetryAfter(seconds=_seconds(response.headers.get("Retry-After", "")), reason=f"HTTP 429 {body}")
    if status >= 500 or status == 408:
        return Unavailable(reason=f"HTTP {status} {body}")
    if 300 <= status < 400:
        return Refused(reason=own(Own.REDIRECT, f"HTTP {status}"))
    return None


def _seconds(header: str) -> float:
    return min(float(header), _LONGEST_WAIT) if header.isascii() and header.isdigit() else _AGAIN


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
