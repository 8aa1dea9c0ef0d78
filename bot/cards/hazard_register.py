"""/hazards: what is open, whose it is and since when, the overdue first; for others than leaders their own."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.hazard_lines import named, row
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, writer
from bot.domain.hazard import events as e
from bot.domain.hazard.commands import ShowHazard, ShowRegister
from bot.domain.hazard.state import Hazard
from bot.domain.message import Event
from bot.domain.unit import Unit

_ROWS: Final = 8  # hazards on one page


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The page that somebody has turned to."""
    if isinstance(event, e.RegisterTurned):
        yield Ref(draw=draw, ordinal=event.ordinal)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """The register as it is when somebody asks for it or turns a page."""
    shown = unit.hazards.pages.get(ref.ordinal)
    if shown is None:
        return None
    write, staff = writer(unit), unit.staff
    today, leads = staff.today(shown.at), staff.leads(shown.member)
    mine = [h for h in unit.hazards.open() if leads or shown.member in (h.reporter, h.owner, *h.verifiers)]
    found = sorted(mine, key=lambda h: (not h.overdue(today), h.due or date.max, h.number))
    pages = max(1, -(-len(found) // _ROWS))
    page = min(shown.page, pages - 1)
    here = found[page * _ROWS : (page + 1) * _ROWS]
    lines = (
        [*_lines(unit, found, here, write, today=today, leads=leads)] if found else [write.t("hazard.register_none")]
    )
    if pages > 1:
        lines.append(write.t("hazard.register_page", page=page + 1, pages=pages, time=write.day_time(shown.at)))
    return Card(
        key=f"hazard/register/{ref.ordinal}",
        to=f"member:{shown.member}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        buttons=tuple(_buttons(here, page, pages, ref.ordinal, write)),
    )


def _lines(
    unit: Unit, found: list[Hazard], here: list[Hazard], write: Writer, *, today: date, leads: bool
) -> Iterator[str]:
    overdue = sum(hazard.overdue(today) for hazard in found)
    key = "hazard.register" if leads else "hazard.register_own"
    yield bold(write.t(key, count=len(found), overdue=overdue))
    for hazard in here:
        yield named(hazard)
        yield row(unit, hazard, write, today)


def _buttons(here: list[Hazard], page: int, pages: int, ordinal: int, write: Writer) -> Iterator[tuple[Button, ...]]:
    opens = [Button(text=hazard.number, command=ShowHazard(hazard=hazard.number)) for hazard in here]
    yield from (tuple(opens[at : at + 3]) for at in range(0, len(opens), 3))
    earlier = Button(text=write.t("button.hazard_earlier"), command=ShowRegister(page=page - 1, ordinal=ordinal))
    later = Button(text=write.t("button.hazard_later"), command=ShowRegister(page=page + 1, ordinal=ordinal))
    turning = (*([earlier] if page > 0 else []), *([later] if page < pages - 1 else []))
    if turning:
        yield turning
