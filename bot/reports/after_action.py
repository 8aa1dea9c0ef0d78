"""The after-action report: what was asked of whom, under which clause, when, and what they answered (clause 7.4).

Written from the records of one incident alone; its activation holds the plan and the roster that it ran under, so a
report does not change when today's files do.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.cards.casualties import casualty_line
from bot.cards.writing import Writer
from bot.domain.codec import load_event
from bot.domain.incident import events as e
from bot.domain.incident.apply import apply
from bot.domain.incident.state import Incident
from bot.domain.message import SYSTEM
from config.texts import texts
from store.protocol import Record


def after_action(records: Sequence[Record]) -> str:
    """Markdown, in the language of the plan. Raises ValueError when the records do not begin with an activation."""
    events = [load_event(record.event, record.data, at=record.time, by=record.actor) for record in records]
    incident: Incident | None = None
    for event in events:
        if isinstance(event, e.IncidentEvent):
            incident = apply(incident, event)
    if incident is None:
        raise ValueError("there are no events of an incident")
    write = Writer(t=texts(incident.plan.language), zone=ZoneInfo(incident.plan.time_zone), exercise=incident.exercise)
    parts = (
        _head(incident, write),
        _roll_call(incident, write),
        _tasks(incident, write),
        _figures(incident, write),
        _timeline(incident, [event for event in events if isinstance(event, e.IncidentEvent)], write),
    )
    return "\n".join(_marked(line, write) for part in parts for line in part)


def _marked(line: str, write: Writer) -> str:
    """Every line of an exercise says so, inside Markdown's own marks."""
    if not line.strip() or not write.exercise or set(line) <= set("|- "):
        return line
    mark = write.t("exercise.mark")
    for prefix in ("## ", "# ", "- ", "| "):
        if line.startswith(prefix):
            return f"{prefix}{mark}{line[len(prefix) :]}"
    return mark + line


