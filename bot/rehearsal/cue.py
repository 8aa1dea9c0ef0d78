"""Where a script waits before each of its acts, so that it can be paused anywhere."""

import asyncio
from typing import Final


class Cue:
    """Open at first. Once held, nobody acts until it is given; what was done before goes on having its effects."""

    def __init__(self) -> None:
        self._given: Final = asyncio.Event()
        self._given.set()

    @property
    def held(self) -> bool:
        """Whether the next act has to wait."""
        return not self._given.is_set()

    def hold(self) -> None:
        """No further act."""
        self._given.clear()

    def give(self) -> None:
        """Go on with the act that waits."""
        self._given.set()

    async def comes(self) -> None:
        """Wait until acting is allowed."""
        await self._given.wait()
