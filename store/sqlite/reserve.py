"""Room kept back beside the database, so that an activation still lands when the disk is full."""

import errno
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

RESERVE: Final = 8 * 1024 * 1024  # bytes
_AGAIN: Final = timedelta(minutes=1)
_log = structlog.get_logger()


class Reserve:
    """A ballast file of `size` bytes, given up when the disk is full and made again once there is room.

    `spent` is whether it is missing at the moment. With a `size` of 0 there is none and it is never spent.
    """

    def __init__(self, file: Path, size: int) -> None:
        self.spent = False
        self._path = file.with_name(f"{file.name}-reserve")
        self._size = size
        self._tried: datetime | None = None

    def spend(self) -> bool:
        """Give the room back to the disk; False when there was none to give."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        except OSError as fault:
            _log.error("the reserve cannot be given up", reserve=str(self._path), reason=str(fault))
            return False
        self.spent = True
        self._tried = None
        _log.error("disk full: the reserve is spent, make room", reserve=str(self._path))
        return True

    def renew(self, now: datetime) -> None:
        """Make the ballast, unless it is there or was tried within the last minute. Going without is no error."""
        if self._size == 0 or (self._tried is not None and timedelta(0) <= now - self._tried < _AGAIN):
            return
        self._tried = now
        try:
            if not self._is_whole():
                self._make()
            self.spent = False
        except OSError as fault:
            if not self.spent:
                _log.warning("there is no reserve: make room on the disk", reserve=str(self._path), reason=str(fault))
            self.spent = True

    def _is_whole(self) -> bool:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return False
        return stat.st_size == self._size and stat.st_blocks * 512 >= self._size

    def _make(self) -> None:
        # Taking the last room for the reserve would only bring on the moment that it is kept for.
        if shutil.disk_usage(self._path.parent).free < 2 * self._size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        try:
            with self._path.open("wb") as ballast:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(ballast.fileno(), 0, self._size)
                else:
                    ballast.write(bytes(self._size))
                ballast.flush()
                os.fsync(ballast.fileno())
        except OSError:
            self._path.unlink(missing_ok=True)
            raise
