"""The first-response checklist (clause 4.2c), open to whoever arrives before the groups are complete."""

from collections.abc import Iterator

from bot.cards import tasks
from bot.cards.card import Card, Lane
from bot.cards.group import scene_buttons
from bot.cards.ref import Drawn, Ref
from bot.cards.writing import bold, writer
from bot.domain.incident import events as e
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The checklists of those who have arrived."""
    match event:
        case e.Answered():
            yield Ref(draw=draw, incident=event.number, subject=event.member)
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.BlockExplained() | e.TaskOverdue():
            incident = unit.incidents[event.number]
            if incident.task_by_id[event.task].first_response:
                yield from _arrived(incident)
        case e.StoodDown() | e.ExerciseOverridden():
            yield from _arrived(unit.incidents[event.number])
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Drawn | None:
    """To a member who has arrived and whose own group's card does not show these tasks already."""
    incident = unit.incidents[ref.incident]
    wanted = _tasks(incident, ref.subject)
    if incident.roll[ref.subject].answer is not Answer.ARRIVED or not wanted:
        return None
    write = writer(unit, incident)
    finished = all(incident.tasks[task.id].done for task in wanted)
    over = finished or incident.phase is not Phase.RESPONSE
    lines = [bold(write.t("first_response.heading", number=incident.number))]
    if over:
        lines.append(write.t("first_response.done" if finished else "first_response.over"))
    else:
        lines += [write.t("first_response.open"), *tasks.lines(incident, wanted, write)]
    return Card(
        key=f"{incident.number}/first_response/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.STATUS,
        text=write.page(lines),
        buttons=() if over else (*tasks.buttons(incident, wanted, write), scene_buttons(incident, write)),
        closed=over,
    )


def _tasks(incident: Incident, member: str) -> list[Task]:
    mine = {group.id for group in incident.groups_of(member)}
    first = [task for task in incident.task_list if task.first_response]
    return [] if all(task.group in mine for task in first) else first


def _arrived(incident: Incident) -> Iterator[Ref]:
    for member, standing in incident.roll.items():
        if standing.answer is Answer.ARRIVED:
            yield Ref(draw=draw, incident=incident.number, subject=member)
