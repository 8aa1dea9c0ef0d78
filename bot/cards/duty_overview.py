"""/duties for whoever leads: each duty with its latest round, who is behind and since when."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

from bot.cards.card import Button, Card, Lane
from bot.cards.duty_words import named, who
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.duty.commands import OpenRound
from bot.domain.duty.state import Part, Round
from bot.domain.unit import Unit

T = TypeVar("T")
_NAMES: Final = 12
_BUTTONS: Final = 20
_SHORT: Final = 14  # characters of a button with another beside it
_LONG: Final = 40


def overview(unit: Unit, member: str, origin: str, today: date) -> Card:
    """The whole picture on that day, with a button a duty that opens a round."""
    write = writer(unit)
    open_ = [
        Button(text=clip(duty.title, _LONG), command=OpenRound(duty=duty.id)) for duty in unit.plan.duties[:_BUTTONS]
    ]
    row = 2 if all(len(button.text) <= _SHORT for button in open_) else 1
    return Card(
        key=f"answer/{origin}/duties",
        to=f"member:{member}",
        lane=Lane.TAPPED,
        text=write.page(_lines(unit, write, today)),
        buttons=[open_[i : i + row] for i in range(0, len(open_), row)],
    )


def _lines(unit: Unit, write: Writer, today: date) -> Iterator[str]:
    t = write.t
    yield bold(t("duty.overview"))
    known = {duty.id: unit.duties.rounds.get(duty.id, {}) for duty in unit.plan.duties}
    for periods in {**known, **unit.duties.rounds}.values():
        if periods:
            *older, latest = periods.values()
            yield ""
            yield from _round(unit, latest, write, today)
            yield from _older(older, write)
    waiting = [
        t("duty.title", title=said(duty.title), clause=duty.clause) for duty in unit.plan.duties if not known[duty.id]
    ]
    if waiting:
        yield ""
        yield t("duty.no_round", titles=t("list.comma").join(waiting))
    period = next((p for p in reversed(unit.duties.periods)), None)
    if period is not None:
        yield ""
        yield t("period.latest", name=said(period.name), until=write.day(period.end))
    yield ""
    yield t("duty.open_how")


def _round(unit: Unit, found: Round, write: Writer, today: date) -> Iterator[str]:
    t = write.t
    parts = [part for part in found.parts.values() if not part.left]
    done = [part for part in parts if part.done]
    yield named(unit, found, write)
    late = "duty.behind" if found.due_on < today else "duty.progress"
    key = "duty.complete" if len(done) == len(parts) else late
    yield t(key, done=len(done), total=len(parts), due=write.day(found.due_on))
    behind = [part for part in parts if not part.done]
    if behind:
        yield t("duty.missed_by", names=_named(behind, lambda part: _behind(part, write), write))


def _older(rounds: Sequence[Round], write: Writer) -> Iterator[str]:
    """Who still owes what was due in an earlier round, and since when; whoever is behind longest comes first."""
    due: dict[str, list[tuple[date, Part]]] = {}
    for found in rounds:
        for subject, part in found.parts.items():
            if part.open:
                due.setdefault(subject, []).append((found.due_on, part))
    behind = sorted(due.values(), key=lambda owed: (owed[0][0], -len(owed)))
    if behind:
        yield write.t("duty.older", names=_named(behind, lambda owed: _since(owed, write), write))


def _since(owed: Sequence[tuple[date, Part]], write: Writer) -> str:
    first, part = owed[0]
    return write.t("duty.since", name=who(part, write), since=f"{first:%m-%d}", count=len(owed))


def _named(behind: Sequence[T], words: Callable[[T], str], write: Writer) -> str:
    """The first by name and a count of the others, for whom no words are made: there may be a thousand."""
    names = [words(one) for one in behind[:_NAMES]]
    if len(behind) > _NAMES:
        names.append(write.t("list.more", count=len(behind) - _NAMES))
    return write.t("list.comma").join(names)


def _behind(part: Part, write: Writer) -> str:
    """Who is behind, and whether they said that they cannot."""
    name = who(part, write)
    return write.t("duty.cannot", name=name) if part.answer is not None else name
