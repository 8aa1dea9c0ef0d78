"""Decisions about leads and about proposals to activate; confirming one opens the incident elsewhere."""

from datetime import datetime, timedelta

from bot.domain.desk import second
from bot.domain.desk.commands import (
    AgreeActivation,
    ConfirmActivation,
    DeskCommand,
    ExtendLead,
    JudgeLead,
    LapseActivation,
    LapseSecond,
    OpposeActivation,
    ProposeActivation,
    ReportLead,
    WithdrawActivation,
)
from bot.domain.desk.events import (
    ActivationConfirmed,
    ActivationLapsed,
    ActivationOvertaken,
    ActivationProposed,
    ActivationWithdrawn,
    DeskEvent,
    LeadExtended,
    LeadJudged,
    LeadReported,
    Verdict,
)
from bot.domain.desk.state import Desk, Fate, Proposal
from bot.domain.message import Refused

Decision = tuple[DeskEvent, ...] | Refused


def decide(desk: Desk, command: DeskCommand, at: datetime, *, confirm_within: timedelta) -> Decision:
    """Events or a refusal; a repeated command gives no event."""
    match command:
        case ReportLead():
            return _report(desk, command, at)
        case ExtendLead():
            if command.lead not in desk.leads:
                return Refused(key="refused.gone")
            return (
                LeadExtended(
                    at=at,
                    by=command.by,
                    lead=command.lead,
                    text=command.text,
                    photo=command.photo,
                    location=command.location,
                ),
            )
        case JudgeLead():
            return _judge(desk, command, at)
        case ProposeActivation():
            return _propose(desk, command, at, confirm_within)
        case ConfirmActivation() | AgreeActivation() | OpposeActivation() | LapseSecond():
            raise TypeError("what may open an incident is decided for the unit as a whole")
        case WithdrawActivation():
            return _end(desk, command.proposal, command.by, at, lapse=False)
        case LapseActivation():
            return _end(desk, command.proposal, command.by, at, lapse=True)
        case _:
            raise TypeError(f"not a command of the desk: {command!r}")


def confirm(desk: Desk, command: ConfirmActivation, at: datetime, *, number: str) -> Decision:
    """End the proposal as confirmed, and every other open one as overtaken."""
    proposal = desk.proposals.get(command.proposal)
    if proposal is None or proposal.by != command.by:
        return Refused(key="refused.gone")
    match proposal.fate:
        case Fate.OPEN if at > proposal.expires:
            return Refused(key="proposal.lapsed")
        case Fate.OPEN:
            return confirmed(desk, proposal, at, number=number)
        case Fate.CONFIRMED | Fate.AWAITING:
            return ()
        case Fate.OPPOSED:
            return Refused(key="second.opposed")
        case Fate.UNSECONDED:
            return Refused(key="second.lapsed")
        case Fate.WITHDRAWN:
            return Refused(key="proposal.withdrawn")
        case Fate.LAPSED:
            return Refused(key="proposal.lapsed")
        case Fate.OVERTAKEN:
            return Refused(key="activation.overtaken", values={"number": proposal.number or ""})


def confirmed(desk: Desk, proposal: Proposal, at: datetime, *, number: str) -> tuple[DeskEvent, ...]:
    """The proposal becomes the incident of that number."""
    return (
        ActivationConfirmed(at=at, by=proposal.by, proposal=proposal.id, number=number),
        *_judged_by_activation(desk, proposal, at),
        *overtake(desk, at, proposal.by, number, but=proposal.id),
    )


def overtake(desk: Desk, at: datetime, by: str, number: str, *, but: str) -> tuple[DeskEvent, ...]:
    """Other proposals that are open, or wait for a second leader, make no sense once an incident is open."""
    return tuple(
        ActivationOvertaken(at=at, by=by, proposal=other.id, number=number)
        for other in desk.proposals.values()
        if other.fate in (Fate.OPEN, Fate.AWAITING) and other.id != but
    )


def _report(desk: Desk, command: ReportLead, at: datetime) -> Decision:
    if not (command.text or command.photo or command.location):
        return Refused(key="lead.empty")
    lead = f"{desk.lead_count + 1}"
    return (
        LeadReported(
            at=at, by=command.by, lead=lead, text=command.text, photo=command.photo, location=command.location
        ),
    )


def _judge(desk: Desk, command: JudgeLead, at: datetime) -> Decision:
    """The latest judgement counts, but an activated lead stays activated."""
    lead = desk.leads.get(command.lead)
    if lead is None:
        return Refused(key="refused.gone")
    if lead.verdict is command.verdict:
        return ()
    if lead.verdict is Verdict.ACTIVATED:
        return Refused(key="lead.activated")
    return (LeadJudged(at=at, by=command.by, lead=lead.id, verdict=command.verdict),)


def _propose(desk: Desk, command: ProposeActivation, at: datetime, confirm_within: timedelta) -> Decision:
    """A new proposal replaces the author's older one; the same one again, still open, is a repeat."""
    place, what = command.place, command.what
    if command.lead is not None:
        lead = desk.leads.get(command.lead)
        if lead is None:
            return Refused(key="refused.gone")
        what = what or " ".join(lead.texts)
    waits = second.waiting(desk, exercise=command.exercise)
    if waits is not None and waits.by == command.by:
        return Refused(key="second.waiting")
    mine = [proposal for proposal in desk.open_proposals() if proposal.by == command.by]
    asked = (command.exercise, place, what, command.lead)
    if any((p.exercise, p.place, p.what, p.lead) == asked and at <= p.expires for p in mine):
        return ()
    return (
        *(ActivationWithdrawn(at=at, by=command.by, proposal=proposal.id) for proposal in mine),
        ActivationProposed(
            at=at,
            by=command.by,
            proposal=f"{desk.proposal_count + 1}",
            exercise=command.exercise,
            place=place,
            what=what,
            lead=command.lead,
            expires=at + confirm_within,
        ),
    )


def _end(desk: Desk, proposal_id: str, by: str, at: datetime, *, lapse: bool) -> Decision:
    proposal = desk.proposals.get(proposal_id)
    if proposal is None:
        return Refused(key="refused.gone")
    stoppable = (Fate.OPEN,) if lapse else (Fate.OPEN, Fate.AWAITING)
    if proposal.fate not in stoppable:
        return () if lapse or proposal.fate is Fate.WITHDRAWN else Refused(key="refused.gone")
    if lapse:
        return (ActivationLapsed(at=at, by=by, proposal=proposal.id),)
    return (ActivationWithdrawn(at=at, by=by, proposal=proposal.id),)


def _judged_by_activation(desk: Desk, proposal: Proposal, at: datetime) -> tuple[DeskEvent, ...]:
    lead = desk.leads.get(proposal.lead) if proposal.lead else None
    if lead is None or lead.verdict is Verdict.ACTIVATED:
        return ()
    return (LeadJudged(at=at, by=proposal.by, lead=lead.id, verdict=Verdict.ACTIVATED),)
