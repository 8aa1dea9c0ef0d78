"""To the other leaders, where the plan wants two: an activation waits for their word."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.desk import events as e
from bot.domain.desk.commands import AgreeActivation, OpposeActivation
from bot.domain.desk.state import Fate, Proposal
from bot.domain.message import Event
from bot.domain.unit import Unit

_ENDED: Final = {
    Fate.CONFIRMED: "second.went_out",
    Fate.WITHDRAWN: "second.withdrawn",
    Fate.OVERTAKEN: "proposal.overtaken",
    Fate.OPPOSED: "second.stopped",
    Fate.UNSECONDED: "second.unanswered",
}


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """A card each to those who were asked."""
    match event:
        case (
            e.SecondAsked()
            | e.SecondAgreed()
            | e.SecondOpposed()
            | e.SecondLapsed()
            | e.ActivationConfirmed()
            | e.ActivationWithdrawn()
            | e.ActivationOvertaken()
        ):
            proposal = unit.desk.proposals.get(event.proposal)
            if proposal is not None and isinstance(event, e.SecondOpposed | e.SecondLapsed):
                at = millisecond(event.at)
                yield Ref(draw=draw_author, subject=event.proposal, other=event.by, ordinal=at)
            for leader in proposal.asked if proposal is not None else ():
                yield Ref(draw=draw, subject=event.proposal, other=leader)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card | None:
    """「同意启动」「不同意」; afterwards, how it ended."""
    proposal = unit.desk.proposals.get(ref.subject)
    if proposal is None or proposal.second_until is None:
        return None
    write = writer(unit, exercise=proposal.exercise)
    is_open = proposal.fate is Fate.AWAITING
    words = "button.agree_exercise" if proposal.exercise else "button.agree_activation"
    agree = Button(text=write.t(words), command=AgreeActivation(proposal=proposal.id), style=Style.DANGER)
    oppose = Button(text=write.t("button.oppose_activation"), command=OpposeActivation(proposal=proposal.id))
    buttons = (agree,) if ref.other in proposal.opposed_by else (agree, oppose)
    return Card(
        key=f"desk/second/{proposal.id}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.ALERT,
        text=write.page([*_what(unit, proposal, write), *_standing(unit, proposal, write)]),
        buttons=(buttons,) if is_open else (),
        closed=not is_open,
    )


def draw_author(unit: Unit, ref: Ref) -> Card | None:
    """To the author, who looks away by now: somebody disagrees, or nobody agreed."""
    proposal = unit.desk.proposals.get(ref.subject)
    if proposal is None or proposal.fate is Fate.CONFIRMED:
        return None  # the alert says it all
    if any(other.again and other.by == proposal.by for other in unit.desk.open_proposals()):
        return None  # so does the question that follows
    write = writer(unit, exercise=proposal.exercise)
    if proposal.fate is Fate.AWAITING:
        line = write.t("second.objection", name=said(name_of(unit, ref.other)))
    else:
        line = ended(unit, proposal, write)
    return Card(
        key=f"desk/second/{proposal.id}/author/{ref.ordinal}",
        to=f"member:{proposal.by}",
        lane=Lane.ALERT,
        text=write.page([bold(line)]),
    )


def waiting(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    """For its author: whose word it waits for, until when, and what silence means."""
    if proposal.second_until is None:
        return
    names = write.t("list.comma").join(said(name_of(unit, member)) for member in proposal.asked)
    yield bold(write.t("second.waiting", names=names, time=write.clock(proposal.second_until)))
    yield from _objections(unit, proposal, write)
    yield _silence(proposal, write)


def ended(unit: Unit, proposal: Proposal, write: Writer) -> str:
    """How it ended, in one line."""
    name = said(name_of(unit, proposal.ended_by or ""))
    return write.t(_ENDED[proposal.fate], number=proposal.number or "", name=name)


def _what(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    t, author = write.t, unit.roster.find(proposal.by)
    yield bold(t("second.heading_exercise" if proposal.exercise else "second.heading"))
    phone = author.phone if author else ""
    key = "second.author_exercise" if proposal.exercise else "second.author"
    yield t(key, name=said(name_of(unit, proposal.by)), phone=phone)
    yield t("alert.where", place=said(proposal.place) or t("unknown_yet"))
    yield t("alert.what", what=said(proposal.what) or t("unknown_yet"))


def _standing(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    t = write.t
    yield ""
    if proposal.fate is not Fate.AWAITING or proposal.second_until is None:
        yield bold(ended(unit, proposal, write))
        return
    yield from _objections(unit, proposal, write)
    yield t("second.by_when", time=write.clock(proposal.second_until))
    yield _silence(proposal, write)


def _silence(proposal: Proposal, write: Writer) -> str:
    key = "second.then_proceeds" if proposal.proceeds else "second.then_stops"
    return write.t(f"{key}_exercise" if proposal.exercise else key)


def _objections(unit: Unit, proposal: Proposal, write: Writer) -> Iterator[str]:
    for member in proposal.opposed_by:
        yield write.t("second.objection", name=said(name_of(unit, member)))
