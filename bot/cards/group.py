"""A group's card: its tasks with clause and deadline; the lead's also names the people (clauses 5.1 to 5.5)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.cards import tasks
from bot.cards.card import Button, Card, Lane
from bot.cards.ref import Ref
from bot.cards.standing import people_lines
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import ExplainBlock, TurnPanel
from bot.domain.incident.events import View
from bot.domain.incident.state import GroupState, Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task

_PARTS: Final = ("response", "aftermath")  # by the ordinal of the card's Ref


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The cards of a group whose people or tasks an event changes."""
    match event:
        case e.Activated():
            incident = unit.incidents[event.number]
            for group in incident.groups.values():
                yield from _lead(incident, group)
        case e.Answered():
            incident = unit.incidents[event.number]
            for group in _around(incident, event.member):
                yield _ref(incident, group.id, event.member)
                yield from _lead(incident, group)
        case e.FoundUnreachable() | e.FoundReachable() | e.SupportGiven() | e.PhoneResultLogged() | e.AbsenceNoted():
            incident = unit.incidents[event.number]
            for group in _around(incident, event.member):
                yield from _lead(incident, group)
        case e.CallsDealt():
            incident = unit.incidents[event.number]
            for member in (member for _, members in event.calls for member in members):
                for group in _around(incident, member):
                    yield from _lead(incident, group)
        case e.Moved():
            incident = unit.incidents[event.number]
            for changed in (event.source, event.target):
                if changed is not None:
                    yield from _all(incident, changed)
                    yield _ref(incident, changed, event.member)
        case e.LeadReplaced():
            yield from _all(unit.incidents[event.number], event.group)
            if event.old is not None:
                yield _ref(unit.incidents[event.number], event.group, event.old)
        case e.GroupFormed() | e.GroupDissolved():
            yield from _all(unit.incidents[event.number], event.group)
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.BlockExplained() | e.TaskOverdue():
            incident = unit.incidents[event.number]
            yield from _all(incident, incident.task_by_id[event.task].group)
            yield from _why(incident, event.task)
        case e.StoodDown() | e.Closed() | e.ExerciseOverridden():
            yield from _ended(unit.incidents[event.number])
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To a member of the group: to its lead from the start, to others once they have answered.

    The tasks of the aftermath are a message of their own, which rings; those of the response end with it.
    """
    incident = unit.incidents[ref.incident]
    group = incident.groups[ref.other]
    write = writer(unit, incident)
    over = _why_not(incident, group, ref)
    text = _lines(incident, group, ref.subject, write) if over is None else [_said_over(incident, group, over, write)]
    return Card(
        key=f"{incident.number}/group/{ref.subject}/{group.id}/{_PARTS[ref.ordinal]}",
        to=f"member:{ref.subject}",
        lane=Lane.STATUS,
        text=write.page(text),
        buttons=_buttons(incident, group, write) if over is None else (),
        closed=over is not None,
    )


def draw_why(unit: Unit, ref: Ref) -> Card | None:
    """Asks whoever said 受阻 for a word of why."""
    incident = unit.incidents[ref.incident]
    state, task = incident.tasks[ref.other], incident.task_by_id[ref.other]
    if state.blocked_at is None:
        return None
    write = writer(unit, incident)
    serves = incident.open and task in incident.current_tasks() and state.blocked_by == ref.subject
    settled = not serves or not state.blocked or state.why is not None
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
    part = 0 if incident.stood_down_at is None else 1
    return Ref(draw=draw, incident=incident.number, subject=member, other=group, ordinal=part)


def _around(incident: Incident, member: str) -> Iterator[GroupState]:
    return (group for group in incident.groups.values() if member in group.members)


def _lead(incident: Incident, group: GroupState) -> Iterator[Ref]:
    if group.lead is not None:
        yield _ref(incident, group.id, group.lead)


def _all(incident: Incident, group: str) -> Iterator[Ref]:
    for member in incident.groups[group].members:
        if incident.roll[member].coming or incident.groups[group].lead == member:
            yield _ref(incident, group, member)


def _ended(incident: Incident) -> Iterator[Ref]:
    """The cards of the response, which are over, and those of the aftermath, which begin or are over too."""
    for group in incident.groups:
        for ref in _all(incident, group):
            yield replace(ref, ordinal=0)
            if ref.ordinal:
                yield ref
    for task, state in incident.tasks.items():
        if state.blocked_at is not None:
            yield from _why(incident, task)


def _why(incident: Incident, task: str) -> Iterator[Ref]:
    blocked_by = incident.tasks[task].blocked_by
    if blocked_by is not None:
        yield Ref(draw=draw_why, incident=incident.number, subject=blocked_by, other=task)


def _why_not(incident: Incident, group: GroupState, ref: Ref) -> str | None:
    """The message that says why this member has no tasks of this group here (any more); None while they have."""
    if not incident.open or ref.ordinal != (incident.stood_down_at is not None) or not incident.tasks_of(group.id):
        return "group.over"
    if ref.subject not in group.members:
        return "group.left"
    if not group.formed:
        return "group.dissolved"
    if ref.subject == group.lead or incident.roll[ref.subject].coming:
        return None
    return "group.not_coming"


def _said_over(incident: Incident, group: GroupState, why: str, write: Writer) -> str:
    name = said(incident.plan.group_by_id[group.id].name)
    return write.t(why, group=name, number=incident.number)


def _tasks(incident: Incident, group: GroupState) -> list[Task]:
    return tasks.most_urgent(incident, incident.tasks_of(group.id))


def _lines(incident: Incident, group: GroupState, member: str, write: Writer) -> Iterator[str]:
    t, plan = write.t, incident.plan.group_by_id[group.id]
    yield bold(t("group.heading", group=said(plan.name), number=incident.number))
    yield said(plan.purpose)
    if plan.safety:
        yield bold(t("alert.safety", line=said(plan.safety)))
    if group.lead is not None:
        key = "group.you_lead" if group.lead == member else "group.lead"
        yield t(key, name=said(incident.name(group.lead)))
    yield ""
    yield from tasks.lines(incident, _tasks(incident, group), write)
    if group.lead == member:
        yield ""
        coming = sum(incident.roll[m].coming for m in group.members)
        yield bold(t("group.strength", coming=coming, total=len(group.members), least=plan.strength))
        yield from people_lines(incident, [incident.roster.by_id[m] for m in group.members], write)


def _buttons(incident: Incident, group: GroupState, write: Writer) -> tuple[tuple[Button, ...], ...]:
    rows = tasks.buttons(incident, _tasks(incident, group), write)
    return (*rows, scene_buttons(incident, write)) if incident.phase is Phase.RESPONSE else rows
