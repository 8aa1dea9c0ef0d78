"""Tells what a scene brought onto the screens: each kind of message once in full, the rest counted."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.phones import Tap
from bot.rehearsal.stage import Stage

_NAMED: Final = 4
_LINES_MOST: Final = 18
_INDENT: Final = " " * 10


class Teller:
    """Writes lines through `write`; inside an exercise every line carries its mark, as on the screens."""

    def __init__(self, stage: Stage, write: Callable[[str], None]) -> None:
        self._stage = stage
        self._write = write
        self._words = stage.words
        self._told: dict[str, set[int]] = {}  # message ids already told, by actor
        self._known: set[str] = set()  # headings that were shown in full
        self.exercise = False

    def say(self, line: str = "") -> None:
        """One line."""
        mark = self._words["mark"]
        self._write(f"{mark} {line}" if self.exercise and line and mark not in line else line)

    def scene(self, number: int, title: str) -> None:
        """The heading of a scene."""
        self.say()
        self.say(f"── {number}  {title} " + "─" * 24)

    def act(self, actor: Actor, verb: str, what: str) -> None:
        """What somebody does."""
        self.say(f"{self._time()}  {self._titled(actor)} {self._words[verb]} {what}")

    async def tap(self, actor: Actor, tap: Tap) -> None:
        """A tap, and what came up for it."""
        self.act(actor, "taps", f"[{tap.query.label}]")
        toast = await tap.toast()
        if toast.text:
            self.say(f"{_INDENT}{self._words['toast']} 〔{toast.text}〕".replace("\n", " "))

    def card(self, actor: Actor, message: Message) -> None:
        """A card as it stands now; that it has changed is said of one that was told before."""
        told = self._told.setdefault(actor.id, set())
        to = f"{actor.name}  ({self._words['changed']})" if message.id in told else self._titled(actor)
        told.add(message.id)
        self.say(f"{self._time()}  {self._words['bot']} → {to}")
        self._body(message)

    def others(self, actors: Sequence[Actor]) -> None:
        """Who got the same as was just told."""
        if actors:
            names = self.names([actor.name for actor in actors])
            self.say(_INDENT + self._words["same"].format(count=len(actors), names=names))

    def group(self) -> None:
        """The group chat: the bar at the top, and what was said there."""
        group = self._stage.group
        assert group is not None
        if group.pinned is not None:
            self.say(f"{self._words['pinned']}  「{group.title}」")
            self._body(group.pinned)
        told = self._told.setdefault("", set())
        for message in group.messages:
            if message.from_bot and not message.is_service and message.id not in told and message is not group.pinned:
                told.add(message.id)
                self.say(f"{self._time()}  {self._words['bot']} → 「{group.title}」")
                self._body(message)

    def news(self) -> None:
        """What is new on everybody's phone."""
        families: dict[str, list[tuple[Actor, Message]]] = {}
        for actor in self._stage.cast.actors:
            told = self._told.setdefault(actor.id, set())
            for message in self._stage[actor].messages:
                if message.from_bot and not message.is_service and message.id not in told:
                    told.add(message.id)
                    families.setdefault(_heading(actor, message), []).append((actor, message))
        for heading, found in sorted(families.items(), key=lambda family: family[0] in self._known):
            self._known.add(heading)
            actor, message = found[0]
            self.say(f"{self._time()}  {self._words['bot']} → {self._titled(actor)}")
            self._body(message)
            self.others(list(dict.fromkeys(other for other, _ in found[1:] if other is not actor)))

    def names(self, names: Sequence[str]) -> str:
        """The first few of these names."""
        more = self._words["and_more"] if len(names) > _NAMED else ""
        return self._words["comma"].join(names[:_NAMED]) + more

    def _body(self, message: Message) -> None:
        for line in _shown(message):
            self.say(f"{_INDENT}│ {line}")

    def _titled(self, actor: Actor) -> str:
        return self._words["titled"].format(name=actor.name, title=actor.title)

    def _time(self) -> str:
        return f"{self._stage.steering.now().astimezone(self._stage.cast.zone):%H:%M:%S}"


def _shown(message: Message) -> Iterator[str]:
    lines = message.text.split("\n")
    yield from lines[:_LINES_MOST]
    if len(lines) > _LINES_MOST:
        yield f"… (+{len(lines) - _LINES_MOST})"
    for row in message.labels:
        yield " ".join(f"[{label}]" for label in row)
    if message.asks and message.asks.get("force_reply"):
        yield f"✎ {message.asks.get('input_field_placeholder', '…')}"


def _heading(actor: Actor, message: Message) -> str:
    return message.text.partition("\n")[0].replace(actor.name, "…")
