"""The fold of an incident's stream."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from bot.domain.incident import attempts as a
from bot.domain.incident import events as e
from bot.domain.incident import fallback, succession
from bot.domain.incident.state import (
    ASKING,
    Escalation,
    GroupState,
    Headcount,
    Incident,
    LoggedCall,
    Note,
    Panel,
    Phase,
    SentReport,
    StandDownProposal,
    Standing,
    TaskState,
    in_place,
)


def opened(event: e.Activated) -> Incident:
    """The incident as its activation leaves it."""
    groups = {
        formation.group: GroupState(id=formation.group, formed=True, lead=formation.lead, members=formation.members)
        for formation in event.groups
    }
    incident = Incident(
        number=event.number,
        exercise=event.exercise,
        plan=event.plan,
        roster=event.roster,
        activated_at=event.at,
        activated_by=event.by,
        place=event.place,
        what=event.what,
        lead=event.lead,
        duty_leaders=event.duty_leaders,
        roll={member.id: Standing() for member in event.roster.members},
        roll_from=event.at,
        groups=groups,
        tasks={task.id: TaskState() for task in event.plan.expanded_tasks()},
        away=dict.fromkeys(event.away, event.at),
        seconded_by=event.seconded_by,
        unseconded=event.unseconded,
    )
    commander = event.commander or succession.first(event.plan, event.roster)
    return succession.begun(incident, commander, event.at, heard=commander == event.by) if commander else incident


def apply(incident: Incident | None, event: e.IncidentEvent) -> Incident:
    """The state after the event; the first event of a stream is its activation."""
    if isinstance(event, e.Activated):
        return opened(event)
    if incident is None:
        raise ValueError(f"{event.stream} does not begin with its activation")
    return succession.after(_APPLY[type(event)](incident, event), event)


def _standing(incident: Incident, members: Iterable[str], **changes: Any) -> Incident:
    changed = {member: replace(incident.roll[member], **changes) for member in members}
    return replace(incident, roll={**incident.roll, **changed})


def _task(incident: Incident, task: str, **changes: Any) -> Incident:
    return replace(incident, tasks={**incident.tasks, task: replace(incident.tasks[task], **changes)})


def _group(incident: Incident, group: str, **changes: Any) -> Incident:
    return replace(incident, groups={**incident.groups, group: replace(incident.groups[group], **changes)})


def _answered(incident: Incident, event: e.Answered) -> Incident:
    proxy = event.by if event.by != event.member else None
    standing = incident.roll[event.member]
    answer = event.answer
    if answer is e.Answer.SUPPORT:
        kept = standing.answer or e.Answer.ACKNOWLEDGED
        at = standing.answered_at or event.at
        return _standing(
            incident,
            [event.member],
            support=True,
            supports=standing.supports + 1,
            answer=kept,
            answered_at=at,
            reported_by=proxy,
        )
    arrived_at = standing.arrived_at or (event.at if answer is e.Answer.ARRIVED else None)
    return _standing(
        incident,
        [event.member],
        answer=answer,
        answered_at=event.at,
        arrived_at=arrived_at,
        reported_by=proxy,
    )


def _reachable(incident: Incident, event: e.FoundReachable) -> Incident:
    """Whatever was refused is not tried again by itself, so the next ring is a new message."""
    freed = _standing(incident, [event.member], unreachable=None)
    ring = _ring if incident.stood_down_at is None else _ring_stand_down
    return ring(freed, [event.member], late=False)


def _rung(incident: Incident, event: e.RungAgain) -> Incident:
    return replace(_ring(incident, event.members, late=event.late), rings_done=max(incident.rings_done, event.ring))


def _ring(incident: Incident, members: Iterable[str], *, late: bool) -> Incident:
    changed = {m: replace(incident.roll[m], ring=incident.roll[m].ring + 1, late=late) for m in members}
    return replace(incident, roll={**incident.roll, **changed})


def _gap(incident: Incident, event: e.GapNoticed) -> Incident:
    if incident.stood_down_at is None:
        rung = _ring(incident, event.members, late=True)
        return replace(rung, roll_from=event.until, rings_done=0, gaps=incident.gaps + 1)
    rung = _ring_stand_down(incident, event.members, late=True)
    return replace(rung, stand_down_from=event.until, stand_down_rings_done=0, gaps=incident.gaps + 1)


def _dealt(incident: Incident, event: e.CallsDealt) -> Incident:
    for caller, members in event.calls:
        for member in members:
            callers = (*incident.roll[member].callers, caller)
            incident = _standing(incident, [member], callers=callers, dealt_at=event.at)
    return replace(incident, calls_dealt=incident.calls_dealt + 1)


def _replaced(incident: Incident, event: e.LeadReplaced) -> Incident:
    return _group(incident, event.group, lead=event.new)


def _moved(incident: Incident, event: e.Moved) -> Incident:
    if event.source is not None:
        source = incident.groups[event.source]
        incident = _group(
            incident,
            source.id,
            members=tuple(m for m in source.members if m != event.member),
            lead=None if source.lead == event.member else source.lead,
        )
    target = incident.groups[event.target]
    if event.member in target.members:
        return incident
    return _group(incident, target.id, members=(*target.members, event.member))


def _reported(incident: Incident, event: e.UpwardReportSent) -> Incident:
    sent = SentReport(at=event.at, by=event.by, final=event.final)
    return replace(incident, reports=(*incident.reports, sent), report_overdue=0, report_late=False)


def _note(event: e.NoteAdded | e.BulletinIssued) -> Note:
    if isinstance(event, e.BulletinIssued):
        return Note(at=event.at, by=event.by, text=event.text)
    return Note(at=event.at, by=event.by, text=event.text, photo=event.photo, location=event.location)


def _turned(incident: Incident, event: e.PanelTurned) -> Incident:
    before = incident.panels.get(event.by)
    opened = before.opened if before else 0
    if before is None or not in_place(event.view, event.subject):
        opened += 1
    panel = Panel(view=event.view, subject=event.subject, opened=opened, at=event.at)
    return replace(incident, panels={**incident.panels, event.by: panel})


def _answered_panel(incident: Incident, event: e.IncidentEvent) -> Incident:
    """A page that asked for words is done with once they came."""
    panel = incident.panels.get(event.by)
    if panel is None or panel.view not in ASKING:
        return incident
    return replace(incident, panels={**incident.panels, event.by: replace(panel, view=e.View.CLOSED)})


def _described(incident: Incident, event: e.SceneDescribed) -> Incident:
    detail: dict[str, Any] = {event.detail.value: event.text}
    return replace(incident, **detail, words_by={**incident.words_by, event.detail.value: event.by})


def _counted(incident: Incident, event: e.HeadcountTaken) -> Incident:
    headcount = Headcount(
        at=event.at, by=event.by, expected=event.expected, present=event.present, injured=event.injured
    )
    return _answered_panel(replace(incident, headcounts={**incident.headcounts, event.place: headcount}), event)


def _proposed(incident: Incident, event: e.StandDownProposed) -> Incident:
    before = incident.stand_downs.get(event.by)
    ordinal = before.ordinal + 1 if before else 1
    proposal = StandDownProposal(by=event.by, expires=event.expires, ordinal=ordinal)
    return replace(incident, stand_downs={**incident.stand_downs, event.by: proposal})


def _no_longer_open(incident: Incident) -> dict[str, StandDownProposal]:
    return {by: replace(proposal, open=False) for by, proposal in incident.stand_downs.items()}


def _stood_down(incident: Incident, event: e.StoodDown) -> Incident:
    return replace(
        incident,
        phase=Phase.AFTERMATH,
        stand_downs=_no_longer_open(incident),
        stood_down_at=event.at,
        stood_down_by=event.by,
        stand_down_from=event.at,
        false_alarm=event.false_alarm,
        report_overdue=0,
        report_late=False,
    )


def _ring_stand_down(incident: Incident, members: Iterable[str], *, late: bool) -> Incident:
    changed = {
        m: replace(incident.roll[m], stand_down_ring=incident.roll[m].stand_down_ring + 1, stand_down_late=late)
        for m in members
    }
    return replace(incident, roll={**incident.roll, **changed})


def _stand_down_rung(incident: Incident, event: e.StandDownRungAgain) -> Incident:
    rung = _ring_stand_down(incident, event.members, late=event.late)
    return replace(rung, stand_down_rings_done=max(incident.stand_down_rings_done, event.ring))


def _absence(incident: Incident, event: e.AbsenceNoted) -> Incident:
    others = {member: at for member, at in incident.away.items() if member != event.member}
    return replace(incident, away={**others, event.member: event.at} if event.away else others)


def _first_delivery(incident: Incident, event: e.AlertsDelivered) -> Incident:
    new = [m for m in event.members if incident.roll[m].delivered_at is None]
    return _standing(incident, new, delivered_at=event.at)


_APPLY: dict[type[e.IncidentEvent], Callable[[Incident, Any], Incident]] = {
    e.DutyLeaderChanged: lambda i, v: replace(i, duty_leaders=v.duty_leaders),
    e.AbsenceNoted: _absence,
    e.CommandOffered: succession.asked,
    e.CommandTaken: lambda i, v: succession.begun(i, v.by, v.at),
    e.AlertsDelivered: _first_delivery,
    e.FoundUnreachable: lambda i, v: _standing(i, [v.member], unreachable=v.reason, unreachable_at=v.at),
    e.FoundReachable: _reachable,
    e.Answered: _answered,
    e.SupportGiven: lambda i, v: _standing(i, [v.member], support=False),
    e.RungAgain: _rung,
    e.GapNoticed: _gap,
    e.CallsDealt: _dealt,
    e.PhoneResultLogged: lambda i, v: _standing(i, [v.member], phone=v.result, phoned_by=v.by),
    e.Escalated: lambda i, v: replace(i, escalation=Escalation(at=v.at, members=v.members, late=v.late)),
    e.LeadReplaced: _replaced,
    e.Moved: _moved,
    e.GroupFormed: lambda i, v: _group(i, v.group, formed=True),
    e.GroupDissolved: lambda i, v: _group(i, v.group, formed=False),
    e.TaskDone: lambda i, v: _task(i, v.task, done_by=v.by, done_at=v.at),
    e.TaskReopened: lambda i, v: _task(i, v.task, done_by=None, done_at=None),
    e.TaskBlocked: lambda i, v: _task(i, v.task, blocked_by=v.by, blocked_at=v.at, why=None),
    e.BlockExplained: lambda i, v: _task(i, v.task, why=v.text),
    e.TaskOverdue: lambda i, v: _task(i, v.task, overdue=v.level, late=v.late),
    e.SceneDescribed: lambda i, v: _answered_panel(_described(i, v), v),
    e.CasualtiesCounted: lambda i, v: replace(i, casualties={**i.casualties, v.injury: v.count}),
    e.HeadcountTaken: _counted,
    e.EmergencyCallLogged: lambda i, v: replace(
        i, emergency_calls={**i.emergency_calls, v.call: LoggedCall(at=v.at, by=v.by)}
    ),
    e.UpwardReportSent: _reported,
    e.UpwardReportOverdue: lambda i, v: replace(i, report_overdue=v.level, report_late=v.late),
    e.NoteAdded: lambda i, v: replace(i, notes=(*i.notes, _note(v))),
    e.BulletinIssued: lambda i, v: _answered_panel(replace(i, bulletins=(*i.bulletins, _note(v))), v),
    e.SummaryPosted: lambda i, v: replace(i, summaries=v.summary, summary_at=v.at, summary_late=v.late),
    e.PanelTurned: _turned,
    e.StandDownProposed: _proposed,
    e.StandDownWithdrawn: lambda i, v: replace(
        i,
        stand_downs={**i.stand_downs, v.proposer: replace(i.stand_downs[v.proposer], open=False, lapsed=v.lapsed)},
    ),
    e.StoodDown: _stood_down,
    e.StandDownDelivered: lambda i, v: _standing(
        i,
        [m for m in v.members if i.roll[m].stand_down_delivered_at is None],
        stand_down_delivered_at=v.at,
    ),
    e.StandDownAcknowledged: lambda i, v: _standing(i, [v.member], stand_down_acknowledged_at=v.at),
    e.StandDownRungAgain: _stand_down_rung,
    e.ExerciseOverridden: lambda i, v: replace(
        i, phase=Phase.CLOSED, closed_at=v.at, overridden_by=v.live, stand_downs=_no_longer_open(i)
    ),
    a.FallbackWanted: fallback.applied,
    a.ChannelTried: fallback.applied,
    a.FallbackRetried: fallback.applied,
    e.Closed: lambda i, v: replace(i, phase=Phase.CLOSED, closed_at=v.at),
}
