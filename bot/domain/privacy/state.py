"""The fold: which incidents and leads hold which traces, and since when their time runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.desk.events import LeadExtended, LeadReported
from bot.domain.incident.events import Activated, Closed, ExerciseOverridden, IncidentEvent
from bot.domain.message import SYSTEM, Event, Timer
from bot.domain.privacy.commands import DeleteTraces
from bot.domain.privacy.events import Kind, Redacted
from bot.domain.privacy.traces import traces
from config.retention import Retention

_NIGHT: Final = time(3)  # of the unit's own clock: once a day, when nobody waits for anything


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an incident or a lead holds. `since` is None while the incident, or the lead's incident, is open."""

    kinds: frozenset[Kind]
    since: datetime | None
    incident: str | None = None  # of a lead that was activated


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """By subject: `incident/2026-001`, `lead/3`."""

    subjects: Mapping[str, Held] = field(default_factory=dict)


def apply(privacy: Privacy, event: Event) -> Privacy:
    """The state after an event of any kind; the very same for one that leaves no trace."""
    match event:
        case LeadReported() | LeadExtended():
            return _lead(privacy, event)
        case Activated():
            # The cards of every incident hold numbers of those who were silent.
            held = Held(kinds=frozenset({Kind.PHONE_RESULTS}), since=None)
            begun = _with(privacy, f"incident/{event.number}", held)
            lead = begun.subjects.get(f"lead/{event.lead}")
            return (
                _with(begun, f"lead/{event.lead}", replace(lead, since=None, incident=event.number)) if lead else begun
            )
        case Closed() | ExerciseOverridden():
            return _ended(privacy, event.number, event.at)
        case IncidentEvent():
            before = privacy.subjects.get(f"incident/{event.number}")
            found = traces(event)
            if before is None or found <= before.kinds:
                return privacy
            return _with(privacy, f"incident/{event.number}", replace(before, kinds=before.kinds | found))
        case Redacted():
            return _without(privacy, event)
        case _:
            return privacy


def due(held: Held, kind: Kind, retention: Retention, zone: ZoneInfo) -> datetime | None:
    """When traces of that kind are deleted; None while their time does not run, or where the plan keeps them."""
    kept: timedelta | None = getattr(retention, kind.value)
    if held.since is None or kept is None:
        return None
    over = (held.since + kept).astimezone(zone)
    night = datetime.combine(over.date(), _NIGHT, zone)
    return night if night >= over else datetime.combine(over.date() + timedelta(days=1), _NIGHT, zone)


def timers(privacy: Privacy, retention: Retention, zone: ZoneInfo) -> Iterator[Timer]:
    """One for each subject and night."""
    for subject, held in privacy.subjects.items():
        nights: dict[datetime, list[Kind]] = {}
        for kind in sorted(held.kinds):
            if (when := due(held, kind, retention, zone)) is not None:
                nights.setdefault(when, []).append(kind)
        for when, kinds in nights.items():
            yield Timer(when=when, command=DeleteTraces(by=SYSTEM, subject=subject, kinds=tuple(kinds), due=when))


def _lead(privacy: Privacy, event: LeadReported | LeadExtended) -> Privacy:
    subject, found = f"lead/{event.lead}", traces(event)
    before = privacy.subjects.get(subject)
    if before is None:
        return _with(privacy, subject, Held(kinds=found, since=event.at)) if found else privacy
    since = before.since if before.incident is not None else event.at
    return _with(privacy, subject, replace(before, kinds=before.kinds | found, since=since))


def _ended(privacy: Privacy, number: str, at: datetime) -> Privacy:
    subjects = {
        subject: replace(held, since=at) if subject == f"incident/{number}" or held.incident == number else held
        for subject, held in privacy.subjects.items()
    }
    return replace(privacy, subjects=subjects)


def _without(privacy: Privacy, event: Redacted) -> Privacy:
    held = privacy.subjects.get(event.subject)
    if held is None:
        return privacy
    kinds = held.kinds - frozenset(event.kinds)
    if kinds:
        return _with(privacy, event.subject, replace(held, kinds=kinds))
    return replace(privacy, subjects={s: h for s, h in privacy.subjects.items() if s != event.subject})


def _with(privacy: Privacy, subject: str, held: Held) -> Privacy:
    return replace(privacy, subjects={**privacy.subjects, subject: held})
