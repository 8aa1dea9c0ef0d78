"""Every timer of the unit, derived from its state."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.desk import state as desk_state
from bot.domain.duty import decide as duty_decide
from bot.domain.hazard import nagging
from bot.domain.incident import timers as incident_timers
from bot.domain.incident.state import Phase
from bot.domain.meeting import calendar as meeting_calendar
from bot.domain.message import Timer
from bot.domain.people import absence, invitations, pack
from bot.domain.privacy import state as privacy_state
from bot.domain.unit import Unit
from bot.domain.watch import decide as watch_decide


def timers(unit: Unit) -> Iterator[Timer]:
    """Every timer that runs."""
    yield from desk_state.timers(unit.desk)
    yield from absence.timers(unit.people.absences)
    yield from pack.timers(unit.people)
    yield from invitations.timers(unit.people, unit.plan, unit.roster)
    yield from watch_decide.timers(unit.watch, unit.schedule)
    yield from _between_incidents(unit)
    for incident in unit.incidents.values():
        yield from incident_timers.timers(incident)
    if not any(incident.phase is Phase.RESPONSE and not incident.exercise for incident in unit.open_incidents()):
        # It reads through years of cards in one transaction: no live alert waits for that.
        yield from privacy_state.timers(unit.privacy, unit.plan.retention, unit.time_zone)


def _between_incidents(unit: Unit) -> Iterator[Timer]:
    """Duties, hazards and meetings wait while people respond to a live incident; a forgotten one holds up nothing."""
    running = unit.running()
    held = running.activated_at + unit.plan.duty_rules.hold if running is not None and not running.exercise else None
    for timer in (
        *duty_decide.timers(unit.duties, unit.plan),  # first: nags of the same moment join the day's message
        *nagging.timers(unit.hazards, unit.plan, unit.roster),
        *meeting_calendar.timers(unit.meetings, unit.plan),
    ):
        yield replace(timer, when=held) if held is not None and timer.when < held else timer
