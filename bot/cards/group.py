"""A group's card: its tasks with clause and deadline; the lead's also names the people (clauses 5.1 to 5.5)."""

from collections.abc import Iterator

from bot.cards import tasks
from bot.cards.card import Button, Card, Lane
from bot.cards.ref import Drawn, Ref
from bot.cards.standing import standing_line
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import ExplainBlock, TurnPanel
from bot.domain.incident.events import View
from bot.domain.incident.state import GroupState, Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The cards of a group whose people or tasks an event changes."""
    match event:
        case e.Activated():
            incident = unit.incidents[event.number]
            for group in incident.groups.values():
                if group.lead is not None:
                    yield _ref(incident, group.id, group.lead)
        case e.Answered() | e.FoundUnreachable() | e.SupportGiven() | e.PhoneResultLogged() | e.FoundReachable():
            incident = unit.incidents[event.number]
            for group in incident.groups.values():
                if event.member in group.members:
                    yield _ref(incident, group.id, event.member)
                    if group.lead is not None:
                        yield _ref(incident, group.id, group.lead)
        case e.Moved():
            incident = unit.incidents[event.number]
            for changed in (event.source, event.target):
                if changed is not None:
                    yield from _all(incident, changed)
                    yield _ref(incident, changed, event.member)
        case e.GroupFormed() | e.GroupDissolved() | e.LeadReplaced():
            yield from _all(unit.incidents[event.number], event.group)
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.BlockExplained() | e.TaskOverdue():
            incident = unit.incidents[event.number]
            yield from _all(incident, incident.task_by_id[event.task].group)
            if isinstance(event, e.TaskBlocked):
                yield Ref(draw=draw_why, incident=event.number, subject=event.by, other=event.task)
            state = incident.tasks[event.task]
            if state.blocked_by is not None:
                yield Ref(draw=draw_why, incident=event.number, subject=state.blocked_by, other=event.task)
        case e.StoodDown() | e.Closed() | e.ExerciseOverridden():
            incident = unit.incidents[event.number]
            for group_id in incident.groups:
                yield from _all(incident, group_id)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Drawn | None:
    """To a member of the group: to its lead from the start, to others once they have answered."""
    incident = unit.incidents[ref.incident]
    group = incident.groups[ref.other]
    write = writer(unit, incident)
    serves = group.formed and ref.subject in group.members
    current = incident.tasks_of(group.id)
    over = not incident.open or not serves or not current
    if not over and ref.subject != group.lead and not incident.roll[ref.subject].coming:
        return None
    aftermath = "aftermath" if incident.stood_down_at is not None else "response"
    return Card(
        key=f"{incident.number}/group/{ref.subject}/{group.id}/{aftermath}",
        to=f"member:{ref.subject}",
        lane=Lane.STATUS,
        text=write.page(_over(incident, group, write) if over else _lines(incident, group, ref.subject, write)),
        buttons=() if over else _buttons(incident, group, write),
        closed=over,
    )


def draw_why(unit: Unit, ref: Ref) -> Drawn | None:
    """Asks whoever said 受阻 for a word of why."""
    incident = unit.incidents[ref.incident]
    state, task = incident.tasks[ref.other], incident.task_by_id[ref.other]
    if state.blocked_at is None:
        return None
    write = writer(unit, incident)
    settled = not incident.open or not state.blocked or state.why is not None or state.blocked_by != ref.subject
    answer = write.t("why.thanks", why=said(state.why)) if state.why else write.t("why.settled")
    return Card(
        key=f"{incident.number}/why/{ref.subject}/{task.id}/{int(state.blocked_at.timestamp())}",
        to=f"member:{ref.subject}",
        lane=Lane.STATUS,
        text=write.page([write.t("why.ask", title=bold(said(task.title)))] + ([answer] if settled else [])),
        reply=None if settled else ExplainBlock(number=incident.number, task=task.id),
        ask=None if settled else write.t("why.placeholder"),
        closed=settled,
    )


def scene_buttons(incident: Incident, write: Writer) -> tuple[Button, ...]:
    """What anybody at the scene may add."""
    return tuple(
        Button(text=write.t(f"button.{view}"), command=TurnPanel(number=incident.number, view=view))
        for view in (View.CASUALTIES, View.HEADCOUNT, View.SCENE)
    )


def _ref(incident: Incident, group: str, member: str) -> Ref:
    return Ref(draw=draw, incident=incident.number, subject=member, other=group)


def _all(incident: Incident, group: str) -> Iterator[Ref]:
    for member in incident.groups[group].members:
        if incident.roll[member].coming or incident.groups[group].lead == member:
            yield _ref(incident, group, member)


def _tasks(incident: Incident, group: GroupState) -> list[Task]:
    return tasks.most_urgent(incident, incident.tasks_of(group.id))


def _lines(incident: Incident, group: GroupState, member: str, write: Writer) -> Iterator[str]:
    t, plan = write.t, incident.plan.group_by_id[group.id]
    yield bold(t("group.heading", group=said(plan.name), number=incident.number))
    yield said(plan.purpose)
    if plan.safety:
        yield bold(t("alert.safety", line=said(plan.safety)))
    if group.lead is not None:
        lead = incident.roster.by_id[group.lead]
        key = "group.you_lead" if group.lead == member else "group.lead"
        yield t(key, name=said(lead.name), phone=lead.phone)
    yield ""
    yield from tasks.lines(incident, _tasks(incident, group), write)
    if group.lead == member:
        yield ""
        coming = sum(incident.roll[m].coming for m in group.members)
        yield bold(t("group.strength", coming=coming, total=len(group.members), least=plan.strength))
        people = [standing_line(incident, incident.roster.by_id[m], write, phone=True) for m in group.members]
        yield from write.listed(people, most=40)


def _over(incident: Incident, group: GroupState, write: Writer) -> Iterator[str]:
    name = said(incident.plan.group_by_id[group.id].name)
    if incident.open and incident.stood_down_at is None:
        yield write.t("group.left" if group.formed else "group.dissolved", group=name, number=incident.number)
    else:
        yield write.t("group.over", group=name, number=incident.number)


def _buttons(incident: Incident, group: GroupState, write: Writer) -> tuple[tuple[Button, ...], ...]:
    rows = tasks.buttons(incident, _tasks(incident, group), write)
    return (*rows, scene_buttons(incident, write)) if incident.phase is Phase.RESPONSE else rows
