"""Decisions about the end: stand-down, false alarm, acknowledgement, closing (clause 5.5)."""

from datetime import datetime

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident import fallback
from bot.domain.incident.outcome import Decision, Say, recorder
from bot.domain.incident.roll_call import last_due
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Refused


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision | None:
    """Events or a refusal; None for a command that is not about the end."""
    say = recorder(incident, command, at)
    match command:
        case c.ProposeStandDown():
            return _propose(incident, command, at, say)
        case c.WithdrawStandDown():
            proposer = command.proposer if command.lapsed else command.by
            proposal = incident.stand_downs.get(proposer)
            pending = proposal is not None and proposal.open
            return (say(e.StandDownWithdrawn, proposer=proposer, lapsed=command.lapsed),) if pending else ()
        case c.ConfirmStandDown():
            return _confirm(incident, command, at, say)
        case c.NoteStandDownDelivered():
            new = tuple(
                m for m in command.members if m in incident.roll and incident.roll[m].stand_down_delivered_at is None
            )
            return (say(e.StandDownDelivered, members=new),) if new else ()
        case c.AcknowledgeStandDown():
            standing = incident.roll.get(command.by)
            if standing is None or incident.stood_down_at is None:
                return Refused(key="refused.gone")
            known = standing.stand_down_acknowledged_at is not None
            return () if known else (say(e.StandDownAcknowledged, member=command.by),)
        case c.RingStandDown():
            if command.ring <= incident.stand_down_rings_done or incident.phase is not Phase.AFTERMATH:
                return ()
            start = incident.stand_down_from or at
            ring = last_due(incident.plan.times.stand_down_ring, start, at, least=command.ring)
            members = incident.to_ring_stand_down()
            return (say(e.StandDownRungAgain, ring=ring, members=members, late=command.late),)
        case c.CloseIncident():
            if not incident.open:
                return ()
            refusal = unfinished(incident, at)
            return refusal or (say(e.Closed),)
        case _:
            return None


def unfinished(incident: Incident, at: datetime) -> Refused | None:
    """Why the incident cannot be closed yet; None if it can."""
    if incident.stood_down_at is None or incident.stand_down_from is None:
        return Refused(key="close.not_stood_down")
    open_tasks = [task for task in incident.current_tasks() if not incident.tasks[task.id].done]
    if open_tasks and not incident.exercise:
        return Refused(key="close.tasks_open", values={"count": str(len(open_tasks))})
    waiting = incident.to_ring_stand_down()
    if waiting and at < incident.stand_down_from + incident.plan.times.stand_down_ring[-1]:
        return Refused(key="close.unacknowledged", values={"count": str(len(waiting))})
    return None


def finished(incident: Incident, at: datetime) -> bool:
    """Whether nothing is left to do, so that the incident closes by itself: tasks, report and acknowledgements."""
    return (
        incident.phase is Phase.AFTERMATH
        and not incident.to_ring_stand_down()
        and all(incident.tasks[task.id].done for task in incident.current_tasks())
        and incident.next_report() is None
        and unfinished(incident, at) is None
    )


def _propose(incident: Incident, command: c.ProposeStandDown, at: datetime, say: Say) -> Decision:
    if incident.phase is not Phase.RESPONSE:
        return Refused(key="stand_down.already", values={"number": incident.number})
    pending = incident.stand_downs.get(command.by)
    if pending is not None and pending.open and at <= pending.expires:
        return ()
    return (say(e.StandDownProposed, expires=at + incident.plan.times.confirm),)


def _confirm(incident: Incident, command: c.ConfirmStandDown, at: datetime, say: Say) -> Decision:
    if incident.stood_down_at is not None:
        same = incident.stood_down_by == command.by
        return () if same else Refused(key="stand_down.already", values={"number": incident.number})
    pending = incident.stand_downs.get(command.by)
    if pending is None or not pending.open or at > pending.expires:
        return Refused(key="stand_down.lapsed")
    return (say(e.StoodDown, false_alarm=command.false_alarm), *fallback.corrections(incident, say))
