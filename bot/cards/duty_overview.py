"""/duties for whoever leads: each duty with its latest round, who is behind and since when."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.duty import day_name, named, who
from bot.cards.ref import Drawn
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.duty.commands import OpenRound
from bot.domain.duty.state import Part, Round
from bot.domain.unit import Unit

_NAMES: Final = 12
_BUTTONS: Final = 20


def overview(unit: Unit, member: str, origin: str) -> Drawn:
    """The whole picture, with a button a duty that opens a round today."""
    write = writer(unit)
    open_ = [Button(text=duty.title[:24], command=OpenRound(duty=duty.id)) for duty in unit.plan.duties[:_BUTTONS]]
    return Card(
        key=f"answer/{origin}/duties",
        to=f"member:{member}",
        lane=Lane.TAPPED,
        text=write.page(_lines(unit, write)),
        buttons=[open_[i : i + 2] for i in range(0, len(open_), 2)],
    )


def _lines(unit: Unit, write: Writer) -> Iterator[str]:
    t = write.t
    yield bold(t("duty.overview"))
    titles = {duty.id for duty in unit.plan.duties}
    for duty in unit.plan.duties:
        rounds = list(unit.duties.rounds.get(duty.id, {}).values())
        yield ""
        if not rounds:
            yield t("duty.no_round", title=said(duty.title), clause=duty.clause)
            continue
        yield from _round(unit, rounds[-1], write)
    for periods in (rounds for duty, rounds in unit.duties.rounds.items() if duty not in titles):
        yield ""
        yield from _round(unit, list(periods.values())[-1], write)
    period = next((p for p in reversed(unit.duties.periods)), None)
    if period is not None:
        yield ""
        yield t("period.latest", name=said(period.name), until=day_name(write, period.end))
    yield ""
    yield t("duty.open_how")


def _round(unit: Unit, found: Round, write: Writer) -> Iterator[str]:
    t = write.t
    parts = [part for part in found.parts.values() if not part.left]
    done = [part for part in parts if part.done]
    yield named(unit, found, write)
    key = "duty.complete" if len(done) == len(parts) else "duty.progress"
    yield t(key, done=len(done), total=len(parts), due=day_name(write, found.due_on))
    behind = [part for part in parts if not part.done]
    if behind:
        names = [_behind(part, write) for part in behind]
        yield t("duty.missed_by", names=t("list.comma").join(write.listed(names, most=_NAMES)))


def _behind(part: Part, write: Writer) -> str:
    """Who is behind, and whether they said that they cannot."""
    name = who(part, write)
    return write.t("duty.cannot", name=name) if part.answer is not None else name
