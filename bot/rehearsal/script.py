"""The standard incident, played with the unit's own people: found by what they are, not by who they are."""

import random
import time
from collections.abc import Awaitable, Callable
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.phones import NotOnScreen, Phone, Tap
from bot.rehearsal.stage import Stage
from bot.rehearsal.telling import Teller

_PATIENCE: Final = 15.0  # seconds for a card that may have to wait for Telegram's limits
_COURTESY: Final = 3.0  # seconds that a scene waits for cards nobody is waiting for
_ANSWERS: Final = ("acknowledged", "en_route", "arrived")

Scene = tuple[str, Callable[[], Awaitable[None]]]


class Script:
    """The scenes in order; each can be played by itself once those before it were. The same seed, the same answers."""

    def __init__(self, stage: Stage, *, seed: int, write: Callable[[str], None]) -> None:
        self.stage = stage
        self.seed = seed
        self.tell = Teller(stage, write)
        self.words = stage.words
        self.cast = stage.cast
        self._random = random.Random(seed)
        self._taps = 0
        self._started = time.monotonic()
        self.played = 0
        self._plan_roles()

    def _plan_roles(self) -> None:
        cast = self.cast
        self.director, self.deputy = cast.director, cast.deputy
        plain = [actor for actor in cast.members if actor not in (self.director, self.deputy)] or list(cast.members)
        self.reporter = plain[0]
        self.silent_lead = next((lead for lead in cast.leads if self._others(lead)), None)
        heir = next(iter(self._others(self.silent_lead)), None) if self.silent_lead else None
        self.heir = heir
        spare = [actor for actor in plain[1:] if actor is not heir]
        self.silent = [actor for actor in (self.silent_lead, *spare[:1]) if actor is not None]
        self.unable = spare[1] if len(spare) > 1 else None
        self.support = spare[2] if len(spare) > 2 else None

    def _others(self, lead: Actor) -> list[Actor]:
        """Who could follow that lead: others of a group led, none of them a leader."""
        led = set(lead.leads)
        return [a for a in self.cast.actors if a is not lead and led & set(a.groups) and a not in self.cast.leaders]

    @property
    def scenes(self) -> list[Scene]:
        """Title and play of each."""
        return [
            (self.words[f"scene.{name}"], play)
            for name, play in (
                ("lead", self._lead),
                ("activate", self._activate),
                ("answers", self._answers),
                ("silent", self._silent),
                ("urgent", self._urgent),
                ("upward", self._upward),
                ("group", self._group),
                ("stand_down", self._stand_down),
                ("aftermath", self._aftermath),
                ("drill", self._drill),
            )
        ]

    @property
    def finished(self) -> bool:
        """Whether every scene was played."""
        return self.played == len(self.scenes)

    async def step(self) -> None:
        """Play the next scene. Raises NotOnScreen when somebody does not see what they should."""
        title, play = self.scenes[self.played]
        self.tell.exercise = play == self._drill
        self.tell.scene(self.played + 1, title)
        await play()
        self.played += 1

    async def run(self) -> None:
        """Play everything that is left, and say how it went."""
        words = self.words
        people = len(self.cast.actors)
        self.tell.say(words["rehearsal"].format(unit=self.cast.unit, people=people, seed=self.seed))
        while not self.finished:
            await self.step()
        self.tell.exercise = False
        self.tell.say()
        seconds = round(time.monotonic() - self._started)
        chats = self.stage.telegram.world.chats.values()
        sent = sum(message.from_bot for chat in chats for message in chat.messages.values())
        self.tell.say(words["finished"].format(sent=sent, taps=self._taps, seconds=seconds))

    # scenes

    async def _lead(self) -> None:
        text = f"/report {self.words['lead']}"
        self.tell.act(self.reporter, "types", text)
        await self.stage[self.reporter].types(text)
        await self._sees_button(self.director, "activate")
        await self._settle()
        self.tell.news()

    async def _activate(self) -> None:
        await self._tap(self.director, "activate")
        card = await self._sees_button(self.director, "confirm")
        await self._settle()
        self.tell.news()
        await self._tap(self.director, "confirm", on=card)
        for actor in self.cast.actors:
            await self._sees(actor, "alert.heading")
        await self._sees(self.director, "post.heading")
        await self._settle()
        self.tell.news()

    async def _answers(self) -> None:
        given: dict[str, int] = {}
        shown = [(self.deputy, "en_route"), (self.heir, "arrived"), (self.unable, "unable"), (self.support, "support")]
        chosen = {actor.id: answer for actor, answer in shown if actor is not None and actor not in self.silent}
        for actor in self.cast.actors:
            if actor in self.silent:
                continue
            answer = chosen.get(actor.id) or self._random.choice(_ANSWERS)
            if actor.id in chosen:
                await self._tap(actor, answer)
            else:
                tap = await self.stage[actor].taps(self.words[answer])
                await tap.toast()
                self._taps += 1
                given[answer] = given.get(answer, 0) + 1
        counts = self.words["comma"].join(f"{self.words[answer]} {count}" for answer, count in sorted(given.items()))
        self.tell.say(self.words["others_answer"].format(counts=counts))
        self.tell.say(self.words["nothing"].format(names=self.tell.names([actor.name for actor in self.silent])))
        await self._settle()
        self.tell.news()
        await self._look(self.director, "post.heading")

    async def _silent(self) -> None:
        for minutes in (1, 1, 1):
            self.tell.say(f"··· {self.words['clock'].format(minutes=minutes)}")
            await self.stage.forward(minutes=minutes, seconds=1)
            await self._settle()
            self.tell.news()
        if self.heir is not None:
            await self.stage[self.heir].sees(self.words["notice.you_lead"], timeout=_PATIENCE)
            self.tell.news()
        for actor in self.cast.actors:
            if any(self.words["reached"] in row for m in self.stage[actor].messages for row in m.labels):
                await self._tap(actor, "reached")
                break

    async def _urgent(self) -> None:
        await self._tap(self.director, "called")
        where = self._least_busy_with("blocked")
        await self._tap(where, "blocked")
        question = await self._sees(where, "why.ask")
        self.tell.act(where, "replies", self.words["why"])
        await self.stage[where].replies(question, self.words["why"])
        await self.stage[self.deputy].sees(self.words["why"], timeout=_PATIENCE)
        await self._check(2)
        counter = self._least_busy_with("casualties")
        await self._tap(counter, "casualties")
        tap = await self.stage[counter].taps(containing=self.words["injured"], timeout=_PATIENCE)
        await self._told(counter, tap)
        await self._settle()
        self.tell.news()

    async def _check(self, most: int) -> None:
        """Whoever sees a list of tasks checks off the first of them, all on one card and in one go."""
        actor, card = self._with_tasks()
        labels = _open_tasks(card)[:most]
        taps = [await self.stage[actor].taps(label, on=card) for label in labels]
        for tap in taps:
            await self._told(actor, tap)

    def _least_busy_with(self, word: str) -> Actor:
        """Whoever has that button and the fewest messages: Telegram lets one a second through to each chat."""
        able = [actor for actor in self.cast.actors if self._with(actor, self.words[word])]
        if not able:
            raise NotOnScreen(f"nobody finds a button 「{self.words[word]}」")
        return min(able, key=lambda actor: len(self.stage[actor].messages))

    def _with_tasks(self) -> tuple[Actor, Message]:
        """The longest list of tasks on any phone; of equal ones the first in the order of the cast.

        Not the newest: which of several that go out together arrives last is not the same in every run.
        """
        found = [
            (actor, message)
            for actor in self.cast.actors
            for message in self.stage[actor].messages
            if _open_tasks(message)
        ]
        if not found:
            raise NotOnScreen("nobody sees a list of tasks")
        return max(found, key=lambda each: len(_open_tasks(each[1])))

    async def _upward(self) -> None:
        reporting, informing = self.cast.leaders[-1], self.cast.leaders[-2:][0]
        await self._tap(reporting, "report")
        card = await self._sees_button(reporting, "reported")
        await self._settle()
        self.tell.card(reporting, card)
        await self._tap(reporting, "reported", on=card)
        await self._tap(informing, "bulletin")
        phone, text = self.stage[informing], self.words["bulletin.text"]
        question = await phone.waits(lambda: _asking(phone), _PATIENCE, "is not asked for the bulletin", None)
        self.tell.act(informing, "replies", text)
        await phone.replies(question, text)
        others = [self.stage[actor] for actor in self.cast.actors if actor is not informing]
        await self.stage.until(lambda: any(text in m.text for other in others for m in other.messages), _PATIENCE)
        await self._settle()
        self.tell.news()

    async def _group(self) -> None:
        await self._settle()
        self.tell.group()

    async def _stand_down(self) -> None:
        await self._tap(self.director, "stand_down")
        card = await self._sees_button(self.director, "confirm_stand_down")
        await self._settle()
        self.tell.news()
        await self._tap(self.director, "confirm_stand_down", on=card)
        await self._all_know("over.heading")

    async def _aftermath(self) -> None:
        await self._settle()
        await self._check(99)
        card = await self._sees(self.director, "aftermath")
        await self._tap(self.director, "close", on=card)
        await self._settle()
        await self._look(self.director, "closed")

    async def _drill(self) -> None:
        text = f"/drill {self.words['drill.place']} {self.words['drill.what']}"
        self.tell.act(self.director, "types", text)
        await self.stage.director.types(text)
        await self._tap(self.director, "confirm_exercise")
        for actor in self.cast.actors:
            await self.stage[actor].sees(self.words["mark"], self.words["drill.place"], timeout=_PATIENCE)
        await self._settle()
        await self._tap(self.deputy, "arrived")
        await self._settle()
        self.tell.news()
        await self._tap(self.director, "stand_down")
        await self._tap(self.director, "confirm_stand_down")
        await self._all_know("exercise.over")

    # what several scenes do

    async def _all_know(self, heading: str) -> None:
        for actor in self.cast.actors:
            await self._sees(actor, heading)
        await self._settle()
        self.tell.news()
        others = 0
        for actor in self.cast.actors:
            if actor is self.deputy:
                await self._tap(actor, "known")
            elif self._with(actor, self.words["known"]):
                await (await self.stage[actor].taps(self.words["known"])).toast()
                self._taps += 1
                others += 1
        self.tell.say(self.words["others_known"].format(count=others))
        await self._settle()

    async def _tap(self, actor: Actor, word: str, *, on: Message | None = None) -> None:
        tap = await self.stage[actor].taps(self.words[word], on=on, timeout=_PATIENCE)
        await self._told(actor, tap)

    async def _told(self, actor: Actor, tap: Tap) -> None:
        self._taps += 1
        await self.tell.tap(actor, tap)

    async def _sees(self, actor: Actor, word: str) -> Message:
        return await self.stage[actor].sees(self.words[word], timeout=_PATIENCE)

    async def _sees_button(self, actor: Actor, word: str) -> Message:
        return await self.stage[actor].sees_button(self.words[word], timeout=_PATIENCE)

    async def _look(self, actor: Actor, word: str) -> None:
        self.tell.card(actor, await self._sees(actor, word))

    async def _settle(self) -> None:
        await self.stage.settle(_COURTESY)

    def _with(self, actor: Actor, start: str) -> str | None:
        """The newest button of that actor that begins like this."""
        for message in reversed(self.stage[actor].messages):
            for row in message.labels:
                for label in row:
                    if label.startswith(start):
                        return label
        return None


def _open_tasks(message: Message) -> list[str]:
    """The buttons of tasks that nobody has checked off."""
    return [label for row in message.labels for label in row if label.startswith("☐")]


def _asking(phone: Phone) -> Message | None:
    return next((m for m in reversed(phone.messages) if m.asks and m.asks.get("force_reply")), None)
