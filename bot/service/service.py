"""Decides what was submitted, and commits it with the cards that it changes.

Commands that wait while a commit is under way are decided one after the other and committed together, so a
thousand taps cost a few commits, and each card they touch is drawn once. The state that people are shown is the
state that was committed: nothing is applied, told or answered before (promise 2).
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol, Self

import structlog

from bot.cards.card import Card
from bot.cards.changes import refs
from bot.cards.ref import Ref
from bot.domain.decide import decide
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.people.commands import TakeUnit
from bot.domain.privacy.events import Redacted
from bot.domain.privacy.redact import by_retention
from bot.domain.readiness import Health
from bot.domain.unit import Unit, apply
from bot.health import Skew
from bot.service.drafting import Drafting
from bot.service.moving import at_home, handover, handovers, kept_back, returns
from bot.service.recording import recorded
from bot.service.replay import fold
from config.plan import Plan
from config.roster import Roster
from config.roster_changes import completed
from store.protocol import (
    Batch,
    Handover,
    Pressed,
    Redaction,
    Store,
    StoreCorrupt,
    StoreFull,
    StoreLocked,
    Waiting,
)
from store.protocol import Outcome as Delivery

log = structlog.get_logger(__name__)

_BEAT: Final = "heartbeat"
_SALT: Final = "salt"
USERNAME: Final = "username"


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Now, aware, UTC."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a command brought about: events, or a refusal; neither, when it repeats what is so already."""

    events: tuple[Event, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class Committed:
    """What one commit changed: the outbox rows that now wait, and cards that ended with nothing left to send."""

    events: Sequence[Event]
    waiting: Sequence[Waiting]
    ended: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A command, or cards to show, and whoever waits for them to be committed."""

    command: Command | None
    cards: Sequence[Card]
    origin: str | None
    tapped: str | None
    left: tuple[str, int] | None  # a member, and a chat that may be theirs no more
    done: asyncio.Future[Outcome]


@dataclass(kw_only=True)
class _Work:
    """What one commit will hold."""

    unit: Unit
    versions: dict[str, int]
    at: datetime
    events: list[Event] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    tapped: set[str] = field(default_factory=set)
    left: list[tuple[str, int]] = field(default_factory=list)
    outcomes: list[tuple[_Job, Outcome]] = field(default_factory=list)


class Service:
    """The unit's committed state, and the only way to change it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        unit: Unit,
        versions: dict[str, int],
        origins: set[str],
        salt: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._unit = unit
        self._versions = versions
        self._origins = origins
        self._drafting = Drafting(salt)
        self._jobs: list[_Job] = []
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._listeners: list[Callable[[Committed], None]] = []
        self.health: Callable[[], Health] = Health  # what the machine says; set where one is known
        self.skew = Skew()

    @classmethod
    async def open(cls, store: Store, clock: Clock, plan: Plan, roster: Roster) -> Self:
        """Fold the log. Raises StoreCorrupt when it holds an event that this version cannot read.

        Plan and roster are those on record, if any are; `renew` brings in what the files say now.
        """
        unit, versions = await fold(store, Unit(plan=plan, roster=roster))
        # The log has everything but how to get into channels.
        unit = replace(unit, roster=completed(unit.roster, roster))
        if unit.plan.without_secrets() == plan.without_secrets():
            unit = replace(unit, plan=plan)
        salt = await store.setting(_SALT)
        if salt is None:
            salt = secrets.token_urlsafe(16)
            await store.write(Batch(settings={_SALT: salt}))
        origins = await store.origins()
        service = cls(store, clock, unit=unit, versions=versions, origins=origins, salt=salt)
        service._writer = asyncio.create_task(service._write_for_ever(), name="service")
        return service

    @property
    def unit(self) -> Unit:
        """The state as it was last committed."""
        return self._unit

    def now(self) -> datetime:
        """The time that what is submitted now will bear."""
        return self._clock.now()

    def subscribe(self, listener: Callable[[Committed], None]) -> None:
        """Be told after each commit what it changed. The listener must not raise and must not wait."""
        self._listeners.append(listener)

    async def submit(self, command: Command, *, origin: str | None = None, tapped: str | None = None) -> Outcome:
        """Carry the command out; returns once its effect is committed.

        A command with an `origin` that was taken in before is a repeat. `tapped` is the card whose button gave
        it: that card goes first. Raises StoreError when it could not be kept; then nothing has changed.
        """
        return await self._enqueue(command, (), origin, tapped)

    async def show(self, *cards: Card, origin: str | None = None) -> None:
        """Put cards into the outbox that answer a question and change nothing else."""
        await self._enqueue(None, cards, origin, None)

    async def pressed(self, token: str) -> Pressed | None:
        """What the button with that token stands for."""
        return self._drafting.pressed(token) or await self._store.pressed(token)

    async def replied(self, chat_id: int, message_id: int) -> Pressed | None:
        """What a reply to that message stands for."""
        return await self._store.replied(chat_id, message_id)

    async def record(self, outcomes: Sequence[Delivery]) -> None:
        """Keep what became of messages."""
        await self._store.write(Batch(outcomes=outcomes))

    async def hand_over(self, member: str, chat: int) -> None:
        """Let what stands for the member in that chat, if it is theirs no more, follow them to their own."""
        await self._enqueue(None, (), None, None, left=(member, chat))

    async def beat(self, at: datetime) -> None:
        """Remember that Telegram was heard at that time."""
        await self._store.write(Batch(settings={_BEAT: at.isoformat()}))

    async def last_beat(self) -> datetime | None:
        """When Telegram was last heard, also by an earlier process."""
        beat = await self._store.setting(_BEAT)
        return datetime.fromisoformat(beat) if beat else None

    async def learn_username(self, username: str) -> None:
        """Remember what the bot is called, for invitations made while Telegram is silent."""
        if await self._store.setting(USERNAME) != username:
            await self._store.write(Batch(settings={USERNAME: username}))

    async def renew(self, plan: Plan, roster: Roster) -> Outcome:
        """Take today's plan and roster; authority follows at the next command. Open incidents keep theirs."""
        return await self.submit(TakeUnit(by=SYSTEM, plan=plan, roster=roster))

    async def close(self) -> None:
        """Finish what was submitted, then stop."""
        while self._jobs:
            await asyncio.gather(*(job.done for job in self._jobs), return_exceptions=True)
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    async def _enqueue(
        self,
        command: Command | None,
        cards: Sequence[Card],
        origin: str | None,
        tapped: str | None,
        left: tuple[str, int] | None = None,
    ) -> Outcome:
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._jobs.append(_Job(command=command, cards=cards, origin=origin, tapped=tapped, left=left, done=done))
        self._wake.set()
        return await done

    async def _write_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            jobs, self._jobs = self._jobs, []
            await self._carry_out_all(jobs)

    async def _carry_out_all(self, jobs: Sequence[_Job]) -> None:
        """Decide and commit together. What the store refuses for its content does not take the others with it."""
        try:
            await self._commit(self._decide(jobs))
        except asyncio.CancelledError:
            for job in jobs:
                job.done.cancel()
            raise
        except Exception as error:  # whoever waits is told, and the next commit is a new chance
            waiting = [job for job in jobs if not job.done.done()]
            if len(waiting) > 1 and not isinstance(error, StoreFull | StoreLocked | StoreCorrupt):
                for job in waiting:
                    await self._carry_out_all([job])
                return
            for job in waiting:
                job.done.set_exception(error)

    def _decide(self, jobs: Sequence[_Job]) -> _Work:
        work = _Work(unit=self._unit, versions=dict(self._versions), at=self._clock.now())
        for job in jobs:
            try:
                work.outcomes.append((job, self._carry_out(job, work)))
            except Exception as error:
                log.exception("a command could not be carried out", command=type(job.command).__name__)
                if not job.done.done():
                    job.done.set_exception(error)
        return work

    def _carry_out(self, job: _Job, work: _Work) -> Outcome:
        """Add what one job brings to the work; if it raises, the work is as it was."""
        if job.origin is not None and (job.origin in self._origins or job.origin in work.origins):
            return Outcome()
        decision = decide(work.unit, job.command, work.at) if job.command is not None else ()
        events = () if isinstance(decision, Refused) else decision
        unit = work.unit
        for event in events:
            unit = apply(unit, event)
        work.unit = unit
        work.events += events
        work.cards += job.cards
        if job.origin is not None and not isinstance(decision, Refused):
            work.origins.add(job.origin)
        if job.tapped is not None:
            work.tapped.add(job.tapped)
        if job.left is not None:
            work.left.append(job.left)
        return Outcome(refused=decision) if isinstance(decision, Refused) else Outcome(events=events)

    async def _commit(self, work: _Work) -> None:
        if work.events or work.cards or work.origins or work.left:
            cards = [*_drawn(refs(work.unit, work.events, faulty=_faulty), work.unit), *work.cards]
            drawn = (self._drafting.draft(card, work.at, tapped=card.key in work.tapped) for card in cards)
            drafts = [kept_back(work.unit, draft, work.at) for draft in drawn]
            written = await self._store.write(
                Batch(
                    events=[recorded(event, work.versions, _redaction(event)) for event in work.events],
                    drafts=drafts,
                    handovers=_handovers(self._unit, work),
                    returns=list(returns(self._unit, work.unit, work.events, work.at)),
                    origins=sorted(work.origins),
                )
            )
            self._unit = work.unit
            self._versions = work.versions
            self._origins |= work.origins
            self._drafting.committed(drafts)
            self._tell(Committed(events=work.events, waiting=written.waiting, ended=written.ended))
        for job, outcome in work.outcomes:
            if not job.done.done():
                job.done.set_result(outcome)

    def _tell(self, committed: Committed) -> None:
        for listener in self._listeners:
            listener(committed)


def _handovers(before: Unit, work: _Work) -> list[Handover]:
    late = [handover(work.unit, *left, work.at) for left in work.left if not at_home(work.unit, *left)]
    return [*handovers(before, work.unit, work.events, work.at), *late]


def _redaction(event: Event) -> Redaction | None:
    if not isinstance(event, Redacted):
        return None
    chosen = by_retention(event)
    return Redaction(blank=chosen.blank, streams=chosen.streams, cards=chosen.cards)


def _faulty(event: Event, error: Exception) -> None:
    log.error("it could not be said which cards an event changes", event_type=type(event).__name__, exc_info=error)


def _drawn(wanted: Mapping[Ref, None], unit: Unit) -> list[Card]:
    """One card that cannot be drawn must not keep an alert from being sent."""
    cards: list[Card] = []
    for ref in wanted:
        try:
            card = ref.draw(unit, ref)
        except Exception:
            log.exception("a card could not be drawn", incident=ref.incident, subject=ref.subject)
            continue
        if card is not None:
            cards.append(card)
    return cards
