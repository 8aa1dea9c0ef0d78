"""What the delivery tests have in common: a running dispatcher between a real store and the emulated Telegram."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.cards.body import dump
from bot.cards.card import Lane
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gateway import Gateway
from bot.delivery.limits import TELEGRAM_LIMITS, Limits
from bot.delivery.request import open_sessions
from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from store.protocol import Batch, Draft, Shown, Store, StoreFull, Waiting, Written
from store.sqlite import open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Seconds:
    """Real monotonic seconds that can be moved ahead, for Telegram and for the dispatcher alike."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


class Noon:
    """The incident's clock; it stands still."""

    def now(self) -> datetime:
        return NOON


class Disk:
    """The store on a disk that can be full: then nothing is written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    async def write(self, batch: Batch) -> Written:
        if self.full:
            raise StoreFull("the disk is full")
        return await self._store.write(batch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Delivery:
    """Everything between a commit and the screens. `wants` is what the service does."""

    def __init__(self, telegram: Telegram, seconds: Seconds, folder: Path) -> None:
        self.telegram = telegram
        self.seconds = seconds
        self.folder = folder
        self.chats: dict[str, int] = {}
        self.gone: list[tuple[str, str, str]] = []
        self.shown: list[Shown] = []
        self.migrated: list[tuple[int, int]] = []
        self.pins_refused: list[tuple[str, str, str]] = []
        self.deaf = 0  # so many times a listener fails
        self.store: Disk
        self.gateway: Gateway
        self.dispatcher: Dispatcher
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        store = await open_store(self.folder / "muster.db", unit="institute", reserve=0)
        self._stack.push_async_callback(store.close)
        self.store = Disk(store)
        sessions = await self._stack.enter_async_context(open_sessions())
        self.gateway = Gateway(sessions, api_url=self.telegram.url, token=self.telegram.token)
        self._stack.push_async_callback(self.gateway.close)

    async def starts(self, limits: Limits = TELEGRAM_LIMITS, **more: Any) -> None:
        self.dispatcher = Dispatcher(
            store=self.store,
            gateway=self.gateway,
            addresses=self.chats.get,
            clock=Noon(),
            on_gone=self._on_gone,
            on_shown=self._on_shown,
            on_migrated=self._on_migrated,
            on_pin_refused=self._on_pin_refused,
            limits=limits,
            monotonic=self.seconds,
            chance=Random(1),
            **more,
        )
        await self.dispatcher.start()

    async def crashes(self) -> None:
        """The process dies: what is in flight is forgotten, what is not recorded never will be."""
        self.store.full = True
        await self.dispatcher.stop(patience=0)
        self.store.full = False

    async def closes(self) -> None:
        self.telegram.weather.clears()
        await self.dispatcher.stop(patience=2)
        await self._stack.aclose()

    async def people(self, count: int) -> list[Phone]:
        """People who have started the bot and are enrolled as m1, m2, …"""
        phones = [self.telegram.phone(f"人{number}") for number in range(1, count + 1)]
        for number, phone in enumerate(phones, 1):
            await phone.start()
            self.chats[f"member:m{number}"] = phone.id
        return phones

    async def wants(self, card: str, text: str, *, to: str = "member:m1", lane: Lane = Lane.ALERT, **more: Any) -> None:
        """That card should show that text from now on."""
        await self.wants_all([self.draft(card, text, to=to, lane=lane, **more)])

    async def wants_all(self, drafts: Sequence[Draft]) -> None:
        written = await self.store.write(Batch(drafts=drafts))
        self.dispatcher.offer(written.waiting)
        self.dispatcher.withdraw(written.ended)

    def draft(
        self, card: str, text: str, *, to: str = "member:m1", lane: Lane = Lane.ALERT, closed: bool = False, **body: Any
    ) -> Draft:
        content: Any = {"text": text, **body}
        return Draft(card=card, address=to, lane=lane, body=dump(content), cause=NOON, closed=closed)

    async def waiting(self) -> list[Waiting]:
        """What the store says is neither shown nor gone."""
        return await self.store.waiting()

    async def passes(self, seconds: float) -> None:
        """So much time goes by at once."""
        self.seconds.ahead += seconds
        self.dispatcher.wake()

    async def until(self, true: Callable[[], Any], timeout: float = 20.0) -> None:
        """Until it is so: of the dispatcher too, whose standing no event tells, so that it is asked again and again."""
        async with asyncio.timeout(timeout):
            while not true():
                await asyncio.sleep(0.002)

    async def all_shown(self, count: int, timeout: float = 20.0) -> None:
        """So many showings are recorded and told."""
        await self.until(lambda: len(self.shown) >= count, timeout)

    async def quiet(self) -> None:
        """Nothing is in flight, nothing unrecorded."""
        await self.until(lambda: not self.dispatcher.standing().in_flight and not self.dispatcher.standing().unrecorded)

    def sends(self, phone: Phone | None = None) -> int:
        """How many requests went out for a message or an edit (to that phone)."""
        return sum(
            call.method.startswith(("send", "edit")) and phone in (None, self.telegram.phones.get(call.chat_id or 0))
            for call in self.telegram.requests
        )

    def _listen(self) -> None:
        if self.deaf:
            self.deaf -= 1
            raise StoreFull("the disk is full")

    async def _on_gone(self, card: str, address: str, reason: str) -> None:
        self._listen()
        self.gone.append((card, address, reason))

    async def _on_shown(self, shown: list[Shown]) -> None:
        self._listen()
        self.shown += shown

    async def _on_migrated(self, old: int, new: int) -> None:
        self.migrated.append((old, new))

    async def _on_pin_refused(self, card: str, address: str, reason: str) -> None:
        self.pins_refused.append((card, address, reason))
