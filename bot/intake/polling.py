"""Asking Telegram for updates, whatever the weather; and knowing when asking is no use."""

import asyncio
import json
import random
import time
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

import structlog
from telegram.error import NetworkError

from bot.delivery.request import AiohttpRequest
from bot.intake.patience import Patience

log = structlog.get_logger(__name__)

MOST: Final = 100  # updates in one batch
_ALLOWED: Final = json.dumps(["message", "edited_message", "callback_query", "my_chat_member"])
_FIRST: Final = 0.25
_REJECTED: Final = 3  # times in a row that the token is refused, before we believe it


class IntakeEnded(Exception):
    """Telegram will not have us, and waiting does not help. One line that says what to do."""


class _Silence(Exception):
    """No answer, or none of Telegram's own making. Its text never holds the URL, which holds the token."""


class _Refused(Exception):
    """Telegram's own no."""

    def __init__(self, code: int, description: str, retry_after: float) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class Polling:
    """One poller; an async context manager. Updates below the confirmed number are forgotten by the next poll."""

    def __init__(self, *, request: AiohttpRequest, base_url: str, patience: Patience) -> None:
        self._request = request
        self._base = base_url
        self._patience = patience
        self._offset = 0
        self._failures = 0
        self._rejected = 0
        self._heard_since: float | None = None
        self._quarrel: tuple[float, float, float] | None = None  # began, last conflict, how long we stand it

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._request.shutdown()

    @property
    def confirmed(self) -> int:
        """The number below which everything is confirmed."""
        return self._offset

    def confirm(self, before: int) -> None:
        """Everything with a lower number is done with."""
        self._offset = max(self._offset, before)

    async def fetch(self, *, at_once: bool) -> list[Any] | None:
        """The updates that wait, or come while Telegram holds the poll open unless `at_once`.

        None when Telegram could not be heard; then a pause is already over. Raises IntakeEnded.
        """
        wait = 0 if at_once else self._patience.poll
        query = {"offset": self._offset, "timeout": wait, "limit": MOST, "allowed_updates": _ALLOWED}
        updates = await self._ask("getUpdates", query, patience=wait + self._patience.deaf)
        return updates if isinstance(updates, list) else None

    async def reached(self) -> bool:
        """Whether Telegram answers and knows the token; if not, a pause is already over. Raises IntakeEnded."""
        return await self._ask("getMe", {}, patience=self._patience.deaf) is not None

    async def _ask(self, method: str, query: dict[str, Any], *, patience: float) -> Any:
        """The result, or None after a pause."""
        try:
            result = await self._call(method, query, patience=patience)
        except (_Silence, _Refused) as trouble:
            self._failures += 1
            pause = await self._pause_after(trouble)
            if self._failures in (1, 10, 100, 1000):
                log.warning("Telegram cannot be heard", problem=str(trouble), tries=self._failures)
            await asyncio.sleep(pause)
            return None
        if self._failures:
            log.info("Telegram is heard again", tries=self._failures)
        self._failures = self._rejected = 0
        if self._heard_since is None:
            self._heard_since = time.monotonic()
        return result

    async def _call(self, method: str, query: dict[str, Any], *, patience: float) -> Any:
        try:
            url = f"{self._base}/{method}?{urlencode(query)}"
            status, body = await self._request.do_request(url, "POST", read_timeout=patience)
        except NetworkError as error:
            raise _Silence(str(error) or type(error).__name__) from None
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or status >= 500:
            raise _Silence(f"an answer that is not Telegram's ({status})")
        if answer.get("ok") is True and answer.get("result") is not None:
            return answer["result"]
        parameters = answer.get("parameters")
        retry_after = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
        raise _Refused(status, str(answer.get("description") or ""), float(retry_after))

    async def _pause_after(self, trouble: _Silence | _Refused) -> float:
        """How long to wait before the next try. Raises IntakeEnded."""
        code = trouble.code if isinstance(trouble, _Refused) else 0
        self._rejected = self._rejected + 1 if code in (401, 404) else 0
        if self._rejected >= _REJECTED:
            raise IntakeEnded(
                "Telegram does not know this token: it was revoked or mistyped; put the one from BotFather"
                " into MUSTER_TOKEN"
            ) from None
        if isinstance(trouble, _Refused):
            if code == 409:
                await self._share(trouble)
            return min(self._patience.flood, trouble.retry_after) or self._patience.again
        # An old connection may have gone deaf without a word.
        await self._request.shutdown()
        await self._request.initialize()
        return min(self._patience.most, _FIRST * 2.0 ** min(self._failures, 8)) * random.uniform(0.6, 1.0)

    async def _share(self, conflict: _Refused) -> None:
        """Somebody else takes our updates: a webhook is taken down, of two pollers the newcomer gives in."""
        now = time.monotonic()
        if self._quarrel is None or now - self._quarrel[1] > self._patience.quarrel:
            at_home = self._heard_since is not None and now - self._heard_since > self._patience.settled
            self._quarrel = now, now, self._patience.incumbent if at_home else self._patience.newcomer
        began, _, stand = self._quarrel
        self._quarrel = began, now, stand
        webhook = "webhook" in conflict.description.lower()
        if now - began >= stand:
            other = "somebody keeps setting a webhook for this token" if webhook else "another bot runs with this token"
            raise IntakeEnded(f"{other}: stop it first, or give this one a token of its own") from None
        if webhook:
            log.warning("a webhook was set for this token and is taken down, since this bot polls")
            try:
                await self._call("deleteWebhook", {}, patience=self._patience.deaf)
            except (_Silence, _Refused) as trouble:
                log.warning("the webhook could not be taken down yet", problem=str(trouble))
