"""Casualties in one line: numbers only, never names."""

from bot.cards.writing import Writer
from bot.domain.incident.events import Injury
from bot.domain.incident.state import Incident


def casualty_line(incident: Incident, write: Writer) -> str:
    """What is known, as a list of counts; empty while nothing has been counted."""
    counted = [
        write.t(f"injury.{injury}", count=incident.casualties[injury])
        for injury in Injury
        if injury in incident.casualties
    ]
    return write.t("list.comma").join(counted)
