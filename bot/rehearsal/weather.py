"""Bad weather on demand: what goes wrong between a bot and Telegram, and points at which the world stands still."""

# ruff: noqa: ASYNC109  patience is part of what is said: `await phone.sees("…", timeout=1)`

import asyncio
import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Final, Self

from bot.rehearsal.changes import Changes
from bot.rehearsal.refusals import Refusal, too_many

SENDS: Final = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendLocation",
        "copyMessage",
        "forwardMessage",
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
    }
)
Methods = str | Iterable[str] | None

_ERRORS: Final = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


class Effect(StrEnum):
    """What a request meets."""

    CUT = "cut"  # the connection breaks
    FAIL = "fail"  # a 5xx
    SLOW = "slow"
    SWALLOW = "swallow"  # taken in and never answered
    FLOOD = "flood"  # 429


@dataclass(kw_only=True, eq=False)
class Disturbance:
    """One thing wrong with the weather; ends by itself after `times` requests or at `until`, or by `ends()`.

    `delivered`: whether a request that it meets is carried out all the same.
    """

    effect: Effect
    methods: frozenset[str] | None
    chat: int | None = None
    times: int | None = None
    delivered: bool = False
    seconds: float = 0.0
    code: int = 502
    until: float | None = None
    met: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, chat: int | None, at: float) -> bool:
        """Whether this request is met; counts it if so."""
        if self.over.is_set() or (self.until is not None and at >= self.until):
            return False
        if self.methods is not None and method not in self.methods:
            return False
        if self.chat is not None and chat != self.chat:
            return False
        if self.times is not None and self.met >= self.times:
            return False
        self.met += 1
        return True

    def spent(self, at: float) -> bool:
        """Whether it will meet nothing any more."""
        return self.over.is_set() or (self.until is not None and at >= self.until) or self.met == self.times

    def refusal(self, at: float) -> Refusal:
        """The answer of one that answers."""
        if self.effect is Effect.FLOOD:
            return too_many(math.ceil(self.seconds if self.until is None else max(1.0, self.until - at)))
        return Refusal(self.code, _ERRORS.get(self.code, "Internal Server Error"))

    async def pass_by(self) -> None:
        """Wait out a delay, or its end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.seconds):
                await self.over.wait()

    def ends(self) -> None:
        """The sky clears. Requests that it swallowed stay unanswered: their connections break."""
        self.over.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.ends()


class Hold:
    """A point at which requests stand still until `release`; `waiting` says how many do."""

    def __init__(self, methods: frozenset[str] | None, after: int, delivered: bool, changes: Changes) -> None:
        self._methods = methods
        self._after = after
        self._changes = changes
        self._released = asyncio.Event()
        self.delivered = delivered
        self.passed = 0
        self.waiting = 0

    def stops(self, method: str) -> bool:
        """Whether this request has to wait; counts it."""
        if self._released.is_set() or (self._methods is not None and method not in self._methods):
            return False
        self.passed += 1
        return self.passed > self._after

    async def wait(self) -> None:
        """Stand still until released."""
        self.waiting += 1
        self._changes.wake()
        try:
            await self._released.wait()
        finally:
            self.waiting -= 1
            self._changes.wake()

    async def reached(self, timeout: float = 10.0) -> None:
        """Wait until the first request stands here. Raises TimeoutError."""
        await self._changes.until(lambda: self.waiting > 0, timeout)

    def release(self) -> None:
        """Let everybody go on."""
        self._released.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.release()


class Weather:
    """Everything wrong at the moment. Methods are given by name: one, several, or None for every method.

    `chat` narrows a disturbance to one chat, `times` to so many requests. ValueError for a method that is not `known`.
    """

    def __init__(self, changes: Changes, monotonic: Callable[[], float], known: Iterable[str]) -> None:
        self._changes = changes
        self._monotonic = monotonic
        self._known = frozenset(known)
        self._given: list[Disturbance] = []
        self._active: list[Disturbance] = []
        self._holds: list[Hold] = []

    def cuts(
        self, methods: Methods = SENDS, *, chat: int | None = None, times: int | None = None, delivered: bool = False
    ) -> Disturbance:
        """The connection breaks: before the request was carried out, or (`delivered`) after."""
        return self._add(Effect.CUT, methods, chat=chat, times=times, delivered=delivered)

    def fails(
        self,
        methods: Methods = SENDS,
        *,
        code: int = 502,
        chat: int | None = None,
        times: int | None = None,
        delivered: bool = False,
    ) -> Disturbance:
        """A server error, before the request was carried out or (`delivered`) after."""
        return self._add(Effect.FAIL, methods, code=code, chat=chat, times=times, delivered=delivered)

    def slows(
        self, methods: Methods = None, *, seconds: float, chat: int | None = None, times: int | None = None
    ) -> Disturbance:
        """The request is carried out at once, but the answer takes `seconds`."""
        return self._add(Effect.SLOW, methods, seconds=seconds, chat=chat, times=times, delivered=True)

    def swallows(
        self, methods: Methods = None, *, chat: int | None = None, times: int | None = None, delivered: bool = False
    ) -> Disturbance:
        """A black hole: the request is taken in and never answered."""
        return self._add(Effect.SWALLOW, methods, chat=chat, times=times, delivered=delivered)

    def floods(
        self,
        *,
        seconds: float,
        chat: int | None = None,
        methods: Methods = SENDS,
        times: int | None = None,
        steady: bool = False,
    ) -> Disturbance:
        """429 with `retry_after`, for one chat or for everybody.

        For `seconds`, counting down; with `times`, for so many requests only; with `steady`, until it is ended.
        """
        until = None if steady or times is not None else self._monotonic() + seconds
        return self._add(Effect.FLOOD, methods, seconds=seconds, chat=chat, times=times, until=until)

    def hold(self, methods: Methods = None, *, after: int = 0, delivered: bool = False) -> Hold:
        """Let `after` requests pass, then stop the others: before they are carried out, or (`delivered`) after.

        A request whose sender dies while it stands still is not carried out any more.
        """
        hold = Hold(self._names(methods), after, delivered, self._changes)
        self._holds.append(hold)
        return hold

    def clears(self) -> None:
        """Everything ends, every hold is released."""
        for disturbance in self._given:
            disturbance.ends()
        for hold in self._holds:
            hold.release()
        self._given.clear()
        self._active.clear()
        self._holds.clear()

    @property
    def fair(self) -> bool:
        """Whether nothing is wrong and nothing held."""
        return not self._active and not self._holds

    def met_by(self, method: str, chat: int | None) -> list[Disturbance]:
        """What this request meets, each counted: any delays, and the first of the others."""
        at = self._monotonic()
        met: list[Disturbance] = []
        for disturbance in self._active:
            if disturbance.meets(method, chat, at):
                met.append(disturbance)
                if disturbance.effect is not Effect.SLOW:
                    break
        self._active = [disturbance for disturbance in self._active if not disturbance.spent(at)]
        return met

    def holds_for(self, method: str) -> list[Hold]:
        """The holds at which this request has to wait."""
        return [hold for hold in self._holds if hold.stops(method)]

    def _add(
        self,
        effect: Effect,
        methods: Methods,
        *,
        chat: int | None,
        times: int | None,
        delivered: bool = False,
        seconds: float = 0.0,
        code: int = 502,
        until: float | None = None,
    ) -> Disturbance:
        disturbance = Disturbance(
            effect=effect,
            methods=self._names(methods),
            chat=chat,
            times=times,
            delivered=delivered,
            seconds=seconds,
            code=code,
            until=until,
        )
        self._given.append(disturbance)
        self._active.append(disturbance)
        return disturbance

    def _names(self, methods: Methods) -> frozenset[str] | None:
        if methods is None:
            return None
        names = frozenset((methods,)) if isinstance(methods, str) else frozenset(methods)
        if unknown := names - self._known:
            raise ValueError(f"no such method: {', '.join(sorted(unknown))}")
        return names
