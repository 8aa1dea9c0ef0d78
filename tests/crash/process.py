"""A real `muster run`, killed and started again by the tests."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from tests.e2e.stage import TOKEN, Stage, environment


class Process:
    """One bot after the other on the same database; whatever any of them wrote to its log is kept."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._folder = folder
        self._log = folder / "log.txt"
        self._process: asyncio.subprocess.Process | None = None
        self.started_at = 0.0

    async def start(self) -> None:
        """Start, without waiting for anything."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--clock", str(self._stage.steering.file),
                env={**os.environ, **environment(self._stage, self._folder)},
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[2],
            )  # fmt: skip
        self.started_at = time.monotonic()

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
