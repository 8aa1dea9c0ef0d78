"""Pinning the cards that want it, once each. Without the right to pin, the show goes on and somebody is told."""

import asyncio

from bot.delivery.answers import Accepted, NotModified, RetryAfter, Unavailable
from bot.delivery.gateway import Gateway
from bot.delivery.notices import Notices
from bot.delivery.ports import OnPinRefused
from bot.delivery.recording import pause
from store.protocol import Waiting


class Pins:
    """Pins a message for each card; after a restart once more, which changes nothing on the screen."""

    def __init__(self, gateway: Gateway, notices: Notices, on_refused: OnPinRefused) -> None:
        self._gateway = gateway
        self._notices = notices
        self._on_refused = on_refused
        self._pinned: set[tuple[str, int]] = set()

    def want(self, row: Waiting, chat_id: int, message_id: int) -> None:
        """That message of the card should be pinned."""
        if (row.card, message_id) not in self._pinned:
            self._pinned.add((row.card, message_id))
            self._notices.run(self._pin(row, chat_id, message_id))

    async def _pin(self, row: Waiting, chat_id: int, message_id: int) -> None:
        failures = 0
        while True:
            match await self._gateway.pin(chat_id, message_id):
                case Accepted() | NotModified():
                    return
                case RetryAfter(seconds=seconds):
                    await asyncio.sleep(seconds)
                case Unavailable():
                    failures += 1
                    await asyncio.sleep(pause(failures))
                case refused:
                    self._tell(row, str(getattr(refused, "reason", "the message is gone")))
                    return

    def _tell(self, row: Waiting, reason: str) -> None:
        self._notices.insist("on_pin_refused", lambda: self._on_refused(row.card, row.address, reason))
