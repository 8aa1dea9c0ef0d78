"""What this process knows to be on the screens, a little ahead of what is recorded."""

from dataclasses import dataclass
from typing import Final

_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Placed:
    """The newest accepted revision of a card and its message; `message_id` is None once the message has vanished."""

    revision: int
    chat_id: int
    message_id: int | None
    recipe: str | None = None  # of the file that the message shows, as far as it is known


class Screens:
    """The cards shown most recently. What is forgotten was recorded long ago, and comes with its row."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._placed: dict[str, Placed] = {}
        self._left: dict[tuple[int, int], None] = {}

    def of(self, card: str) -> Placed | None:
        """Where that card is shown."""
        return self._placed.get(card)

    def leave(self, chat_id: int, message_id: int) -> None:
        """That message shows its last words: no card is to be changed there any more."""
        self._left[chat_id, message_id] = None
        if len(self._left) > self._remembered:
            del self._left[next(iter(self._left))]

    def left(self, chat_id: int, message_id: int | None) -> bool:
        """Whether that message shows its last words, or is about to."""
        return (chat_id, message_id) in self._left

    def place(self, card: str, placed: Placed) -> None:
        """It is shown there now."""
        self._placed.pop(card, None)
        self._placed[card] = placed
        if len(self._placed) > self._remembered:
            del self._placed[next(iter(self._placed))]
