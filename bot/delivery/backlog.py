"""What waits to be sent, arranged so that the head of each lane is always something that may go at once.

Every chat has one line. A line whose chat is ready stands in a lane with its most urgent row; a line that has to
wait (a send in flight, Telegram's refusal, the chat's own limit) stands nowhere and so can never be in the way of
another. All times are seconds of a monotonic clock.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

from bot.cards.card import Lane
from bot.delivery.limits import Bucket, Limits
from bot.delivery.printing import Printed
from store.protocol import Waiting

Place = tuple[int, float, int]  # unanswered, since, order: who comes first in a lane


@dataclass(kw_only=True, slots=True)
class Entry:
    """A revision of a card on its way to one chat.

    `lane` is the most urgent lane and `since` the earliest cause (as a timestamp) with which the card was offered
    since it was last shown, so a card that changes all the time keeps its place. `unanswered` counts the tries
    that Telegram left without an answer: what was never tried goes before what may have arrived.
    """

    row: Waiting
    chat: int
    lane: Lane
    since: float
    order: int
    attempts: int = 0
    unanswered: int = 0
    not_before: float = -inf
    file: Printed | None = None  # the card's attachment

    @property
    def place(self) -> Place:
        """Its place in the lane."""
        return (self.unanswered, self.since, self.order)

    def inherit(self, older: "Entry") -> None:
        """Take over the urgency, the place and the patience of the revision that this one replaces."""
        self.lane = min(self.lane, older.lane)
        self.since = min(self.since, older.since)
        self.order = min(self.order, older.order)
        self.attempts = max(self.attempts, older.attempts)
        self.unanswered = max(self.unanswered, older.unanswered)
        self.not_before = max(self.not_before, older.not_before)


@dataclass(kw_only=True, slots=True)
class _Line:
    bucket: Bucket | None
    entries: dict[str, Entry] = field(default_factory=dict)
    busy: bool = False
    rests_until: float = -inf
    standing: tuple[Lane, Place] | None = None

    @property
    def ready_at(self) -> float:
        return max(self.rests_until, self.bucket.ready_at) if self.bucket else self.rests_until


class Backlog:
    """The rows that wait, at most one of each card."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: dict[int, _Line] = {}
        self._chat_of: dict[str, int] = {}
        self._lanes: dict[Lane, list[tuple[Place, Entry]]] = {lane: [] for lane in Lane}
        self._asleep: list[tuple[float, int]] = []  # hints: look at that chat then

    def __len__(self) -> int:
        return len(self._chat_of)

    def __iter__(self) -> Iterator[Entry]:
        return (entry for line in self._lines.values() for entry in line.entries.values())

    def first(self, lane: Lane) -> Entry | None:
        """What may go next in this lane."""
        standing = self._lanes[lane]
        return standing[0][1] if standing else None

    @property
    def wake_at(self) -> float | None:
        """When a line that waits has to be looked at again; see `rouse`."""
        return self._asleep[0][0] if self._asleep else None

    def find(self, card: str) -> Entry | None:
        """The entry of that card, if one waits."""
        chat = self._chat_of.get(card)
        return None if chat is None else self._lines[chat].entries[card]

    def add(self, entry: Entry, now: float) -> None:
        """Put an entry in, in place of any other of the same card."""
        self.drop(entry.row.card, now)
        self._chat_of[entry.row.card] = entry.chat
        self._line(entry.chat).entries[entry.row.card] = entry
        self._settle(entry.chat, now)

    def drop(self, card: str, now: float) -> Entry | None:
        """Take that card out, if it waits."""
        chat = self._chat_of.pop(card, None)
        if chat is None:
            return None
        entry = self._lines[chat].entries.pop(card)
        self._settle(chat, now)
        return entry

    def take(self, entry: Entry, now: float) -> None:
        """The entry goes out: it leaves the backlog, and its chat is busy until `release`."""
        line = self._lines[entry.chat]
        line.busy = True
        if line.bucket:
            line.bucket = line.bucket.take(now)
        self.drop(entry.row.card, now)

    def release(self, chat: int, now: float) -> None:
        """The chat's send has come back."""
        self._line(chat).busy = False
        self._settle(chat, now)

    def rest(self, chat: int, until: float, now: float) -> None:
        """Nothing goes to this chat before `until`, and then one at a time."""
        line = self._line(chat)
        line.rests_until = max(line.rests_until, until)
        if line.bucket:
            line.bucket = line.bucket.drained(until)
        self._settle(chat, now)

    def rouse(self, now: float) -> None:
        """Let the lines stand up whose time has come; to be called before looking at `first`."""
        while self._asleep and self._asleep[0][0] <= now:
            self._settle(heappop(self._asleep)[1], now)

    def counts(self) -> Mapping[Lane, int]:
        """How many wait in each lane."""
        counts = dict.fromkeys(Lane, 0)
        for entry in self:
            counts[entry.lane] += 1
        return counts

    def _line(self, chat: int) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            limit = self._limits.for_chat(chat)
            line = self._lines[chat] = _Line(bucket=Bucket(limit) if limit else None)
        return line

    def _settle(self, chat: int, now: float) -> None:
        line = self._lines[chat]
        self._sit(line)
        if line.busy or not line.entries:
            return
        if line.ready_at > now:
            heappush(self._asleep, (line.ready_at, chat))
            return
        ready = [entry for entry in line.entries.values() if entry.not_before <= now]
        if len(ready) < len(line.entries):
            later = min(entry.not_before for entry in line.entries.values() if entry.not_before > now)
            heappush(self._asleep, (later, chat))
        if ready:
            best = ready[0] if len(ready) == 1 else min(ready, key=lambda entry: (entry.lane, entry.place))
            line.standing = (best.lane, best.place)
            insort(self._lanes[best.lane], (best.place, best))

    def _sit(self, line: _Line) -> None:
        if line.standing is None:
            return
        lane, place = line.standing
        standing = self._lanes[lane]
        at = 0 if standing[0][0] == place else bisect_left(standing, place, key=lambda pair: pair[0])
        del standing[at]
        line.standing = None
