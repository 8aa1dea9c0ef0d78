"""What a scene is made of: somebody acts on their cue, sees, looks at a card; and what came of it is told."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.cue import Cue
from bot.rehearsal.phones import NotOnScreen, Tap
from bot.rehearsal.stage import Stage
from bot.rehearsal.telling import Teller

_PATIENCE: Final = 15.0  # seconds for a card that may have to wait, for Telegram's limits or on a busy machine
_COURTESY: Final = 8.0  # seconds that a scene waits for cards nobody is waiting for
_EACH: Final = 0.1  # seconds more of both for each person: three cards for everybody, at thirty a second


class Playing:
    """Everybody on the stage, with the words of the unit's language; a word is named by its key in `words`.

    Whatever a scene does, it does through this: each act waits for its cue, and time moves on only with one.
    """

    def __init__(self, stage: Stage, tell: Teller, cue: Cue | None = None) -> None:
        self.stage = stage
        self.tell = tell
        self.cue = cue or Cue()
        self.travels = False  # whether it is the script that lets time pass
        self.words = stage.words
        self.cast = stage.cast
        self.patience = _PATIENCE + _EACH * len(stage.cast.actors)
        self.taps = 0

    # acts

    async def types(self, actor: Actor, text: str) -> None:
        """Send words, and tell of it."""
        await self.cue.comes()
        self.tell.act(actor, "types", text)
        await self.stage[actor].types(text)

    async def replies(self, actor: Actor, to: Message, text: str) -> None:
        """Answer a message in words, and tell of it."""
        await self.cue.comes()
        self.tell.act(actor, "replies", text)
        await self.stage[actor].replies(to, text)

    async def photographs(self, actor: Actor, caption: str) -> None:
        """Send a picture with these words, and tell of it."""
        await self.cue.comes()
        self.tell.act(actor, "types", f"🖼 {caption}")
        await self.stage[actor].sends_photo(caption)

    async def press(
        self, actor: Actor, label: str | None = None, *, containing: str | None = None, on: Message | None = None
    ) -> Tap:
        """Press the newest button with that label, or one `containing` a word, once it is there."""
        if on is None:
            await self.stage[actor].sees_button(label, containing=containing, timeout=self.patience)
        await self.cue.comes()
        return await self.stage[actor].taps(label, containing=containing, on=on, timeout=self.patience)

    async def tap(self, actor: Actor, word: str, *, on: Message | None = None) -> None:
        """Press the newest button with that word, and tell what came up for it."""
        await self.told(actor, await self.press(actor, self.words[word], on=on))

    async def forward(self, **units: float) -> None:
        """Let so much time pass: `minutes=3`."""
        await self.cue.comes()
        await self.jump(self.stage.steering.now() + timedelta(**units))

    async def jump(self, to: datetime) -> None:
        """Let time pass to `to`, in as many journeys as it takes: a paused one goes on where it was stopped."""
        while True:
            await self.cue.comes()
            if to <= self.stage.steering.now():  # somebody moved the clock past it while the script was paused
                return
            self.travels = True
            try:
                if await self.stage.jump(to):
                    return
            except ValueError:  # or while another journey was under way
                return
            finally:
                self.travels = False

    # seeing and telling

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
