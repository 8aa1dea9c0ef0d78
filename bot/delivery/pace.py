"""The dispatcher's hold on the pure rules: it keeps their latest values and says what may go now."""

from random import Random

import structlog

from bot.cards.card import Lane
from bot.delivery.backlog import Backlog, Entry
from bot.delivery.limits import Bucket, Limits
from bot.delivery.pacing import Refusals, Sent, pick
from bot.delivery.reach import Reach

log = structlog.get_logger(__name__)


class Pace:
    """What was sent, what was refused and whether Telegram answers, over one backlog."""

    def __init__(self, backlog: Backlog, limits: Limits, chance: Random) -> None:
        self._backlog = backlog
        self._chance = chance
        self._sent = Sent.nothing(limits)
        self._strangers = Bucket(limits.stranger)
        self._refusals = Refusals()
        self._reach = Reach()

    @property
    def down(self) -> bool:
        """Whether Telegram does not answer, so that only probes go."""
        return self._reach.down

    @property
    def paused_until(self) -> float:
        """Until when Telegram refuses us as a whole; in the past if it does not."""
        return self._sent.paused_until

    def take(self, now: float) -> Entry | float | None:
        """The entry that goes now, taken out of the backlog and paid for; or when to ask again, if ever."""
        if self._reach.down and self._reach.probe_at > now:
            return self._reach.probe_at
        choice = pick(now, self._backlog, self._sent)
        if choice.entry is None:
            return choice.wake_at
        self._backlog.take(choice.entry, now)
        self._sent = self._sent.after(now, choice.charged)
        if self._reach.down:
            self._reach = self._reach.probing(now, self._chance)
        return choice.entry

    def take_spare(self, now: float) -> bool:
        """Whether one line may go to a stranger: nothing else wants to, and strangers have not used up their part."""
        self._backlog.rouse(now)
        wanted = any(self._backlog.first(lane) for lane in Lane)
        if wanted or self._reach.down or max(self._sent.opens_at, self._strangers.ready_at) > now:
            return False
        self._sent = self._sent.after(now)
        self._strangers = self._strangers.take(now)
        return True

    def refused(self, now: float, chat: int, until: float) -> None:
        """Telegram refused that chat until then; several together, and everything pauses."""
        self._backlog.rest(chat, until, now)
        self._refusals = self._refusals.add(now, chat, until)
        pause_until = self._refusals.pause_until
        if pause_until is not None and pause_until > self._sent.paused_until:
            log.warning("Telegram refuses everything for a while", seconds=round(pause_until - now, 1))
            self._sent = self._sent.paused(pause_until)

    def answered(self) -> None:
        """Telegram answered something, whatever it was."""
        if self._reach.down:
            log.info("Telegram answers again", waiting=len(self._backlog))
        if self._reach.silences:
            self._reach = Reach()

    def silent(self, now: float, reason: str) -> None:
        """A try stayed without an answer."""
        was_down = self._reach.down
        self._reach = self._reach.silent(now)
        if self._reach.down and not was_down:
            log.warning("Telegram does not answer, probing", reason=reason)
