"""From the confirmed proposal to the incident: one live at a time, a second leader where the plan wants one."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.authority import Right, commander, holders
from bot.domain.desk import commands as desk_commands
from bot.domain.desk import decide as desk_decide
from bot.domain.desk import second
from bot.domain.desk.state import Proposal
from bot.domain.incident import fallback, groups
from bot.domain.incident.events import Activated, Answer, Answered, ExerciseOverridden, IncidentEvent, Unseconded
from bot.domain.incident.outcome import recorder
from bot.domain.message import SYSTEM, Command, Decision, Event, Refused
from bot.domain.unit import Unit

Seconding = desk_commands.AgreeActivation | desk_commands.OpposeActivation | desk_commands.LapseSecond


def occupied(unit: Unit, exercise: bool) -> Refused | None:
    """One live incident at a time; no exercise beside anything that runs."""
    running = unit.running()
    if running is None or (running.exercise and not exercise):
        return None
    key = "activation.exercise_running" if running.exercise else "activation.already"
    return Refused(key=key, values={"number": running.number, "name": running.name(running.activated_by)})


def confirm(unit: Unit, command: desk_commands.ConfirmActivation, at: datetime) -> Decision:
    """Opens the incident, or asks a second leader where the plan wants one."""
    proposal = unit.desk.proposals.get(command.proposal)
    number = _next_number(unit, at)
    decided = desk_decide.confirm(unit.desk, command, at, number=number)
    if isinstance(decided, Refused) or not decided or proposal is None:
        return decided
    if refusal := occupied(unit, proposal.exercise):
        return refusal
    if proposal.exercise and second.waiting(unit.desk, exercise=False) is not None:
        return Refused(key="second.live_waits")
    rule = unit.plan.second_confirmation
    if rule is None or (proposal.exercise and not rule.exercises):
        return _activated(unit, proposal, at)
    other = second.waiting(unit.desk, exercise=proposal.exercise)
    if other is not None and other.by in unit.authority():  # two leaders want the same independently: they agree
        return _activated(unit, proposal, at, seconded_by=other.by)
    leaders = [m.id for m in holders(unit.plan, unit.roster, Right.AUTHORITY) if m.id != proposal.by]
    asked = tuple(member for member in leaders if unit.people.reachable(member))
    if all(unit.people.away(member, at) for member in asked):
        return _activated(unit, proposal, at, unseconded=Unseconded.NOBODY)
    voided = (second.void(other, SYSTEM, at),) if other is not None else ()
    return (*voided, second.ask(proposal, rule, asked, at))


def seconded(unit: Unit, command: Seconding, at: datetime) -> Decision:
    """A second leader's word, or the end of the time for it; the activation follows where it carries."""
    asked = unit.desk.proposals.get(command.proposal)
    entitled = asked is not None and asked.by in unit.authority()
    decided = second.decide(unit.desk, command, at, entitled=entitled)
    if isinstance(decided, Refused) or not second.carried(decided):
        return decided
    proposal = unit.desk.proposals[command.proposal]
    if refusal := occupied(unit, proposal.exercise):
        return refusal
    if isinstance(command, desk_commands.AgreeActivation):
        return (*decided, *_activated(unit, proposal, at, seconded_by=command.by))
    unseconded = Unseconded.OPPOSED if proposal.opposed_by else Unseconded.SILENCE
    return (*decided, *_activated(unit, proposal, at, unseconded=unseconded))


def _activated(
    unit: Unit,
    proposal: Proposal,
    at: datetime,
    *,
    seconded_by: str | None = None,
    unseconded: Unseconded | None = None,
) -> tuple[Event, ...]:
    """The desk's events, the end of any exercise when it is live, and the activation, in its author's name."""
    number = _next_number(unit, at)
    by = proposal.by
    away = tuple(member.id for member in unit.roster.members if unit.people.away(member.id, at))
    activated = Activated(
        at=at,
        by=by,
        number=number,
        exercise=proposal.exercise,
        place=proposal.place,
        what=proposal.what,
        lead=proposal.lead,
        plan=unit.plan.without_secrets(),
        roster=unit.roster.without_secrets(),
        groups=groups.form(unit.plan, unit.roster, away),
        duty_leaders=tuple(shift.member for shift in unit.watch.in_force("leader")),
        away=away,
        commander=commander(unit.plan, unit.roster, unit.people, at),
        seconded_by=seconded_by,
        unseconded=unseconded,
    )
    # Whoever activates has the news: nobody needs to ring or to phone them.
    knowing = [member for member in (by, seconded_by) if member is not None and unit.roster.find(member)]
    return (
        *desk_decide.confirmed(unit.desk, proposal, at, number=number),
        *(() if proposal.exercise else _overridden(unit, by, at, number)),
        activated,
        *(
            Answered(
                at=at, by=member, number=number, exercise=proposal.exercise, member=member, answer=Answer.ACKNOWLEDGED
            )
            for member in knowing
        ),
    )


def _overridden(unit: Unit, by: str, at: datetime, live: str) -> Iterator[IncidentEvent]:
    """Also those whom a fallback channel told of the exercise hear that it is over."""
    for incident in unit.open_incidents():
        if incident.exercise:
            yield ExerciseOverridden(at=at, by=by, number=incident.number, exercise=True, live=live)
            if incident.stood_down_at is None:
                yield from fallback.corrections(incident, recorder(incident, Command(by=by), at))


def _next_number(unit: Unit, at: datetime) -> str:
    """Numbers count within the year of the unit's own calendar."""
    year = at.astimezone(unit.time_zone).year
    return f"{year}-{unit.last_numbers.get(year, 0) + 1:03d}"
