"""The confirmation of an activation or an exercise: whom it will alert, before anything is sent (clause 4.2d)."""

from collections.abc import Iterator
from typing import Final

from bot.cards import second
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.desk import events as e
from bot.domain.desk.commands import ConfirmActivation, WithdrawActivation
from bot.domain.desk.state import Fate, Proposal
from bot.domain.message import Event
from bot.domain.unit import Unit

_ENDED: Final = {
    Fate.CONFIRMED: "proposal.confirmed",
    Fate.WITHDRAWN: "proposal.withdrawn",
    Fate.LAPSED: "proposal.lapsed",
    Fate.OVERTAKEN: "proposal.overtaken",
}


def touched(_unit: Unit, event: Event) -> Iterator[Ref]:
    """The proposal that an event opens or ends."""
    match event:
        case (
            e.ActivationProposed()
            | e.ActivationConfirmed()
            | e.ActivationWithdrawn()
            | e.ActivationLapsed()
            | e.ActivationOvertaken()
            | e.SecondAsked()
            | e.SecondOpposed()
            | e.SecondLapsed()
        ):
            yield Ref(draw=draw, subject=event.proposal)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To the author of the proposal; it cannot be confirmed from anywhere else."""
    proposal = unit.desk.proposals.get(ref.subject)
    if proposal is None:
        return None
    write = writer(unit, exercise=proposal.exercise)
    is_open, awaiting = proposal.fate is Fate.OPEN, proposal.fate is Fate.AWAITING
    confirm = Button(
        text=write.t("button.confirm_exercise" if proposal.exercise else "button.confirm"),
        command=ConfirmActivation(proposal=proposal.id),
        style=Style.PRIMARY if proposal.exercise else Style.DANGER,
    )
    cancel = Button(text=write.t("button.cancel"), command=WithdrawActivation(proposal=proposal.id))
    return Card(
        key=f"desk/proposal/{proposal.id}",
        to=f"member:{proposal.by}",
        lane=Lane.ALERT,
        text=write.page(_open(unit, proposal, write) if is_open else _closed(unit, proposal, write)),
        buttons=((confirm, cancel),) if is_open else ((cancel,),) if awaiting else (),
        closed=not (is_open or awaiting),
    )


def _open(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    t = write.t
    yield bold(t("proposal.heading_exercise" if proposal.exercise else "proposal.heading"))
    if proposal.again:
        yield bold(t("proposal.again"))
    yield t("alert.where", place=said(proposal.place) or t("unknown_yet"))
    yield t("alert.what", what=said(proposal.what) or t("unknown_yet"))
    lead = unit.desk.leads.get(proposal.lead) if proposal.lead else None
    if lead is not None:
        yield t("proposal.lead", name=said(name_of(unit, lead.reporter)), time=write.time(lead.at))
    yield ""
    yield bold(t("proposal.alerts", count=len(unit.roster.members)))
    for tier in sorted(unit.plan.tiers, key=lambda tier: tier.number):
        count = sum(member.tier == tier.number for member in unit.roster.members)
        yield t("proposal.tier", number=tier.number, name=said(tier.name), count=count)
    unreachable = sum(not unit.people.reachable(member.id) for member in unit.roster.members)
    if unreachable:
        yield t("proposal.unreachable", count=unreachable)
    names = t("list.comma").join(said(group.name) for group in unit.plan.groups)
    yield t("proposal.groups", count=len(unit.plan.groups), names=names)
    running = unit.running()
    if running is not None and running.exercise and not proposal.exercise:
        yield bold(t("proposal.ends_exercise", number=running.number))
    yield ""
    yield t("proposal.expires", time=write.clock(proposal.expires))


def _closed(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    t = write.t
    yield bold(t("proposal.heading_exercise" if proposal.exercise else "proposal.heading"))
    if proposal.fate is Fate.AWAITING:
        yield from second.waiting(unit, proposal, write)
    elif proposal.fate in _ENDED:
        yield t(_ENDED[proposal.fate], number=proposal.number or "")
    else:
        yield second.ended(unit, proposal, write)
