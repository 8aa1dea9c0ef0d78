"""The sends that are out: at most one in each chat."""

from dataclasses import dataclass
from typing import Final

from bot.delivery.backlog import Entry

_HUNG_AFTER: Final = 5.0


@dataclass(kw_only=True, slots=True)
class Flight:
    """One send; `message_id` is of the message that it edits, if it does."""

    entry: Entry
    message_id: int | None
    started: float
    pin: bool = False
    hung: bool = False


class Flights:
    """All sends that are out, oldest first."""

    def __init__(self) -> None:
        self._by_chat: dict[int, Flight] = {}
        self._by_card: dict[str, Flight] = {}
        self._hung = 0

    def __len__(self) -> int:
        return len(self._by_chat)

    @property
    def occupied(self) -> int:
        """How many places are taken; a send that hangs holds none, so that it cannot block the others."""
        return len(self._by_chat) - self._hung

    def of(self, card: str) -> Flight | None:
        """The send of that card."""
        return self._by_card.get(card)

    def depart(self, flight: Flight) -> None:
        """It is out."""
        self._by_chat[flight.entry.chat] = flight
        self._by_card[flight.entry.row.card] = flight

    def land(self, flight: Flight) -> None:
        """It is back."""
        del self._by_chat[flight.entry.chat]
        del self._by_card[flight.entry.row.card]
        self._hung -= flight.hung

    def newly_hung(self, now: float) -> int:
        """How many have been out for too long since the last look."""
        count = 0
        for flight in self._by_chat.values():
            if flight.hung:
                continue
            if flight.started + _HUNG_AFTER > now:
                break
            flight.hung = True
            count += 1
        self._hung += count
        return count

    @property
    def look_at(self) -> float | None:
        """When the next one will have been out for too long."""
        return next((one.started + _HUNG_AFTER for one in self._by_chat.values() if not one.hung), None)
