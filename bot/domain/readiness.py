"""What would fail if the alarm came now: one finding a fault, each with its mend in the texts (`readiness.<key>`).

A subject adds its own by a function in `SOURCES`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.unit import Unit
from config.roster import Member

SKEW: Final = timedelta(seconds=30)  # between our clock and Telegram's
LEAST_FREE: Final = 500_000_000  # bytes beside the database
BACKUP_AFTER: Final = timedelta(days=7)
REVIEW_AHEAD: Final = timedelta(days=30)
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Health:
    """What the machine knows; None where nobody has looked."""

    free: int | None = None  # bytes
    backup: datetime | None = None
    backup_known: bool = False  # whether somebody has looked for a backup
    skew: timedelta | None = None  # our clock less Telegram's


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault: the key of its text, the values it names, and the member it is about."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    member: str = ""
    since: datetime | None = None


def findings(unit: Unit, at: datetime, health: Health) -> Iterator[Finding]:
    """Everything that is not as it should be; first people, then groups, then the machine."""
    for source in SOURCES:
        yield from source(unit, at)
    yield from _machine(at, health)


def able(unit: Unit, member: str, at: datetime) -> bool:
    """Whether an alert would find this member, and find them here."""
    return unit.people.reachable(member) and not unit.people.away(member, at)


def _people(unit: Unit, at: datetime) -> Iterator[Finding]:
    for member in unit.roster.members:
        values = {"name": member.name, "id": member.id}
        loss = unit.people.lost.get(member.id)
        if member.id not in unit.people.enrolments:
            yield Finding(key="never_enrolled", values=values, member=member.id)
        elif loss is not None:
            yield Finding(key="lost", values={**values, "reason": loss.reason}, member=member.id, since=loss.since)
        elif (last := _last_sign(unit, member.id)) is not None and at - last > unit.plan.silent_after:
            yield Finding(key="silent", values=values, member=member.id, since=last)


def _groups(unit: Unit, at: datetime) -> Iterator[Finding]:
    for group in unit.plan.groups:
        members = [member for member in unit.roster.members if group.id in member.group]
        fit = [member for member in members if able(unit, member.id, at)]
        lead = next((member for member in members if member.leads(group.id)), None)
        values = {"group": group.name, "count": str(len(fit)), "least": str(group.strength)}
        if len(fit) < group.strength:
            yield Finding(key="weak", values=values)
        if lead is not None:
            yield from _lead(unit, lead, fit, {**values, "name": lead.name}, at)


def _lead(unit: Unit, lead: Member, fit: list[Member], values: Mapping[str, str], at: datetime) -> Iterator[Finding]:
    if not unit.people.reachable(lead.id):
        yield Finding(key="lead", values=values, member=lead.id)
    elif unit.people.away(lead.id, at):
        yield Finding(key="lead_away", values=values, member=lead.id)
    if all(member.id == lead.id for member in fit):
        yield Finding(key="no_deputy", values=values, member=lead.id)


def _unit(unit: Unit, at: datetime) -> Iterator[Finding]:
    group = unit.people.group
    if group is None:
        yield Finding(key="no_group")
    elif not group.may_pin:
        yield Finding(key="not_pinned", values={"title": group.title})
    review = unit.plan.review_by
    if review is not None:
        today = at.astimezone(unit.time_zone).date()
        if review < today:
            yield Finding(key="expired", values={"date": review.isoformat()})
        elif review - today <= REVIEW_AHEAD:
            yield Finding(key="expires", values={"date": review.isoformat()})


def _machine(at: datetime, health: Health) -> Iterator[Finding]:
    if health.skew is not None and abs(health.skew) > SKEW:
        yield Finding(key="skew", values={"seconds": str(round(abs(health.skew).total_seconds()))})
    if health.free is not None and health.free < LEAST_FREE:
        yield Finding(key="disk", values={"free": str(health.free // _MEGABYTE)})
    if health.backup_known and health.backup is None:
        yield Finding(key="no_backup")
    elif health.backup is not None and at - health.backup > BACKUP_AFTER:
        yield Finding(key="old_backup", since=health.backup)


def _last_sign(unit: Unit, member: str) -> datetime | None:
    enrolment = unit.people.enrolments.get(member)
    signs = [at for at in (unit.signs.get(member), enrolment.since if enrolment else None) if at is not None]
    return max(signs, default=None)


def _duties(unit: Unit, at: datetime) -> Iterator[Finding]:
    today = at.astimezone(unit.time_zone).date()
    late = [opened for opened in unit.duties.all_rounds() if opened.due_on < today]
    open_parts = [part for opened in late for part in opened.parts.values() if part.open]
    if open_parts:
        yield Finding(key="duties", values={"count": str(len(open_parts))})
    if hazards := unit.hazards.overdue(today):
        yield Finding(key="hazards", values={"count": str(len(hazards))})
    for meeting in unit.meetings.overdue(today):
        yield Finding(key="meeting", values={"title": meeting.terms.title, "period": meeting.period})


SOURCES: Final[tuple[Callable[[Unit, datetime], Iterator[Finding]], ...]] = (_people, _groups, _unit, _duties)
