"""What a store promises: an append-only event log and an outbox, changed together or not at all.

Errors form one tree:

    StoreError
    ├── Conflict            somebody else wrote that version of a stream first
    ├── StoreFull           the disk (or the quota) is full; nothing was written
    ├── StoreLocked         another process has this database open for writing
    ├── StoreTooNew         a newer Muster has migrated this database
    └── StoreCorrupt        the file is damaged or the hash chain is broken; says what to do
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

BEHIND: Final = "behind:"  # begins the address of whoever was in a chat once; such a card stays where it stands
ASIDE: Final = "aside"  # why a card is not shown that is wanted again once its addressee is back


class StoreError(Exception):
    """Something is wrong with the store. The message is one line that a person can act on."""


class Conflict(StoreError):
    """The stream is already at that version."""


class StoreFull(StoreError):
    """There is no room; nothing of the batch was written."""


class StoreLocked(StoreError):
    """Another process holds the database."""


class StoreTooNew(StoreError):
    """The database was written by a newer Muster."""


class StoreCorrupt(StoreError):
    """The database is damaged."""


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """What is taken out of records already kept, and which cards' contents are.

    `blank` gets a record's event, actor and data and returns what remains of the data: the same when the record has
    nothing to take out. `streams` are those that are searched; None searches all. `cards` says of an outbox row (its
    card, address, cause and body) whether its content goes; its buttons go too, and it waits no more. Of cards for
    one of `addresses` it is forgotten in which chat they stand, and of that chat which messages were taken in.
    """

    blank: Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]]
    streams: Sequence[str] | None
    cards: Callable[[str, str, datetime, str], bool] | None = None
    addresses: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """An event about to be kept. `version` is the one it must get in its stream (the first is 1).

    With a `redaction` (only an event `Redacted` may have one) the store adds to its data the `records` that lost
    something, as versions by stream, and the `seals` of what remains, by record number.
    """

    stream: str
    version: int
    time: datetime  # aware, UTC
    actor: str  # a member id, or "system"
    event: str  # the event's type
    data: Mapping[str, Any]  # what JSON can hold
    redaction: Redaction | None = None


@dataclass(frozen=True, kw_only=True)
class Record:
    """An event as the log keeps it; `hash` covers everything here and the hash of the record before it."""

    seq: int
    stream: str
    version: int
    time: datetime
    actor: str
    event: str
    data: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a card should show from now on. A later draft of the same card replaces it; newest wins.

    `body` is JSON that the delivery reads; the store never looks into it. `buttons` maps each button's
    token to the command it stands for, as JSON; `reply` is the command that a reply to the message stands for.
    A draft that is `closed` ends the card: if nothing of it was ever shown, nothing is sent. One that is put `aside`
    at that time waits for a `Return`.
    """

    card: str
    address: str
    lane: int
    body: str
    cause: datetime
    closed: bool = False
    buttons: Mapping[str, str] = field(default_factory=dict)
    reply: str | None = None
    aside: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Handover:
    """An addressee is found in another chat from now on, and is shown nothing more in `chat_id`.

    Of the cards for `address` that stand there and have not ended, or do not show yet that they have, `left` gives, for
    card and body and whether it is that body which stands there, what their message shows for the last time, as a card
    for `behind`; None leaves it alone. `anew` says which of them are wanted in the new chat; the others have ended.

    With `aside` there is no other chat: from that time on what is wanted anew, and what waits for its first showing,
    is put aside, however it changes meanwhile, until a `Return`.
    """

    address: str
    chat_id: int
    behind: str
    left: Callable[[str, str, bool], str | None]
    anew: Callable[[str, str], bool]
    aside: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Return:
    """The addressee has a chat again: what was put aside for them and has not ended is shown there.

    `wanted` says for card, body and the time since when it is aside whether it is of use still; the rest has ended.
    """

    address: str
    wanted: Callable[[str, str, datetime], bool]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An outbox row whose wanted revision is not the shown one."""

    card: str
    address: str
    lane: int
    body: str
    cause: datetime
    revision: int
    chat_id: int | None = None  # where it is shown, once it was
    message_id: int | None = None
    attempts: int = 0
    next_try: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Telegram accepted that revision of the card, which was for `address` then."""

    card: str
    revision: int
    chat_id: int
    message_id: int
    at: datetime
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Retry:
    """Telegram did not accept it yet; it is tried again, not before `next_try`."""

    card: str
    attempts: int
    next_try: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Gone:
    """That revision can never be shown, for a reason that a person can read."""

    card: str
    revision: int
    reason: str
    at: datetime


