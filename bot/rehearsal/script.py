"""The standard incident, played with the unit's own people: found by what they are, not by who they are."""

import random
import time
from collections.abc import Awaitable, Callable
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.cue import Cue
from bot.rehearsal.everyday import hazard, reminder
from bot.rehearsal.phones import NotOnScreen, Phone
from bot.rehearsal.playing import Playing
from bot.rehearsal.stage import Stage
from bot.rehearsal.telling import Teller

SCENES: Final = 12
_ANSWERS: Final = ("acknowledged", "en_route", "arrived")

Scene = tuple[str, Callable[[], Awaitable[None]]]


class Script(Playing):
    """The scenes in order; each can be played by itself once those before it were. The same seed, the same answers.

    While `cue` is held, nobody acts; the scene goes on from there.
    """

    def __init__(self, stage: Stage, *, seed: int, write: Callable[[str], None], cue: Cue | None = None) -> None:
        super().__init__(stage, Teller(stage, write), cue)
        self.seed = seed
        self._random = random.Random(seed)
        self.started = time.monotonic()
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
                ("hazard", self._hazard),
                ("reminder", self._reminder),
            )
        ]

    @property
    def finished(self) -> bool:
        """Whether every scene was played."""
        return self.played == len(self.scenes)

    async def step(self) -> None:
        """Play the next scene. Raises NotOnScreen when somebody does not see what they should."""
        title, play = self.scenes[self.played]
        await self.cue.comes()
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
        seconds = round(time.monotonic() - self.started)
        chats = self.stage.telegram.world.chats.values()
        sent = sum(message.from_bot for chat in chats for message in chat.messages.values())
        self.tell.say(words["finished"].format(sent=sent, taps=self.taps, seconds=seconds))

    # scenes

    async def _lead(self) -> None:
        await self.types(self.reporter, f"/report {self.words['lead']}")
        await self.sees_button(self.director, "activate")
        await self.settle()
        self.tell.news()

    async def _activate(self) -> None:
        await self._confirmed(lambda: self.tap(self.director, "activate"), "confirm")
        for actor in self.cast.actors:
            await self.sees(actor, "alert.heading")
        await self.sees(self.director, "post.heading")
        await self.settle()
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
                await self.tap(actor, answer)
            else:
                await (await self.press(actor, self.words[answer])).toast()
                self.taps += 1
                given[answer] = given.get(answer, 0) + 1
        counts = self.words["comma"].join(f"{self.words[answer]} {count}" for answer, count in sorted(given.items()))
        self.tell.say(self.words["others_answer"].format(counts=counts))
        self.tell.say(self.words["nothing"].format(names=self.tell.names([actor.name for actor in self.silent])))
        await self.settle()
        self.tell.news()
        await self.look(self.director, "post.heading")

    async def _silent(self) -> None:
        for minutes in (1, 1, 1):
            self.tell.say(f"··· {self.words['clock'].format(minutes=minutes)}")
            await self.forward(minutes=minutes, seconds=1)
            await self.settle()
            self.tell.news()
        if self.heir is not None:
            await self.stage[self.heir].sees(self.words["notice.you_lead"], timeout=self.patience)
            self.tell.news()
        for actor in self.cast.actors:
            if any(self.words["reached"] in row for m in self.stage[actor].messages for row in m.labels):
                await self.tap(actor, "reached")
                break

    async def _urgent(self) -> None:
        await self.tap(self.director, "called")
        await self.settle()  # with hundreds of people, somebody's card still offers what is done
        where = self._least_busy_with("blocked")
        await self.tap(where, "blocked")
        question = await self.sees(where, "why.ask")
        await self.replies(where, question, self.words["why"])
        await self.stage[self.deputy].sees(self.words["why"], timeout=self.patience)
        await self._check(2)
        counter = self._least_busy_with("casualties")
        await self.tap(counter, "casualties")
        await self.told(counter, await self.press(counter, containing=self.words["injured"]))
        await self.settle()
        self.tell.news()

    async def _check(self, most: int) -> None:
        """Whoever sees a list of tasks checks off the first of them, all on one card and in one go."""
        actor, card = self._with_tasks()
        labels = _open_tasks(card)[:most]
        taps = [await self.press(actor, label, on=card) for label in labels]
        for tap in taps:
            await self.told(actor, tap)

    def _least_busy_with(self, word: str) -> Actor:
        """Whoever has that button and the fewest messages: Telegram lets one a second through to each chat."""
        able = [actor for actor in self.cast.actors if self.button_of(actor, self.words[word])]
        if not able:
            raise NotOnScreen(Complaint(why="nobody_button", what=f"「{self.words[word]}」"))
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
            raise NotOnScreen(Complaint(why="nobody_tasks"))
        return max(found, key=lambda each: len(_open_tasks(each[1])))

    async def _upward(self) -> None:
        reporting, informing = self.cast.leaders[-1], self.cast.leaders[-2:][0]
        await self.tap(reporting, "report")
        card = await self.sees_button(reporting, "reported")
        await self.settle()
        self.tell.card(reporting, card)
        await self.tap(reporting, "reported", on=card)
        await self.tap(informing, "bulletin")
        phone, text = self.stage[informing], self.words["bulletin.text"]
        question = await phone.waits(lambda: _asking(phone), self.patience, "not_asked", None)
        await self.replies(informing, question, text)
        others = [self.stage[actor] for actor in self.cast.actors if actor is not informing]
        await self.stage.until(lambda: any(text in m.text for other in others for m in other.messages), self.patience)
        await self.settle()
        self.tell.news()

    async def _group(self) -> None:
        await self.settle()
        self.tell.group()

    async def _stand_down(self) -> None:
        await self._confirmed(lambda: self.tap(self.director, "stand_down"), "confirm_stand_down")
        await self._all_know("over.heading")

    async def _aftermath(self) -> None:
        await self.settle()
        await self._check(99)
        card = await self.sees(self.director, "aftermath")
        await self.tap(self.director, "close", on=card)
        await self.settle()
        await self.look(self.director, "closed")

    async def _drill(self) -> None:
        text = f"/drill {self.words['drill.place']} {self.words['drill.what']}"
        await self._confirmed(lambda: self.types(self.director, text), "confirm_exercise")
        for actor in self.cast.actors:
            await self.stage[actor].sees(self.words["mark"], self.words["drill.place"], timeout=self.patience)
        await self.settle()
        await self.tap(self.deputy, "arrived")
        await self.settle()
        self.tell.news()
        await self._confirmed(lambda: self.tap(self.director, "stand_down"), "confirm_stand_down")
        await self._all_know("exercise.over")
        await self._check(99)
        await self.tap(self.director, "close")
        await self.settle()

    async def _hazard(self) -> None:
        await hazard(self, self.reporter)

    async def _reminder(self) -> None:
        await reminder(self)

    # what several scenes do

    async def _confirmed(self, ask: Callable[[], Awaitable[None]], word: str) -> None:
        """The director asks for something and confirms it; asked anew when a pause outlasted the time for that."""
        while True:
            await ask()
            card = await self.sees_button(self.director, word)
            await self.settle()
            self.tell.news()
            await self.cue.comes()
            if any(self.words[word] in row for row in card.labels):
                break
        await self.tap(self.director, word, on=card)

    async def _all_know(self, heading: str) -> None:
        for actor in self.cast.actors:
            await self.sees(actor, heading)
        await self.settle()
        self.tell.news()
        others = 0
        for actor in self.cast.actors:
            await self.cue.comes()
            if actor is self.deputy:
                await self.tap(actor, "known")
            elif self.button_of(actor, self.words["known"]):
                await (await self.press(actor, self.words["known"])).toast()
                self.taps += 1
                others += 1
        self.tell.say(self.words["others_known"].format(count=others))
        await self.settle()


def _open_tasks(message: Message) -> list[str]:
    """The buttons of tasks that nobody has checked off."""
    return [label for row in message.labels for label in row if label.startswith("☐")]


def _asking(phone: Phone) -> Message | None:
    return next((m for m in reversed(phone.messages) if m.asks and m.asks.get("force_reply")), None)
