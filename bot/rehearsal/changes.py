"""What changes on the screens, told to whoever watches, and waiting for it without looking again and again."""

# ruff: noqa: ASYNC109  patience is part of what is said: `await phone.sees("…", timeout=1)`

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.rehearsal.chats import Chat, Message, User

T = TypeVar("T")


class Kind(StrEnum):
    """What happened."""

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    TAPPED = "tapped"
    TOAST = "toast"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that somebody could see happen.

    `who` did it, in `chat` (a group's title, or the name of the person whose private chat it is). `text` is the
    message's words, the label that was tapped, or the toast; `alert` marks a toast that has to be closed by hand.
    `message` is the Bot API message as it stands after the change.
    """

    kind: Kind
    time: datetime
    chat_id: int
    chat: str
    private: bool
    who: str
    who_id: int
    by_bot: bool
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()
    alert: bool = False
    message: dict[str, Any] | None = None
    message_id: int | None = None


class Subscription:
    """The changes since `subscribe`, in order; an async iterator that ends when Telegram stops or on `close`."""

    def __init__(self, changes: "Changes") -> None:
        self._changes = changes
        self._queue: asyncio.Queue[Change | None] = asyncio.Queue()

    def put(self, change: Change | None) -> None:
        """Hand over a change; None ends the iteration."""
        self._queue.put_nowait(change)

    def drain(self) -> list[Change]:
        """Everything that has not been read yet, without waiting."""
        found = []
        while not self._queue.empty():
            if (change := self._queue.get_nowait()) is not None:
                found.append(change)
        return found

    def close(self) -> None:
        """Watch no longer."""
        self._changes.unsubscribe(self)
        self.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change:
        change = await self._queue.get()
        if change is None:
            raise StopAsyncIteration
        return change


class Changes:
    """Tells of every change, and wakes those who wait for one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._subscriptions: list[Subscription] = []
        self._next: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Something may be different now: whoever waits looks again."""
        if self._next is not None and not self._next.done():
            self._next.set_result(None)
        self._next = None

    def tell(
        self,
        kind: Kind,
        chat: Chat,
        who: User,
        *,
        message: Message | None = None,
        text: str | None = None,
        alert: bool = False,
    ) -> None:
        """Pass the change on to the subscribers, and wake those who wait."""
        if self._subscriptions:
            change = Change(
                kind=kind,
                time=self._now(),
                chat_id=chat.id,
                chat=chat.name,
                private=chat.is_private,
                who=who.first_name,
                who_id=who.id,
                by_bot=who.is_bot,
                text=text if text is not None else (message.text if message else ""),
                buttons=tuple(tuple(row) for row in message.labels) if message else (),
                alert=alert,
                message=message.as_json() if message else None,
                message_id=message.id if message else None,
            )
            for subscription in self._subscriptions:
                subscription.put(change)
        self.wake()

    async def until(self, predicate: Callable[[], T], timeout: float = 10.0) -> T:
        """The first true answer of `predicate`, asked again after each change. TimeoutError after `timeout` s."""
        if found := predicate():
            return found
        async with asyncio.timeout(timeout):
            while True:
                if self._next is None:
                    self._next = asyncio.get_running_loop().create_future()
                await asyncio.shield(self._next)
                if found := predicate():
                    return found

    def subscribe(self) -> Subscription:
        """From now on, every change."""
        subscription = Subscription(self)
        self._subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """No more changes for this one."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def close(self) -> None:
        """End every subscription."""
        for subscription in tuple(self._subscriptions):
            subscription.close()
