"""Which chat an address stands for, also in the moment between a group's move and the commit that knows of it."""

from bot.delivery.answers import Reason
from bot.delivery.ports import Addresses
from store.protocol import BEHIND, Waiting


class Directory:
    """Addresses as they are now."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._moved: dict[int, int] = {}

    def chat(self, address: str) -> int | None:
        """The chat of that address; None while nobody is there."""
        chat = self._addresses(address)
        while chat is not None and chat in self._moved:
            chat = self._moved[chat]
        return chat

    def chat_of(self, row: Waiting) -> int | None:
        """The chat in which a card is to be shown."""
        return row.chat_id if row.address.startswith(BEHIND) else self.chat(row.address)

    def moved(self, old: int, new: int) -> None:
        """A group has another id from now on."""
        self._moved[old] = new
        self._moved.pop(new, None)

    def why_not(self, address: str) -> Reason:
        """Why nobody is there."""
        return Reason.NO_GROUP if address.startswith("chat:") else Reason.NEVER_ENROLLED
