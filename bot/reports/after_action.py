"""The after-action report: what was asked of whom, under which clause, when, and what they answered (clause 7.4).

Written from the records of one incident alone; its activation holds the plan and the roster that it ran under, so a
report does not change when today's files do.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards.casualties import casualty_line
from bot.cards.upward_report import title
from bot.cards.writing import Writer, reached
from bot.domain.codec import load_event
from bot.domain.incident import events as e
from bot.domain.incident.apply import apply
from bot.domain.incident.events import Unseconded
from bot.domain.incident.state import Incident, SentReport
from bot.reports.markdown import marked, plain, table
from bot.reports.timeline import attached, cited, headcount, timeline
from config.plan import Phase, Task
from config.texts import texts
from store.protocol import Record


def after_action(records: Sequence[Record]) -> str:
    """Markdown, in the language of the plan. Raises ValueError when the records do not begin with an activation."""
    loaded = [load_event(record.event, record.data, at=record.time, by=record.actor) for record in records]
    events = [event for event in loaded if isinstance(event, e.IncidentEvent)]
    incident: Incident | None = None
    for event in events:
        incident = apply(incident, event)
    if incident is None:
        raise ValueError("there are no events of an incident")
    write = Writer(t=texts(incident.plan.language), zone=ZoneInfo(incident.plan.time_zone), exercise=incident.exercise)
    parts = (
        _head(incident, events, write),
        _section("action.roll_call", _roll_call(incident, write), write),
        _section("action.groups", _groups(incident, write), write),
        _section("action.tasks", _tasks(incident, write), write),
        _section("action.figures", _figures(incident, events, write), write),
        _section("action.notes", _notes(incident, events, write), write),
        _section("action.timeline", timeline(incident, events, write), write),
    )
    return "\n".join(marked(line, write) for part in parts for line in part).rstrip()


def _section(heading: str, lines: Iterator[str], write: Writer) -> Iterator[str]:
    """A heading over lines; no heading where there is nothing to say."""
    first = next(lines, None)
    if first is not None:
        yield from (f"## {write.t(heading)}", "", first, *lines, "")


def _when(incident: Incident, at: datetime | None, write: Writer) -> str:
    """To the second; with the date where it is not the day of the activation."""
    if at is None:
        return "—"
    same_day = at.astimezone(write.zone).date() == incident.activated_at.astimezone(write.zone).date()
    return write.clock(at) if same_day else f"{at.astimezone(write.zone):%m-%d %H:%M:%S}"


def _head(incident: Incident, events: Sequence[e.IncidentEvent], write: Writer) -> Iterator[str]:
    t = write.t
    yield "# " + t("action.heading_exercise" if incident.exercise else "action.heading", number=incident.number)
    yield ""
    yield f"- {plain(incident.plan.name)} · {plain(incident.plan.version)} · {plain(incident.plan.adopted)}"
    yield "- " + t("alert.where", place=plain(incident.place) or t("unknown_yet"))
    yield "- " + t("alert.what", what=plain(incident.what) or t("unknown_yet"))
    activated = f"{incident.activated_at.astimezone(write.zone):%Y-%m-%d %H:%M:%S}"
    yield "- " + t("post.activated", time=activated, name=plain(incident.name(incident.activated_by)))
    if incident.seconded_by is not None:
        yield "- " + t("action.seconded", name=plain(incident.name(incident.seconded_by)))
    elif incident.unseconded is not None:
        yield "- " + t(f"second.flag_{Unseconded(incident.unseconded)}")
    for term in incident.terms:
        since = _when(incident, term.since, write)
        yield "- " + t("action.command", name=plain(incident.name(term.member)), time=since)
    if incident.stood_down_at is not None:
        key = "report.false_alarm" if incident.false_alarm else "report.stood_down"
        yield "- " + t(key, time=_when(incident, incident.stood_down_at, write))
    if incident.overridden_by is not None:
        yield "- " + t("alert.overridden", number=incident.number, live=incident.overridden_by)
    if incident.closed_at is not None:
        yield "- " + t("action.closed", time=_when(incident, incident.closed_at, write))
    else:
        yield "- " + t("action.open")
    for gap in (event for event in events if isinstance(event, e.GapNoticed)):
        yield "- " + t("action.gap", since=_when(incident, gap.since, write), until=_when(incident, gap.until, write))
    yield ""


def _roll_call(incident: Incident, write: Writer) -> Iterator[str]:
    """Everybody, by tier: asked when, answered what and when, rung how often, phoned with what result."""
    tiers = {tier.number: tier for tier in incident.plan.tiers}
    rows = []
    for member in sorted(incident.roster.members, key=lambda member: member.tier):
        standing = incident.roll[member.id]
        tier = tiers.get(member.tier)
        rows.append(
            [
                plain(member.name),
                str(member.tier) + cited(tier.clause if tier else None, write),
                _when(incident, standing.delivered_at, write),
                _answer(incident, member.id, write),
                _when(incident, standing.answered_at, write),
                str(standing.ring),
                _phoned(incident, member.id, write),
                _when(incident, standing.stand_down_acknowledged_at, write),
            ]
        )
    return table(write.t("action.roll_call_columns"), rows)


def _answer(incident: Incident, member: str, write: Writer) -> str:
    standing = incident.roll[member]
    answer = write.t(f"answer.{standing.answer}") if standing.answer else write.t("standing.silent")
    if standing.reported_by is not None:
        answer += write.t("standing.by_proxy", name=plain(incident.name(standing.reported_by)))
    if standing.supports:
        answer += f" 🆘{write.t('answer.support')}"
    if standing.unreachable is not None:
        answer += f" 📵{plain(reached(write, standing.unreachable))}"
    return answer


def _phoned(incident: Incident, member: str, write: Writer) -> str:
    """What came of the call; who was asked to make it, where nothing is known of it."""
    standing = incident.roll[member]
    if standing.phoned_by is not None:
        by = plain(incident.name(standing.phoned_by or ""))
        result = write.t(f"phone.{standing.phone}") if standing.phone else write.t("privacy.deleted")
        return write.t("standing.phoned", result=result, name=by)
    if standing.caller is not None:
        return write.t("action.to_be_phoned", name=plain(incident.name(standing.caller)))
    return "—"


def _groups(incident: Incident, write: Writer) -> Iterator[str]:
    rows = []
    for group in incident.groups.values():
        plan = incident.plan.group_by_id[group.id]
        lead = plain(incident.name(group.lead)) if group.lead is not None else "—"
        coming = sum(incident.roll[member].coming for member in group.members)
        strength = f"{coming}/{len(group.members)} (≥{plan.strength})" if group.formed else write.t("panel.unformed")
        rows.append([plan.clause, plain(plan.name), lead, strength])
    return table(write.t("action.groups_columns"), rows)


def _tasks(incident: Incident, write: Writer) -> Iterator[str]:
    """In the order of clauses: deadline against what became of it."""
    after = incident.stood_down_at is not None and not incident.false_alarm
    known = [task for task in incident.task_list if after or task.phase is Phase.RESPONSE]
    rows = [
        [
            task.clause,
            plain(task.title),
            plain(incident.plan.group_by_id[task.group].name),
            _when(incident, incident.deadline(task), write),
            _outcome(incident, task, write),
        ]
        for task in sorted(known, key=lambda task: task.clause)
    ]
    return table(write.t("action.tasks_columns"), rows)


def _outcome(incident: Incident, task: Task, write: Writer) -> str:
    state, t = incident.tasks[task.id], write.t
    if state.done and state.done_at is not None:
        name, time = plain(incident.name(state.done_by or "")), _when(incident, state.done_at, write)
        late = t("action.after_deadline") if state.done_at > incident.deadline(task) else ""
        return t("task.done", name=name, time=time) + late
    if state.blocked:
        why = plain(state.why or "") or "—"
        return t("task.blocked", name=plain(incident.name(state.blocked_by or "")), why=why)
    return t("action.not_done") + (t("action.overdue") if state.overdue else "")


def _figures(incident: Incident, events: Sequence[e.IncidentEvent], write: Writer) -> Iterator[str]:
    """Casualties, headcounts, emergency calls, reports upward."""
    t = write.t
    yield "- " + t("post.casualties", casualties=casualty_line(incident, write) or t("unknown_yet"))
    latest = {event.place: event for event in events if isinstance(event, e.HeadcountTaken)}
    for count in latest.values():
        yield "- " + headcount(incident, count, write)
    for call in incident.plan.calls:
        made = incident.emergency_calls.get(call.id)
        if made is not None:
            key = "call.made_exercise" if incident.exercise else "call.made"
            name, time = plain(incident.name(made.by)), _when(incident, made.at, write)
            yield "- " + t(key, number=call.number, name=name, time=time) + cited(call.clause, write)
        else:
            yield "- " + t("action.not_called", number=call.number) + cited(call.clause, write)
    for ordinal, report in enumerate(incident.reports, start=1):
        name, time = plain(incident.name(report.by)), _when(incident, report.at, write)
        line = t("panel.report_sent", title=title(incident, ordinal, write), time=time, name=name)
        late = t("action.after_deadline") if report.at > _report_due(incident, ordinal, report) else ""
        yield "- " + line + late + cited(incident.plan.upward_reports.clause, write)


def _report_due(incident: Incident, ordinal: int, report: SentReport) -> datetime:
    clocks = incident.plan.upward_reports
    if report.final and incident.stood_down_at is not None:
        return incident.stood_down_at + clocks.final
    if ordinal == 1:
        return incident.activated_at + clocks.first
    return incident.reports[ordinal - 2].at + clocks.follow_up


def _notes(incident: Incident, events: Sequence[e.IncidentEvent], write: Writer) -> Iterator[str]:
    """What people wrote for the command post, and what it said to everybody."""
    for event in events:
        if isinstance(event, e.NoteAdded | e.BulletinIssued):
            key = "note.heading" if isinstance(event, e.NoteAdded) else "action.bulletin"
            heading = write.t(key, name=plain(incident.name(event.by)), time=_when(incident, event.at, write))
            yield "- " + " ".join(filter(None, [heading, plain(event.text), attached(event, write)]))
