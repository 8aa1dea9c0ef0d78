"""What every card about a hazard says: what it is, where, and how far it has come."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.cards.writing import Writer, bold, name_of, said
from bot.domain.hazard.state import Hazard, Phase
from bot.domain.unit import Unit

_NOTES: Final = 4  # the latest


def heading(hazard: Hazard, write: Writer) -> str:
    """Its number, and whether it is serious."""
    key = "hazard.heading_serious" if hazard.serious else "hazard.heading"
    return bold(write.t(key, number=hazard.number))


def about(unit: Unit, hazard: Hazard, write: Writer) -> Iterator[str]:
    """Place, words, pictures, who reported it, and what was added."""
    t = write.t
    yield t("hazard.place", place=said(hazard.place, 100)) if hazard.place else t("hazard.no_place")
    if hazard.text:
        yield t("hazard.words", text=said(hazard.text, 400))
    if hazard.photos:
        yield t("hazard.photos", count=len(hazard.photos))
    yield t("hazard.reporter", name=said(name_of(unit, hazard.reporter)), time=write.day_time(hazard.at))
    if hazard.source:
        yield t("hazard.from_round")
    for note in hazard.notes[-_NOTES:]:
        name = said(name_of(unit, note.by))
        yield t("hazard.note", name=name, time=write.day_time(note.at), text=said(note.text, 300))


def standing(unit: Unit, hazard: Hazard, write: Writer) -> Iterator[str]:
    """How far it has come, whose turn it is, and what is late."""
    t = write.t
    match hazard.phase:
        case Phase.FOUND if hazard.left:
            yield bold(t("hazard.owner_left", name=said(name_of(unit, hazard.left, hazard.owner_name))))
        case Phase.FOUND:
            yield bold(t("hazard.unassigned_long" if hazard.steps else "hazard.unassigned"))
        case Phase.ASSIGNED:
            assert hazard.due is not None
            name = said(name_of(unit, hazard.owner or "", hazard.owner_name))
            yield bold(t("hazard.assigned", name=name, due=day(hazard.due)))
            if hazard.steps:
                over = any(step != f"{Phase.ASSIGNED}-0" for step in hazard.steps)
                yield bold(t("hazard.overdue" if over else "hazard.due_today"))
        case Phase.FIXED:
            assert hazard.fixed_at is not None
            name = said(name_of(unit, hazard.fixed_by or ""))
            yield bold(t("hazard.fixed", name=name, time=write.day_time(hazard.fixed_at)))
            if hazard.steps:
                yield bold(t("hazard.unverified"))
        case Phase.VERIFIED:
            name = said(name_of(unit, hazard.ended_by or ""))
            yield bold(t("hazard.verified", name=name, time=write.day_time(hazard.since)))
        case Phase.DISMISSED:
            name = said(name_of(unit, hazard.ended_by or ""))
            yield bold(t("hazard.dismissed", name=name, reason=said(hazard.reason, 300)))
    if hazard.gone_up:
        yield t("hazard.told_director", role=said(unit.plan.role_name(unit.plan.succession[0])))
    if hazard.reason and hazard.waiting:
        name = said(name_of(unit, hazard.returned_by or ""))
        yield t("hazard.returned", name=name, reason=said(hazard.reason, 300))
    if hazard.late:
        yield t("hazard.late")


def day(due: date) -> str:
    """Month and day."""
    return f"{due:%m-%d}"


def named(hazard: Hazard) -> str:
    """One line in a list: its number, where it is, and what. Harmless in HTML."""
    mark = "🔴 " if hazard.serious else ""
    return mark + " ".join(filter(None, (hazard.number, said(hazard.place, 30), said(hazard.text, 60))))


def row(unit: Unit, hazard: Hazard, write: Writer, today: date) -> str:
    """The line below it: whose it is, since when, and by when."""
    since = write.day_time(hazard.at)[:5]
    if not hazard.open:
        return write.t("hazard.row_closed", since=since)
    if hazard.phase is Phase.ASSIGNED and hazard.due is not None:
        key = "hazard.row_overdue" if hazard.overdue(today) else "hazard.row_assigned"
        return write.t(
            key, name=said(name_of(unit, hazard.owner or "", hazard.owner_name)), since=since, due=day(hazard.due)
        )
    if hazard.phase is Phase.FIXED:
        return write.t("hazard.row_fixed", name=said(name_of(unit, hazard.fixed_by or "")), since=since)
    return write.t("hazard.row_found", since=since)
