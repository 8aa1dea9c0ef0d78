"""The command post's card: the count, the silent by name and number, groups, overdue tasks, the report's clock."""

from collections.abc import Iterator
from typing import Final

from bot.cards import command, fallback, tasks, upward_report
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.casualties import casualty_line
from bot.cards.heading import ending, heading
from bot.cards.ref import Ref
from bot.cards.standing import MOST, silent_lines
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident import succession
from bot.domain.incident.commands import CloseIncident, ProposeStandDown, TakeCommand, TurnPanel
from bot.domain.incident.events import Answer, View
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.people import events as people
from bot.domain.unit import Unit

_TROUBLES: Final = 12  # blocked and overdue tasks named on the card; 「任务」 has all of them
_QUIET = (e.PanelTurned, e.NoteAdded, e.BulletinIssued, e.SummaryPosted, e.StandDownProposed, e.StandDownWithdrawn)


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Everything that happens in an incident shows here, save what changes no figure."""
    match event:
        case e.IncidentEvent() if not isinstance(event, _QUIET):
            yield from _all(unit.incidents[event.number])
        case people.GroupLinked() | people.GroupLost() | people.GroupRightsChanged():
            for incident in unit.open_incidents():
                yield from _all(incident)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To one member of the command post."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    return Card(
        key=f"{incident.number}/post/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(_lines(unit, incident, write)),
        buttons=_buttons(incident, ref.subject, write),
        closed=not incident.open,
    )


def _all(incident: Incident) -> Iterator[Ref]:
    for member in incident.command_post():
        yield Ref(draw=draw, incident=incident.number, subject=member.id)


def _lines(unit: Unit, incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield heading(incident, write)
    yield t("alert.where", place=said(incident.place) or t("unknown_yet"))
    yield t("alert.what", what=said(incident.what) or t("unknown_yet"))
    name = said(incident.name(incident.activated_by))
    yield t("post.activated", time=write.time(incident.activated_at), name=name)
    yield from command.agreed(incident, write)
    yield from command.in_command(incident, write)
    yield from ending(incident, write)
    if incident.overridden_by:
        yield bold(t("alert.overridden", number=incident.number, live=incident.overridden_by))
    yield ""
    yield from _count(incident, write)
    yield from fallback.post_lines(incident, write)
    if incident.gaps:
        yield t("post.gap")
    if incident.open and (unit.people.group is None or not unit.people.group.may_pin):
        yield t("post.no_group" if unit.people.group is None else "post.not_pinned")
    if incident.phase is Phase.RESPONSE:
        yield from _groups(incident, write)
    yield from _work(incident, write)
    if incident.phase is Phase.RESPONSE:
        yield from _silent(incident, write)
    elif incident.stood_down_at is not None:
        yield from _acknowledged(incident, write)


def _count(incident: Incident, write: Writer) -> Iterator[str]:
    t, roll = write.t, incident.roll
    delivered = sum(standing.delivered_at is not None for standing in roll.values())
    yield t("post.delivered", delivered=delivered, total=len(roll))
    yield bold(
        t(
            "post.count",
            acknowledged=incident.count(Answer.ACKNOWLEDGED),
            en_route=incident.count(Answer.EN_ROUTE),
            arrived=incident.count(Answer.ARRIVED),
            silent=incident.count(None),
        )
    )
    if unable := incident.count(Answer.UNABLE):
        yield t("post.unable", count=unable)
    if incident.away:
        absent = [said(incident.name(member)) for member in incident.away if roll[member].answer is None]
        if absent:
            yield t("post.away", count=len(absent), names=t("list.comma").join(write.listed(absent, most=10)))
    support = [said(incident.name(member)) for member, standing in roll.items() if standing.support]
    if support and incident.phase is Phase.RESPONSE:
        yield bold(t("post.support", names=t("list.comma").join(write.listed(support, most=10))))


def _groups(incident: Incident, write: Writer) -> Iterator[str]:
    yield ""
    for group in incident.groups.values():
        plan = incident.plan.group_by_id[group.id]
        if not group.formed:
            yield write.t("post.group_unformed", group=said(plan.name))
            continue
        coming = sum(incident.roll[member].coming for member in group.members)
        key = "post.group" if coming >= plan.strength else "post.group_weak"
        lead = said(incident.name(group.lead)) if group.lead else "—"
        total = len(group.members)
        yield write.t(key, group=said(plan.name), coming=coming, total=total, least=plan.strength, lead=lead)


def _work(incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield ""
    current = incident.current_tasks()
    if current:
        yield t("post.tasks", done=sum(incident.tasks[task.id].done for task in current), total=len(current))
    yield from write.listed(list(_troubles(incident, write)), most=_TROUBLES)
    for call in incident.plan.calls:
        made = incident.emergency_calls.get(call.id)
        if made is not None:
            key = "call.made_exercise" if incident.exercise else "call.made"
            yield t(key, number=call.number, name=said(incident.name(made.by)), time=write.time(made.at))
        elif incident.phase is Phase.RESPONSE:
            yield t("post.not_called_exercise" if incident.exercise else "post.not_called", number=call.number)
    if casualties := casualty_line(incident, write):
        yield t("post.casualties", casualties=casualties)
    yield from headcounts(incident, write)
    if not incident.open:
        yield from upward_report.sent(incident, write)
    yield from upward_report.clock(incident, write)


def _troubles(incident: Incident, write: Writer) -> Iterator[str]:
    """Tasks that are blocked, with why: somebody waits for the commander. Then tasks that are overdue."""
    t = write.t
    urgent = tasks.most_urgent(incident, incident.current_tasks())
    for task in sorted(urgent, key=lambda task: not incident.tasks[task.id].blocked):
        state = incident.tasks[task.id]
        if state.blocked:
            yield bold(t("post.blocked", title=said(task.title), why=said(state.why or "", 120) or t("unknown_yet")))
        elif state.overdue and not state.done:
            by = write.due(incident.deadline(task), incident.activated_at)
            yield bold(t("post.overdue", title=said(task.title), due=by))


def headcounts(incident: Incident, write: Writer) -> Iterator[str]:
    """应到、实到、未到、受伤 at each assembly point that was counted."""
    for place in incident.plan.assembly_points:
        count = incident.headcounts.get(place.id)
        if count is not None:
            yield write.t(
                "post.headcount",
                place=said(place.name),
                expected=count.expected,
                present=count.present,
                missing=count.missing,
                injured=count.injured,
                time=write.time(count.at),
            )


def _silent(incident: Incident, write: Writer) -> Iterator[str]:
    silent = incident.silent()
    if not silent:
        return
    yield ""
    yield bold(write.t("post.silent", count=len(silent)))
    yield from silent_lines(incident, silent, write)


def _acknowledged(incident: Incident, write: Writer) -> Iterator[str]:
    """How many know that it is over; while it can still be helped, who does not."""
    waiting = [m for m in incident.roster.members if incident.roll[m.id].stand_down_acknowledged_at is None]
    total = len(incident.roster.members)
    yield ""
    yield bold(write.t("post.acknowledged", count=total - len(waiting), total=total))
    if not (waiting and incident.open):
        return
    yield bold(write.t("post.unacknowledged", count=len(waiting)))
    yield from (f"{said(member.name)} {member.phone}" for member in waiting[:MOST])
    if len(waiting) > MOST:
        yield write.t("list.more", count=len(waiting) - MOST)


def _buttons(incident: Incident, reader: str, write: Writer) -> tuple[tuple[Button, ...], ...]:
    def page(view: View) -> Button:
        word = "proxy_page" if view is View.PROXY else view
        return Button(text=write.t(f"button.{word}"), command=TurnPanel(number=incident.number, view=view))

    match incident.phase:
        case Phase.RESPONSE:
            stand_down = Button(
                text=write.t("button.stand_down"), command=ProposeStandDown(number=incident.number), style=Style.DANGER
            )
            take = Button(
                text=write.t("button.take_command"), command=TakeCommand(number=incident.number), style=Style.PRIMARY
            )
            may_take = succession.outranks(incident, reader) or succession.offered(incident, reader)
            return (
                *(((take,),) if may_take else ()),
                (page(View.GROUPS), page(View.TASKS), page(View.BULLETIN)),
                (page(View.REPORT), stand_down),
                (page(View.CASUALTIES), page(View.HEADCOUNT), page(View.SCENE), page(View.PROXY)),
            )
        case Phase.AFTERMATH:
            close = Button(text=write.t("button.close"), command=CloseIncident(number=incident.number))
            work = (page(View.TASKS), page(View.REPORT)) if incident.current_tasks() else (page(View.REPORT),)
            return (work, (close,))
        case Phase.CLOSED:
            return ()
