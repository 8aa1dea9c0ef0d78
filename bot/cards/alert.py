"""The alert, to every member: what, where, assembly point, your group, your role, and five buttons."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.duty_leader import duty_leader
from bot.cards.ref import Ref, with_overtaken
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import GiveAnswer, TurnPanel
from bot.domain.incident.state import Incident, Phase, Standing
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.roster import Member

_STYLES: Final = {
    e.Answer.ACKNOWLEDGED: Style.SUCCESS,
    e.Answer.EN_ROUTE: Style.PRIMARY,
    e.Answer.ARRIVED: Style.SUCCESS,
    e.Answer.UNABLE: None,
    e.Answer.SUPPORT: Style.DANGER,
}


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The alerts that an event changes."""
    match event:
        case e.Activated() | e.SceneDescribed() | e.StoodDown() | e.ExerciseOverridden():
            incident = unit.incidents[event.number]
            yield from (_latest(incident, member.id) for member in _by_tier(incident))
        case e.Answered() | e.SupportGiven():
            yield _latest(unit.incidents[event.number], event.member)
        case e.RungAgain() | e.GapNoticed():
            incident = unit.incidents[event.number]
            if incident.stood_down_at is not None:
                return
            for member in event.members:
                yield from with_overtaken(_latest(incident, member))
        case e.FoundReachable():
            incident = unit.incidents[event.number]
            if incident.stood_down_at is None:
                yield from with_overtaken(_latest(incident, event.member))
        case e.Moved():
            yield _latest(unit.incidents[event.number], event.member)
        case e.LeadReplaced():
            members = (member for member in (event.old, event.new) if member)
            yield from (_latest(unit.incidents[event.number], member) for member in members)
        case e.GroupFormed() | e.GroupDissolved():
            incident = unit.incidents[event.number]
            yield from (_latest(incident, member) for member in incident.groups[event.group].members)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """The alert of that member and ring; closed once a newer ring, a stand-down or an override has taken its place."""
    incident = unit.incidents[ref.incident]
    standing = incident.roll[ref.subject]
    write = writer(unit, incident)
    newest = ref.ordinal == standing.ring
    asks = newest and incident.phase is Phase.RESPONSE
    return Card(
        key=f"{incident.number}/alert/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.ALERT if asks and _urgent(incident, ref.subject, standing) else Lane.STATUS,
        text=write.page(_lines(incident, ref, standing, write)),
        buttons=_buttons(incident, ref.subject, standing, write) if asks else (),
        closed=not asks,
    )


def _urgent(incident: Incident, member: str, standing: Standing) -> bool:
    """Whether it goes with the alerts: what was answered must not go before those who do not know yet.

    Who activated has answered by that, but has no alert yet; further back, their command post card, which changes
    with every answer, would take each turn that their chat gets.
    """
    return standing.answer is None or member == incident.activated_by


def _latest(incident: Incident, member: str) -> Ref:
    return Ref(draw=draw, incident=incident.number, subject=member, ordinal=incident.roll[member].ring)


def _by_tier(incident: Incident) -> list[Member]:
    return sorted(incident.roster.members, key=lambda member: member.tier)


def _lines(incident: Incident, ref: Ref, standing: Standing, write: Writer) -> Iterator[str]:
    t = write.t
    if incident.overridden_by:
        yield bold(t("alert.overridden", number=incident.number, live=incident.overridden_by))
        return
    if incident.phase is not Phase.RESPONSE:
        yield bold(t("alert.over", number=incident.number))
        return
    if ref.ordinal < standing.ring:
        yield t("alert.superseded")
        return
    yield bold(t("alert.heading_exercise" if incident.exercise else "alert.heading", number=incident.number))
    if ref.ordinal:
        yield bold(t("alert.again_late" if standing.late else "alert.again", ring=ref.ordinal + 1))
    yield t("alert.what", what=said(incident.what) or t("unknown_yet"))
    yield t("alert.where", place=bold(said(incident.place) or t("unknown_yet")))
    yield t("alert.assembly", place=said(incident.plan.assembly_points[0].name))
    yield from _role(incident, ref.subject, write)
    yield from duty_leader(incident, ref.subject, write)
    yield t("alert.activated", time=write.time(incident.activated_at), name=said(incident.name(incident.activated_by)))
    yield ""
    yield from _answer(incident, ref.subject, standing, write)


def _role(incident: Incident, member: str, write: Writer) -> Iterator[str]:
    found = incident.roster.by_id[member]
    roles = [incident.plan.role_name(role) for role in found.roles]
    if roles:
        yield write.t("alert.role", role=said(write.t("list.comma").join(roles)))
    for group in incident.groups_of(member):
        key = "alert.group_lead" if group.lead == member else "alert.group"
        yield write.t(key, group=bold(said(incident.plan.group_by_id[group.id].name)))
        if safety := incident.plan.group_by_id[group.id].safety:
            yield write.t("alert.safety", line=said(safety))


def _answer(incident: Incident, member: str, standing: Standing, write: Writer) -> Iterator[str]:
    t = write.t
    if standing.answer is None or standing.answered_at is None:
        yield bold(t("alert.please_answer"))
        return
    answer, time = t(f"answer.{standing.answer}"), write.time(standing.answered_at)
    if standing.reported_by:
        name = said(incident.name(standing.reported_by))
        yield t("alert.answered_by_proxy", answer=bold(answer), time=time, name=name)
    else:
        yield t("alert.answered", answer=bold(answer), time=time)
    if standing.support:
        yield bold(t("alert.support_asked"))


def _buttons(incident: Incident, member: str, standing: Standing, write: Writer) -> tuple[tuple[Button, ...], ...]:
    """The words are fixed (DESIGN, section 2); whoever has arrived may also report for others."""

    def key(answer: e.Answer) -> Button:
        command = GiveAnswer(number=incident.number, answer=answer)
        return Button(text=write.t(f"answer.{answer}"), command=command, style=_STYLES[answer])

    rows: list[tuple[Button, ...]] = [
        (key(e.Answer.ACKNOWLEDGED), key(e.Answer.EN_ROUTE), key(e.Answer.ARRIVED)),
        (key(e.Answer.UNABLE), key(e.Answer.SUPPORT)),
    ]
    if standing.answer is e.Answer.ARRIVED:
        panel = TurnPanel(number=incident.number, view=e.View.PROXY)
        rows.append((Button(text=write.t("button.proxy"), command=panel),))
    return tuple(rows)
