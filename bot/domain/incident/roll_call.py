"""Decisions about the alert: answers, rings, silence, the phone tree."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.outcome import Decision, Say, recorder
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Refused

NAMES_A_CALLER: Final = 3  # the phone tree gives each caller two or three names


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision | None:
    """Events or a refusal; None for a command that is not about the roll call."""
    say = recorder(incident, command, at)
    match command:
        case c.GiveAnswer():
            return _answer(incident, command, say)
        case c.GiveSupport():
            asked = incident.roll.get(command.member)
            return (say(e.SupportGiven, member=command.member),) if asked and asked.support else ()
        case c.NoteAlertsDelivered():
            new = tuple(m for m in command.members if m in incident.roll and incident.roll[m].delivered_at is None)
            return (say(e.AlertsDelivered, members=new),) if new else ()
        case c.NoteUnreachable():
            standing = incident.roll.get(command.member)
            if standing is None or standing.unreachable is not None:
                return ()
            return (say(e.FoundUnreachable, member=command.member, reason=command.reason),)
        case c.RingAgain():
            return _ring(incident, command, at, say)
        case c.NoticeGap():
            return _gap(incident, command, say)
        case c.DealCalls():
            calls = deal(incident) if incident.phase is Phase.RESPONSE else ()
            return (say(e.CallsDealt, calls=calls),) if calls else ()
        case c.LogPhoneResult():
            standing = incident.roll.get(command.member)
            if standing is None:
                return Refused(key="refused.gone")
            if standing.phone is command.result:
                return ()
            return (say(e.PhoneResultLogged, member=command.member, result=command.result),)
        case c.Escalate():
            silent = tuple(member.id for member in incident.silent())
            if incident.escalation is not None or not silent or incident.phase is not Phase.RESPONSE:
                return ()
            return (say(e.Escalated, members=silent, late=command.late),)
        case _:
            return None


def deal(incident: Incident) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Share the uncalled out among callers with room, so that no name stands with two people."""
    open_calls = dict.fromkeys(incident.callers(), 0)
    for member, standing in incident.roll.items():
        if standing.caller in open_calls and standing.phone is None and incident.roll[member].answer is None:
            open_calls[standing.caller] += 1
    dealt: dict[str, list[str]] = {}
    for member in incident.uncalled():
        room = [caller for caller, busy in open_calls.items() if busy < NAMES_A_CALLER]
        if not room:
            break
        caller = min(room, key=open_calls.__getitem__)
        open_calls[caller] += 1
        dealt.setdefault(caller, []).append(member)
    return tuple((caller, tuple(members)) for caller, members in dealt.items())


def last_due(schedule: Sequence[timedelta], start: datetime, at: datetime, *, least: int) -> int:
    """The number of the last ring of the schedule that is due at `at`, and `least` at the least."""
    return max(least, sum(start + delay <= at for delay in schedule))


def _answer(incident: Incident, command: c.GiveAnswer, say: Say) -> Decision:
    """The latest answer counts. After stand-down nobody is called any more."""
    member = command.member or command.by
    standing = incident.roll.get(member)
    if standing is None:
        return Refused(key="answer.not_called")
    if incident.phase is not Phase.RESPONSE:
        return Refused(key="answer.over", values={"number": incident.number})
    proxy = command.by if command.by != member else None
    if command.answer is e.Answer.SUPPORT:
        same = standing.support
    else:
        same = standing.answer is command.answer and (standing.reported_by == proxy or proxy is not None)
    return () if same else (say(e.Answered, member=member, answer=command.answer),)


def _ring(incident: Incident, command: c.RingAgain, at: datetime, say: Say) -> Decision:
    """Rings that were missed are caught up in one, not rung one after the other."""
    if command.ring <= incident.rings_done or incident.phase is not Phase.RESPONSE:
        return ()
    ring = last_due(incident.plan.times.ring, incident.roll_from, at, least=command.ring)
    return (say(e.RungAgain, ring=ring, members=incident.to_ring(), late=command.late),)


def _gap(incident: Incident, command: c.NoticeGap, say: Say) -> Decision:
    """Once a gap: a second notice of the same one finds silence counting from its end already."""
    start = incident.roll_from if incident.stood_down_at is None else incident.stand_down_from
    if not incident.open or start is None or command.until <= start:
        return ()
    members = incident.to_ring() if incident.stood_down_at is None else incident.to_ring_stand_down()
    return (say(e.GapNoticed, since=command.since, until=command.until, members=members),)
