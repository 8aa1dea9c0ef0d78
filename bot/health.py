"""What the machine under the bot says: room on the disk, the last backup, the clock against Telegram's."""

import json
import shutil
from collections import deque
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.domain.readiness import Health

log = structlog.get_logger(__name__)

_REMEMBERED: Final = 20  # messages; one that lay waiting at Telegram says nothing about the clock


class Skew:
    """Our clock less Telegram's, from the dates of messages: the least of the last ones, for any may have waited."""

    def __init__(self) -> None:
        self._seen: deque[timedelta] = deque(maxlen=_REMEMBERED)

    def note(self, sent: datetime, now: datetime) -> None:
        """A message of that date came in at that time."""
        self._seen.append(now - sent)

    @property
    def value(self) -> timedelta | None:
        """None before the first message."""
        return min(self._seen, default=None)


def read(database: Path, skew: timedelta | None = None) -> Health:
    """How things stand now. What cannot be read is not known."""
    try:
        free: int | None = shutil.disk_usage(database.parent).free
    except OSError:
        free = None
    return Health(free=free, backup=_last_backup(database), backup_known=True, skew=skew)


def note_backup(database: Path, at: datetime) -> None:
    """Leave word beside the database that it was copied; a backup is good without."""
    try:
        _stamp(database).write_text(json.dumps({"at": at.isoformat()}), "utf-8")
    except OSError as error:
        log.warning("the time of the backup could not be noted beside the database", problem=str(error))


def _last_backup(database: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(_stamp(database).read_text("utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _stamp(database: Path) -> Path:
    return database.with_name(f"{database.name}-backup.json")
