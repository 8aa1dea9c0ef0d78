"""Getting in: the welcome, and what the office hears about reach and the group chat."""

from collections.abc import Iterator

from bot.cards.card import Card, Lane
from bot.cards.ref import Drawn, Ref
from bot.cards.writing import bold, reached, said, writer
from bot.domain.message import Event
from bot.domain.people import events as e
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Cards of people and of the office."""
    match event:
        case e.Enrolled():
            ordinal = int(event.at.timestamp())
            yield Ref(draw=draw_welcome, subject=event.member, ordinal=ordinal)
        case e.GroupLinked():
            yield Ref(draw=draw_group, ordinal=event.chat)
            yield from _office(unit, "group_linked", event.title, int(event.at.timestamp()))
        case e.ForeignGroupLeft():
            yield from _office(unit, "foreign_group", event.title, int(event.at.timestamp()))
        case e.GroupLost():
            yield from _office(unit, "group_lost", "", int(event.at.timestamp()))
        case e.ReachLost() if not unit.open_incidents():
            yield from _office(unit, f"reach:{event.member}", event.reason, int(event.at.timestamp()))
        case _:
            return


def draw_welcome(unit: Unit, ref: Ref) -> Drawn | None:
    """To the member who has just enrolled: who they are here, and what happens in an emergency."""
    member = unit.roster.find(ref.subject)
    if member is None:
        return None
    write = writer(unit)
    t = write.t
    groups = [unit.plan.group_by_id[group].name for group in member.group]
    roles = [unit.plan.role_name(role) for role in member.roles]
    comma = t("list.comma")
    lines = [
        bold(t("welcome.heading", name=said(member.name))),
        t("welcome.unit", unit=said(unit.plan.name), title=said(member.title)),
        *([t("welcome.roles", roles=said(comma.join(roles)))] if roles else []),
        *([t("welcome.groups", groups=said(comma.join(groups)))] if groups else []),
        "",
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


def draw_group(unit: Unit, ref: Ref) -> Drawn | None:
    """To the group chat: whose it is now, and which right is missing."""
    group = unit.people.group
    if group is None:
        return None
    write = writer(unit)
    lines = [bold(write.t("group_chat.linked", unit=said(unit.plan.name)))]
    if not group.may_pin:
        lines.append(write.t("group_chat.may_not_pin"))
    return Card(key=f"people/group/{ref.ordinal}", to="chat:group", lane=Lane.STATUS, text=write.page(lines))


def draw_office(unit: Unit, ref: Ref) -> Drawn:
    """To the office: something about reach or the group chat has changed."""
    write = writer(unit)
    what, _, member = ref.other.partition(":")
    detail, _, office = ref.subject.partition("\0")
    if what == "reach":
        found = unit.roster.find(member)
        name, phone = (found.name, found.phone) if found else (member, "")
        text = write.t("office.reach_lost", name=said(name), phone=phone, reason=reached(write, detail))
    else:
        text = write.t(f"office.{what}", title=said(detail))
    lines = [text]
    group = unit.people.group
    if what == "group_linked" and group is not None and not group.may_pin:
        lines.append(write.t("group_chat.may_not_pin"))
    return Card(
        key=f"people/office/{office}/{what}/{member}/{ref.ordinal}",
        to=f"member:{office}",
        lane=Lane.COMMAND,
        text=write.page(lines),
    )


def _office(unit: Unit, what: str, detail: str, ordinal: int) -> Iterator[Ref]:
    for office in unit.roster.with_role(unit.plan.office):
        yield Ref(draw=draw_office, subject=f"{detail}\0{office.id}", other=what, ordinal=ordinal)
