"""The leader on duty (带班领导) in what belongs to an incident (clause 7.3b)."""

from collections.abc import Iterator

from bot.cards.writing import Writer, said
from bot.domain.incident.state import Incident


def duty_leader(incident: Incident, reader: str, write: Writer) -> Iterator[str]:
    """A line: by name, with the number for the command post; the plan's own words where no duty roster says who."""
    names = []
    for leader in incident.duty_leaders:
        member = incident.roster.find(leader)
        number = f" {member.phone}" if member is not None and incident.in_command_post(reader) else ""
        names.append(f"{said(incident.name(leader))}{number}")
    if names:
        yield write.t("watch.now_leader", names=write.t("list.comma").join(names))
    elif incident.plan.duty_leader:
        yield write.t("alert.duty_leader", leader=said(incident.plan.duty_leader))
