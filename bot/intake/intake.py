"""From Telegram to the handlers: together into one commit, confirmed once it is kept, poison set aside."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes

from bot.delivery.request import AiohttpRequest
from bot.intake.contact import Contact
from bot.intake.patience import PATIENCE, Patience
from bot.intake.polling import MOST, Polling
from bot.service import Clock, Service
from store.protocol import StoreError

log = structlog.get_logger(__name__)

_UNKEPT_FIRST: Final = 0.1
_REFUSED_MOST: Final = 4  # tries, before what the store refuses is believed to be at fault itself


class Intake:
    """Polls, hands each update to the application's handlers, confirms.

    What cannot be read, or fails in its handler, is set aside as poison. What could not be kept (a full disk) stays
    unconfirmed and is handled again until it is; what comes in meanwhile is handled beside it, in order.
    `on_contact` is called when Telegram is heard again after a silence.
    """

    def __init__(
        self,
        *,
        application: Application[Any, Any, Any, Any, Any, Any],
        service: Service,
        clock: Clock,
        request: AiohttpRequest,
        base_url: str,
        patience: Patience = PATIENCE,
    ) -> None:
        self.on_contact: Callable[[], None] = lambda: None
        self._application = application
        self._service = service
        self._patience = patience
        self._polling = Polling(request=request, base_url=base_url, patience=patience)
        self._contact = Contact(service=service, clock=clock, patience=patience, regained=self._regained)
        self._unkept: dict[int, Update] = {}
        self._done: set[int] = set()  # but not confirmed, because something before it is not done
        self._errors: dict[int, Exception] = {}
        self._failures = 0
        self._behind = True  # do not let Telegram hold the next poll open
        application.add_error_handler(self._failed)

    @property
    def hearing(self) -> bool:
        """Whether Telegram was heard lately, and everything that it had for us is committed."""
        return self._contact.hearing

    @property
    def last_contact(self) -> datetime | None:
        """When that was last so, on the incident's clock; None before the first time."""
        return self._contact.last

    async def run(self) -> None:
        """Poll until cancelled. Raises IntakeEnded."""
        try:
            async with self._polling:
                await self._introduce()
                while True:
                    await self._round()
        finally:
            await self._application.shutdown()

    async def _introduce(self) -> None:
        """Learn the bot's name, for as long as it takes."""
        while True:
            if await self._polling.reached():
                try:
                    await self._application.initialize()
                    break
                except TelegramError as error:
                    log.warning("Telegram does not say what the bot is called", problem=type(error).__name__)
                    await asyncio.sleep(self._patience.again)
        try:
            await self._service.learn_username(self._application.bot.username)
        except StoreError as error:
            log.error("the bot's name could not be kept", problem=str(error))

    async def _round(self) -> None:
        fetched = await self._polling.fetch(at_once=self._behind)
        await self._take(fetched or ())
        if self._unkept:
            self._behind = True
            await self._pause()
        elif fetched is None:
            self._behind = True
        else:
            self._behind = not await self._contact.made(more=len(fetched) >= MOST)
            if self._behind:
                await self._pause()
            else:
                self._failures = 0

    async def _pause(self) -> None:
        self._failures += 1
        await asyncio.sleep(min(self._patience.unkept, _UNKEPT_FIRST * 2 ** min(self._failures, 8)))

    async def _take(self, fetched: Sequence[Any]) -> None:
        """Handle what is new and what could not be kept before; all of it shares one commit. Confirm what is done."""
        numbers = [self._admit(raw) for raw in fetched]
        handled = list(self._unkept.values())
        # Tasks start in order and reach the service in order; they wait for the same commit.
        outcomes = await asyncio.gather(*map(self._handle, handled))
        faults = [fault for fault in outcomes if fault is not None]
        for update, fault in zip(handled, outcomes, strict=True):
            if fault is None or await self._is_poison(update, fault):
                del self._unkept[update.update_id]
                self._done.add(update.update_id)
        if faults and self._failures in (0, 10, 100, 1000):
            log.error("updates could not be kept and are tried again", count=len(faults), problem=str(faults[0]))
        self._confirm([number for number in numbers if number is not None], stuck=bool(numbers))

    def _admit(self, raw: Any) -> int | None:
        """Take one update up; returns its number, if it has one."""
        number = raw.get("update_id") if isinstance(raw, dict) else None
        if not isinstance(number, int):
            log.error("an update without a number was set aside", kind=type(raw).__name__)
            return None
        if number not in self._done and number not in self._unkept:
            try:
                self._unkept[number] = Update.de_json(_lean(raw), self._application.bot)
            except Exception:
                log.exception("an update that cannot be read was set aside", update_id=number)
                self._done.add(number)
        return number

    def _confirm(self, numbers: Sequence[int], *, stuck: bool) -> None:
        if self._unkept:
            self._polling.confirm(min(self._unkept))
        elif numbers:
            self._polling.confirm(max(numbers) + 1)
        elif stuck and self._polling.confirmed:
            # Nothing but updates without a number: the next number is believed to be theirs.
            self._polling.confirm(self._polling.confirmed + 1)
        self._done = {number for number in self._done if number >= self._polling.confirmed}

    async def _handle(self, update: Update) -> StoreError | None:
        """Hand it over; the error when it could not be kept. Any other error makes it poison, which is done with."""
        await self._application.process_update(update)
        error = self._errors.pop(update.update_id, None)
        if error is None or isinstance(error, StoreError):
            return error
        log.error("an update could not be handled and was set aside", update_id=update.update_id, exc_info=error)
        return None

    def _regained(self) -> None:
        self.on_contact()

    async def _is_poison(self, update: Update, fault: StoreError) -> bool:
        """Whether the store refuses what this update brings about, time and again, while it keeps other things."""
        if type(fault) is not StoreError or self._failures < _REFUSED_MOST:
            return False
        if not await self._contact.can_be_kept():
            return False
        log.error("an update that the store refuses was set aside", update_id=update.update_id, exc_info=fault)
        return True

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error


def _lean(raw: dict[str, Any]) -> dict[str, Any]:
    """The update without the message that a tapped button stands on: half the work of reading it, and never needed."""
    tap = raw.get("callback_query")
    if not isinstance(tap, dict):
        return raw
    return {**raw, "callback_query": {name: value for name, value in tap.items() if name != "message"}}
