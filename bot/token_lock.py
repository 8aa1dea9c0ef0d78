"""One bot a token on this machine. On two machines Telegram's 409 tells them apart; see `bot/intake`."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from bot.intake import IntakeEnded


@contextmanager
def only_bot(api_url: str, token: str) -> Iterator[None]:
    """Hold the token at that Bot API server while inside; the operating system lets go of it however the process ends.

    Raises IntakeEnded when another process on this machine has it. The file's name does not tell the token.
    """
    mark = sha256(f"{api_url} {token}".encode()).hexdigest()[:16]
    handle = os.open(Path(tempfile.gettempdir()) / f"muster-{mark}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IntakeEnded(
                "another bot is running with this token on this machine: stop it first, or use a token of its own"
            ) from None
        yield
    finally:
        os.close(handle)
