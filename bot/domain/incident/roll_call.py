"""Decisions about the alert: answers, rings, silence, the phone tree."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.apply import apply
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
            return tuple(_deals(incident, say, at)) if incident.phase is Phase.RESPONSE else ()
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


def _deals(incident: Incident, say: Say, at: datetime) -> Iterator[e.CallsDealt]:
    """Each turn of the phone tree that is due, so that a second tick at the same time has nothing left to deal.

    As of when it fell due: were everybody who could take a name to have let one lie since, it would stay due.
    """
    while (when := next_deal(incident)) is not None and when <= at:
        dealt = say(e.CallsDealt, calls=deal(incident, when))
        yield dealt
        incident = apply(incident, dealt)


def deal(incident: Incident, at: datetime) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Share the uncalled out among callers with room, so that no name stands with two people.

    A name whose caller has said nothing goes to somebody else; without such, it stays where it is.
    """
    room = _room(incident, at)
    dealt: dict[str, list[str]] = {}
    for member in (*incident.uncalled(), *(member for member, when in incident.stuck() if when <= at)):
        if not room:
            break
        caller = min(room, key=room.__getitem__)
        room[caller] += 1
        if room[caller] == NAMES_A_CALLER:
            del room[caller]
        dealt.setdefault(caller, []).append(member)
    return tuple((caller, tuple(members)) for caller, members in dealt.items())


def next_deal(incident: Incident) -> datetime | None:
    """When names are to be shared out next; None while there are none, or nobody who could take them."""
    first = incident.roll_from + incident.plan.times.phone_tree
    earliest = first if incident.uncalled() else min((when for _, when in incident.stuck()), default=None)
    if earliest is None:
        return None
    when = max(first, earliest)
    return when if _room(incident, when) else None  # later there is no more room: only more have let a name lie


def _room(incident: Incident, at: datetime) -> dict[str, int]:
    """Who can take a name, and how many they still have to call; nobody who let one lie."""
    roll = incident.roll
    let_lie = {caller for standing in roll.values() for caller in standing.callers[:-1]}
    let_lie |= {roll[member].callers[-1] for member, when in incident.stuck() if when <= at}
    to_call = dict.fromkeys((caller for caller in incident.callers() if caller not in let_lie), 0)
    for standing in roll.values():
        if standing.caller in to_call and standing.phone is None and standing.answer is None:
            to_call[standing.caller] += 1
    return {caller: count for caller, count in to_call.items() if count < NAMES_A_CALLER}


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
