"""Telling others what happened, until they have taken it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

import structlog

from bot.delivery.recording import pause

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Notices:
    """Work beside the sending: each piece in a task of its own, so that no listener delays a card."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Have it done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def insist(
        self, listener: str, call: Callable[[], Awaitable[None]], then: Callable[[], None] | None = None
    ) -> None:
        """Call it, again after an error, until it returns; then `then`."""
        self.run(self._until_done(listener, call, then))

    async def done(self) -> None:
        """Wait until all is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def abandon(self) -> None:
        """Give up what is left."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until_done(
        self, listener: str, call: Callable[[], Awaitable[None]], then: Callable[[], None] | None
    ) -> None:
        failures = 0
        while True:
            try:
                await call()
            except Exception:
                failures += 1
                log.exception("a listener failed and will be told again", listener=listener)
                await asyncio.sleep(pause(failures))
            else:
                break
        if then:
            then()


class Together(Generic[T]):
    """Tells a listener of many things in few calls: what comes up while it listens is told in the next."""

    def __init__(self, notices: Notices, listener: str, call: Callable[[list[T]], Awaitable[None]]) -> None:
        self._notices = notices
        self._listener = listener
        self._call = call
        self._untold: list[T] = []
        self._telling = False

    def add(self, things: Iterable[T]) -> None:
        """Have these told."""
        self._untold += things
        if self._untold and not self._telling:
            self._telling = True
            told, self._untold = self._untold, []
            self._notices.insist(self._listener, lambda: self._call(told), then=self._done)

    def _done(self) -> None:
        self._telling = False
        self.add(())
