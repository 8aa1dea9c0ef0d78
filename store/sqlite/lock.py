"""One writing process at a time, by a lock that the operating system lets go of however the process ends."""

import fcntl
import os
from pathlib import Path
from typing import Final

from store.protocol import StoreLocked
from store.sqlite.faults import translated

_WIDTH: Final = 20  # the process id is written at one width, so that a full disk has nothing to allocate for it


class Lock:
    """The right to write to `file`, held until `release` or the end of the process."""

    def __init__(self, file: Path) -> None:
        """Take the lock. Raises StoreLocked with the process that has it, StoreError when it cannot be taken at all."""
        path = file.with_name(f"{file.name}-lock")
        with translated(path):
            # A file of its own: closing any other handle on the database would drop SQLite's locks on it.
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with translated(path):
                self._take(file)
        except BaseException:
            os.close(self._handle)
            raise

    def _take(self, file: Path) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            holder = os.pread(self._handle, _WIDTH, 0).decode(errors="replace").strip()
            raise StoreLocked(
                f"another Muster is using {file}" + (f" (process {holder}): stop it first" if holder else "")
            ) from fault
        try:
            os.pwrite(self._handle, str(os.getpid()).ljust(_WIDTH).encode(), 0)
        except OSError:
            # On a full disk a new lock file stays empty; who holds the lock is then not told, but it holds.
            os.ftruncate(self._handle, 0)

    def release(self) -> None:
        """Let another process write. The file stays: removing it would let two processes lock two files."""
        os.close(self._handle)
