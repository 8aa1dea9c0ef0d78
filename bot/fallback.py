"""Sends what the log says is wanted through fallback channels, and turns each outcome into a command.

An attempt is committed before it is sent, and its outcome after: a bot that is killed between the two sends it once
more, under the same number. Each person and each robot is served in order; nobody waits for anybody else's vendor.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog

from bot.cards.fallback import words
from bot.channels.adapters import Channels
from bot.channels.message import Accepted, Message, Outcome, Own, Recipient, Refused, RetryAfter, Unavailable, own
from bot.domain.incident.attempts import Attempt, FallbackRetried, FallbackWanted, NoteChannelTried, Result
from bot.domain.incident.fallback import needed
from bot.domain.incident.state import Incident
from bot.domain.message import SYSTEM
from bot.service import Committed, Service
from config.channels import Channel
from config.roster import Member
from store.protocol import StoreError

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 20  # messages under way through one channel
_RETRY: Final = 1.0  # seconds until an outcome that could not be kept is offered to the store again
_RESULTS: Final[Mapping[type[Any], Result]] = {
    Accepted: Result.ACCEPTED,
    Refused: Result.REFUSED,
    Unavailable: Result.UNAVAILABLE,
    RetryAfter: Result.UNAVAILABLE,
}


class Fallback:
    """The worker. `start` takes up what an earlier process left."""

    def __init__(self, service: Service, channels: Channels) -> None:
        self._service = service
        self._channels = channels
        self._tasks: dict[tuple[str, int, int], asyncio.Task[None]] = {}
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._room: dict[tuple[str, bool], asyncio.Semaphore] = {}
        self._stopped = False

    def start(self) -> None:
        """Begin, with whatever was wanted and has no outcome yet."""
        self._service.subscribe(self._committed)
        for incident in self._service.unit.incidents.values():
            for attempt in incident.attempts.values():
                if attempt.result is None:
                    self._begin(incident.number, attempt.id)

    async def stop(self) -> None:
        """Leave what is under way; it has no outcome and is sent again."""
        self._stopped = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _committed(self, committed: Committed) -> None:
        for event in committed.events:
            if isinstance(event, FallbackWanted | FallbackRetried):
                self._begin(event.number, event.attempt)

    def _begin(self, number: str, attempt_id: int) -> None:
        incident, attempt = self._find(number, attempt_id)
        if self._stopped or incident is None or attempt is None or (number, attempt_id, attempt.tries) in self._tasks:
            return
        key = (number, attempt_id, attempt.tries)
        task = asyncio.create_task(self._carry_out(number, attempt, self._turn(incident, attempt)), name="fallback")
        self._tasks[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def _ended(self, key: tuple[str, int, int], task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a fallback channel's message was left behind", incident=key[0], attempt=key[1], exc_info=error)

    def _turn(self, incident: Incident, attempt: Attempt) -> asyncio.Lock:
        """A robot says one thing after the other, and so does anything that writes to one person."""
        channel = incident.plan.channel(attempt.channel)
        key = (attempt.channel, "" if channel is not None and channel.group else attempt.members[0])
        return self._turns.setdefault(key, asyncio.Lock())

    async def _carry_out(self, number: str, wanted: Attempt, turn: asyncio.Lock) -> None:
        found, _ = self._find(number, wanted.id)
        # A slow vendor works through the end of an exercise for minutes: no live alert stands behind that.
        key = (wanted.channel, found is not None and found.exercise)
        room = self._room.setdefault(key, asyncio.Semaphore(_AT_ONCE))
        async with turn, room:
            incident, attempt = self._find(number, wanted.id)
            if incident is None or attempt is None or attempt.result is not None:
                return
            if not needed(incident, attempt):
                await self._note(number, attempt, Result.DROPPED)
                return
            outcome = await self._send(incident, attempt)
        reason = outcome.words if isinstance(outcome, Accepted) else outcome.reason
        again = outcome.seconds if isinstance(outcome, RetryAfter) else None
        result = _RESULTS[type(outcome)]
        log.info("fallback channel", incident=number, attempt=attempt.id, channel=attempt.channel, result=str(result))
        await self._note(number, attempt, result, reason=reason, again_in=again)

    async def _send(self, incident: Incident, attempt: Attempt) -> Outcome:
        """Through the channel as today's plan has it: a mended token serves at once."""
        unit = self._service.unit
        channel = unit.plan.channel(attempt.channel)
        if channel is None:
            return Refused(reason=own(Own.NOT_IN_PLAN))
        people = [unit.roster.find(m) or incident.roster.by_id[m] for m in attempt.members]
        subject, text = words(unit, incident, attempt)
        number = f"{unit.plan.unit}/{incident.number}/{attempt.id}"
        to = [recipient(member, channel) for member in people]
        return await self._channels.send(channel, Message(id=number, subject=subject, text=text, to=to))

    async def _note(self, number: str, attempt: Attempt, result: Result, **more: Any) -> None:
        """Keep at it: an outcome that is lost would send the message again."""
        command = NoteChannelTried(
            by=SYSTEM, number=number, attempt=attempt.id, tries=attempt.tries, result=result, **more
        )
        while True:
            try:
                await self._service.submit(command)
                return
            except StoreError as error:
                log.warning("what a fallback channel answered cannot be kept yet", problem=str(error))
                await asyncio.sleep(_RETRY)

    def _find(self, number: str, attempt: int) -> tuple[Incident | None, Attempt | None]:
        incident = self._service.unit.incidents.get(number)
        return incident, incident.attempts.get(attempt) if incident else None


def recipient(member: Member, channel: Channel) -> Recipient:
    """A member as this channel reaches them."""
    address = next((way.address for way in member.channels if way.id == channel.id), None)
    return Recipient(name=member.name, phone=member.phone, email=member.email, address=address)
