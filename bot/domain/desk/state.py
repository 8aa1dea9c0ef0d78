"""The fold of the stream `desk`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.domain.desk.commands import LapseActivation, LapseSecond
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
    SecondAgreed,
    SecondAsked,
    SecondLapsed,
    SecondOpposed,
    Verdict,
)
from bot.domain.message import SYSTEM, Timer

T = TypeVar("T")
KEPT: Final = 50  # leads and proposals remembered; older ones have long been rendered closed


class Fate(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    AWAITING = "awaiting"  # confirmed, and a second leader is asked
    OPPOSED = "opposed"  # another leader stopped it
    UNSECONDED = "unseconded"  # nobody agreed in time, and the plan says stop


@dataclass(frozen=True, kw_only=True)
class Lead:
    """One report of an emergency, and what the leaders made of it."""

    id: str
    reporter: str
    at: datetime
    texts: tuple[str, ...]
    photos: tuple[str, ...] = ()
    locations: tuple[tuple[float, float], ...] = ()
    verdict: Verdict | None = None
    judged_by: str | None = None
    judged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An activation that waits for its confirmation, or did."""

    id: str
    by: str
    at: datetime
    exercise: bool
    place: str
    what: str
    lead: str | None
    expires: datetime
    fate: Fate = Fate.OPEN
    number: str | None = None  # of the incident it became, or that overtook it
    ended_by: str | None = None
    again: bool = False  # asked of its author once more, after a wait that we slept through
    asked: tuple[str, ...] = ()  # leaders asked to agree
    asked_at: datetime | None = None
    second_until: datetime | None = None
    proceeds: bool = False  # what silence means
    seconded_by: str | None = None
    opposed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Leads and proposals, oldest first."""

    leads: Mapping[str, Lead] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    lead_count: int = 0
    proposal_count: int = 0

    def open_proposals(self) -> Iterator[Proposal]:
        """Those that could still be confirmed."""
        return (proposal for proposal in self.proposals.values() if proposal.fate is Fate.OPEN)

    def latest_lead(self, reporter: str) -> Lead | None:
        """The newest lead of this person that nobody has closed, for adding a picture or a location to it."""
        mine = [lead for lead in self.leads.values() if lead.reporter == reporter]
        return mine[-1] if mine and mine[-1].verdict in (None, Verdict.VERIFY) else None


def apply(desk: Desk, event: DeskEvent) -> Desk:
    """The state after the event."""
    match event:
        case LeadReported():
            lead = Lead(
                id=event.lead,
                reporter=event.by,
                at=event.at,
                texts=(event.text,) if event.text else (),
                photos=(event.photo,) if event.photo else (),
                locations=(event.location,) if event.location else (),
            )
            return replace(desk, leads=_latest({**desk.leads, lead.id: lead}), lead_count=desk.lead_count + 1)
        case LeadExtended():
            lead = desk.leads[event.lead]
            lead = replace(
                lead,
                texts=(*lead.texts, event.text) if event.text else lead.texts,
                photos=(*lead.photos, event.photo) if event.photo else lead.photos,
                locations=(*lead.locations, event.location) if event.location else lead.locations,
            )
            return replace(desk, leads={**desk.leads, lead.id: lead})
        case LeadJudged():
            lead = replace(desk.leads[event.lead], verdict=event.verdict, judged_by=event.by, judged_at=event.at)
            return replace(desk, leads={**desk.leads, lead.id: lead})
        case ActivationProposed():
            proposal = Proposal(
                id=event.proposal,
                by=event.by,
                at=event.at,
                exercise=event.exercise,
                place=event.place,
                what=event.what,
                lead=event.lead,
                expires=event.expires,
                again=event.again,
            )
            return replace(
                desk,
                proposals=_latest({**desk.proposals, proposal.id: proposal}),
                proposal_count=desk.proposal_count + 1,
            )
        case ActivationConfirmed():
            return _ended(desk, event.proposal, Fate.CONFIRMED, event.by, event.number)
        case ActivationWithdrawn():
            return _ended(desk, event.proposal, Fate.WITHDRAWN, event.by)
        case ActivationLapsed():
            return _ended(desk, event.proposal, Fate.LAPSED, event.by)
        case ActivationOvertaken():
            return _ended(desk, event.proposal, Fate.OVERTAKEN, event.by, event.number)
        case SecondAsked():
            return _changed(
                desk,
                event.proposal,
                fate=Fate.AWAITING,
                asked=event.leaders,
                asked_at=event.at,
                second_until=event.until,
                proceeds=event.proceeds,
            )
        case SecondAgreed():
            return _changed(desk, event.proposal, seconded_by=event.by)
        case SecondOpposed():
            opposed = (*desk.proposals[event.proposal].opposed_by, event.by)
            after = _changed(desk, event.proposal, opposed_by=opposed)
            return _ended(after, event.proposal, Fate.OPPOSED, event.by) if event.stops else after
        case SecondLapsed():
            return desk if event.proceeds else _ended(desk, event.proposal, Fate.UNSECONDED, event.by)
        case _:
            raise TypeError(f"not an event of the desk: {event!r}")


def timers(desk: Desk) -> Iterator[Timer]:
    """When open proposals lapse, and when the wait for a second leader is over."""
    for proposal in desk.open_proposals():
        yield Timer(when=proposal.expires, command=LapseActivation(by=SYSTEM, proposal=proposal.id))
    for proposal in desk.proposals.values():
        if proposal.fate is Fate.AWAITING and proposal.second_until is not None:
            lapse = LapseSecond(by=SYSTEM, proposal=proposal.id)
            # Where silence stops an activation, it must not be our own deafness that does.
            yield Timer(when=proposal.second_until, command=lapse, silence=not proposal.proceeds)


def _ended(desk: Desk, proposal: str, fate: Fate, by: str, number: str | None = None) -> Desk:
    return _changed(desk, proposal, fate=fate, number=number, ended_by=by)


def _changed(desk: Desk, proposal: str, **changes: Any) -> Desk:
    return replace(desk, proposals={**desk.proposals, proposal: replace(desk.proposals[proposal], **changes)})


def _latest(mapping: dict[str, T]) -> dict[str, T]:
    return mapping if len(mapping) <= KEPT else dict(list(mapping.items())[-KEPT:])
