"""Decisions about personal traces."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.incident.state import Incident
from bot.domain.message import Refused
from bot.domain.privacy.commands import DeleteTraces, ForgetMember, PrivacyCommand
from bot.domain.privacy.events import Redacted
from bot.domain.privacy.state import Privacy, due
from config.retention import Retention
from config.roster import Roster

Decision = tuple[Redacted, ...] | Refused


def decide(
    privacy: Privacy,
    command: PrivacyCommand,
    at: datetime,
    *,
    retention: Retention,
    zone: ZoneInfo,
    roster: Roster,
    running: Iterable[Incident],
) -> Decision:
    """Events or a refusal; none where nothing is held any more, or not long enough."""
    match command:
        case DeleteTraces():
            held = privacy.subjects.get(command.subject)
            if held is None:
                return ()
            over = {kind: due(held, kind, retention, zone) for kind in command.kinds if kind in held.kinds}
            kinds = tuple(kind for kind, when in over.items() if when is not None and when <= at)
            if not kinds:
                return ()
            redacted = Redacted(
                at=at,
                by=command.by,
                subject=command.subject,
                kinds=kinds,
                why="retention",
                since=held.since,
                due=command.due,
            )
            return (redacted,)
        case ForgetMember():
            if roster.find(command.member) is not None:
                return Refused(key="forget.on_roster", values={"id": command.member})
            for incident in running:
                if command.member in incident.roll:
                    return Refused(key="forget.in_incident", values={"id": command.member, "number": incident.number})
            return (Redacted(at=at, by=command.by, subject=f"member/{command.member}", why="left"),)
        case _:
            raise TypeError(f"not a command about privacy: {command!r}")
