"""A play whose events are kept as the store keeps them."""

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
        events = [event for event in self.events if event.stream == f"incident/{number}"]
        return [
            Record(
                seq=version,
                stream=event.stream,
                version=version,
                time=event.at,
                actor=event.by,
                event=type(event).__name__,
                data=dump_event(event),
                hash="",
            )
            for version, event in enumerate(events, start=1)
        ]


def recorded(language: Language = "zh-CN") -> Recorded:
    """Everybody enrolled, nothing happening."""
    return Recorded(unit=play(language).unit)
