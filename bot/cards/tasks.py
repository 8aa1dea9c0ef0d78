"""How tasks stand on a card: a line each, and the buttons that check them off, take that back, or say 受阻."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.cards.card import Button, Style
from bot.cards.writing import Writer, clip, said
from bot.domain.incident.commands import BlockTask, CheckTask, ReopenTask
from bot.domain.incident.state import Incident, TaskState
from config.plan import Task

MOST: Final = 24  # on one card; with two buttons a task well under Telegram's hundred


def most_urgent(incident: Incident, tasks: Iterable[Task]) -> list[Task]:
    """Open ones first, overdue before others, by deadline; then those done."""

    def urgency(task: Task) -> tuple[bool, bool, float]:
        state = incident.tasks[task.id]
        return state.done, not state.overdue, incident.deadline(task).timestamp()

    return sorted(tasks, key=urgency)


def lines(incident: Incident, tasks: Sequence[Task], write: Writer, *, why: bool = True) -> Iterator[str]:
    """Number, title, clause and deadline of each; what became of it; a count of those left out.

    `why` something is blocked may speak of somebody's health: it is for the group, its lead and the command post.
    """
    for number, task in enumerate(tasks[:MOST], start=1):
        state = incident.tasks[task.id]
        due = write.due(incident.deadline(task), incident.activated_at)
        title = said(task.title)
        yield f"{_mark(state)} {number}. " + write.t("task.line", title=title, clause=task.clause, due=due)
        number_to_call = next((call.number for call in incident.plan.calls if call.task == task.id), None)
        if incident.exercise and number_to_call is not None and not state.done:
            yield "　" + write.t("task.do_not_call", number=number_to_call)
        if state.done and state.done_at is not None:
            name = said(incident.name(state.done_by or ""))
            yield "　" + write.t("task.done", name=name, time=write.time(state.done_at))
        elif state.blocked:
            name, reason = said(incident.name(state.blocked_by or "")), said(state.why or "", 120)
            told = reason or write.t("unknown_yet") if why else write.t("task.why_in_group")
            yield "　" + write.t("task.blocked", name=name, why=told)
        elif state.overdue:
            yield "　" + write.t("task.overdue_late" if state.late else "task.overdue")
    if len(tasks) > MOST:
        yield write.t("list.more", count=len(tasks) - MOST)


def buttons(incident: Incident, tasks: Sequence[Task], write: Writer) -> tuple[tuple[Button, ...], ...]:
    """A row a task: one tap checks off, one more takes it back."""
    return tuple(tuple(_row(incident, number, task, write)) for number, task in enumerate(tasks[:MOST], start=1))


def _row(incident: Incident, number: int, task: Task, write: Writer) -> Iterator[Button]:
    state = incident.tasks[task.id]
    title = clip(task.title, 36)
    if state.done:
        yield Button(text=f"☑ {number} {title}", command=ReopenTask(number=incident.number, task=task.id))
        return
    yield Button(
        text=f"☐ {number} {title}",
        command=CheckTask(number=incident.number, task=task.id),
        style=Style.PRIMARY,
    )
    if not state.blocked:
        yield Button(
            text=write.t("button.blocked"),
            command=BlockTask(number=incident.number, task=task.id),
            style=Style.DANGER,
        )


def _mark(state: TaskState) -> str:
    if state.done:
        return "✅"
    if state.blocked:
        return "⛔"
    return "⏰" if state.overdue else "▫️"
