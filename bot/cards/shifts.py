"""How shifts and the people on duty stand on a card."""

from collections.abc import Iterator, Sequence

from bot.cards.writing import Writer, name_of, said
from bot.domain.authority import Right
from bot.domain.unit import Unit
from bot.domain.watch.schedule import Shift
from config.duty_roster import Kind


def kind_name(write: Writer, kind: Kind) -> str:
    """值班 or 带班."""
    return write.t("watch.kind_duty" if kind == "duty" else "watch.kind_leader")


def span(write: Writer, shift: Shift) -> str:
    """From when to when, on the unit's clock."""
    return f"{write.day_time(shift.start)}–{ending(write, shift)}"


def ending(write: Writer, shift: Shift) -> str:
    """When it ends; with the date when that is another day."""
    return write.due(shift.end, shift.start)


def person(unit: Unit, member: str, *, phone: bool) -> str:
    """Name, and number where the reader's role needs it."""
    found = unit.roster.find(member)
    number = f" {found.phone}" if found is not None and phone else ""
    return f"{said(name_of(unit, member))}{number}"


def people(unit: Unit, write: Writer, shifts: Sequence[Shift], *, phone: bool) -> str:
    """Everybody who has one of the shifts, each once."""
    members = dict.fromkeys(shift.member for shift in shifts)
    return write.t("list.comma").join(person(unit, member, phone=phone) for member in members)


def sees_phones(unit: Unit, member: str) -> bool:
    """Leaders and command post, and whoever is on duty: they have to be able to phone each other."""
    leads = unit.holds(member, Right.COMMAND_POST)
    return leads or any(shift.member == member for kind in ("duty", "leader") for shift in _concerned(unit, kind))


def _concerned(unit: Unit, kind: Kind) -> tuple[Shift, ...]:
    return (*unit.watch.in_force(kind), *unit.watch.expected(kind))


def on_duty_lines(unit: Unit, write: Writer, *, phone: bool) -> Iterator[str]:
    """Who is on duty now, a line a kind; whoever stays, or has not taken over yet, is marked."""
    kinds = unit.schedule.kinds()
    for kind in ("leader", "duty"):
        if kind not in kinds:
            continue
        names = people(unit, write, unit.watch.in_force(kind), phone=phone) or write.t("watch.nobody")
        yield write.t(f"watch.now_{kind}", names=names)
        late = unit.watch.expected(kind)
        if late:
            yield write.t("watch.now_expected", names=people(unit, write, late, phone=phone))
    if "leader" not in kinds and unit.plan.duty_leader:
        yield write.t("alert.duty_leader", leader=said(unit.plan.duty_leader))
