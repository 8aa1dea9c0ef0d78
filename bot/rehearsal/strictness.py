"""A second reading of every request of the bot, by aiogram's models, where aiogram is installed.

Its models take seconds to load. That happens beside the rehearsal, in a thread of its own; what the bot asked for
meanwhile is read afterwards.
"""

import asyncio
import threading
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from bot.rehearsal.bot_api import Violation
from bot.rehearsal.telegram import Telegram

if TYPE_CHECKING:
    from bot.rehearsal.schema import Schema


class Reading:
    """A task beside the rehearsal; an async context manager."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._task: asyncio.Task[None] | None = None

    @property
    def is_possible(self) -> bool:
        """Whether aiogram is installed."""
        return find_spec("aiogram") is not None

    def begins(self) -> None:
        """Load the models; from then on a request that is not as they want it is refused."""
        if self.is_possible and self._task is None:
            self._task = asyncio.create_task(self._read())

    async def faults(self) -> list[Violation]:
        """What broke the protocol, once every request so far was read."""
        if self._task is not None:
            await self._task
        return self._telegram.faults

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _read(self) -> None:
        self._telegram.becomes_strict(await _models())


def _models() -> "asyncio.Future[Schema]":
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[Schema] = loop.create_future()

    def tell(schema: "Schema | None", error: BaseException | None) -> None:
        if loaded.done():
            return
        if schema is not None:
            loaded.set_result(schema)
        else:
            loaded.set_exception(error or ImportError("aiogram"))

    def load() -> None:
        schema, problem = None, None
        try:
            from bot.rehearsal.schema import Schema

            schema = Schema()
        except Exception as error:
            problem = error
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(tell, schema, problem)

    # No daemon: the interpreter waits for it at the end. A thread that is cut off in pydantic's compiled code takes the
    # process along (SIGABRT), and whoever closes the rehearsal in its first seconds has everything else ended by then.
    threading.Thread(target=load, name="aiogram").start()
    return loaded