Outcome = Shown | Retry | Gone


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What the button with that token stands for."""

    card: str
    address: str
    command: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is written together or not at all."""

    events: Sequence[NewEvent] = ()
    drafts: Sequence[Draft] = ()
    handovers: Sequence[Handover] = ()
    returns: Sequence[Return] = ()
    origins: Sequence[str] = ()  # what was taken in, e.g. "chat:message"; `origins()` says which are known
    outcomes: Sequence[Outcome] = ()
    settings: Mapping[str, str] = field(default_factory=dict)  # small facts at the edge, e.g. the heartbeat


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a batch became.

    `waiting` are the outbox rows that its drafts made or changed and that are now to be shown, and those that
    its outcomes `Shown` and `Gone` leave waiting (a newer revision was wanted meanwhile; it is now an edit).
    `ended` are cards that were waiting and that its drafts closed before anything of them was shown: whoever
    still means to send one of them should drop it.
    """

    records: Sequence[Record]
    waiting: Sequence[Waiting]
    ended: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """The first bad record that `verify` found."""

    seq: int
    stream: str
    version: int
    problem: str


class Reader(Protocol):
    """Reading, also beside a running bot."""

    def records(self, stream: str | None = None, *, after: int = 0) -> AsyncIterator[Record]:
        """All records of this unit in the order of `seq`, or those of one stream.

        Only those after that `seq`, or after that version of the stream.
        """

    async def waiting(self) -> list[Waiting]:
        """The outbox rows that are neither shown nor gone, oldest cause first."""

    async def delivered(self, prefix: str) -> list[tuple[str, str, str | None]]:
        """(card, address, reason) of cards whose key starts with `prefix`; `reason` is why a card is gone, else None.

        Cards still waiting for their first showing are left out.
        """

    async def chats_in_use(self) -> list[tuple[str, int]]:
        """(address, chat) of cards that stand in a chat and have not ended, or do not show yet that they have."""

    async def setting(self, name: str) -> str | None:
        """A small fact written through `Batch.settings`."""

    async def verify(self) -> Flaw | None:
        """Recompute the hash chain; None when every record is as it was written, or as a `Redacted` left it."""

    async def redacted(self) -> int:
        """How many records had something taken out of them."""

    async def units(self) -> list[str]:
        """The units whose logs the database holds."""

    async def backup(self, target: str) -> None:
        """A consistent copy at `target`, while a bot may be running. StoreError if `target` exists."""

    async def close(self) -> None:
        """Let go of the database."""


class Store(Reader, Protocol):
    """Reading and writing; one process at a time."""

    async def write(self, batch: Batch) -> Written:
        """Commit the batch durably. Concurrent callers share one commit; a caller's failure is its own.

        Raises Conflict, StoreFull or another StoreError; then nothing of this batch is kept.
        """

    async def pressed(self, token: str) -> Pressed | None:
        """What a button stands for; None for a token that was never given out."""

    async def replied(self, chat_id: int, message_id: int) -> Pressed | None:
        """The command that a reply to this message stands for; None if it is no card that takes a reply."""

    async def origins(self) -> set[str]:
        """Origins written in the last 48 hours, for telling a redelivered message from a new one."""


async def refuse_other_unit(reader: Reader, unit: str) -> None:
    """Raises StoreError where the database holds the log of another unit and none of this one.

    A slip in the unit's id would otherwise look like an institution in which nobody is enrolled.
    """
    if (units := await reader.units()) and unit not in units:
        raise StoreError(
            f"the database holds the log of {', '.join(units)} and none of {unit}: "
            f"write unit: {units[0]} in plan.yaml, or name another database"
        )


def as_export(record: Record) -> Iterator[tuple[str, Any]]:
    """The public shape of a record: stream, version, time, actor, event, data."""
    yield "stream", record.stream
    yield "version", record.version
    yield "time", record.time.isoformat()
    yield "actor", record.actor
    yield "event", record.event
    yield "data", record.data
