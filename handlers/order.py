"""Who came first: handlers run side by side to share one commit, and still reach the service in the order of arrival.

A tap has to look up its button before it can be submitted, a typed word has not. Without a place in the line a
「已到达」 typed after a 「在途」 tapped would be decided before it, and the older answer would stand.
"""

import asyncio
from types import TracebackType
from typing import Self

Signal = asyncio.Future[None]


class Place:
    """A place in the line; leaving it, also by an error, lets the next one on."""

    def __init__(self, line: "Line", person: int | None, *, before: Signal | None, own: Signal | None) -> None:
        self._line = line
        self._person = person
        self._before = before
        self._own = own
        loop = asyncio.get_running_loop()
        self.passed: Signal = loop.create_future()
        self.left: Signal = loop.create_future()

    async def settled(self) -> None:
        """Return when what the same person sent before is done with, so that the state shows it."""
        if self._own is not None:
            await asyncio.shield(self._own)

    async def turn(self) -> None:
        """Return when everybody who came before has been let on.

        What the caller does until it next waits for something, it does before whoever comes after.
        """
        if self._before is not None and not self._before.done():
            await asyncio.shield(self._before)
        self._let_on()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._before is None or self._before.done():
            self._let_on()
        else:  # whoever gives up the place does not let others past those before it
            self._before.add_done_callback(lambda _: self._let_on())
        self.left.set_result(None)
        self._line.forget(self._person, self.left)

    def _let_on(self) -> None:
        if not self.passed.done():
            self.passed.set_result(None)


class Line:
    """One line for all handlers."""

    def __init__(self) -> None:
        self._last: Signal | None = None
        self._own: dict[int, Signal] = {}

    def place(self, person: int | None) -> Place:
        """The place at the end, for an update from that account. Take it before waiting for anything."""
        own = self._own.get(person) if person is not None else None
        place = Place(self, person, before=self._last, own=own)
        self._last = place.passed
        if person is not None:
            self._own[person] = place.left
        return place

    def forget(self, person: int | None, left: Signal) -> None:
        """That place is left; keep nothing of it."""
        if person is not None and self._own.get(person) is left:
            del self._own[person]
