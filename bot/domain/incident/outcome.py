"""What a decision about an incident gives."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.domain.incident.events import IncidentEvent
from bot.domain.incident.state import Incident
from bot.domain.message import Command, Refused

Decision = tuple[IncidentEvent, ...] | Refused
Say = Callable[..., Any]


def recorder(incident: Incident, command: Command, at: datetime) -> Say:
    """Makes events of this incident that say when and by whom: `say(Answered, member=…, answer=…)`."""

    def say(kind: type[IncidentEvent], **values: Any) -> IncidentEvent:
        return kind(at=at, by=command.by, number=incident.number, exercise=incident.exercise, **values)

    return say
