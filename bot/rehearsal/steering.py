"""The time on stage: told to the emulated Telegram, and written to the file that the bot's clock follows."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Steering:
    """A clock that can be moved forward and made to run faster; never backwards, as no clock of a bot does.

    The file is `{"time": ISO 8601, "at": POSIX seconds, "rate": seconds a second}`: it shows `time` at the machine's
    time `at` and runs `rate` times as fast from there. It is replaced as a whole, so that nobody reads half of it.
    """

    def __init__(self, file: Path, *, start: datetime | None = None) -> None:
        self.file = file
        self._time = start or datetime.now(UTC)
        self._at = time.time()
        self._rate = 1.0
        self.moved: float | None = None  # when it was last moved, as time.monotonic
        self._write()

    @property
    def rate(self) -> float:
        """Seconds on stage in each second of the machine."""
        return self._rate

    def now(self) -> datetime:
        """The time on stage, aware, UTC."""
        return self._time + timedelta(seconds=(time.time() - self._at) * self._rate)

    def jump(self, to: datetime) -> None:
        """Be at `to` at once. ValueError when that lies in the past."""
        now = self.now()
        if to < now:
            raise ValueError(f"the clock only moves forward: it is {now.isoformat(timespec='seconds')} already")
        self.moved = time.monotonic()
        self._set(to, self._rate)

    def forward(self, by: timedelta) -> None:
        """Let so much time pass at once."""
        self.jump(self.now() + by)

    def runs(self, rate: float) -> None:
        """Run `rate` times as fast from now on; 0 stands still. ValueError for a rate below 0."""
        if rate < 0:
            raise ValueError("the clock only moves forward")
        self._set(self.now(), rate)

    def _set(self, to: datetime, rate: float) -> None:
        self._time, self._at, self._rate = to, time.time(), rate
        self._write()

    def _write(self) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({"time": self._time.isoformat(), "at": self._at, "rate": self._rate}))
        os.replace(new, self.file)
