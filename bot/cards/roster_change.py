"""The unit's files have changed: what the office hears of it, and what is wrong with files that cannot be used."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.message import Event
from bot.domain.people import events as e
from bot.domain.unit import Unit
from config.fault_words import worded
from config.roster import Member
from config.roster_changes import Change

FIELDS: Final = ("name", "title", "phone", "roles", "tier", "group", "lead")  # those that have a name on screens
_INVITED_BY_ID: Final = 12  # newcomers; more are invited all at once
_FAULTS: Final = 12  # on one screen


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """A card for each of the office; the first record of all is nobody's news."""
    match event:
        case e.PlanChanged() | e.RosterChanged() if event.first:
            return
        case e.PlanChanged() | e.RosterChanged() | e.UnitMended():
            for member in unit.staff.office():
                yield Ref(draw=draw_change, subject=member, ordinal=millisecond(event.at))
            if isinstance(event, e.UnitMended):
                yield from _faults(unit)
        case e.UnitFaultsFound():
            yield from _faults(unit)
        case _:
            return


def draw_change(unit: Unit, ref: Ref) -> Card | None:
    """To one of the office: who joined, who left, whose entry changed, which parts of the plan."""
    taken = [event for event in unit.people.files_taken if millisecond(event.at) == ref.ordinal]
    plan = next((event for event in taken if isinstance(event, e.PlanChanged)), None)
    roster = next((event for event in taken if isinstance(event, e.RosterChanged)), None)
    mended = any(isinstance(event, e.UnitMended) for event in taken)
    if not taken:
        return None
    write = writer(unit)
    t = write.t
    lines = [bold(t("roster.heading_mended"))] if mended else []
    if plan or roster:
        heading = t("roster.heading_plan") if roster is None else t("roster.heading")
        lines.append(bold(t("roster.heading_both") if plan and roster else heading))
    else:
        lines.append(t("roster.mended_unchanged"))
    lines += [*(_plan(plan, write) if plan else ()), *(_roster(unit, roster, write) if roster else ())]
    lines += [t("roster.incident_keeps", number=incident.number) for incident in unit.open_incidents()]
    return Card(
        key=f"people/files/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
    )


def draw_faults(unit: Unit, ref: Ref) -> Card:
    """To one of the office: what is wrong with the files as they are now; closed by the mend, or by newer faults."""
    write, people = writer(unit), unit.people
    t = write.t
    at = next(told for told in people.faults_told if millisecond(told) == ref.ordinal)
    closed = not people.faults or at != people.faults_told[-1]
    if closed:
        over = (
            t("roster.faults_newer", time=write.time(at))
            if people.faults
            else t("roster.faults_over", time=write.time(at))
        )
        lines = [over]
    else:
        lines = [
            bold(t("roster.faults")),
            *write.listed([said(fault) for fault in _worded(unit, write)], most=_FAULTS),
            t("roster.faults_meanwhile"),
            t("roster.faults_mend"),
        ]
    return Card(
        key=f"people/file_faults/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        closed=closed,
    )


def _worded(unit: Unit, write: Writer) -> Sequence[str]:
    """Each fault in a line, in the unit's language; as it was recorded where the log has no more than that."""
    people = unit.people
    return [worded(fault, write.t) for fault in people.faults_found] or people.faults


def _faults(unit: Unit) -> Iterator[Ref]:
    for at in unit.people.faults_told:
        for member in unit.staff.office():
            yield Ref(draw=draw_faults, subject=member, ordinal=millisecond(at))


def _plan(event: e.PlanChanged, write: Writer) -> Iterator[str]:
    if event.version_before != event.plan.version:
        yield write.t("roster.version", before=said(event.version_before), after=said(event.plan.version))
    parts = [part for part in event.parts if part != "version"]
    if parts:
        yield write.t("roster.parts", parts=write.t("list.comma").join(parts))


def _roster(unit: Unit, event: e.RosterChanged, write: Writer) -> Iterator[str]:
    """Who left comes first: it is what takes effect on somebody. Newcomers may be many."""
    t = write.t
    if event.removed:
        yield t("roster.removed", count=len(event.removed))
        yield from (t("roster.person", **_who(member)) for member in event.removed)
        if unit.people.group is not None and any(member.id in unit.people.enrolments for member in event.removed):
            yield t("roster.removed_group", title=said(unit.people.group.title, 60))
    if event.changed:
        yield t("roster.changed", count=len(event.changed))
        for change in event.changed:
            yield from _fields(unit, change, write)
    if event.reordered:
        yield t("roster.reordered")
    if event.added:
        yield t("roster.added", count=len(event.added))
        new = [member.id for member in event.added if member.id not in unit.people.enrolments]
        many = len(new) > _INVITED_BY_ID
        if many:
            yield t("roster.invite", command=t("roster.invite_all"))
        for member in event.added:
            back = member.id in unit.people.enrolments
            yield t("roster.person_back", **_who(member)) if back else t("roster.person", **_who(member))
        if new and not many:
            yield t("roster.invite", command=t("roster.invite_command", members=" ".join(new)))


def _fields(unit: Unit, change: Change, write: Writer) -> Iterator[str]:
    t, name = write.t, said(change.after.name, 40)
    for field in change.fields():
        if field in FIELDS:
            before, after = (_value(unit, member, field, write) for member in (change.before, change.after))
            yield t("roster.field", name=name, field=t(f"roster.field.{field}"), before=before, after=after)
        else:
            yield t("roster.field_other", name=name, field=field)


def _value(unit: Unit, member: Member, field: str, write: Writer) -> str:
    """As people call it: groups and roles by the plan's names."""
    groups, value = unit.plan.group_by_id, getattr(member, field)
    if field == "roles":
        value = [unit.plan.role_name(role) for role in value]
    if field in ("group", "lead"):
        value = [groups[group].name if group in groups else group for group in value]
    words = write.t("list.comma").join(value) if isinstance(value, list) else str(value)
    return said(words, 120) or write.t("roster.nothing")


def _who(member: Member) -> dict[str, str]:
    return {"name": said(member.name, 40), "title": said(member.title, 60)}
