"""A real `muster run`, killed and started again by the tests."""

import asyncio
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests import terminal
from tests.e2e.stage import TOKEN, Stage, environment


class Process:
    """One bot after the other on the same database; whatever any of them wrote to its log is kept.

    A context manager: a bot that still runs at the end, because the test failed, does not outlive it. `extra` goes
    into the environment.
    """

    def __init__(self, stage: Stage, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self._stage = stage
        self._folder = folder
        self._extra = extra or {}
        self._log = folder / "log.txt"
        self._process: terminal.Running | None = None
        self.started_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def start(self) -> None:
        """Start, without waiting for anything."""
        self.started_at = time.monotonic()
        env = {**environment(self._stage, self._folder), **self._extra}
        self._process = await terminal.start(("run", "--clock", str(self._stage.steering.file)), env, self._log)

    async def speaks(self, method: str | None = None, within: float = 20.0) -> None:
        """Wait for its first request, or its first of that method. TimeoutError."""
        telegram = self._stage.telegram
        await telegram.until(lambda: any(call.at >= self.started_at for call in telegram.calls(method)[-1:]), within)

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        assert self._process.returncode is None, self.log()
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def ends(self, within: float = 20.0) -> int:
        """Its exit code, when it ends by itself."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)

    async def stop(self) -> None:
        """A clean stop."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self._process.wait(), 20)

    def log(self) -> str:
        """Everything that was written; the token is never in it."""
        text = self._log.read_text("utf-8", errors="replace")
        assert TOKEN not in text
        assert TOKEN.partition(":")[2] not in text
        return text
