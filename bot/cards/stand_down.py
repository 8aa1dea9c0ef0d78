"""Stand-down, or the correction of a false alarm: everyone is told, and must answer, so that nobody keeps running."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref, with_overtaken
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import AcknowledgeStandDown
from bot.domain.incident.state import Incident, Standing
from bot.domain.message import Event
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The stand-down of everybody, of those told again, of those who acknowledge."""
    match event:
        case e.StoodDown() | e.Closed():
            incident = unit.incidents[event.number]
            members = sorted(incident.roster.members, key=lambda member: member.tier)
            yield from (_latest(incident, member.id) for member in members)
        case e.ExerciseOverridden():
            incident = unit.incidents[event.number]
            if incident.stood_down_at is not None:
                yield from (_latest(incident, member.id) for member in incident.roster.members)
        case e.StandDownAcknowledged():
            yield _latest(unit.incidents[event.number], event.member)
        case e.StandDownRungAgain() | e.GapNoticed():
            incident = unit.incidents[event.number]
            if incident.stood_down_at is None:
                return
            for member in event.members:
                yield from with_overtaken(_latest(incident, member))
        case e.FoundReachable():
            incident = unit.incidents[event.number]
            if incident.stood_down_at is not None:
                yield from with_overtaken(_latest(incident, event.member))
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To that member, at that ring; closed once acknowledged, told again, or the incident is closed."""
    incident = unit.incidents[ref.incident]
    standing = incident.roll[ref.subject]
    write = writer(unit, incident)
    newest = ref.ordinal == standing.stand_down_ring
    asks = newest and standing.stand_down_acknowledged_at is None and incident.open
    known = Button(
        text=write.t("button.known"), command=AcknowledgeStandDown(number=incident.number), style=Style.SUCCESS
    )
    return Card(
        key=f"{incident.number}/stand_down/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.ALERT if asks else Lane.STATUS,
        text=write.page(_lines(incident, ref, standing, write)),
        buttons=((known,),) if asks else (),
        closed=not asks,
    )


def _latest(incident: Incident, member: str) -> Ref:
    ring = incident.roll[member].stand_down_ring
    return Ref(draw=draw, incident=incident.number, subject=member, ordinal=ring)


def _lines(incident: Incident, ref: Ref, standing: Standing, write: Writer) -> Iterator[str]:
    t = write.t
    if ref.ordinal < standing.stand_down_ring:
        yield t("alert.superseded")
        return
    kind = "false_alarm" if incident.false_alarm else "over"
    yield bold(t(f"stand_down.{kind}_exercise" if incident.exercise else f"stand_down.{kind}", number=incident.number))
    if ref.ordinal and standing.stand_down_acknowledged_at is None:
        yield bold(t("stand_down.again_late" if standing.stand_down_late else "stand_down.again"))
    yield t("stand_down.stop")
    if incident.stood_down_at is not None and incident.stood_down_by is not None:
        name = said(incident.name(incident.stood_down_by))
        yield t("stand_down.by", name=name, time=write.time(incident.stood_down_at))
    if standing.stand_down_acknowledged_at is not None:
        yield t("stand_down.acknowledged", time=write.time(standing.stand_down_acknowledged_at))
    elif incident.open:
        yield bold(t("stand_down.please"))
