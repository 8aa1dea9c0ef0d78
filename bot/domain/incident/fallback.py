"""Decisions about fallback channels: who gets which next, and that the end reaches whoever was alerted by one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.incident import attempts as a
from bot.domain.incident.commands import IncidentCommand
from bot.domain.incident.events import PhoneResult
from bot.domain.incident.outcome import Decision, Say, recorder
from bot.domain.incident.state import Incident, Phase, Standing
from bot.domain.message import SYSTEM, Timer

# Whom Telegram does not reach becomes known one after the other; a robot takes 20 messages a minute.
GATHER: Final = timedelta(seconds=5)


def decide(incident: Incident, command: IncidentCommand, at: datetime) -> Decision | None:
    """Events; None for a command that is not about fallback channels."""
    say = recorder(incident, command, at)
    match command:
        case a.UseFallback():
            ready = [(m, channel) for m, channel, when in _due(incident, silent=command.silent) if when <= at]
            return tuple(_wanted(incident, ready, a.Purpose.ALERT, say, late=command.late))
        case a.NoteChannelTried():
            return _tried(incident, command, at, say)
        case a.RetryFallback():
            attempt = incident.attempts.get(command.attempt)
            if attempt is None or attempt.tries != command.tries or _again_at(incident, attempt) is None:
                return ()
            return (say(a.FallbackRetried, attempt=attempt.id, channel=attempt.channel, members=attempt.members),)
        case _:
            return None


def timers(incident: Incident) -> Iterator[Timer]:
    """When the next channel is due, and the next try of one that did not work; the latter also after the end."""
    number = incident.number
    for silent in (True, False):
        whens = [when for _, _, when in _due(incident, silent=silent)]
        if whens:
            command = a.UseFallback(by=SYSTEM, number=number, silent=silent)
            yield Timer(when=min(whens), command=command, silence=silent)
    for attempt in incident.attempts.values():
        if (when := _again_at(incident, attempt)) is not None:
            yield Timer(
                when=when, command=a.RetryFallback(by=SYSTEM, number=number, attempt=attempt.id, tries=attempt.tries)
            )


def corrections(incident: Incident, say: Say) -> tuple[a.FallbackWanted, ...]:
    """That it is over, through each channel to everybody whom it may have alerted."""
    alerted = dict.fromkeys(
        (member, attempt.channel)
        for attempt in incident.attempts.values()
        if attempt.purpose is a.Purpose.ALERT and attempt.may_have_arrived
        for member in attempt.members
    )
    return tuple(_wanted(incident, list(alerted), a.Purpose.STAND_DOWN, say))


def needed(incident: Incident, attempt: a.Attempt) -> bool:
    """Whether somebody still needs this message: nobody is told of the end of what they were never told of."""
    if attempt.purpose is a.Purpose.STAND_DOWN:
        return any(
            alert.purpose is a.Purpose.ALERT
            and alert.channel == attempt.channel
            and alert.may_have_arrived
            and not set(alert.members).isdisjoint(attempt.members)
            for alert in incident.attempts.values()
        )
    return incident.phase is Phase.RESPONSE and any(_waits(incident.roll[member]) for member in attempt.members)


def applied(incident: Incident, event: a.FallbackWanted | a.ChannelTried | a.FallbackRetried) -> Incident:
    """The state after one of these events."""
    match event:
        case a.FallbackWanted():
            attempt = a.Attempt(
                id=event.attempt,
                channel=event.channel,
                purpose=event.purpose,
                members=event.members,
                wanted_at=event.at,
                late=event.late,
            )
        case a.ChannelTried():
            attempt = replace(
                incident.attempts[event.attempt],
                result=event.result,
                reason=event.reason,
                tried_at=event.at,
                again_at=event.again_at,
            )
        case a.FallbackRetried():
            before = incident.attempts[event.attempt]
            attempt = replace(before, tries=before.tries + 1, result=None, reason="", again_at=None)
    return replace(incident, attempts={**incident.attempts, attempt.id: attempt})


def _waits(standing: Standing) -> bool:
    """Not answered, and not informed by phone."""
    return standing.answer is None and standing.phone is not PhoneResult.REACHED


def _due(incident: Incident, *, silent: bool) -> Iterator[tuple[str, str, datetime]]:
    """Member, channel and time of everybody's next channel.

    `silent` chooses those who have the alert and do not answer, who must not be blamed while we cannot hear. Whom
    Telegram has not reached is not blamed for anything: that timer runs also while Telegram is away.
    """
    if incident.phase is not Phase.RESPONSE or not incident.plan.channels:
        return
    used: dict[str, list[a.Attempt]] = {}
    last: dict[str, datetime] = {}
    for attempt in incident.attempts.values():
        last[attempt.channel] = attempt.wanted_at
        for served in attempt.members:
            used.setdefault(served, []).append(attempt)
    for member in incident.roster.members:
        standing = incident.roll[member.id]
        has_it = standing.delivered_at is not None and standing.unreachable is None
        if not member.channels or not _waits(standing) or has_it is not silent:
            continue
        before = used.get(member.id, [])
        tried = {attempt.channel for attempt in before}
        channel = next((w.id for w in member.channels if w.id not in tried and incident.plan.channel(w.id)), None)
        if channel is None:
            continue
        when = _turn(incident, standing, before)
        found = incident.plan.channel(channel)
        if found is not None and found.group and channel in last:
            when = max(when, last[channel] + GATHER)
        yield member.id, channel, when


def _turn(incident: Incident, standing: Standing, before: list[a.Attempt]) -> datetime:
    """When a member's next channel is due; at once after one that has refused."""
    times = incident.plan.times
    if before:
        latest = before[-1]
        if latest.result in (a.Result.REFUSED, a.Result.DROPPED) and latest.tried_at is not None:
            return latest.tried_at
        return latest.wanted_at + times.fallback_next
    if standing.unreachable is not None:
        return standing.unreachable_at or incident.activated_at
    return incident.roll_from + times.fallback


