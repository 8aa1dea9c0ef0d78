"""Leaving groups that are not the unit's: beside the handling of updates, and again while Telegram is silent."""

import asyncio
from typing import Final

import structlog

from bot.delivery.answers import Accepted, GoneForGood, NotModified, RetryAfter, Unavailable
from bot.delivery.gateway import Gateway

log = structlog.get_logger(__name__)

_WAIT_FIRST: Final = 1.0
_WAIT_MOST: Final = 60.0


class Leaving:
    """The groups that are being left. After a crash the next word that is said in such a group begins it anew."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def __contains__(self, chat: int) -> bool:
        return chat in self._tasks

    def leave(self, chat: int) -> None:
        """Leave the group, without waiting for it."""
        if chat not in self._tasks:
            task = self._tasks[chat] = asyncio.create_task(self._leave(chat))
            task.add_done_callback(lambda _: self._tasks.pop(chat, None))

    def stay(self, chat: int) -> None:
        """Do not leave it after all: it is the unit's now."""
        if task := self._tasks.pop(chat, None):
            task.cancel()

    async def close(self) -> None:
        """Give up."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _leave(self, chat: int) -> None:
        wait = _WAIT_FIRST
        while True:
            match await self._gateway.leave(chat):
                case RetryAfter(seconds=seconds):
                    pause = seconds
                case Unavailable():
                    pause, wait = wait, min(_WAIT_MOST, wait * 2)
                case Accepted() | NotModified() | GoneForGood():
                    return
                case refused:
                    log.warning("a group that is not the unit's could not be left", chat=chat, answer=str(refused))
                    return
            await asyncio.sleep(pause)
