"""The bot as a process of its own, which can be killed for real, and which can reach nothing but this machine.

It holds one end of a pipe, and ends by itself when the other end is gone: whatever becomes of the rehearsal, no bot is
left behind.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from bot.rehearsal.complaints import Complaint

_PATIENCE: Final = 8.0  # seconds that a bot has for a clean stop
_PROXIES: Final = frozenset({"http_proxy", "https_proxy", "all_proxy", "ftp_proxy"})
_TAIL: Final = 2_000


class BotFailed(Exception):
    """The bot ended by itself, or does not answer; the message closes with the last that it said."""

    def __init__(self, complaint: Complaint, last: str = "") -> None:
        super().__init__(": ".join(filter(None, (complaint.said("en"), last))))
        self.complaint = complaint


def safe_environment(inherited: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a rehearsal's bot: every MUSTER_ variable is one of `settings`, and no proxy is left."""
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.upper().startswith("MUSTER_") and name.lower() not in _PROXIES
    }
    return kept | dict(settings) | {"NO_PROXY": "*", "no_proxy": "*", "PYTHONUNBUFFERED": "1"}


class BotProcess:
    """Starts, kills and restarts the bot in `folder`, which holds no `.env`; what it says goes to `bot.log` there."""

    def __init__(self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None
        self._log: IO[bytes] | None = None
        self.log = folder / "bot.log"
        self.starts = 0

    @property
    def runs(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The process id while it lives."""
        return self._process.pid if self._process is not None and self.runs else None

    async def start(self) -> None:
        """Start the process unless it lives."""
        if self.runs:
            return
        if self._log is None:
            self._log = self.log.open("ab")
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            start_new_session=sys.platform != "win32",
        )
        self.starts += 1

    async def kill(self) -> None:
        """kill -9: no last word, no cleaning up."""
        if self._process is not None and self.runs:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """A clean stop; a hard one when that takes too long."""
        if self._process is not None and self.runs:
            with suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        if self._log is not None:
            self._log.close()
            self._log = None

    async def ended(self) -> int:
        """Wait until the process ends by whatever cause; its exit code."""
        return await self._process.wait() if self._process is not None else 0

    def last_words(self) -> str:
        """The end of what the bot has said."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - _TAIL))
            return log.read().decode("utf-8", "replace").strip()