def _wanted(
    incident: Incident, pairs: list[tuple[str, str]], purpose: a.Purpose, say: Say, *, late: bool = False
) -> Iterator[a.FallbackWanted]:
    """One message for all whom a group's channel serves, else one a person."""
    number = len(incident.attempts)
    together: dict[str, list[str]] = {}
    single: list[tuple[str, list[str]]] = []
    for member, channel in pairs:
        found = incident.plan.channel(channel)
        if found is not None and found.group:
            together.setdefault(channel, []).append(member)
        else:
            single.append((channel, [member]))
    for channel, members in (*together.items(), *single):
        number += 1
        yield say(a.FallbackWanted, attempt=number, channel=channel, purpose=purpose, members=tuple(members), late=late)


def _tried(incident: Incident, command: a.NoteChannelTried, at: datetime, say: Say) -> Decision:
    """Once a try: what is reported again, or of an earlier try, is known."""
    attempt = incident.attempts.get(command.attempt)
    if attempt is None or attempt.result is not None or attempt.tries != command.tries:
        return ()
    again_at = at + timedelta(seconds=command.again_in) if command.again_in is not None else None
    return (
        say(
            a.ChannelTried,
            attempt=attempt.id,
            channel=attempt.channel,
            members=attempt.members,
            result=command.result,
            reason=command.reason,
            again_at=again_at,
        ),
    )


def _again_at(incident: Incident, attempt: a.Attempt) -> datetime | None:
    """When an attempt that did not work is tried again; None when it is not."""
    times = incident.plan.times
    if attempt.result is not a.Result.UNAVAILABLE or attempt.tried_at is None:
        return None
    if attempt.tries >= times.fallback_tries or not needed(incident, attempt):
        return None
    return max(attempt.again_at or attempt.tried_at, attempt.tried_at + times.fallback_retry)
