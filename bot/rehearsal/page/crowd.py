"""The others: people nobody plays by hand, who answer by themselves, at once or as people do."""

import asyncio
import random
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.rehearsal.changes import Change, Kind
from bot.rehearsal.chats import Json
from bot.rehearsal.phones import NotOnScreen
from bot.rehearsal.stage import Stage

Manner = Literal["off", "prompt", "realistic"]
_NEVER: Final = 0.12  # of the people, in the realistic manner
_ANSWERS: Final = {"acknowledged": 5, "en_route": 5, "arrived": 4, "unable": 1, "support": 1}


@dataclass(frozen=True, kw_only=True)
class Temper:
    """How somebody answers an alert: never, in the realistic manner, or with that answer after so many seconds."""

    silent: bool
    answer: str
    slow: float
    quick: float


class Crowd:
    """Answers alerts and stand-downs for everybody who is not shown. With the same seed each person does the same."""

    def __init__(self, stage: Stage, *, seed: int) -> None:
        self._stage = stage
        self._seed = seed
        self._manner: Manner = "off"
        self._played: frozenset[int] = frozenset()
        self._coming: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._answered: set[tuple[int, str]] = set()
        self.off: set[int] = set()  # whose phone is switched off: it rings, and nobody hears it
        self.asked: set[tuple[int, str]] = set()
        self.answered: set[tuple[int, str]] = set()

    def behave(self, manner: Manner, played: Collection[int]) -> None:
        """From now on the others, which is everybody but `played`, behave like this.

        Whoever is played now, or behaves otherwise, does not give the answer that was still to come.
        """
        others_change = manner != self._manner
        self._manner, self._played = manner, frozenset(played)
        self._withdraw(lambda user: others_change or user in self._played)
        if manner != "off":
            for user in self._stage.actors:
                self._look(user)

    def switches(self, user: int, *, off: bool) -> None:
        """That person's phone is switched off, which answers nothing, or on again."""
        if off:
            self.off.add(user)
            self._withdraw(lambda each: each == user)
            return
        self.off.discard(user)
        if self._manner != "off":
            self._look(user)

    def saw(self, change: Change) -> None:
        """Something changed on somebody's phone."""
        words = self._stage.words
        labels = {label for row in change.buttons for label in row}
        if change.kind is Kind.SENT and change.by_bot and change.private and words["acknowledged"] in labels:
            self.asked.add((change.chat_id, _subject(change.text)))
        if change.by_bot and change.private and words["acknowledged"] in labels and "✅" in change.text:
            self.answered.add((change.chat_id, _subject(change.text)))
        if change.kind is Kind.TAPPED and change.text in {words[answer] for answer in _ANSWERS}:
            subject = _subject(str((change.message or {}).get("text", "")))
            self.answered.add((change.who_id, subject))
        if change.kind in (Kind.SENT, Kind.EDITED) and change.private and change.by_bot and self._manner != "off":
            self._look(change.chat_id)

    def state(self) -> Json:
        """How many alerts were accepted, answered, are silent: from what was seen on the phones."""
        newest = max((subject for _, subject in self.asked), default="")
        asked = {user for user, subject in self.asked if subject == newest}
        answered = {user for user, subject in self.answered if subject == newest} & asked
        counts = {"accepted": len(asked), "answered": len(answered), "silent": len(asked - answered)}
        return {"others": self._manner, "counts": counts, "subject": newest}

    async def close(self) -> None:
        """Nobody answers any more."""
        tasks = list(self._coming.values())
        self._withdraw(lambda user: True)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self, user: int) -> None:
        actor = self._stage.actors.get(user)
        if actor is None or user in self._played or user in self.off:
            return
        words, phone = self._stage.words, self._stage[actor]
        for message in reversed(phone.messages):
            labels = {label for row in message.labels for label in row}
            if words["known"] in labels:
                self._later(user, f"known {message.id}", self._knows(user))
                return
            subject = _subject(message.text)
            if words["acknowledged"] in labels and (user, subject) not in self.answered:
                self._later(user, subject, self._answers(user, subject))
                return

    def _later(self, user: int, subject: str, deed: Coroutine[Any, Any, None]) -> None:
        if (user, subject) in self._answered:
            deed.close()
            return
        self._answered.add((user, subject))
        task = self._coming[user, subject] = asyncio.create_task(deed)
        task.add_done_callback(lambda done: self._given((user, subject), done))

    def _given(self, key: tuple[int, str], task: asyncio.Task[None]) -> None:
        if self._coming.get(key) is task:
            del self._coming[key]

    def _withdraw(self, whose: Callable[[int], bool]) -> None:
        """Give no answer that is still to come; what asked for it may be looked at anew."""
        for key in [key for key in self._coming if whose(key[0])]:
            if self._coming.pop(key).cancel():
                self._answered.discard(key)

    def temper(self, user: int) -> Temper:
        """What the seed makes of that person, in every run."""
        chance = random.Random(f"{self._seed}/{self._stage.actors[user].id}")
        silent = chance.random() < _NEVER
        answer = chance.choices(list(_ANSWERS), weights=list(_ANSWERS.values()))[0]
        return Temper(silent=silent, answer=answer, slow=chance.uniform(0.8, 9.0), quick=chance.uniform(0.1, 0.8))

    async def _answers(self, user: int, subject: str) -> None:
        temper = self.temper(user)
        if self._manner == "realistic" and temper.silent:
            self._answered.discard((user, subject))  # another manner makes them answer after all
            return
        await asyncio.sleep(temper.slow if self._manner == "realistic" else temper.quick)
        if (user, subject) not in self.answered:
            await self._tap(user, self._stage.words[temper.answer])

    async def _knows(self, user: int) -> None:
        chance = random.Random(f"{self._seed}/{self._stage.actors[user].id}/known")
        await asyncio.sleep(chance.uniform(0.5, 6.0) if self._manner == "realistic" else chance.uniform(0.1, 0.8))
        await self._tap(user, self._stage.words["known"])

    async def _tap(self, user: int, label: str) -> None:
        try:
            await self._stage[self._stage.actors[user]].taps(label, timeout=0.1)
        except NotOnScreen:
            return  # the card was closed meanwhile: there is nothing to answer any more


def _subject(text: str) -> str:
    """What an alert is about: the number of its incident, the last word of its first line."""
    return text.partition("\n")[0].rpartition(" ")[2]
