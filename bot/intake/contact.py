"""When Telegram was last heard, and what follows from a silence (promise 3)."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.incident.commands import NoticeGap
from bot.domain.message import SYSTEM
from bot.intake.patience import Patience
from bot.service import Clock, Service
from store.protocol import StoreError

log = structlog.get_logger(__name__)

_CATCH_UP: Final = 50  # full batches that are taken in before a gap is dealt with all the same


class Contact:
    """Remembers, also across a restart, and has everyone unanswered asked again after a gap.

    `regained` is called when Telegram is heard again and what it kept for us is committed.
    """

    def __init__(self, *, service: Service, clock: Clock, patience: Patience, regained: Callable[[], None]) -> None:
        self._service = service
        self._clock = clock
        self._patience = patience
        self._regained = regained
        self._heard: float | None = None  # monotonic
        self._beaten = 0.0
        self._behind = 0
        self._gap: tuple[datetime, datetime] | None = None
        self.last: datetime | None = None

    @property
    def hearing(self) -> bool:
        """Whether Telegram was heard lately, and everything that it had for us is committed."""
        return self._heard is not None and time.monotonic() - self._heard < self._patience.hearing

    async def made(self, *, more: bool) -> bool:
        """Telegram was heard, and what it gave is committed; `more` may be waiting there.

        False when a gap could not be kept: then we do not count as hearing yet, and this is to be called again.
        """
        back = not self.hearing
        if back and more and self._behind < _CATCH_UP:
            # Answers given meanwhile count before anybody is asked again.
            self._behind += 1
            return True
        now, at = time.monotonic(), self._clock.now()
        if not await self._ask_again(now, at):
            return False
        self._heard, self.last, self._behind = now, at, 0
        if back or now - self._beaten >= self._patience.beat:
            self._beaten = now
            await self._beat(at)
        if back:
            self._regained()
        return True

    async def _ask_again(self, now: float, at: datetime) -> bool:
        """After a gap; whether that is kept, or there was none."""
        if self._gap is None:
            try:
                since = await self._since(now, at)
            except StoreError as error:
                log.error("the last heartbeat could not be read and is tried again", problem=str(error))
                return False
            if since is None or at - since <= self._patience.gap:
                return True
            log.warning("nobody could be heard for a while; everyone unanswered is asked again", since=str(since))
            self._gap = since, at
        since, until = self._gap
        notices = [
            NoticeGap(by=SYSTEM, number=incident.number, since=since, until=until)
            for incident in self._service.unit.open_incidents()
        ]
        for outcome in await asyncio.gather(*map(self._service.submit, notices), return_exceptions=True):
            if isinstance(outcome, StoreError):
                log.error("a gap could not be noted and is tried again", problem=str(outcome))
                return False
            if isinstance(outcome, BaseException):
                log.error("a gap could not be noted", exc_info=outcome)
        self._gap = None
        return True

    async def _since(self, now: float, at: datetime) -> datetime | None:
        """Since when nothing was heard; an earlier process's heartbeat counts. A moved clock makes no gap."""
        if self._heard is not None:
            return at - timedelta(seconds=now - self._heard)
        return await self._service.last_beat()

    async def can_be_kept(self) -> bool:
        """Whether the store takes anything at all: the last heartbeat once more."""
        return self.last is not None and await self._beat(self.last)

    async def _beat(self, at: datetime) -> bool:
        try:
            await self._service.beat(at)
        except StoreError as error:
            log.error("the heartbeat could not be kept", problem=str(error))
            return False
        return True
