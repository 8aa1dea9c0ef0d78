"""Decisions about the second leader, where the plan wants one for an activation."""

from datetime import datetime

from bot.domain.desk.commands import AgreeActivation, LapseSecond, OpposeActivation
from bot.domain.desk.events import DeskEvent, SecondAgreed, SecondAsked, SecondLapsed, SecondOpposed
from bot.domain.desk.state import Desk, Fate, Proposal
from bot.domain.message import Refused
from config.command import SecondConfirmation

Decision = tuple[DeskEvent, ...] | Refused


def ask(proposal: Proposal, rule: SecondConfirmation, leaders: tuple[str, ...], at: datetime) -> SecondAsked:
    """The leaders are asked; what silence means is written down with the question."""
    return SecondAsked(
        at=at,
        by=proposal.by,
        proposal=proposal.id,
        leaders=leaders,
        until=at + rule.within,
        proceeds=rule.then == "proceed",
    )


def decide(desk: Desk, command: AgreeActivation | OpposeActivation | LapseSecond, at: datetime) -> Decision:
    """Events or a refusal. `carried` says of the events whether the activation follows from them."""
    proposal = desk.proposals.get(command.proposal)
    if proposal is None:
        return Refused(key="refused.gone")
    if isinstance(command, LapseSecond):
        due = proposal.fate is Fate.AWAITING and proposal.second_until is not None and at >= proposal.second_until
        lapsed = SecondLapsed(at=at, by=command.by, proposal=proposal.id, proceeds=proposal.proceeds, late=command.late)
        return (lapsed,) if due else ()
    if proposal.by == command.by:
        return Refused(key="second.own")
    if proposal.fate is not Fate.AWAITING:
        return _decided(proposal, command)
    if isinstance(command, AgreeActivation):
        return (SecondAgreed(at=at, by=command.by, proposal=proposal.id),)
    if command.by in proposal.opposed_by:
        return ()
    return (SecondOpposed(at=at, by=command.by, proposal=proposal.id, stops=not proposal.proceeds),)


def carried(events: tuple[DeskEvent, ...]) -> bool:
    """Whether the activation goes out upon these events."""
    return any(isinstance(e, SecondAgreed) or (isinstance(e, SecondLapsed) and e.proceeds) for e in events)


def waiting(desk: Desk, *, exercise: bool) -> Proposal | None:
    """The activation that waits for a second leader."""
    waits = (p for p in desk.proposals.values() if p.fate is Fate.AWAITING and p.exercise is exercise)
    return next(waits, None)


def _decided(proposal: Proposal, command: AgreeActivation | OpposeActivation) -> Decision:
    """The question is settled: whoever settled it this way repeats themselves, another is told how it ended."""
    agreed = isinstance(command, AgreeActivation) and proposal.seconded_by == command.by
    opposed = isinstance(command, OpposeActivation) and command.by in proposal.opposed_by
    if agreed or opposed:
        return ()
    match proposal.fate:
        case Fate.CONFIRMED | Fate.OVERTAKEN:
            return Refused(key="second.activated", values={"number": proposal.number or ""})
        case Fate.OPPOSED:
            return Refused(key="second.opposed")
        case Fate.UNSECONDED:
            return Refused(key="second.lapsed")
        case _:
            return Refused(key="proposal.withdrawn")
