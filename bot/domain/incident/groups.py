"""Decisions about groups: how they are formed, who leads them, who is moved (clause 5)."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.outcome import Decision, Say, recorder
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Refused
from config.plan import Plan
from config.roster import Roster


def form(plan: Plan, roster: Roster, away: Collection[str] = ()) -> tuple[e.Formation, ...]:
    """All the plan's groups, from the roster. Nobody who is away leads one; the first who answers will."""
    return tuple(
        e.Formation(
            group=group.id,
            lead=next((m.id for m in roster.members if m.leads(group.id) and m.id not in away), None),
            members=tuple(member.id for member in roster.members if group.id in member.group),
        )
        for group in plan.groups
    )


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision | None:
    """Events or a refusal; None for a command that is not about groups."""
    say = recorder(incident, command, at)
    match command:
        case c.ReplaceLead():
            return _replace(incident, command.group, say)
        case c.AppointLead():
            return _appoint(incident, command, say)
        case c.Move():
            return _move(incident, command, say)
        case c.FormGroup():
            return _formed(incident, command.group, say, formed=True)
        case c.DissolveGroup():
            return _formed(incident, command.group, say, formed=False)
        case _:
            return None


def _formed(incident: Incident, id_: str, say: Say, *, formed: bool) -> Decision:
    group = incident.groups.get(id_)
    if group is None:
        return Refused(key="refused.gone")
    if group.formed is formed:
        return ()
    return (say(e.GroupFormed if formed else e.GroupDissolved, group=group.id),)


def _replace(incident: Incident, group_id: str, say: Say) -> Decision:
    """Only a lead who has not answered, or cannot come, is replaced; asked again, nothing happens."""
    group = incident.groups[group_id]
    silent = group.lead is None or not incident.roll[group.lead].coming
    new = incident.replacement(group)
    if not (group.formed and silent and new) or incident.phase is not Phase.RESPONSE:
        return ()
    return (say(e.LeadReplaced, group=group.id, old=group.lead, new=new),)


def _appoint(incident: Incident, command: c.AppointLead, say: Say) -> Decision:
    group = incident.groups.get(command.group)
    if group is None or command.member not in group.members:
        return Refused(key="refused.gone")
    if group.lead == command.member:
        return ()
    return (say(e.LeadReplaced, group=group.id, old=group.lead, new=command.member),)


def _move(incident: Incident, command: c.Move, say: Say) -> Decision:
    target = incident.groups.get(command.target)
    source = incident.groups.get(command.source) if command.source else None
    if target is None or command.member not in incident.roll:
        return Refused(key="refused.gone")
    leaves = source is not None and source.id != target.id and command.member in source.members
    if command.member in target.members and not leaves:
        return ()
    moved = say(e.Moved, member=command.member, source=source.id if leaves and source else None, target=target.id)
    return (moved,) if target.formed else (say(e.GroupFormed, group=target.id), moved)
