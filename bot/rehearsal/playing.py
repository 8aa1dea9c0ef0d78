"""What a scene is made of: somebody taps, sees, looks at a card; and what came of it is told."""

from contextlib import suppress
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.phones import NotOnScreen, Tap
from bot.rehearsal.stage import Stage
from bot.rehearsal.telling import Teller

_PATIENCE: Final = 15.0  # seconds for a card that may have to wait, for Telegram's limits or on a busy machine
_COURTESY: Final = 8.0  # seconds that a scene waits for cards nobody is waiting for
_EACH: Final = 0.1  # seconds more of both for each person: three cards for everybody, at thirty a second


class Playing:
    """Everybody on the stage, with the words of the unit's language; a word is named by its key in `words`."""

    def __init__(self, stage: Stage, tell: Teller) -> None:
        self.stage = stage
        self.tell = tell
        self.words = stage.words
        self.cast = stage.cast
        self.patience = _PATIENCE + _EACH * len(stage.cast.actors)
        self.taps = 0

    async def tap(self, actor: Actor, word: str, *, on: Message | None = None) -> None:
        """Press the newest button with that word, and tell what came up for it."""
        tap = await self.stage[actor].taps(self.words[word], on=on, timeout=self.patience)
        await self.told(actor, tap)

    async def told(self, actor: Actor, tap: Tap) -> None:
        """Tell of a tap already made."""
        self.taps += 1
        await self.tell.tap(actor, tap)

    async def sees(self, actor: Actor, word: str) -> Message:
        """The newest message with that word, once it is there."""
        return await self.stage[actor].sees(self.words[word], timeout=self.patience)

    async def sees_button(self, actor: Actor, word: str) -> Message:
        """The newest message with a button of that word, once it is there."""
        return await self.stage[actor].sees_button(self.words[word], timeout=self.patience)

    async def look(self, actor: Actor, word: str) -> None:
        """Tell how the newest message with that word stands now."""
        self.tell.card(actor, await self.sees(actor, word))

    async def settle(self) -> None:
        """Wait until everything that was brought about is out."""
        await self.stage.settle(_COURTESY + _EACH * len(self.cast.actors))

    def button_of(self, actor: Actor, start: str) -> str | None:
        """The newest button of that actor that begins like this."""
        for message in reversed(self.stage[actor].messages):
            for row in message.labels:
                for label in row:
                    if label.startswith(start):
                        return label
        return None

    async def whoever_has(self, word: str, *, but: Actor | None = None) -> Actor:
        """The first of the cast with a button of that word, once somebody has one."""
        button = self.words[word]

        def find() -> Actor | None:
            others = (actor for actor in self.cast.actors if actor is not but)
            return next((actor for actor in others if self.button_of(actor, button) == button), None)

        with suppress(TimeoutError):
            await self.stage.telegram.until(find, self.patience)
        if (found := find()) is not None:
            return found
        raise NotOnScreen(Complaint(why="nobody_button", what=f"「{button}」", seconds=self.patience))
