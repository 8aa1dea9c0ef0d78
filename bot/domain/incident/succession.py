"""Who commands an incident, and how command passes on when the commander is silent (clause 3).

Command passes down the plan's succession by offers: whoever is next is asked, one after the other, and takes over by
their own tap. Whoever ranks above the commander may take it back at any time.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.outcome import Decision, recorder
from bot.domain.incident.state import Incident, Offer, Phase, Term
from bot.domain.message import SYSTEM, Refused, Timer
from config.plan import Plan
from config.roster import Roster


def first(plan: Plan, roster: Roster) -> str | None:
    """Whom the plan puts in command when nobody is away."""
    return next((member.id for member in roster.with_role(*plan.succession)), None)


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision | None:
    """Events or a refusal; None for a command that is not about who commands."""
    say = recorder(incident, command, at)
    match command:
        case c.OfferCommand():
            due = incident.phase is Phase.RESPONSE and successor(incident) == command.member
            return (say(e.CommandOffered, member=command.member, late=command.late),) if due else ()
        case c.TakeCommand():
            return _take(incident, command, at)
        case _:
            return None


def outranks(incident: Incident, member: str) -> bool:
    """Whether the member stands above the commander in the plan's order."""
    return incident.term is not None and ranks_above(incident, member, incident.term.member)


def ranks_above(incident: Incident, member: str, other: str) -> bool:
    """Whether the plan puts one before the other in the succession."""
    order = _order(incident)
    return member in order and other in order and order.index(member) < order.index(other)


def offered(incident: Incident, member: str) -> bool:
    """Whether the member has been asked to take over, and may still do so."""
    term = incident.term
    return term is not None and wanting(incident) and any(offer.member == member for offer in term.offers)


def wanting(incident: Incident) -> bool:
    """Whether the commander has given no sign, has gone away, or cannot be reached any more."""
    term = incident.term
    return term is not None and (not term.heard or term.member in incident.away or lost_since(incident) is not None)


def lost_since(incident: Incident) -> datetime | None:
    """Since when the commander, heard before, cannot be reached: off the roster, or the bot is blocked."""
    term = incident.term
    standing = incident.roll.get(term.member) if term is not None else None
    if term is None or not term.heard or standing is None or standing.unreachable is None:
        return None
    return standing.unreachable_at or term.since


def successor(incident: Incident) -> str | None:
    """Who is asked next: down the order, then those above; who can be reached, is here and was not asked yet."""
    term = incident.term
    if term is None or not wanting(incident):
        return None
    order = _order(incident)
    place = order.index(term.member) if term.member in order else -1
    asked = {term.member, *(offer.member for offer in term.offers)}
    for member in (*order[place + 1 :], *order[: max(place, 0)]):
        if member not in asked and member not in incident.away and incident.roll[member].unreachable is None:
            return member
    return None


def timers(incident: Incident) -> Iterator[Timer]:
    """When the next one is asked to take over."""
    term, following = incident.term, successor(incident)
    if term is None or following is None:
        return
    wait = incident.plan.times.commander_silent
    if term.offers:
        when = max(term.offers[-1].at, incident.roll_from) + wait
    elif term.member in incident.away:
        when = max(term.since, incident.away[term.member])
    elif (lost := lost_since(incident)) is not None:
        when = max(term.since, lost)
    else:
        when = max(term.since, incident.roll_from) + wait
    yield Timer(when=when, command=c.OfferCommand(by=SYSTEM, number=incident.number, member=following), silence=True)


def begun(incident: Incident, member: str, at: datetime, *, heard: bool = False) -> Incident:
    """The incident under that commander."""
    return replace(incident, terms=(*incident.terms, Term(member=member, since=at, heard=heard)))


def after(incident: Incident, event: e.IncidentEvent) -> Incident:
    """Note that the commander was heard: their own word or deed, or an answer that somebody gives for them."""
    term = incident.term
    if term is None or term.heard or isinstance(event, e.CommandTaken | e.AbsenceNoted):
        return incident
    if event.by != term.member and not (isinstance(event, e.Answered) and event.member == term.member):
        return incident
    return replace(incident, terms=(*incident.terms[:-1], replace(term, heard=True)))


def asked(incident: Incident, event: e.CommandOffered) -> Incident:
    """The incident after somebody was asked to take over."""
    term = incident.term
    if term is None:
        return incident
    offers = (*term.offers, Offer(member=event.member, at=event.at, late=event.late))
    return replace(incident, terms=(*incident.terms[:-1], replace(term, offers=offers)))


def _order(incident: Incident) -> tuple[str, ...]:
    return tuple(member.id for member in incident.roster.with_role(*incident.plan.succession))


def _take(incident: Incident, command: c.TakeCommand, at: datetime) -> Decision:
    """One winner: whoever comes second is told who commands."""
    term = incident.term
    if term is None or command.by not in _order(incident):
        return Refused(key="refused.gone")
    if term.member == command.by:
        return ()
    if incident.phase is not Phase.RESPONSE:
        return Refused(key="command.over", values={"number": incident.number})
    if not (outranks(incident, command.by) or offered(incident, command.by)):
        return Refused(key="command.held", values={"name": incident.name(term.member)})
    return (recorder(incident, command, at)(e.CommandTaken, previous=term.member),)
