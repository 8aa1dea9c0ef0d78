"""Time at the edge: what time it is, and waking up when the next thing falls due.

Every timer is derived from the committed state; APScheduler holds one job, the next wake-up. So a restart, a missed
wake-up or a moved clock can lose nothing: what fell due meanwhile is caught up once, and labelled late.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.domain.desk.commands import LapseSecond
from bot.domain.incident.attempts import UseFallback
from bot.domain.incident.commands import Lateable
from bot.domain.message import GRACE, Command, Timer
from bot.domain.people.absence import EndAbsence
from bot.domain.timers import timers
from bot.service import Committed, Service
from store.protocol import StoreError

log = structlog.get_logger(__name__)

_SETTLE: Final = 0.05  # seconds; many commits in a row arm the clock once
_RETRY: Final = timedelta(seconds=1)  # after a command that could not be kept
_LOOK: Final = 0.02  # seconds between two looks at a steering file


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Now, aware, UTC."""
        return datetime.now(UTC)

    def wall(self, when: datetime) -> datetime:
        """When the machine's clock will show that this clock is at `when`."""
        return when

    async def follow(self, moved: Callable[[], None]) -> None:
        """Nobody moves this clock."""


class SteeredClock:
    """A clock that a file moves, for rehearsals: `{"time": ISO 8601, "at": POSIX seconds, "rate": seconds a second}`.

    It shows `time` at the machine's time `at` and runs `rate` times as fast from there. The file is replaced,
    never rewritten in place.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = 0
        self._time, self._at, self._rate = datetime.now(UTC), time.time(), 1.0
        self._read()

    def now(self) -> datetime:
        """Now, aware, UTC."""
        self._read()
        return self._time + timedelta(seconds=(time.time() - self._at) * self._rate)

    def wall(self, when: datetime) -> datetime:
        """When the machine's clock will show that this clock is at `when`; far off while it stands still."""
        ahead = (when - self.now()).total_seconds() / self._rate if self._rate > 0 else 86_400.0
        return datetime.now(UTC) + timedelta(seconds=max(0.0, ahead))

    async def follow(self, moved: Callable[[], None]) -> None:
        """Call `moved` whenever the file has changed, until cancelled."""
        seen = self._stamp
        while True:
            await asyncio.sleep(_LOOK)
            self._read()
            if self._stamp != seen:  # somebody else may have read the file first
                seen = self._stamp
                moved()

    def _read(self) -> None:
        try:
            stamp = self._file.stat().st_mtime_ns
            if stamp == self._stamp:
                return
            steered: dict[str, Any] = json.loads(self._file.read_text())
            self._time = datetime.fromisoformat(steered["time"]).astimezone(UTC)
            self._at, self._rate = float(steered["at"]), float(steered["rate"])
        except (OSError, ValueError, KeyError):
            return  # between two versions of the file; the next look sees the new one
        self._stamp = stamp


class Waker:
    """Submits what falls due, when it falls due.

    `hearing` says whether Telegram can be heard: while it cannot, no timer that holds somebody's silence against
    them goes off (promise 3).
    """

    def __init__(self, service: Service, clock: SystemClock | SteeredClock, *, hearing: Callable[[], bool]) -> None:
        self._service = service
        self._clock = clock
        self._hearing = hearing
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._futile: set[Timer] = set()  # brought nothing about; not tried again until something has changed
        self._commits = 0  # that brought something about
        self._settling: asyncio.TimerHandle | None = None
        self._ticking = asyncio.Lock()
        self._follower: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; what fell due while nobody looked is caught up at once."""
        self._scheduler.start()
        self._service.subscribe(self._committed)
        self._follower = asyncio.create_task(self._clock.follow(self.wake), name="clock")
        self.wake()

    async def stop(self) -> None:
        """Submit nothing any more."""
        if self._settling is not None:
            self._settling.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._follower is not None:
            self._follower.cancel()
            await asyncio.gather(self._follower, return_exceptions=True)

    def wake(self) -> None:
        """Look again soon: the state, the clock or the connection has changed."""
        if self._settling is None:
            self._settling = asyncio.get_running_loop().call_later(_SETTLE, self._arm)

    def _committed(self, committed: Committed) -> None:
        if not committed.events:
            return
        self._commits += 1
        self._futile.clear()
        self.wake()

    def _arm(self, not_before: datetime | None = None) -> None:
        self._settling = None
        if not self._scheduler.running or self._ticking.locked():  # a tick arms the clock when it ends
            return
        due = [timer.when for timer in timers(self._service.unit) if self._runs(timer)]
        if not due:
            return
        wall = self._clock.wall(min(due))
        self._scheduler.add_job(
            self._tick,
            DateTrigger(max(wall, not_before) if not_before else wall),
            id="wake",
            max_instances=2,  # one that waits for its commit, and the next
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
        )

    def _runs(self, timer: Timer) -> bool:
        return timer not in self._futile and (self._hearing() or not timer.silence)

    async def _tick(self) -> None:
        async with self._ticking:
            now, commits = self._clock.now(), self._commits
            due = [timer for timer in timers(self._service.unit) if timer.when <= now and self._runs(timer)]
            outcomes = await asyncio.gather(
                *(self._service.submit(_as_of(timer, now)) for timer in due), return_exceptions=True
            )
        failed, again = False, commits != self._commits
        for timer, outcome in zip(due, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                failed = True
                if not isinstance(outcome, StoreError):
                    self._futile.add(timer)
                log.error("what fell due could not be kept", command=type(timer.command).__name__, problem=str(outcome))
            elif not outcome.events and not again:
                # Had anything been committed meanwhile, it may be what this timer was waiting for: it gets another try.
                self._futile.add(timer)
        if again and not failed:
            self.wake()
        else:
            self._arm(datetime.now(UTC) + _RETRY if failed else None)


def _as_of(timer: Timer, now: datetime) -> Command:
    """The timer's command, labelled late if it is."""
    command = timer.command
    if isinstance(command, Lateable | EndAbsence | LapseSecond | UseFallback) and now - timer.when > GRACE:
        return replace(command, late=True)
    return command
