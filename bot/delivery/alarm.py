"""A timer that rings at the earliest of the times it was set to."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Calls `ring` once when due. Ringing early does no harm, so an earlier setting stays."""

    def __init__(self, monotonic: Callable[[], float], ring: Callable[[], None]) -> None:
        self._monotonic = monotonic
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None
        self._due = 0.0

    def set(self, at: float | None) -> None:
        """Ring at `at` (monotonic seconds) at the latest; None asks for nothing."""
        if at is None or (self._handle and self._due <= at):
            return
        self.off()
        self._due = at
        self._handle = asyncio.get_running_loop().call_later(max(0.0, at - self._monotonic()), self._fire)

    def off(self) -> None:
        """Do not ring."""
        if self._handle:
            self._handle.cancel()
            self._handle = None

    def _fire(self) -> None:
        self._handle = None
        self._ring()
