"""The queue of updates for the bot: numbered, kept for a while, confirmed by the next poll, one poller at a time."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.rehearsal.refusals import conflict, malformed

Json = dict[str, Any]

FIRST_UPDATE: Final = 700_000_001
LONGEST_POLL: Final = 50.0
MOST_AT_ONCE: Final = 100
_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_HISTORY: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """How long Telegram keeps things, in seconds."""

    message_update: float = 24 * 3600
    tap_update: float = 150
    tap_answer: float = 150
    deletion: float = 48 * 3600


@dataclass(slots=True, kw_only=True)
class Update:
    """One update; `body` is JSON without its number, or, for a `raw` one, the whole of it."""

    id: int
    kind: str
    body: str
    at: float
    raw: bool = False

    def as_text(self) -> str:
        """The update as the bot gets it."""
        return self.body if self.raw else f'{{"update_id":{self.id},{self.body[1:]}'


class Updates:
    """What waits for the bot."""

    def __init__(self, *, now: Callable[[], datetime], expiry: Expiry) -> None:
        self._now = now
        self._expiry = expiry
        self._next_id = FIRST_UPDATE
        self._poller: asyncio.Future[None] | None = None
        self._allowed: frozenset[str] | None = None
        self._withheld = False
        self._closed = False
        self._again: list[Update] = []
        self.pending: deque[Update] = deque()
        self.history: deque[Update] = deque(maxlen=_HISTORY)

    @property
    def awaited(self) -> bool:
        """Whether a poll is under way that takes the next update."""
        return self._poller is not None and not self._poller.done()

    def push(self, kind: str, body: Json) -> int | None:
        """Queue an update; None when the bot did not ask for that kind, else its number."""
        wanted = kind in self._allowed if self._allowed is not None else kind not in _ON_REQUEST
        if not wanted:
            return None
        text = json.dumps({kind: body}, ensure_ascii=False, separators=(",", ":"))
        return self._append(kind, text, raw=False)

    def push_raw(self, value: Any) -> int:
        """Queue any JSON as an update. An object without `update_id` gets the next one."""
        number = self._next_id
        if isinstance(value, dict):
            value = {"update_id": number, **value}
            if isinstance(value["update_id"], int):
                self._next_id = max(number, value["update_id"])
        return self._append("raw", json.dumps(value, ensure_ascii=False), raw=True)

    def duplicate(self, count: int = 1) -> None:
        """The last `count` updates come once more, under new numbers."""
        for update in tuple(self.history)[-count:]:
            self._append(update.kind, update.body, raw=update.raw)

    def deliver_again(self, count: int = 1) -> None:
        """The last `count` updates come once more under their old numbers, confirmed or not."""
        self._again = [update for update in tuple(self.history)[-count:] if update not in self.pending]
        self._wake()

    def withhold(self) -> None:
        """From now on a poll finds nothing, until `release`."""
        self._withheld = True

    def release(self, *, backwards: bool = False) -> None:
        """Let what was withheld go: in order, or so that the last to happen comes first."""
        if backwards:
            numbers = [update.id for update in self.pending]
            self.pending.reverse()
            for number, update in zip(numbers, self.pending, strict=True):
                update.id = number
        self._withheld = False
        self._wake()

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    def close(self) -> None:
        """Let a poll that is under way go home."""
        self._closed = True
        self._wake()

    async def poll(self, *, offset: int, limit: int, seconds: float, allowed: Iterable[str] | None) -> str:
        """What `getUpdates` answers, as a JSON array. The poll before it, if one is waiting, fails with 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict())
        if not 1 <= limit <= MOST_AT_ONCE:
            raise malformed(f"limit must be 1-{MOST_AT_ONCE}")
        if allowed is not None:
            self._allowed = frozenset(allowed) or None
        self._confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(max(seconds, 0.0), LONGEST_POLL)
        while True:
            batch = self._batch(limit)
            if batch or self._closed or loop.time() >= deadline:
                return "[" + ",".join(update.as_text() for update in batch) + "]"
            await self._wait(deadline - loop.time())

    async def _wait(self, seconds: float) -> None:
        mine = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            return
        finally:
            if self._poller is mine:
                self._poller = None

    def _append(self, kind: str, body: str, *, raw: bool) -> int:
        update = Update(id=self._next_id, kind=kind, body=body, at=self._now().timestamp(), raw=raw)
        self._next_id += 1
        self.pending.append(update)
        self.history.append(update)
        self._wake()
        return update.id

    def _batch(self, limit: int) -> list[Update]:
        if self._withheld:
            return []
        now = self._now().timestamp()
        if self.pending and now - self.pending[0].at > self._expiry.tap_update:
            self.pending = deque(update for update in self.pending if not self._expired(update, now))
        again, self._again = self._again, []
        return [*again, *(self.pending[i] for i in range(min(limit, len(self.pending))))][:limit]

    def _expired(self, update: Update, now: float) -> bool:
        kept = self._expiry.tap_update if update.kind == "callback_query" else self._expiry.message_update
        return now - update.at > kept

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
