"""Short messages that ring: a lead is replaced, somebody is moved, a group is left unformed, support comes."""

from collections.abc import Iterator

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import bold, said, writer
from bot.domain.incident import events as e
from bot.domain.message import Event
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """One notice a person concerned."""
    at = millisecond(event.at)
    match event:
        case e.LeadReplaced():
            other = f"{event.group}|{event.new}"
            yield Ref(draw=draw_lead, incident=event.number, subject=event.new, other=other, ordinal=at)
            if event.old is not None:
                yield Ref(draw=draw_lead, incident=event.number, subject=event.old, other=other, ordinal=at)
        case e.Moved():
            yield Ref(draw=draw_moved, incident=event.number, subject=event.member, other=event.target, ordinal=at)
        case e.SupportGiven():
            yield Ref(draw=draw_support, incident=event.number, subject=event.member, other=event.by, ordinal=at)
        case e.GroupDissolved() | e.GroupFormed():
            # In the aftermath nobody is on the way to anything.
            incident = unit.incidents[event.number]
            if incident.stood_down_at is None:
                for member in incident.groups[event.group].members:
                    if incident.roll[member].coming:
                        yield Ref(draw=draw_group, incident=event.number, subject=member, other=event.group, ordinal=at)
        case _:
            return


def draw_lead(unit: Unit, ref: Ref) -> Card:
    """To the new lead and to the old one."""
    group, _, new = ref.other.partition("|")
    incident = unit.incidents[ref.incident]
    key = "notice.you_lead" if ref.subject == new else "notice.replaced"
    return _notice(unit, ref, key, group=said(incident.plan.group_by_id[group].name), name=said(incident.name(new)))


def draw_moved(unit: Unit, ref: Ref) -> Card:
    """To whoever was moved."""
    group = unit.incidents[ref.incident].plan.group_by_id[ref.other]
    return _notice(unit, ref, "notice.moved", group=said(group.name))


def draw_group(unit: Unit, ref: Ref) -> Card:
    """To whoever is on the way for a group that is now left unformed, or formed again."""
    incident = unit.incidents[ref.incident]
    key = "notice.formed" if incident.groups[ref.other].formed else "notice.dissolved"
    return _notice(unit, ref, key, group=said(incident.plan.group_by_id[ref.other].name))


def draw_support(unit: Unit, ref: Ref) -> Card:
    """To whoever asked for support."""
    return _notice(unit, ref, "notice.support", name=said(unit.incidents[ref.incident].name(ref.other)))


def _notice(unit: Unit, ref: Ref, key: str, **values: str) -> Card:
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    return Card(
        key=f"{incident.number}/notice/{ref.subject}/{ref.ordinal}/{key.rpartition('.')[2]}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page([bold(write.t(key, number=incident.number, **values))]),
    )
