"""Updates from Telegram, none lost: a batch is handled and committed, and only then confirmed.

Polling is our own, because the library's confirms a batch before it is handled, ends for good at one 401, and is
blocked by one update that cannot be read. Here an unreadable update, or one whose handling fails, is set aside and
logged; one that could not be kept (a full disk) is handled again until it is; a connection that has gone deaf is
noticed and rebuilt; and after a gap everyone unanswered is asked again (promise 3).
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ContextTypes

from bot.delivery.request import AiohttpRequest
from bot.domain.incident.commands import NoticeGap
from bot.domain.message import SYSTEM
from bot.service import Clock, Service
from store.protocol import StoreError

log = structlog.get_logger(__name__)

LONG_POLL: Final = 25  # seconds that Telegram holds a poll open
DEAF: Final = 10.0  # seconds more without an answer, and the connection is rebuilt
HEARING: Final = 75.0  # seconds after the last answer in which we still count as hearing
GAP: Final = timedelta(seconds=150)  # Telegram keeps taps this long; after more, answers may be lost
BEAT: Final = 15.0  # seconds between two heartbeats kept in the store
_ALLOWED: Final = json.dumps(["message", "callback_query", "my_chat_member"])
_WAIT_MOST: Final = 5.0
_REFUSALS: Final = 3  # of the token in a row, before we believe it
_CONFLICTS_NEW: Final = 3  # in a row: somebody else was here before us
_CONFLICTS_OLD: Final = 20  # in a row: the newcomer does not give in


class IntakeEnded(Exception):
    """Telegram will not have us, and waiting does not help. One line that says what to do."""


class Intake:
    """Polls, hands each update to the application's handlers, confirms."""

    def __init__(
        self,
        *,
        application: Application[Any, Any, Any, Any, Any, Any],
        service: Service,
        clock: Clock,
        request: AiohttpRequest,
        base_url: str,
    ) -> None:
        self.on_contact: Callable[[], None] = lambda: None
        self._application = application
        self._service = service
        self._clock = clock
        self._request = request
        self._url = f"{base_url}/getUpdates"
        self._webhook_url = f"{base_url}/deleteWebhook"
        self._offset = 0
        self._errors: dict[int, Exception] = {}
        self._heard: float | None = None  # monotonic
        self._beaten = 0.0
        self._settled = False  # has polled for a while without anybody else

    @property
    def hearing(self) -> bool:
        """Whether Telegram was heard lately, and everything that it had for us is committed."""
        return self._heard is not None and time.monotonic() - self._heard < HEARING

    async def run(self) -> None:
        """Poll until cancelled. Raises IntakeEnded."""
        await self._request.initialize()
        try:
            await self._introduce()
            await self._poll_for_ever()
        finally:
            await self._request.shutdown()
            await self._application.shutdown()

    async def _introduce(self) -> None:
        """Learn the bot's name, for as long as it takes."""
        self._application.add_error_handler(self._failed)
        failures = 0
        while True:
            try:
                await self._application.initialize()
                break
            except TelegramError as error:
                failures += 1
                await self._after(error, failures)
        await self._service.learn_username(self._application.bot.username)

    async def _poll_for_ever(self) -> None:
        failures, wait = 0, 0
        while True:
            try:
                updates = await self._poll(wait)
            except TelegramError as error:
                failures, wait = failures + 1, 0
                await self._after(error, failures)
                continue
            failures, wait = 0, LONG_POLL
            await self._take(updates)
            if updates:
                self._offset = max(int(update["update_id"]) for update in updates) + 1
            await self._contact()

    async def _poll(self, wait: int) -> list[dict[str, Any]]:
        query = urlencode({"offset": self._offset, "timeout": wait, "limit": 100, "allowed_updates": _ALLOWED})
        result: Any = await self._request.post(f"{self._url}?{query}", read_timeout=wait + DEAF)
        return [update for update in result if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _after(self, error: TelegramError, failures: int) -> None:
        """Wait as long as the error asks for, or end."""
        match error:
            case InvalidToken():
                if failures >= _REFUSALS:
                    raise IntakeEnded(
                        "Telegram does not know this token: it was revoked or mistyped; put the one from BotFather"
                        " into MUSTER_TOKEN"
                    ) from None
                pause = 1.0
            case Conflict():
                await self._conflict(error, failures)
                pause = 1.0
            case RetryAfter():
                after = error.retry_after
                pause = after.total_seconds() if isinstance(after, timedelta) else float(after)
            case NetworkError():
                pause = min(_WAIT_MOST, 0.25 * 2 ** min(failures, 8)) * random.uniform(0.6, 1.0)
                await self._rebuild()
            case _:
                pause = _WAIT_MOST
        if failures in (1, 10, 100, 1000):
            log.warning("Telegram cannot be heard", problem=str(error) or type(error).__name__, tries=failures)
        await asyncio.sleep(pause)

    async def _conflict(self, error: Conflict, failures: int) -> None:
        """A webhook is taken down once; of two pollers the newcomer gives in."""
        if "webhook" in str(error).lower():
            await self._request.post(self._webhook_url)
            return
        if failures >= (_CONFLICTS_OLD if self._settled else _CONFLICTS_NEW):
            raise IntakeEnded(
                "another bot is running with this token: stop it first, or give this one a token of its own"
            ) from None

    async def _rebuild(self) -> None:
        """New connections: an old one may have gone deaf without a word."""
        await self._request.shutdown()
        await self._request.initialize()

    async def _take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Handle a batch until everything in it is kept or set aside; all of it shares one commit."""
        pending = [update for raw in updates if (update := self._parse(raw)) is not None]
        failures = 0
        while pending:
            # Tasks start in order and reach the service in order; they wait for the same commit.
            kept = await asyncio.gather(*(self._handle(update) for update in pending))
            pending = [update for update, done in zip(pending, kept, strict=True) if not done]
            if pending:
                failures += 1
                await asyncio.sleep(min(_WAIT_MOST, 0.2 * 2 ** min(failures, 8)))

    def _parse(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception:
            log.exception("an update that cannot be read was set aside", update_id=raw.get("update_id"))
            return None

    async def _handle(self, update: Update) -> bool:
        """Whether the update is done with: kept, or set aside as poison."""
        await self._application.process_update(update)
        error = self._errors.pop(update.update_id, None)
        if isinstance(error, StoreError):
            log.error("an update could not be kept and is tried again", update_id=update.update_id, problem=str(error))
            return False
        if error is not None:
            log.error("an update could not be handled and was set aside", update_id=update.update_id, exc_info=error)
        return True

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    async def _contact(self) -> None:
        """Telegram was heard, and what it had is committed: count from here, and ask again after a gap."""
        now, at = time.monotonic(), self._clock.now()
        since = await self._silent_since(now, at)
        if since is not None and at - since > GAP:
            log.warning(
                "nobody could be heard for a while; everyone unanswered is asked again", since=since.isoformat()
            )
            for incident in self._service.unit.open_incidents():
                await self._keep_trying(NoticeGap(by=SYSTEM, number=incident.number, since=since, until=at))
        first = not self.hearing
        self._settled = self._settled or (self._heard is not None and now - self._heard > 1.0)
        self._heard = now
        if now - self._beaten >= BEAT or first:
            self._beaten = now
            try:
                await self._service.beat(at)
            except StoreError as error:
                log.error("the heartbeat could not be kept", problem=str(error))
        if first:
            self.on_contact()

    async def _silent_since(self, now: float, at: datetime) -> datetime | None:
        """Since when nothing was heard; an earlier process's heartbeat counts. A moved clock makes no gap."""
        if self._heard is not None:
            return at - timedelta(seconds=now - self._heard)
        return await self._service.last_beat()

    async def _keep_trying(self, command: NoticeGap) -> None:
        while True:
            try:
                await self._service.submit(command)
                return
            except StoreError as error:
                log.error("a gap could not be noted and is tried again", problem=str(error))
                await asyncio.sleep(1.0)
