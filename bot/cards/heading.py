"""What stands at the head of a card about an incident: live or exercise, its phase, how the response ended."""

from collections.abc import Iterator

from bot.cards.writing import Writer, bold
from bot.domain.incident.state import Incident, Phase


def heading(incident: Incident, write: Writer) -> str:
    """Live or exercise, phase and number; a false alarm has no aftermath and is not said to have one."""
    kind = "exercise" if incident.exercise else "live"
    corrected = incident.false_alarm and incident.phase is Phase.AFTERMATH
    phase = "false_alarm" if corrected else incident.phase
    return bold(write.t(f"post.heading_{kind}_{phase}", number=incident.number))


def ending(incident: Incident, write: Writer) -> Iterator[str]:
    """When the response ended, and whether it was a false alarm; nothing while it goes on."""
    if incident.stood_down_at is not None:
        key = "report.false_alarm" if incident.false_alarm else "report.stood_down"
        yield write.t(key, time=write.due(incident.stood_down_at, incident.activated_at))
