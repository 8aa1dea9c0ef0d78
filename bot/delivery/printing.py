"""Making the files that go with cards, in a thread and one at a time, before their cards stand in the queue.

A card whose file is not made yet is in nobody's way: its chat is free for an alert, and it costs nothing of what may
be sent. Who goes first in the queue is made first; what may wait is not made far ahead of what can be sent.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Final

import structlog

from bot.cards.body import AttachmentBody, load
from bot.cards.card import Lane
from bot.paper.render import PaperError, render
from store.protocol import Waiting

log = structlog.get_logger(__name__)

_AHEAD: Final = 64  # documents made and not yet sent: some 100 KB each
_LOOK_AGAIN: Final = 0.2
_MIME: Final = {".pdf": "application/pdf", ".png": "image/png", ".ics": "text/calendar", ".txt": "text/plain"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A file as it is sent; `recipe` is the same for the same file made again."""

    recipe: str
    name: str
    mime: str
    content: bytes
    picture: bool


def has_attachment(row: Waiting) -> bool:
    """Whether a file goes with that card; it may take the whole body to know."""
    try:
        return '"attachment":' in row.body and "attachment" in load(row.body)
    except ValueError:
        return False


def printed(attachment: AttachmentBody) -> Printed:
    """The file. Raises PaperError."""
    picture = False
    if "text" in attachment:
        content = attachment["text"].encode()
    else:
        picture = attachment.get("form") == "png"
        content = render(attachment.get("template", ""), attachment.get("data", {}), "png" if picture else "pdf")
    text = json.dumps(attachment, ensure_ascii=False, sort_keys=True)
    return Printed(
        recipe=sha256(text.encode()).hexdigest(),
        name=attachment["name"],
        mime=_MIME.get(PurePath(attachment["name"]).suffix.lower(), "application/octet-stream"),
        content=content,
        picture=picture,
    )


class Printing:
    """Rows whose file is not made yet, at most one of each card.

    `ready` gets each row with its file, or with None when it cannot be made: then the words go alone. `unsent` says
    how many files wait to be sent.
    """

    def __init__(self, ready: Callable[[Waiting, Printed | None], None], unsent: Callable[[], int]) -> None:
        self._ready = ready
        self._unsent = unsent
        self._rows: dict[str, Waiting] = {}
        self._work = asyncio.Event()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Waiting]:
        return iter(self._rows.values())

    def find(self, card: str) -> Waiting | None:
        """The row of that card, if its file is not made yet."""
        return self._rows.get(card)

    def add(self, row: Waiting) -> None:
        """Have its file made, in place of an older revision's."""
        self._rows[row.card] = row
        self._work.set()

    def drop(self, card: str) -> None:
        """It is not needed any more."""
        self._rows.pop(card, None)

    async def run(self) -> None:
        """Make files until cancelled."""
        while True:
            await self._work.wait()
            row = min(self._rows.values(), key=lambda row: (row.lane, row.cause), default=None)
            if row is None:
                self._work.clear()
            elif row.lane >= Lane.DOCUMENT and self._unsent() >= _AHEAD:
                await asyncio.sleep(_LOOK_AGAIN)
            else:
                made = await _made(row)
                if self._rows.get(row.card) is row:  # else it was dropped, or is newer by now
                    del self._rows[row.card]
                    self._ready(row, made)


async def _made(row: Waiting) -> Printed | None:
    try:
        return await asyncio.to_thread(printed, load(row.body)["attachment"])
    except (PaperError, ValueError, LookupError, TypeError, AttributeError) as error:
        log.error("a document could not be made, its card goes without it", card=row.card, reason=str(error))
        return None
