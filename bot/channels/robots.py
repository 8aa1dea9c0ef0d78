"""Group robots of DingTalk, WeCom and Feishu. All answer HTTP 200 to what they refuse: their own code counts."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.channels.http import Answer, ask
from bot.channels.message import Accepted, Message, Outcome, Own, Recipient, Refused, RetryAfter, Unavailable, own

Now = Callable[[], float]

WECOM_LONGEST: Final = 2048  # bytes of a text
LONGEST: Final = 15_000  # bytes that the two others take
_BUSY: Final = -1  # DingTalk and WeCom: the vendor is in trouble, ask again
# Codes that mean too many messages, and after how many seconds the vendor listens again.
_TOO_MANY: Final[dict[int, float]] = {
    130101: 60.0,  # DingTalk: more than 20 a minute
    302033: 60.0,
    660026: 60.0,
    45009: 60.0,  # WeCom: more than 20 a minute
    45033: 5.0,
    9499: 5.0,  # Feishu: too many requests
    11232: 5.0,  # 100 a minute, 5 a second
    11233: 5.0,
}


class DingTalk:
    """`url` with its access token; `secret` when the robot is set to signing."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, secret: str | None, now: Now = time.time) -> None:
        self._session, self._url, self._secret, self._now = session, url, secret, now

    async def send(self, message: Message) -> Outcome:
        """To the robot's group, with those it is for called by their numbers."""
        body = {
            "msgtype": "text",
            "text": {"content": cut(message.text, LONGEST)},
            "at": {"atMobiles": [mobile(person) for person in message.to], "isAtAll": False},
        }
        return _read(await ask(self._session, "POST", self._signed(), json_body=body), "errcode", "errmsg")

    def _signed(self) -> str:
        if self._secret is None:
            return self._url
        stamp = str(round(self._now() * 1000))
        sign = signature(self._secret.encode(), f"{stamp}\n{self._secret}".encode())
        return f"{self._url}{'&' if '?' in self._url else '?'}{urlencode({'timestamp': stamp, 'sign': sign})}"


class WeCom:
    """`url` with its key."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str) -> None:
        self._session, self._url = session, url

    async def send(self, message: Message) -> Outcome:
        """To the robot's group, with those it is for called by their numbers."""
        text = {
            "content": cut(message.text, WECOM_LONGEST),
            "mentioned_mobile_list": [mobile(person) for person in message.to],
        }
        return _read(
            await ask(self._session, "POST", self._url, json_body={"msgtype": "text", "text": text}),
            "errcode",
            "errmsg",
        )


class Feishu:
    """`url` of the hook; `secret` when the robot is set to signing."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, secret: str | None, now: Now = time.time) -> None:
        self._session, self._url, self._secret, self._now = session, url, secret, now

    async def send(self, message: Message) -> Outcome:
        """To the robot's group."""
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": cut(message.text, LONGEST)}}
        if self._secret is not None:
            stamp = str(int(self._now()))
            # Here the text to sign is the key, and nothing is signed with it.
            body |= {"timestamp": stamp, "sign": signature(f"{stamp}\n{self._secret}".encode(), b"")}
        answer = await ask(self._session, "POST", self._url, json_body=body)
        old = isinstance(answer, Answer) and isinstance(answer.json, Mapping) and "code" not in answer.json
        return _read(answer, *(("StatusCode", "StatusMessage") if old else ("code", "msg")))


def signature(key: bytes, text: bytes) -> str:
    """HMAC-SHA256 in Base64, as DingTalk and Feishu ask for it."""
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def mobile(person: Recipient) -> str:
    """The bare digits by which a robot finds somebody in its group; a mainland number without its 86."""
    digits = "".join(c for c in person.phone if c.isdigit())
    return digits.removeprefix("86") if len(digits) == 13 else digits


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, never through the middle of a character."""
    data = text.encode("utf-8", "replace")
    return text if len(data) <= most else data[: most - 3].decode("utf-8", "ignore") + "…"


def _read(answer: Answer | Outcome, code_key: str, words_key: str) -> Outcome:
    """The vendor's own code decides; an answer without one is no acceptance."""
    if not isinstance(answer, Answer):
        return answer
    code = answer.json.get(code_key) if isinstance(answer.json, Mapping) else None
    if not isinstance(code, int) or isinstance(code, bool):
        kind = Refused if 400 <= answer.status < 500 else Unavailable
        return kind(reason=own(Own.NO_CODE, f"{code_key}, HTTP {answer.status} {answer.text}"))
    reason = f"{code_key} {code}: {answer.json.get(words_key, '')}"
    if code == 0:
        return Accepted(words=reason)
    if code in _TOO_MANY:
        return RetryAfter(seconds=_TOO_MANY[code], reason=reason)
    return Unavailable(reason=reason) if code == _BUSY else Refused(reason=reason)
