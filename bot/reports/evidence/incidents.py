"""Activations and exercises as rows: the alert tier by tier, tasks, upward reports. Nothing of casualties."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.incident import attempts as a
from bot.domain.incident import events as e
from bot.domain.incident.apply import apply
from bot.domain.incident.state import Incident
from bot.domain.message import Event
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Gap, Kind, Row, Status
from config.plan import Phase, Task

PASSED_OVER: Final = frozenset(
    kind.__name__
    for kind in (
        e.PanelTurned,
        e.SummaryPosted,
        e.NoteAdded,
        e.BulletinIssued,
        e.BlockExplained,
        a.FallbackWanted,
        a.ChannelTried,
        a.FallbackRetried,
    )
)


@dataclass(kw_only=True)
class Incidents:
    """Those that were activated in the span."""

    by_number: dict[str, Incident] = field(default_factory=dict)
    closed: dict[str, datetime] = field(default_factory=dict)
    deaf: list[e.GapNoticed] = field(default_factory=list)

    def take(self, event: Event, at: Context) -> None:
        """Read on."""
        if not isinstance(event, e.IncidentEvent) or type(event).__name__ in PASSED_OVER:
            return
        if isinstance(event, e.Activated):
            if not at.within(at.day(event.at)):
                return
        elif event.number not in self.by_number:
            return
        self.by_number[event.number] = apply(self.by_number.get(event.number), event)
        if isinstance(event, e.GapNoticed):
            self.deaf.append(event)

    def rows(self, at: Context) -> Iterator[Row]:
        """What each of them asked of people, under the clauses of the plan that it ran under."""
        for incident in self.by_number.values():
            yield from _alerts(incident, at)
            yield from _tasks(incident, at)
            yield from _reports(incident, at)

    def gaps(self, at: Context) -> Iterator[Gap]:
        """Times in which nobody could be heard in the middle of one."""
        for gap in self.deaf:
            mark = at.t("exercise.mark") if gap.exercise else ""
            since, until = at.stamp(gap.since), at.stamp(gap.until)
            yield Gap(at=gap.at, words=mark + at.t("evidence.gap_deaf", number=gap.number, since=since, until=until))


def _kind(incident: Incident) -> Kind:
    return Kind.EXERCISE if incident.exercise else Kind.ACTIVATION


def _marked(incident: Incident, words: str, at: Context) -> str:
    """An exercise says so in every row; what is live cannot be made to say so."""
    mark = at.t("exercise.mark")
    return f"{mark}{words}" if incident.exercise else words.replace(mark.strip(), mark.strip()[1:-1])


def _cut_short(incident: Incident) -> bool:
    """A live activation ended the exercise before its time."""
    return incident.overridden_by is not None and incident.stood_down_at is None


def _alerts(incident: Incident, at: Context) -> Iterator[Row]:
    """A row a tier: how many were alerted, how many answered, and how quickly the first did."""
    t = at.t
    names = {tier.number: tier for tier in incident.plan.tiers}
    ended = incident.stood_down_at
    for number, tier in sorted(names.items()):
        standings = [incident.roll[member.id] for member in incident.roster.members if member.tier == number]
        if not standings:
            continue
        answered = [standing.answered_at for standing in standings if standing.answered_at is not None]
        arrived = sum(standing.arrived_at is not None for standing in standings)
        note = [t("evidence.alert", count=len(standings), answered=len(answered), arrived=arrived)]
        if ended is not None:
            key = "evidence.false_alarm" if incident.false_alarm else "evidence.stood_down"
            note.append(t(key, time=at.stamp(ended)))
        if incident.overridden_by is not None:
            note.append(t("evidence.overridden", live=incident.overridden_by))
        note += [at.said(words) for words in (incident.place, incident.what)]
        yield Row(
            kind=_kind(incident),
            clause=tier.clause,
            id=incident.number,
            what=_marked(incident, t("evidence.tier", tier=tier.name), at),
            who=tier.name,
            asked=incident.activated_at,
            done=min(answered) if answered else None,
            by=incident.name(incident.activated_by),
            status=Status.DONE if answered else Status.UNANSWERED if ended is not None else Status.OPEN,
            note=t("evidence.joint").join(filter(None, note)),
        )


def _tasks(incident: Incident, at: Context) -> Iterator[Row]:
    """A row a task. Where there was no danger, what was not done was not owed."""
    excused = incident.false_alarm or _cut_short(incident)
    for task in incident.task_list:
        if task.phase is not Phase.RESPONSE and (incident.stood_down_at is None or excused):
            continue
        yield _task(incident, task, at, excused=excused)


def _task(incident: Incident, task: Task, at: Context, *, excused: bool) -> Row:
    state, due = incident.tasks[task.id], incident.deadline(task)
    now_over = at.day(due) < at.today or incident.closed_at is not None
    if state.done_at is not None and state.done_by is not None:
        status = Status.LATE if state.done_at > due else Status.DONE
    elif excused:
        status = Status.NOT_OWED
    elif state.blocked:
        status = Status.UNABLE
    else:
        status = Status.UNANSWERED if now_over or state.overdue else Status.OPEN
    return Row(
        kind=_kind(incident),
        clause=task.clause,
        id=incident.number,
        what=_marked(incident, task.title, at),
        who=incident.plan.group_by_id[task.group].name,
        asked=incident.activated_at if task.phase is Phase.RESPONSE else incident.stood_down_at,
        due=due,
        done=state.done_at if state.done_by is not None else None,
        by=incident.name(state.done_by or state.blocked_by or "") if state.done_by or state.blocked else "",
        status=status,
    )


def _reports(incident: Incident, at: Context) -> Iterator[Row]:
    """The upward reports that were sent, and the one that is owed."""
    clocks, since = incident.plan.upward_reports, incident.activated_at
    excused = _cut_short(incident)
    due: datetime | None
    for ordinal, report in enumerate(incident.reports, start=1):
        due = since + (clocks.first if ordinal == 1 else clocks.follow_up)
        if report.final and incident.stood_down_at is not None:
            due = incident.stood_down_at + clocks.final
        yield _report(incident, ordinal, (since, due, report.at), incident.name(report.by), at)
        since = report.at
    ordinal, due = len(incident.reports) + 1, incident.report_due()
    if due is not None and not excused:
        yield _report(incident, ordinal, (since, due, None), "", at)


def _report(
    incident: Incident, ordinal: int, times: tuple[datetime, datetime, datetime | None], by: str, at: Context
) -> Row:
    since, due, sent = times
    over = incident.report_overdue or at.day(due) < at.today
    if sent is not None:
        status = Status.LATE if sent > due else Status.DONE
    else:
        status = Status.UNANSWERED if over else Status.OPEN
    return Row(
        kind=_kind(incident),
        clause=incident.plan.upward_reports.clause,
        id=incident.number,
        what=_marked(incident, at.t("evidence.upward", ordinal=ordinal), at),
        who=incident.plan.upward_reports.recipient,
        asked=since,
        due=due,
        done=sent,
        by=by,
        status=status,
    )
