"""`muster duty-roster`: bring a spreadsheet or a calendar in, show who is on duty, find gaps. Needs no token."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.cards.shifts import kind_name, span
from bot.cards.watch_check import finding_line
from bot.cards.writing import name_of, writer
from bot.commandline.ending import Faults
from bot.domain.unit import Unit
from bot.domain.watch.events import Finding
from bot.domain.watch.findings import findings
from bot.domain.watch.schedule import Shift
from config.duty_import import changes, merged, read, write
from config.duty_roster import DutyRoster, Kind
from config.loading import DUTY_ROSTER
from config.loading import Unit as Files


def import_file(files: Files, file: Path, *, kind: Kind | None, dry_run: bool) -> list[str]:
    """Bring a file in; what changed, a line each. Raises Faults, a line each, having written nothing."""
    imported = read(file, files.plan, files.roster, today=datetime.now(UTC).date(), kind=kind)
    if imported.faults:
        raise Faults("\n".join(map(str, imported.faults)))
    new = merged(files.duty_roster, imported.shifts)
    lines = list(changes(files.duty_roster, new))
    if not lines:
        return [f"nothing changes: {len(imported.shifts)} shifts, all known"]
    if dry_run:
        return [*lines, f"{len(lines)} changes; nothing was written (--dry-run)"]
    kept = write(files.folder / DUTY_ROSTER, new)
    before = f"; the old one is kept as {kept.name}" if kept else ""
    return [*lines, f"{len(lines)} changes, written to {DUTY_ROSTER}{before}"]


def shown(unit: Unit, now: datetime, days: int) -> list[dict[str, Any]]:
    """The shifts of the coming days, as plain data."""
    return [
        {
            "kind": shift.kind,
            "member": shift.member,
            "name": name_of(unit, shift.member),
            "start": shift.start.astimezone(unit.time_zone).isoformat(),
            "end": shift.end.astimezone(unit.time_zone).isoformat(),
            "now": shift.start <= now < shift.end,
        }
        for shift in ahead(unit, now, days)
    ]


def lines(unit: Unit, now: datetime, days: int) -> list[str]:
    """The same for people."""
    write_ = writer(unit)
    return [
        f"{'→' if shift.start <= now else ' '} {span(write_, shift):<24} "
        f"{kind_name(write_, shift.kind)}  {name_of(unit, shift.member)}"
        for shift in ahead(unit, now, days)
    ]


def ahead(unit: Unit, now: datetime, days: int) -> tuple[Shift, ...]:
    """The shifts from now on."""
    return unit.schedule.between(now, now + timedelta(days=days))


def troubles(unit: Unit, now: datetime, days: int) -> list[str]:
    """Gaps, double bookings and people who have left or are away, a line each; reach is `muster status`'s to tell."""
    found: tuple[Finding, ...] = findings(
        unit.schedule, now, now + timedelta(days=days), reachable=lambda _: True, away=unit.people.away
    )
    return [finding_line(unit, finding, writer(unit)) for finding in found]


def unit_of(files: Files) -> Unit:
    """The unit as its files have it."""
    return Unit(plan=files.plan, roster=files.roster, duty_roster=files.duty_roster or DutyRoster())
