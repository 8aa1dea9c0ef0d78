"""The decisions of one incident, put together."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.domain.incident import attempts as a
from bot.domain.incident import closing, fallback, groups, roll_call, succession, work
from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.apply import apply
from bot.domain.incident.outcome import Decision
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import SYSTEM, Refused

_PARTS: Final[tuple[Callable[[Incident, c.IncidentCommand, datetime], Decision | None], ...]] = (
    roll_call.decide,
    groups.decide,
    succession.decide,
    work.decide,
    closing.decide,
    fallback.decide,
)

# What was sent may come out after the end.
_AFTER_THE_END: Final = (c.NoteAlertsDelivered, c.NoteStandDownDelivered, a.NoteChannelTried, a.RetryFallback)


def decide(incident: Incident, command: c.IncidentCommand, at: datetime) -> Decision:
    """Events or a refusal. A repeated command gives no event; a closed incident takes no command but repeats."""
    if not incident.open and not isinstance(command, _AFTER_THE_END):
        return () if command.by == SYSTEM else Refused(key="incident.closed", values={"number": incident.number})
    for part in _PARTS:
        decision = part(incident, command, at)
        if decision is not None:
            return decision if isinstance(decision, Refused) else _completed(incident, decision, at)
    raise TypeError(f"not a command of an incident: {command!r}")


def _completed(incident: Incident, decided: tuple[e.IncidentEvent, ...], at: datetime) -> Decision:
    """Add the closing when these events leave nothing to do."""
    if not decided or incident.phase is not Phase.AFTERMATH:
        return decided
    for event in decided:
        incident = apply(incident, event)
    if not closing.finished(incident, at):
        return decided
    closed = e.Closed(at=at, by=decided[-1].by, number=incident.number, exercise=incident.exercise)
    return (*decided, closed)
