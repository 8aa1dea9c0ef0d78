"""When something falls due in an incident, derived from its state alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain.incident import commands as c
from bot.domain.incident import fallback, succession
from bot.domain.incident.events import Answer
from bot.domain.incident.roll_call import next_deal
from bot.domain.incident.state import GroupState, Incident, Phase
from bot.domain.message import SYSTEM, Timer


def timers(incident: Incident) -> Iterator[Timer]:
    """Every timer that runs, in no order; none twice."""
    yield from fallback.timers(incident)
    match incident.phase:
        case Phase.RESPONSE:
            yield from _silence(incident)
            yield from succession.timers(incident)
            yield from _leads(incident)
            yield from _tasks(incident)
            yield from _report(incident)
            yield _summary(incident)
            for proposal in incident.stand_downs.values():
                if proposal.open:
                    lapse = c.WithdrawStandDown(by=SYSTEM, number=incident.number, proposer=proposal.by, lapsed=True)
                    yield Timer(when=proposal.expires, command=lapse)
        case Phase.AFTERMATH:
            yield from _stand_down(incident)
            yield from _tasks(incident)
            yield from _report(incident)
        case Phase.CLOSED:
            return


def next_ring(schedule: Sequence[timedelta], start: datetime, done: int) -> tuple[int, datetime] | None:
    """The ring after `done`, and when; None after the last of the schedule."""
    return (done + 1, start + schedule[done]) if done < len(schedule) else None


def _silence(incident: Incident) -> Iterator[Timer]:
    """Rings, the phone tree and the word to the deputies: for as long as somebody is silent."""
    times, number, start = incident.plan.times, incident.number, incident.roll_from
    if incident.to_ring() and (ring := next_ring(times.ring, start, incident.rings_done)):
        yield Timer(when=ring[1], command=c.RingAgain(by=SYSTEM, number=number, ring=ring[0]), silence=True)
    if not incident.silent():
        return
    if (when := next_deal(incident)) is not None:
        yield Timer(when=when, command=c.DealCalls(by=SYSTEM, number=number), silence=True)
    if incident.escalation is None:
        yield Timer(when=start + times.escalate, command=c.Escalate(by=SYSTEM, number=number), silence=True)


def _leads(incident: Incident) -> Iterator[Timer]:
    """A lead who cannot come is replaced at once, a silent one after the plan's time."""
    for group in incident.groups.values():
        new = incident.replacement(group) if group.formed else None
        if new is None or (group.lead is not None and incident.roll[group.lead].coming):
            continue
        yield Timer(
            when=_vacant_since(incident, group),
            command=c.ReplaceLead(by=SYSTEM, number=incident.number, group=group.id),
            silence=True,
        )


def _vacant_since(incident: Incident, group: GroupState) -> datetime:
    lead = incident.roll[group.lead] if group.lead is not None else None
    if lead is None:
        return incident.activated_at
    if lead.answer is Answer.UNABLE and lead.answered_at is not None:
        return lead.answered_at
    return incident.roll_from + incident.plan.times.lead_silent


def _tasks(incident: Incident) -> Iterator[Timer]:
    """Overdue tasks nag the group, then the commander; those of a group left unformed nag nobody."""
    for task in incident.current_tasks():
        state = incident.tasks[task.id]
        if state.done or state.blocked or state.overdue >= 2:
            continue
        if not (incident.groups[task.group].formed or task.first_response):
            continue
        level = state.overdue + 1
        delay = timedelta() if level == 1 else incident.plan.times.task_escalate
        nag = c.NagTask(by=SYSTEM, number=incident.number, task=task.id, level=level)
        yield Timer(when=incident.deadline(task) + delay, command=nag)


def _report(incident: Incident) -> Iterator[Timer]:
    due, ordinal = incident.report_due(), incident.next_report()
    if due is None or ordinal is None or incident.report_overdue >= 2:
        return
    level = incident.report_overdue + 1
    delay = timedelta() if level == 1 else incident.plan.times.task_escalate
    nag = c.NagUpwardReport(by=SYSTEM, number=incident.number, ordinal=ordinal, level=level)
    yield Timer(when=due + delay, command=nag)


def _summary(incident: Incident) -> Timer:
    since = incident.summary_at or incident.activated_at
    post = c.PostSummary(by=SYSTEM, number=incident.number, summary=incident.summaries + 1)
    return Timer(when=since + incident.plan.times.summary, command=post)


def _stand_down(incident: Incident) -> Iterator[Timer]:
    if incident.stand_down_from is None or not incident.to_ring_stand_down():
        return
    schedule = incident.plan.times.stand_down_ring
    if ring := next_ring(schedule, incident.stand_down_from, incident.stand_down_rings_done):
        command = c.RingStandDown(by=SYSTEM, number=incident.number, ring=ring[0])
        yield Timer(when=ring[1], command=command, silence=True)
