"""Getting in: the welcome, and what the office hears about accounts, reach and the group chat."""

from collections.abc import Iterator

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import Writer, bold, name_of, reached, said, writer
from bot.domain.message import Event
from bot.domain.people import events as e
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Cards of people, of the group chat, and of the office."""
    match event:
        case e.Enrolled():
            yield Ref(draw=draw_welcome, subject=event.member, ordinal=millisecond(event.at))
            if unit.people.enrolments[event.member].accounts > 1:
                yield from _office(unit, event, f"account/{event.member}", but=event.member)
        case e.GroupLinked():
            yield Ref(draw=draw_group, ordinal=event.chat)
            yield from _office(unit, event, "linked")
        case e.GroupRightsChanged():
            if unit.people.group is not None:
                yield Ref(draw=draw_group, ordinal=unit.people.group.chat)
            if not event.may_pin:
                yield from _office(unit, event, "unpinned")
        case e.ForeignGroupLeft():
            yield from _office(unit, event, "foreign")
        case e.GroupLost():
            yield from _office(unit, event, "lost")
        case e.ReachLost() if not unit.open_incidents():
            # In an incident the command post hears of it, and of nothing else as fast.
            yield from _office(unit, event, f"reach/{event.member}", but=event.member)
        case _:
            return


def draw_welcome(unit: Unit, ref: Ref) -> Card | None:
    """To the member who has just enrolled: who they are here, and what happens in an emergency."""
    member = unit.roster.find(ref.subject)
    if member is None:
        return None
    write = writer(unit)
    t = write.t
    groups = [unit.plan.group_by_id[group].name for group in member.group]
    roles = [unit.plan.role_name(role) for role in member.roles]
    comma = t("list.comma")
    moved = unit.people.enrolments[member.id].accounts > 1
    lines = [
        bold(t("welcome.heading", name=said(member.name))),
        t("welcome.unit", unit=said(unit.plan.name), title=said(member.title)),
        *([t("welcome.roles", roles=said(comma.join(roles)))] if roles else []),
        *([t("welcome.groups", groups=said(comma.join(groups)))] if groups else []),
        *([t("welcome.moved")] if moved else []),
        "",
        t("welcome.reachable"),
        t("welcome.emergency"),
        t("welcome.report"),
        t("welcome.help"),
    ]
    return Card(
        key=f"people/welcome/{member.id}/{ref.ordinal}",
        to=f"member:{member.id}",
        lane=Lane.TAPPED,
        text=write.page(lines),
    )


def draw_group(unit: Unit, ref: Ref) -> Card | None:
    """To the group chat: whose it is now, and which right is missing."""
    group = unit.people.group
    if group is None or group.chat != ref.ordinal:
        return None
    write = writer(unit)
    lines = [bold(write.t("group_chat.linked", unit=said(unit.plan.name)))]
    if not group.may_pin:
        lines.append(write.t("group_chat.may_not_pin"))
    return Card(key=f"people/group/{ref.ordinal}", to="chat:group", lane=Lane.STATUS, text=write.page(lines))


def draw_office(unit: Unit, ref: Ref) -> Card:
    """To somebody of the office: the words that the event gave."""
    keeper, _, _ = ref.subject.partition("/")
    return Card(
        key=f"people/office/{ref.subject}/{ref.ordinal}",
        to=f"member:{keeper}",
        lane=Lane.COMMAND,
        text=writer(unit).page([ref.other]),
    )


def _office(unit: Unit, event: e.PeopleEvent, what: str, *, but: str | None = None) -> Iterator[Ref]:
    """A message each to the office."""
    line = _line(unit, event, writer(unit))
    for member in unit.staff.office(but=(but,)):
        yield Ref(draw=draw_office, subject=f"{member}/{what}", other=line, ordinal=millisecond(event.at))


def _line(unit: Unit, event: e.PeopleEvent, write: Writer) -> str:
    """What happened and what to do about it. Harmless in HTML."""
    t = write.t
    match event:
        case e.Enrolled() | e.ReachLost():
            member = unit.roster.find(event.member)
            name, phone = said(name_of(unit, event.member)), member.phone if member else ""
            if isinstance(event, e.Enrolled):
                return t("office.account", name=name, phone=phone)
            return t("office.reach_lost", name=name, phone=phone, reason=reached(write, event.reason))
        case e.GroupLinked():
            linked = t("office.group_linked", title=said(event.title))
            return linked if event.may_pin else "\n".join([linked, t("group_chat.may_not_pin")])
        case e.GroupRightsChanged():
            return t("office.unpinned")
        case e.ForeignGroupLeft() if event.kind == "member":
            return t("office.foreign_group_by", title=said(event.title), name=said(name_of(unit, event.by)))
        case e.ForeignGroupLeft():
            return t("office.foreign_group", title=said(event.title))
        case _:
            return t("office.group_lost")
