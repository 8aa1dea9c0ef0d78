"""`muster duty-roster`: who is on duty."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults, carry_out
from bot.commandline.given import files_of, reader_of, settings

if TYPE_CHECKING:
    from bot.domain.unit import Unit
    from config.duty_roster import Kind
    from config.settings import Settings


@click.group("duty-roster")
def duty_roster() -> None:
    """Who is on duty: bring in a spreadsheet or a calendar, show it, check it."""


@duty_roster.command("import")
@settings("unit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["duty", "leader"]), help="of calendar events that do not say it themselves")
@click.option("--dry-run", is_flag=True, help="show what would change and write nothing")
def duty_roster_import(read: "Settings", file: Path, kind: "Kind | None", dry_run: bool) -> None:
    """Bring in FILE (.xlsx, .xls, .csv, .ics): every fault by row or event; with a fault nothing is written."""
    from bot.commandline.shifts import import_file

    click.echo("\n".join(import_file(files_of(read), file, kind=kind, dry_run=dry_run)))


@duty_roster.command("show")
@settings("database", "unit")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help="how far ahead")
@click.option("--json", "as_json", is_flag=True, help="for programs")
def duty_roster_show(read: "Settings", days: int, as_json: bool) -> None:
    """Show who is on duty now and in the coming days; agreed swaps count where there is a database."""
    from bot.commandline.shifts import lines, shown

    unit, now = carry_out(_unit(read)), datetime.now(UTC)
    if as_json:
        click.echo(json.dumps(shown(unit, now, days), ensure_ascii=False, indent=2))
    else:
        click.echo(
            "\n".join(lines(unit, now, days)) or "no shifts: the plan has no rotations, and nothing was imported"
        )


@duty_roster.command("check")
@settings("database", "unit")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="how far ahead")
def duty_roster_check(read: "Settings", days: int) -> None:
    """Find gaps, double bookings and people who cannot come; exit 1 on any."""
    from bot.commandline.shifts import troubles

    found = troubles(carry_out(_unit(read)), datetime.now(UTC), days)
    if found:
        raise Faults("\n".join(found))
    click.echo(f"nothing to find in the next {days} days")


async def _unit(read: "Settings") -> "Unit":
    """The unit as its files have it, with what the log knows beside them where there is a log."""
    from dataclasses import replace

    from bot.commandline.shifts import unit_of
    from bot.service import fold

    files = files_of(read)
    if not read.database_path.exists():
        return unit_of(files)
    async with reader_of(read, files) as reader:
        unit, _ = await fold(reader, unit_of(files))
    return replace(unit, plan=files.plan, roster=files.roster, duty_roster=files.duty_roster)
