"""The dispatcher closes the gap between what each card should show and what is shown.

Rows come in through `offer` after their commit, and once from the store at the start. Of one card the newest
revision wins; each chat has one send in flight; what Telegram accepted is recorded in batches and only then counts
as shown. A crash between the two repeats that one message and skips none. Whoever cannot be reached is handed to
`on_gone` first and written off after it, so that no crash can keep it from the command post.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Final, assert_never

import structlog

from bot.cards.body import load
from bot.cards.card import Lane
from bot.delivery.alarm import Alarm
from bot.delivery.answers import (
    Accepted,
    Answer,
    GoneForGood,
    Malformed,
    Migrated,
    NotModified,
    RetryAfter,
    Unavailable,
    Vanished,
)
from bot.delivery.backlog import Backlog, Entry
from bot.delivery.calls import editing, saying, sending
from bot.delivery.courtesy import Courtesies
from bot.delivery.directory import Directory
from bot.delivery.flights import Flight, Flights
from bot.delivery.gateway import Gateway
from bot.delivery.limits import TELEGRAM_LIMITS, Limits
from bot.delivery.notices import Notices, Together
from bot.delivery.pace import Pace
from bot.delivery.pinning import Pins
from bot.delivery.ports import Addresses, Clock, OnGone, OnMigrated, OnPinRefused, OnShown, Standing
from bot.delivery.printing import Printed, Printing, has_attachment
from bot.delivery.reach import retry_in
from bot.delivery.recording import Recorder
from bot.delivery.screens import Placed, Screens
from store.protocol import BEHIND, Gone, Outcome, Retry, Shown, Store, Waiting

log = structlog.get_logger(__name__)

_REST_MARGIN: Final = 0.05  # seconds; Telegram counts from its own clock
_NEXT_TRY_MOST: Final = 3600.0
_LAST_WORDS: Final = 2.0
_COURTESY_LOOK: Final = 0.25


class Dispatcher:
    """Sends what waits. `start` it, `offer` it rows, `stop` it; everything else happens by itself.

    The callbacks are called until they return without an error, `on_gone` possibly again after a restart.
    `monotonic` is for pacing, retries and Telegram's deadlines, which are real also when `clock` is moved.
    """

    def __init__(
        self,
        *,
        store: Store,
        gateway: Gateway,
        addresses: Addresses,
        clock: Clock,
        on_gone: OnGone,
        on_shown: OnShown,
        on_migrated: OnMigrated,
        on_pin_refused: OnPinRefused,
        limits: Limits = TELEGRAM_LIMITS,
        monotonic: Callable[[], float] = time.monotonic,
        at_once: int = 64,
        chance: Random | None = None,
    ) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._on_gone = on_gone
        self._on_migrated = on_migrated
        self._monotonic = monotonic
        self._at_once = at_once
        self._chance = chance or Random()

        self._backlog = Backlog(limits)
        self._directory = Directory(addresses)
        self._flights = Flights()
        self._screens = Screens()
        self._pace = Pace(self._backlog, limits, self._chance)
        self._notices = Notices()
        self._courtesies = Courtesies()
        self._shown = Together(self._notices, "on_shown", on_shown)
        self._pins = Pins(gateway, self._notices, on_pin_refused)
        self._recorder = Recorder(store.write, self._written)
        self._printing = Printing(self._printed, lambda: sum(entry.file is not None for entry in self._backlog))

        self._withdrawn: set[str] = set()
        self._offered = 0
        self._last_accepted: datetime | None = None

        self._running = False
        self._sends: set[asyncio.Task[None]] = set()
        self._recording: asyncio.Task[None] | None = None
        self._press: asyncio.Task[None] | None = None
        self._alarm = Alarm(monotonic, self._pump)

    async def start(self) -> None:
        """Take up what the store says is waiting, and begin to send."""
        self._recording = asyncio.create_task(self._recorder.run())
        self._press = asyncio.create_task(self._printing.run())
        self._running = True
        self.offer(await self._store.waiting())

    async def stop(self, patience: float = 12.0) -> None:
        """Send nothing more; what is in flight comes back and is recorded.

        What does not come back within `patience` seconds, or cannot be recorded, is sent again after the next start.
        """
        self._running = False
        self._alarm.off()
        for rest, seconds in ((self._landed_all(), patience), (self._told_all(), _LAST_WORDS)):
            with suppress(TimeoutError):
                await asyncio.wait_for(rest, seconds)
        if self._flights or len(self._recorder):
            log.error("stopped before everything was recorded", in_flight=len(self._flights), kept=len(self._recorder))
        await self._notices.abandon()
        tasks = [task for task in (*self._sends, self._recording, self._press) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _landed_all(self) -> None:
        while self._sends:
            await asyncio.gather(*self._sends, return_exceptions=True)

    async def _told_all(self) -> None:
        await self._recorder.drained()
        await self._notices.done()
        await self._recorder.drained()

    def offer(self, rows: Sequence[Waiting]) -> None:
        """Take rows that a commit made or changed. A revision that is not newer than what is known is ignored."""
        now = self._monotonic()
        for row in rows:
            if row.revision > self._known_revision(row.card):
                self._withdrawn.discard(row.card)
                self._take_up(row, now)
        self._pump()

    def withdraw(self, cards: Iterable[str]) -> None:
        """Do not send these cards after all: a commit ended them before anything of them was shown.

        One that is on its way already is brought up to date as soon as its showing is recorded.
        """
        now = self._monotonic()
        for card in cards:
            entry, flight = self._backlog.find(card), self._flights.of(card)
            if self._screens.of(card) or (entry and entry.row.message_id is not None):
                continue
            self._backlog.drop(card, now)
            self._printing.drop(card)
            if flight:
                self._withdrawn.add(card)

    def say(self, chat_id: int, text: str) -> None:
        """A plain courtesy line to somebody who is not on the roster: not durable, and only from what is to spare.

        It waits while cards are ready to go, while the budget is used up, or while strangers had theirs, and is
        dropped when too many wait.
        """
        if self._running and self._courtesies.add(chat_id, text):
            self._pump()
        else:
            log.debug("courtesy line dropped", chat_id=chat_id)

    def wake(self) -> None:
        """Look again at once, because `monotonic` was moved."""
        self._alarm.off()
        self._pump()

    def standing(self) -> Standing:
        """How delivery stands now."""
        pause_left = self._pace.paused_until - self._monotonic()
        return Standing(
            waiting=self._waiting(),
            in_flight=len(self._flights),
            unrecorded=len(self._recorder),
            last_accepted=self._last_accepted,
            paused_until=self._clock.now() + timedelta(seconds=pause_left) if pause_left > 0 else None,
            unreachable=self._pace.down,
        )

    def _waiting(self) -> dict[Lane, int]:
        counts = dict(self._backlog.counts())
        for row in self._printing:
            counts[Lane(row.lane)] += 1
        return counts

    # Taking up

    def _known_revision(self, card: str) -> int:
        """The newest revision of the card that is accepted, in flight or waiting here; 0 for none."""
        placed, flight, entry = self._screens.of(card), self._flights.of(card), self._backlog.find(card)
        unprinted = self._printing.find(card)
        return max(
            unprinted.revision if unprinted else 0,
            placed.revision if placed else 0,
            flight.entry.row.revision if flight else 0,
            entry.row.revision if entry else 0,
        )

    def _take_up(self, row: Waiting, now: float) -> None:
        if row.address.startswith(BEHIND) and row.chat_id is not None and row.message_id is not None:
            self._screens.leave(row.chat_id, row.message_id)
        self._printing.drop(row.card)
        if has_attachment(row):
            # An older revision that waits is sent no more: the newest wins, as soon as its file is made.
            self._backlog.drop(row.card, now)
            self._printing.add(row)
        else:
            self._queue(row, None, now)

    def _printed(self, row: Waiting, file: Printed | None) -> None:
        """Its file is made; None when it cannot be made, and the words go alone."""
        if self._running:
            self._queue(row, file, self._monotonic())
            self._pump()

    def _queue(self, row: Waiting, file: Printed | None, now: float) -> None:
        older = self._backlog.find(row.card)
        chat = self._directory.chat_of(row)
        if chat is None:
            self._backlog.drop(row.card, now)
            self._write_off(row, self._directory.why_not(row.address))
            return
        self._offered += 1
        entry = Entry(
            row=row,
            chat=chat,
            lane=Lane(row.lane),
            since=row.cause.timestamp(),
            order=self._offered,
            attempts=row.attempts,
            not_before=self._next_try(row, now),
            file=file,
        )
        if older:
            entry.inherit(older)
        self._backlog.add(entry, now)

    def _next_try(self, row: Waiting, now: float) -> float:
        if row.next_try is None:
            return now
        return now + min(_NEXT_TRY_MOST, (row.next_try - self._clock.now()).total_seconds())

    # Sending

    def _pump(self) -> None:
        """Send everything that may go now, and set the timer for the next time to look."""
        if not self._running:
            return
        now = self._monotonic()
        self._backlog.rouse(now)
        for _ in range(self._flights.newly_hung(now)):
            self._pace.silent(now, "sends hang")
        while self._flights.occupied < self._at_once:
            taken = self._pace.take(now)
            if not isinstance(taken, Entry):
                self._alarm.set(taken)
                break
            self._send(taken, now)
        while line := self._courtesies.take(now, spare=self._pace.take_spare):
            self._notices.run(self._courtesy(*line))
        if self._courtesies:
            self._alarm.set(now + _COURTESY_LOOK)
        self._alarm.set(self._flights.look_at)

    def _send(self, entry: Entry, now: float) -> None:
        if self._directory.chat_of(entry.row) != entry.chat:
            self._backlog.release(entry.chat, now)
            self._queue(entry.row, entry.file, now)
            return
        flight = Flight(entry=entry, message_id=self._message_to_edit(entry), started=now)
        self._flights.depart(flight)
        task = asyncio.create_task(self._fly(flight))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    def _message_to_edit(self, entry: Entry) -> int | None:
        row = entry.row
        placed = self._screens.of(row.card) or Placed(0, row.chat_id or 0, row.message_id)
        if placed.chat_id != entry.chat:
            return None
        # Whoever is back in a chat that was left finds their cards below, not under the last words.
        left = not row.address.startswith(BEHIND) and self._screens.left(placed.chat_id, placed.message_id)
        return None if left else placed.message_id

    async def _fly(self, flight: Flight) -> None:
        answer: Answer
        try:
            answer = await self._exchange(flight)
        except Exception as error:
            log.exception("sending failed in a way that nobody thought of", card=flight.entry.row.card)
            answer = Unavailable(type(error).__name__)
        self._landed(flight, answer)

    async def _exchange(self, flight: Flight) -> Answer:
        chat = flight.entry.chat
        try:
            body = load(flight.entry.row.body)
            flight.pin = body.get("pin", False)
            edited, file = flight.message_id, flight.entry.file
            placed = self._screens.of(flight.entry.row.card)
            shown = placed.recipe if placed else None
            call = sending(body, chat, file) if edited is None else editing(body, chat, edited, file, shown=shown)
        except (ValueError, LookupError, TypeError) as error:
            return Malformed(f"the card cannot be read: {error!r}")
        return NotModified() if call is None else await self._gateway.call(call)

    def _landed(self, flight: Flight, answer: Answer) -> None:
        now = self._monotonic()
        chat = flight.entry.chat
        self._flights.land(flight)
        if not isinstance(answer, Unavailable):
            self._pace.answered()
        try:
            self._follow(flight, answer, now)
        finally:
            self._backlog.release(chat, now)
            self._pump()

    # What became of it

    def _follow(self, flight: Flight, answer: Answer, now: float) -> None:
        entry = flight.entry
        match answer:
            case Accepted() | NotModified():
                self._accepted(flight, answer, now)
            case RetryAfter(seconds=seconds):
                self._refused(entry, seconds, now)
            case Unavailable(reason=reason):
                self._unanswered(flight, reason, now)
            case Migrated(chat_id=new):
                self._migrated(entry, new, now)
            case Vanished() if entry.row.address.startswith(BEHIND):  # nothing to take away, and no news
                self._unreachable(entry, "the message has vanished")
            case Vanished():
                self._screens.place(entry.row.card, Placed(0, entry.chat, None))
                self._again(entry, now)
            case GoneForGood(reason=reason):
                self._unreachable(entry, reason)
            case Malformed(reason=reason):
                log.error("Telegram refused a card", card=entry.row.card, reason=reason)
                self._unreachable(entry, f"Telegram refused the message: {reason}")
            case _:
                assert_never(answer)

    def _accepted(self, flight: Flight, answer: Accepted | NotModified, now: float) -> None:
        row, chat = flight.entry.row, flight.entry.chat
        message_id = flight.message_id or (answer.message_id if isinstance(answer, Accepted) else None)
        if message_id is None:
            self._unanswered(flight, "Telegram accepted a message without giving it an id", now)
            return
        self._withdrawn.discard(row.card)
        at = self._last_accepted = self._clock.now()
        file = flight.entry.file
        self._screens.place(row.card, Placed(row.revision, chat, message_id, file.recipe if file else None))
        self._recorder.add(
            Shown(
                card=row.card,
                revision=row.revision,
                chat_id=chat,
                message_id=message_id,
                at=at,
                address=row.address,
            )
        )
        if flight.pin:
            self._pins.want(row, chat, message_id)

    def _refused(self, entry: Entry, seconds: float, now: float) -> None:
        until = now + seconds + _REST_MARGIN
        self._pace.refused(now, entry.chat, until)
        entry.attempts += 1
        self._note_retry(entry, seconds, f"Telegram asks to wait {seconds:.0f} s")
        self._again(entry, now)

    def _unanswered(self, flight: Flight, reason: str, now: float) -> None:
        entry = flight.entry
        if not flight.hung:
            self._pace.silent(now, reason)
        entry.attempts += 1
        entry.unanswered += 1
        # While Telegram is down the probes set the pace, and each goes to somebody else.
        wait = 0.0 if self._pace.down else retry_in(entry.lane, entry.unanswered, self._chance)
        entry.not_before = now + wait
        if entry.attempts & (entry.attempts - 1) == 0:  # the 1st, 2nd, 4th, 8th … is written down
            self._note_retry(entry, wait, reason)
        self._again(entry, now)

    def _note_retry(self, entry: Entry, seconds: float, reason: str) -> None:
        next_try = self._clock.now() + timedelta(seconds=seconds)
        self._recorder.add(Retry(card=entry.row.card, attempts=entry.attempts, next_try=next_try, reason=reason))

    def _migrated(self, entry: Entry, new: int, now: float) -> None:
        old = entry.chat
        self._directory.moved(old, new)
        log.info("group has become a supergroup", old=old, new=new)
        self._notices.insist("on_migrated", lambda: self._on_migrated(old, new))
        entry.chat = new  # what else waits for the old one finds the new one when its turn comes
        self._again(entry, now)

    def _again(self, entry: Entry, now: float) -> None:
        """Back into the backlog, or a newer revision in its place."""
        card = entry.row.card
        if card in self._withdrawn:
            self._withdrawn.discard(card)
            return
        newer = self._backlog.drop(card, now)
        if newer:
            newer.inherit(entry)
        self._backlog.add(newer or entry, now)

    def _unreachable(self, entry: Entry, reason: str) -> None:
        self._withdrawn.discard(entry.row.card)
        if self._backlog.find(entry.row.card) is None:  # else the newer revision finds out for itself
            self._write_off(entry.row, reason)

    def _write_off(self, row: Waiting, reason: str) -> None:
        gone = Gone(card=row.card, revision=row.revision, reason=str(reason), at=self._clock.now())
        self._notices.insist(
            "on_gone",
            lambda: self._on_gone(row.card, row.address, gone.reason),
            then=lambda: self._recorder.add(gone),
        )

    # Telling others

    def _written(self, outcomes: Sequence[Outcome], left_waiting: Sequence[Waiting]) -> None:
        self._shown.add(outcome for outcome in outcomes if isinstance(outcome, Shown))
        if left_waiting:
            self.offer(left_waiting)

    async def _courtesy(self, chat_id: int, text: str) -> None:
        answer = await self._gateway.call(saying(chat_id, text))
        if isinstance(answer, RetryAfter):
            self._courtesies.add(chat_id, text)
        elif not isinstance(answer, Accepted):
            log.debug("courtesy line not sent", answer=answer)
