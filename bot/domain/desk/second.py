"""Decisions about the second leader, where the plan wants one for an activation."""

from datetime import datetime, timedelta

from bot.domain.desk.commands import AgreeActivation, LapseSecond, OpposeActivation
from bot.domain.desk.events import ActivationProposed, DeskEvent, SecondAgreed, SecondAsked, SecondLapsed, SecondOpposed
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


def decide(
    desk: Desk, command: AgreeActivation | OpposeActivation | LapseSecond, at: datetime, *, entitled: bool
) -> Decision:
    """Events or a refusal. `carried` says of the events whether the activation follows from them.

    `entitled`: whether the author may still activate; silence lets nothing out for somebody who may not.
    """
    proposal = desk.proposals.get(command.proposal)
    if proposal is None:
        return Refused(key="refused.gone")
    if isinstance(command, LapseSecond):
        return _lapse(desk, proposal, command, at, entitled=entitled)
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


def void(proposal: Proposal, by: str, at: datetime) -> SecondLapsed:
    """It waits no longer, and nothing goes out."""
    return SecondLapsed(at=at, by=by, proposal=proposal.id, proceeds=False)


def _lapse(
    desk: Desk, proposal: Proposal, command: LapseSecond, at: datetime, *, entitled: bool
) -> tuple[DeskEvent, ...]:
    """What silence means; but nobody was silent while we slept, and what is hours old nobody expects any more.

    When the time was over for as long again as the wait itself, nothing goes out and the author is asked again.
    """
    if proposal.fate is not Fate.AWAITING or proposal.second_until is None or at < proposal.second_until:
        return ()
    wait = proposal.second_until - proposal.asked_at if proposal.asked_at else timedelta()
    stale = at - proposal.second_until > wait
    proceeds = proposal.proceeds and entitled and not stale
    lapsed = SecondLapsed(at=at, by=command.by, proposal=proposal.id, proceeds=proceeds, late=command.late)
    return (lapsed, _again(desk, proposal, at, at + wait)) if stale and entitled else (lapsed,)


def _again(desk: Desk, proposal: Proposal, at: datetime, expires: datetime) -> ActivationProposed:
    return ActivationProposed(
        at=at,
        by=proposal.by,
        proposal=f"{desk.proposal_count + 1}",
        exercise=proposal.exercise,
        place=proposal.place,
        what=proposal.what,
        lead=proposal.lead,
        expires=expires,
        again=True,
    )


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
