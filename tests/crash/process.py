"""A real `muster run`, killed and started again by the tests."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.stage import TOKEN, Stage, environment

ROOT = Path(__file__).parents[2]


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
        self._process: asyncio.subprocess.Process | None = None
        self.started_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def start(self) -> None:
        """Start, without waiting for anything."""
        self.started_at = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--clock", str(self._stage.steering.file),
                env={**os.environ, **environment(self._stage, self._folder), **self._extra},
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )  # fmt: skip

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
            self._process.terminate()
            await asyncio.wait_for(self._process.wait(), 20)

    def log(self) -> str:
        """Everything that was written; the token is never in it."""
        text = self._log.read_text("utf-8", errors="replace")
        assert TOKEN not in text
        assert TOKEN.partition(":")[2] not in text
        return text


async def muster(
    made: Stage, folder: Path, *words: str, extra: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """`muster …` on that database: exit code, standard output, standard error; the token is in neither."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env={**os.environ, **environment(made, folder), **(extra or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )  # fmt: skip
    try:
        out, err = (text.decode() for text in await asyncio.wait_for(process.communicate(), 30))
    finally:
        if process.returncode is None:
            process.kill()
    assert TOKEN.partition(":")[2] not in out + err
    assert process.returncode is not None
    return process.returncode, out, err
