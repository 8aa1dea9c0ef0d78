"""The first-response checklist (clause 4.2c), open to whoever arrives before the groups are complete."""

from collections.abc import Iterator

from bot.cards import tasks
from bot.cards.card import Card, Lane
from bot.cards.group import scene_buttons
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, writer
from bot.domain.incident import events as e
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The checklists of those who have arrived."""
    match event:
        case e.Answered() | e.Moved():
            if unit.incidents[event.number].roll[event.member].arrived_at is not None:
                yield Ref(draw=draw, incident=event.number, subject=event.member)
        case e.GroupFormed() | e.GroupDissolved():
            yield from _arrived(unit.incidents[event.number])
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.BlockExplained() | e.TaskOverdue():
            incident = unit.incidents[event.number]
            if incident.task_by_id[event.task].first_response:
                yield from _arrived(incident)
        case e.EmergencyCallLogged() | e.StoodDown() | e.ExerciseOverridden():
            yield from _arrived(unit.incidents[event.number])
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To a member who has arrived and whose own groups' cards do not show these tasks already."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    first = [task for task in incident.task_list if task.first_response]
    over = _why_not(incident, ref.subject, first)
    heading = bold(write.t("first_response.heading", number=incident.number))
    return Card(
        key=f"{incident.number}/first_response/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.STATUS,
        text=write.page([heading, write.t(over)] if over else [heading, *_lines(incident, first, ref.subject, write)]),
        buttons=() if over else (*tasks.buttons(incident, first, write), scene_buttons(incident, write)),
        closed=over is not None,
    )


def _why_not(incident: Incident, member: str, first: list[Task]) -> str | None:
    """The message that says why this member has no checklist (any more); None while they have one."""
    mine = {group.id for group in incident.groups_of(member)}
    if all(incident.tasks[task.id].done for task in first):
        return "first_response.done"
    if incident.phase is not Phase.RESPONSE:
        return "first_response.over"
    if incident.roll[member].answer is not Answer.ARRIVED:
        return "first_response.not_here"
    return "first_response.in_group" if all(task.group in mine for task in first) else None


def _lines(incident: Incident, first: list[Task], member: str, write: Writer) -> Iterator[str]:
    for call in incident.plan.calls:
        if call.id not in incident.emergency_calls:
            key = "post.not_called_exercise" if incident.exercise else "post.not_called"
            yield bold(write.t(key, number=call.number))
    yield write.t("first_response.open")
    yield from tasks.lines(incident, first, write, why=incident.in_command_post(member))


def _arrived(incident: Incident) -> Iterator[Ref]:
    for member, standing in incident.roll.items():
        if standing.answer is Answer.ARRIVED:
            yield Ref(draw=draw, incident=incident.number, subject=member)
