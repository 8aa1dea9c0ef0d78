"""The stage: the emulated Telegram, everybody with a phone, and the real bot as a process that knows nothing else."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bot.rehearsal.bot_process import BotFailed, BotProcess, safe_environment
from bot.rehearsal.cast import Actor, Cast, Production
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.groups import Group
from bot.rehearsal.journey import Journey
from bot.rehearsal.limits import TELEGRAM_LIMITS, Limits
from bot.rehearsal.phones import Phone
from bot.rehearsal.steering import Steering
from bot.rehearsal.telegram import Telegram
from bot.rehearsal.words import Words, words_of

TOKEN: Final = "710000000:" + "R" * 35  # of no real bot; known to this machine's emulator only
_ENROLMENT: Final = 60.0  # seconds; the bot's start is part of it
_ENROLMENT_EACH: Final = 0.3  # seconds more for each person: two messages at thirty a second, and a card to be printed
_QUIET_AT_MOST: Final = 4.0
_LOOK: Final = 0.05
_MOMENT: Final = timedelta(milliseconds=200)  # past what falls due
_MINUTE: Final = timedelta(minutes=1)
_LONG_WAY: Final = timedelta(hours=12)
_STOPS_AT_MOST: Final = 600
_REST_AT_MOST: Final = 2.0  # seconds, at each stop
_DUE_AT_MOST: Final = 6.0  # seconds, where the clock was going


class Stage:
    """An async context manager: inside, Telegram is served and the bot's process runs; `curtain_up` brings the people.

    With `limits=None` neither Telegram nor the bot holds anything back, so that each scene ends as it must.
    State lives in a temporary folder that goes with the stage; `database` keeps the bot's database elsewhere.
    """

    def __init__(
        self,
        production: Production,
        *,
        database: Path | None = None,
        limits: Limits | None = TELEGRAM_LIMITS,
        start: datetime | None = None,
        inherited: Mapping[str, str] | None = None,
    ) -> None:
        self.production = production
        self.cast: Cast = production.cast
        self.words: Words = words_of(production.cast.language)
        self.phones: dict[str, Phone] = {}
        self.actors: dict[int, Actor] = {}
        self.group: Group | None = None
        self.ready = asyncio.Event()
        self.journey: Journey | None = None
        self.telegram: Telegram
        self.steering: Steering
        self.bot: BotProcess
        self.folder: Path
        self.database: Path
        self._given_database = database
        self._limits = limits
        self._start = start
        self._inherited = os.environ if inherited is None else inherited
        self._one_at_a_time = asyncio.Lock()
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            folder = self._exit.enter_context(
                tempfile.TemporaryDirectory(prefix="muster-rehearsal-", ignore_cleanup_errors=True)
            )
            self.folder = Path(folder)
            self.database = self._given_database or self.folder / "rehearsal.db"
            self.steering = Steering(self.folder / "clock.json", start=self._start)
            telegram = Telegram(
                token=TOKEN, username="muster_rehearsal_bot", now=self.steering.now, limits=self._limits, strict=False
            )
            self.telegram = await self._exit.enter_async_context(telegram)
            for actor in self.cast.actors:
                phone = self.telegram.phone(actor.name, language=self.cast.language)
                self.phones[actor.id], self.actors[phone.id] = phone, actor
            self.bot = BotProcess(self._command(), folder=self.folder, environment=self._environment())
            self._exit.push_async_callback(self.bot.stop)
            await self.bot.start()
        except BaseException:
            await self._exit.aclose()
            raise
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._exit.aclose()

    # people

    def __getitem__(self, actor: Actor | str) -> Phone:
        return self.phones[actor if isinstance(actor, str) else actor.id]

    @property
    def director(self) -> Phone:
        """The phone of the first who may activate."""
        return self[self.cast.director]

    async def curtain_up(self) -> None:
        """Everybody enrols through a real link, and the director adds the bot to the group chat.

        Raises BotFailed when the bot ends, or does not answer in a minute and a little for each person.
        """
        patience = _ENROLMENT + _ENROLMENT_EACH * len(self.phones)
        for actor in self.cast.actors:
            code = self.production.code(TOKEN, actor.id, self.steering.now())
            await self[actor].open(self.telegram.link(code))
        await self.until(self._all_welcome, patience)
        others = [self[actor] for actor in self.cast.actors if actor is not self.cast.director]
        title = self.words["group.title"].format(unit=self.cast.unit)
        group = self.telegram.group(title, [self.director, *others])
        await group.adds_bot(by=self.director, pin_rights=True)
        await self.until(lambda: any(message.from_bot for message in group.messages), _ENROLMENT)
        await self.until(self._all_hold_their_card, patience)
        self.group = group
        self.ready.set()
        self.telegram.changes.wake()

    @property
    def enrolled(self) -> int:
        """How many people the bot has answered."""
        return sum(_answered(phone) for phone in self.phones.values())

    def _all_welcome(self) -> bool:
        return all(_answered(phone) for phone in self.phones.values())

    def _all_hold_their_card(self) -> bool:
        """Pictures take their time: what happens next must not overtake them in one run and not in another."""
        card = self.words["card.heading"]
        return all(any(card in (message.text or "") for message in phone.messages) for phone in self.phones.values())

    # waiting

    async def until(self, predicate: Callable[[], object], seconds: float) -> None:
        """Wait for something to be seen. BotFailed when the bot ends first, or the time runs out."""
        seen = asyncio.ensure_future(self.telegram.until(predicate, seconds))
        ended = asyncio.ensure_future(self.bot.ended())
        try:
            await asyncio.wait({seen, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not seen.done():
                raise self._failure(Complaint(why="bot_ended"))
            await seen
        except TimeoutError:
            raise self._failure(Complaint(why="bot_silent", seconds=seconds)) from None
        finally:
            for task in (seen, ended):
                task.cancel()
            await asyncio.gather(seen, ended, return_exceptions=True)

    async def settle(self, seconds: float = _QUIET_AT_MOST) -> bool:
        """Wait until the bot has taken in everything and every card for people is out; False when `seconds` pass."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.telegram.updates.pending or await self.production.unsent(self.database):
                    with suppress(TimeoutError):
                        await self.telegram.until(lambda: not self.telegram.updates.pending, _LOOK)
                        await asyncio.sleep(_LOOK)
                return True
        return False

    def _failure(self, complaint: Complaint) -> BotFailed:
        last = self.bot.last_words().splitlines()
        return BotFailed(complaint, last[-1] if last else "")

    # time

    async def jump(self, to: datetime) -> bool:
        """Move the clock to `to` once the bot has heard everything said so far. ValueError for the past.

        A long way is gone from one due thing to the next, as the days would pass: a bot that finds itself a week later
        at once believes that it was down. At the end the bot has done what was due. Such a `journey` can be stopped:
        then False, and the clock stays where it is. One journey after the other: who comes while one is under way
        waits for its end.
        """
        async with self._one_at_a_time:
            start = self.steering.now()
            if to < start:
                raise ValueError("the clock only moves forward")
            await self._heard()
            if to - start < _LONG_WAY:
                self.steering.jump(max(to, self.steering.now()))
                await self._rests(_DUE_AT_MOST)
                return True
            journey = self.journey = Journey(start=start, to=to)
            try:
                await self._passes(journey)
            finally:
                self.journey = None
                self.telegram.changes.wake()
            return not journey.stopped

    async def _passes(self, journey: Journey) -> None:
        pause, stops = _MINUTE, _STOPS_AT_MOST
        while stops and not journey.stopped and self.bot.runs:
            due, now = await self.production.next_due(self.database), self.steering.now()
            stop = max(due, now) + (_MOMENT if due > now else pause) if due is not None else journey.to
            if stop >= journey.to:
                break
            stops -= 1
            pause = _MINUTE if due is None or due > now else pause * 2  # what is due and does not happen: longer steps
            self.steering.jump(stop)
            await journey.unless_stopped(self._rests(_REST_AT_MOST))
        if not journey.stopped:
            self.steering.jump(max(journey.to, self.steering.now()))
            await journey.unless_stopped(self._rests(_REST_AT_MOST))

    async def _rests(self, seconds: float) -> None:
        """Until the bot has done what was due, which is waited for so long, and what it sent has arrived."""
        deadline = time.monotonic() + seconds
        while self.bot.runs and time.monotonic() < deadline:
            due = await self.production.next_due(self.database)
            if due is None or due > self.steering.now():
                break
            await asyncio.sleep(_LOOK)
        await self.settle(_REST_AT_MOST)

    async def forward(self, **units: float) -> bool:
        """Let so much time pass: `minutes=3`. As `jump`."""
        return await self.jump(self.steering.now() + timedelta(**units))

    async def jump_to_next_due(self) -> datetime | None:
        """Move the clock to the next thing that falls due; None when nothing does."""
        due = await self.production.next_due(self.database)
        if due is None:
            return None
        await self.jump(max(due.astimezone(UTC), self.steering.now()) + _MOMENT)
        return due

    async def _heard(self) -> None:
        """What people said and tapped must not grow old by a moved clock before the bot had a chance to hear it."""
        if self.bot.runs:
            with suppress(TimeoutError):
                await self.telegram.until(lambda: not self.telegram.updates.pending, 2.0)

    # the bot

    async def kill(self) -> None:
        """kill -9 the bot."""
        await self.bot.kill()
        self.telegram.changes.wake()

    async def restart(self) -> None:
        """Start the bot again on what its database holds."""
        await self.bot.start()
        self.telegram.changes.wake()

    def _command(self) -> list[str]:
        flags = {"--token": TOKEN, "--api-url": self.telegram.url, "--database": f"sqlite:///{self.database}"}
        flagged = [word for flag in flags.items() for word in flag]
        unlimited = [] if self._limits else ["--no-limits"]
        return [*self.production.run, *flagged, "--clock", str(self.steering.file), "--with-parent", *unlimited]

    def _environment(self) -> dict[str, str]:
        settings = {
            "MUSTER_TOKEN": TOKEN,
            "MUSTER_API_URL": self.telegram.url,
            "MUSTER_DATABASE": f"sqlite:///{self.database}",
        }
        return safe_environment(self._inherited, settings)


def _answered(phone: Phone) -> bool:
    return any(message.from_bot for message in phone.messages)
