"""A play whose events are kept as the store keeps them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.domain.codec import dump_event
from bot.domain.message import Command, Event, Refused
from config.plan import Language
from store.protocol import Record
from tests.cards.unit import NUMBER, Play, play


@dataclass
class Recorded(Play):
    """The small unit, and everything that happened in it."""

    events: list[Event] = field(default_factory=list)

    def gives(self, command: Command) -> tuple[Event, ...] | Refused:
        """As in a play, and kept."""
        decision = super().gives(command)
        if not isinstance(decision, Refused):
            self.events += decision
        return decision

    def records(self, number: str = NUMBER) -> list[Record]:
        """The stream of one incident."""
        return as_records(event for event in self.events if event.stream == f"incident/{number}")


def as_records(events: Iterable[Event]) -> list[Record]:
    """As the store keeps them."""
    return list(each_record(events))


def each_record(events: Iterable[Event]) -> Iterator[Record]:
    """The same, one after the other, as the store reads them."""
    versions: Counter[str] = Counter()
    for seq, event in enumerate(events, start=1):
        versions[event.stream] += 1
        yield Record(
            seq=seq,
            stream=event.stream,
            version=versions[event.stream],
            time=event.at,
            actor=event.by,
            event=type(event).__name__,
            data=dump_event(event),
            hash=f"{seq:064x}",
        )


def recorded(language: Language = "zh-CN") -> Recorded:
    """Everybody enrolled, nothing happening."""
    return Recorded(unit=play(language).unit)
