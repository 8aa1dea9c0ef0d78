"""Decisions about the work at the scene: tasks, calls, casualties, reports upward, notes."""

import re
from datetime import datetime, timedelta
from typing import Final

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.outcome import Decision, Say, recorder
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Refused

REOPEN: Final = timedelta(seconds=10)  # the same page asked for again later is wanted as a new message
MOST_PEOPLE: Final = 99_999  # a larger figure is a slip of the thumb
_NUMBERS: Final = re.compile(r"\d+")


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision | None:
    """Events or a refusal; None for a command that is not about this work."""
    say = recorder(incident, command, at)
    match command:
        case c.CheckTask() | c.ReopenTask() | c.BlockTask() | c.ExplainBlock() | c.NagTask():
            return _task(incident, command, say)
        case c.LogEmergencyCall():
            return _emergency_call(incident, command, say)
        case c.LogUpwardReport():
            return _report(incident, command, say)
        case c.NagUpwardReport():
            due = incident.report_due()
            fresh = incident.next_report() == command.ordinal and incident.report_overdue < command.level
            return (
                (say(e.UpwardReportOverdue, ordinal=command.ordinal, level=command.level, late=command.late),)
                if fresh and due is not None
                else ()
            )
        case c.DescribeScene():
            text = command.text.strip()
            if not text:
                return Refused(key="words.empty")
            same = text == (incident.place if command.detail is e.Detail.PLACE else incident.what)
            return () if same else (say(e.SceneDescribed, detail=command.detail, text=text),)
        case c.CountCasualties():
            if not 0 <= command.count <= MOST_PEOPLE:
                return Refused(key="count.impossible")
            same = incident.casualties.get(command.injury, 0) == command.count
            return () if same else (say(e.CasualtiesCounted, injury=command.injury, count=command.count),)
        case c.TakeHeadcount():
            return _headcount(incident, command, say)
        case c.AddNote():
            if not (command.text.strip() or command.photo or command.location):
                return Refused(key="words.empty")
            return (
                say(
                    e.NoteAdded,
                    note=len(incident.notes) + 1,
                    text=command.text.strip(),
                    photo=command.photo,
                    location=command.location,
                ),
            )
        case c.IssueBulletin():
            text = command.text.strip()
            number = len(incident.bulletins) + 1
            return (say(e.BulletinIssued, bulletin=number, text=text),) if text else Refused(key="words.empty")
        case c.PostSummary():
            stale = command.summary <= incident.summaries or incident.phase is not Phase.RESPONSE
            return () if stale else (say(e.SummaryPosted, summary=command.summary, late=command.late),)
        case c.TurnPanel():
            panel = incident.panels.get(command.by)
            same = (
                panel is not None
                and (panel.view, panel.subject) == (command.view, command.subject)
                and (at - panel.at < REOPEN or command.view is e.View.CLOSED)
            )
            return () if same else (say(e.PanelTurned, view=command.view, subject=command.subject),)
        case _:
            return None


def _task(
    incident: Incident,
    command: c.CheckTask | c.ReopenTask | c.BlockTask | c.ExplainBlock | c.NagTask,
    say: Say,
) -> Decision:
    """One task, one winner: who comes second is told who was first."""
    task = incident.tasks.get(command.task)
    if task is None:
        return Refused(key="refused.gone")
    if incident.task_by_id[command.task] not in incident.current_tasks():
        return Refused(key="task.not_open")
    match command:
        case c.CheckTask():
            if not task.done:
                return (say(e.TaskDone, task=command.task), *_calls_made(incident, command.task, say))
            winner = {"name": incident.name(task.done_by or "")}
            return () if task.done_by == command.by else Refused(key="task.already_done", values=winner)
        case c.ReopenTask():
            return (say(e.TaskReopened, task=command.task),) if task.done else ()
        case c.BlockTask():
            if task.done:
                return Refused(key="task.already_done", values={"name": incident.name(task.done_by or "")})
            return () if task.blocked else (say(e.TaskBlocked, task=command.task),)
        case c.ExplainBlock():
            why = command.text.strip()
            if task.done:
                return Refused(key="task.already_done", values={"name": incident.name(task.done_by or "")})
            if not why:
                return Refused(key="words.empty")
            blocked = () if task.blocked else (say(e.TaskBlocked, task=command.task),)
            same = task.blocked and task.why == why
            return () if same else (*blocked, say(e.BlockExplained, task=command.task, text=why))
        case c.NagTask():
            settled = task.done or task.blocked or task.overdue >= command.level
            return () if settled else (say(e.TaskOverdue, task=command.task, level=command.level, late=command.late),)


def _calls_made(incident: Incident, task: str, say: Say) -> tuple[e.IncidentEvent, ...]:
    """Whoever checks off 「拨打 120」 has called 120."""
    calls = (call.id for call in incident.plan.calls if call.task == task)
    return tuple(say(e.EmergencyCallLogged, call=call) for call in calls if call not in incident.emergency_calls)


def _emergency_call(incident: Incident, command: c.LogEmergencyCall, say: Say) -> Decision:
    """The call checks its task off as well."""
    call = next((call for call in incident.plan.calls if call.id == command.call), None)
    if call is None:
        return Refused(key="refused.gone")
    made = incident.emergency_calls.get(call.id)
    if made is not None:
        same = made.by == command.by
        return () if same else Refused(key="call.already_made", values={"name": incident.name(made.by)})
    logged = say(e.EmergencyCallLogged, call=call.id)
    task = incident.tasks.get(call.task)
    return (logged, say(e.TaskDone, task=call.task)) if task and not task.done else (logged,)


def _report(incident: Incident, command: c.LogUpwardReport, say: Say) -> Decision:
    if command.ordinal <= len(incident.reports):
        sent = incident.reports[command.ordinal - 1]
        same = sent.by == command.by
        return () if same else Refused(key="report.already_sent", values={"name": incident.name(sent.by)})
    if command.ordinal != incident.next_report():
        return Refused(key="refused.gone")
    return (say(e.UpwardReportSent, ordinal=command.ordinal, final=incident.stood_down_at is not None),)


def _headcount(incident: Incident, command: c.TakeHeadcount, say: Say) -> Decision:
    """Reads 应到 实到 and, if given, 受伤; full-width digits count as digits."""
    if all(place.id != command.place for place in incident.plan.assembly_points):
        return Refused(key="refused.gone")
    numbers = [int(found) for found in _NUMBERS.findall(command.text)]
    if len(numbers) not in (2, 3) or max(numbers) > MOST_PEOPLE:
        return Refused(key="headcount.unreadable")
    expected, present, injured = (*numbers, 0)[:3]
    if injured > present:
        return Refused(key="headcount.impossible")
    known = incident.headcounts.get(command.place)
    if known and (known.expected, known.present, known.injured) == (expected, present, injured):
        return ()
    return (say(e.HeadcountTaken, place=command.place, expected=expected, present=present, injured=injured),)
