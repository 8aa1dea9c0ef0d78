"""Lines to people who are not on the roster: not durable, from what is to spare, and few enough to be no weapon."""

from collections import deque
from collections.abc import Callable
from typing import Final

_WAITING_MOST: Final = 64  # lines kept while there is no room; more are dropped, the newest first
_CHAT_REST: Final = 1.05  # seconds between two lines in one chat


class Courtesies:
    """Lines in the order in which they came, each chat at Telegram's pace for a private chat."""

    def __init__(self) -> None:
        self._lines: deque[tuple[int, str]] = deque()
        self._rested: dict[int, float] = {}

    def add(self, chat_id: int, text: str) -> bool:
        """Keep the line for when there is room; False when too many wait already."""
        if len(self._lines) >= _WAITING_MOST:
            return False
        self._lines.append((chat_id, text))
        return True

    def take(self, now: float, *, spare: Callable[[float], bool]) -> tuple[int, str] | None:
        """The first line whose chat has rested, if `spare` finds room for it."""
        self._rested = {chat: until for chat, until in self._rested.items() if until > now}
        line = next((line for line in self._lines if line[0] not in self._rested), None)
        if line is None or not spare(now):
            return None
        self._lines.remove(line)
        self._rested[line[0]] = now + _CHAT_REST
        return line

    def __len__(self) -> int:
        return len(self._lines)