def _head(incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield "# " + t("action.heading_exercise" if incident.exercise else "action.heading", number=incident.number)
    yield ""
    yield f"- {incident.plan.name} · {incident.plan.version} · {incident.plan.adopted}"
    yield "- " + t("alert.where", place=incident.place or t("unknown_yet"))
    yield "- " + t("alert.what", what=incident.what or t("unknown_yet"))
    by = incident.name(incident.activated_by)
    yield "- " + t("post.activated", time=write.day_time(incident.activated_at), name=by)
    if incident.stood_down_at is not None:
        key = "report.false_alarm" if incident.false_alarm else "report.stood_down"
        yield "- " + t(key, time=write.day_time(incident.stood_down_at))
    if incident.closed_at is not None:
        yield "- " + t("action.closed", time=write.day_time(incident.closed_at))
    if incident.gaps:
        yield "- " + t("post.gap")
    yield ""


def _roll_call(incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield "## " + t("action.roll_call")
    yield ""
    yield "| " + t("action.roll_call_columns") + " |"
    yield "|---|---|---|---|---|---|"
    for member in sorted(incident.roster.members, key=lambda member: member.tier):
        standing = incident.roll[member.id]
        answer = t(f"answer.{standing.answer}") if standing.answer else t("standing.silent")
        if standing.reported_by:
            answer += t("standing.by_proxy", name=incident.name(standing.reported_by))
        if standing.answer is None and standing.phone is not None:
            answer += f" 📞{t(f'phone.{standing.phone}')}"
        times = (standing.delivered_at, standing.answered_at, standing.stand_down_acknowledged_at)
        shown = [write.clock(at) if at else "—" for at in times]
        cells = [f"{member.name}（{member.tier}）", shown[0], answer, shown[1], str(standing.ring), shown[2]]
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"
    yield ""


def _tasks(incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield "## " + t("action.tasks")
    yield ""
    yield "| " + t("action.tasks_columns") + " |"
    yield "|---|---|---|---|---|"
    known = incident.task_list if incident.stood_down_at and not incident.false_alarm else incident.current_tasks()
    for task in sorted(known, key=lambda task: task.clause):
        state = incident.tasks[task.id]
        if state.done and state.done_at is not None:
            outcome = t("task.done", name=incident.name(state.done_by or ""), time=write.clock(state.done_at))
        elif state.blocked:
            outcome = t("task.blocked", name=incident.name(state.blocked_by or ""), why=state.why or "—")
        else:
            outcome = t("action.not_done")
        group = incident.plan.group_by_id[task.group].name
        due = write.day_time(incident.deadline(task))
        cells = [task.clause, task.title, group, due, outcome]
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"
    yield ""


def _figures(incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield "## " + t("action.figures")
    yield ""
    yield "- " + t("post.casualties", casualties=casualty_line(incident, write) or t("unknown_yet"))
    for call in incident.plan.calls:
        made = incident.emergency_calls.get(call.id)
        if made is not None:
            key = "call.made_exercise" if incident.exercise else "call.made"
            time = write.clock(made.at)
            yield "- " + t(key, number=call.number, name=incident.name(made.by), time=time) + f"（{call.clause}）"
    clause = incident.plan.upward_reports.clause
    for sent in incident.reports:
        title = t("report.final") if sent.final else t("button.report")
        yield (
            "- "
            + t("panel.report_sent", title=title, time=write.day_time(sent.at), name=incident.name(sent.by))
            + (f"（{clause}）")
        )
    for note in incident.notes:
        yield "- " + t("note.heading", name=incident.name(note.by), time=write.clock(note.at)) + f" {_cell(note.text)}"
    yield ""


def _timeline(incident: Incident, events: Sequence[e.IncidentEvent], write: Writer) -> Iterator[str]:
    t = write.t
    yield "## " + t("action.timeline")
    yield ""
    for event in events:
        if isinstance(event, e.PanelTurned):
            continue
        who = t("action.system") if event.by == SYSTEM else incident.name(event.by)
        about = _about(incident, event, write)
        yield f"- {write.clock(event.at)} {who}：{t(f'event.{type(event).__name__}')}" + (f" {about}" if about else "")


def _about(incident: Incident, event: e.IncidentEvent, write: Writer) -> str:
    """Who or what an event is about, with the clause of a task."""
    t = write.t
    match event:
        case e.Answered():
            return f"{incident.name(event.member)} {t(f'answer.{event.answer}')}"
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.TaskOverdue():
            task = incident.task_by_id[event.task]
            return f"{task.title}（{task.clause}）"
        case e.BlockExplained():
            return f"{incident.task_by_id[event.task].title}：{_cell(event.text)}"
        case e.LeadReplaced():
            return f"{incident.plan.group_by_id[event.group].name} → {incident.name(event.new)}"
        case e.Moved():
            return f"{incident.name(event.member)} → {incident.plan.group_by_id[event.target].name}"
        case e.GroupFormed() | e.GroupDissolved():
            return incident.plan.group_by_id[event.group].name
        case e.RungAgain() | e.Escalated() | e.StandDownRungAgain() | e.AlertsDelivered() | e.GapNoticed():
            return _names(incident, event.members, write)
        case e.StandDownDelivered():
            return _names(incident, event.members, write)
        case e.PhoneResultLogged():
            return f"{incident.name(event.member)} {t(f'phone.{event.result}')}"
        case e.FoundUnreachable() | e.FoundReachable() | e.SupportGiven() | e.StandDownAcknowledged():
            return incident.name(event.member)
        case e.CasualtiesCounted():
            return t(f"injury.{event.injury}", count=event.count)
        case e.SceneDescribed() | e.NoteAdded() | e.BulletinIssued():
            return _cell(event.text)
        case e.EmergencyCallLogged():
            return next((call.number for call in incident.plan.calls if call.id == event.call), event.call)
        case _:
            return ""


def _names(incident: Incident, members: Sequence[str], write: Writer) -> str:
    return write.t("list.comma").join(write.listed([incident.name(member) for member in members], most=30))


def _cell(text: str) -> str:
    """Harmless inside a Markdown table and on one line."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<")
