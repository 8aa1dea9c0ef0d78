"""To the office: who has not enrolled yet, and how to invite them."""

from collections.abc import Iterator

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref
from bot.cards.writing import bold, name_of, said, writer
from bot.domain.authority import Right, holders
from bot.domain.message import Event
from bot.domain.people.events import InvitationsReminded
from bot.domain.people.invitations import missing
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """A message each to the office; to the leaders where nobody of the office is enrolled."""
    if isinstance(event, InvitationsReminded):
        office = [m.id for m in unit.roster.with_role(unit.plan.office) if unit.people.reachable(m.id)]
        for member in office or [m.id for m in holders(unit.plan, unit.roster, Right.AUTHORITY)]:
            other = "late" if event.late else ""
            yield Ref(draw=draw, subject=member, ordinal=int(event.at.timestamp()), other=other)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """The names, and what to do."""
    ids = missing(unit.people, unit.roster)
    if not ids:
        return None
    write = writer(unit)
    t = write.t
    names = write.listed([said(name_of(unit, member)) for member in ids], most=30)
    lines = [
        bold(t.plural("paper.missing.heading", len(ids))),
        t("list.comma").join(names),
        t("paper.missing.do"),
        *([t("paper.missing.late")] if ref.other else []),
    ]
    return Card(
        key=f"people/missing/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG,
        text=write.page(lines),
    )
