"""Writing down what became of each card. Only what is written counts as shown."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from store.protocol import Batch, Gone, Outcome, Retry, Shown, StoreError, Waiting, Written

log = structlog.get_logger(__name__)

_PAUSES = (0.1, 0.3, 1.0, 2.0)


def pause(failures: int) -> float:
    """Seconds before trying again after so many failures in a row."""
    return _PAUSES[min(failures, len(_PAUSES)) - 1]


class Recorder:
    """Takes outcomes at once and writes them together; what could not be written is kept and tried again.

    `write` commits durably or raises. `written` is called with the outcomes after their commit, and with the rows
    that they leave waiting. Of one card only the newest outcome is kept, and a retry gives way to a final one.
    """

    def __init__(
        self,
        write: Callable[[Batch], Awaitable[Written]],
        written: Callable[[Sequence[Outcome], Sequence[Waiting]], None],
    ) -> None:
        self._write = write
        self._written = written
        self._pending: dict[str, Outcome] = {}
        self._writing: dict[str, Outcome] = {}
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        return len(self._pending) + len(self._writing)

    def add(self, outcome: Outcome) -> None:
        """Have it written with the next batch."""
        if isinstance(outcome, Retry) and not isinstance(self._pending.get(outcome.card), Retry | None):
            return
        self._pending[outcome.card] = outcome
        self._idle.clear()
        self._work.set()

    async def run(self) -> None:
        """Write until cancelled."""
        failures = 0
        while True:
            await self._work.wait()
            try:
                await self._flush()
            except StoreError as error:
                failures += 1
                if failures == 1:
                    log.error("outcomes cannot be recorded, will try again", reason=str(error), kept=len(self))
                await asyncio.sleep(pause(failures))
            except Exception:
                failures += 1
                log.exception("outcomes cannot be recorded, will try again", kept=len(self))
                await asyncio.sleep(pause(failures))
            else:
                if failures:
                    log.info("outcomes are recorded again")
                failures = 0

    async def drained(self) -> None:
        """Wait until everything taken so far is written."""
        await self._idle.wait()

    async def _flush(self) -> None:
        self._writing, self._pending = self._pending, {}
        try:
            written = await self._write(Batch(outcomes=list(self._writing.values())))
        except BaseException:
            self._pending = _merged(self._writing.values(), self._pending.values())
            self._writing = {}
            raise
        done, self._writing = self._writing, {}
        if not self._pending:
            self._work.clear()
            self._idle.set()
        self._written(list(done.values()), written.waiting)


def _merged(older: Iterable[Outcome], newer: Iterable[Outcome]) -> dict[str, Outcome]:
    merged: dict[str, Outcome] = {}
    for outcome in (*older, *newer):
        if isinstance(outcome, Retry) and isinstance(merged.get(outcome.card), Shown | Gone):
            continue
        merged[outcome.card] = outcome
    return merged
