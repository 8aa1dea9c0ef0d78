"""`muster report`, `export`, `verify` and `backup`: the log, to read, to prove and to keep."""

import csv
import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults, carry_out
from bot.commandline.given import files_of, reader_of, settings

if TYPE_CHECKING:
    from config.settings import Settings
    from store.protocol import Reader


@click.command()
@settings("database", "unit")
@click.argument("number")
def report(read: "Settings", number: str) -> None:
    """Print the after-action report of an incident, as Markdown."""
    from bot.reports.after_action import after_action

    files = files_of(read)

    async def show() -> None:
        async with reader_of(read, files) as reader:
            records = [record async for record in reader.records(f"incident/{number}")]
            if not records:
                known = ", ".join([name async for name in _incidents(reader)]) or "none"
                raise Faults(f"there is no incident {number[:40]} in the log; it has: {known}")
        click.echo(after_action(records))

    carry_out(show())


async def _incidents(reader: "Reader") -> AsyncIterator[str]:
    """The numbers of all incidents and exercises."""
    async for record in reader.records():
        stream, _, number = record.stream.partition("/")
        if stream == "incident" and record.version == 1:
            yield number


@click.command()
@settings("database", "unit")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export(read: "Settings", form: str) -> None:
    """Write the whole log to standard output: stream, version, time, actor, event, data."""
    from store.protocol import as_export

    files = files_of(read)

    async def write() -> None:
        async with reader_of(read, files) as reader:
            records = [dict(as_export(record)) async for record in reader.records()]
        if form == "json":
            click.echo(json.dumps(records, ensure_ascii=False, indent=1))
            return
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["stream", "version", "time", "actor", "event", "data"])
        for record in records:
            data = json.dumps(record.pop("data"), ensure_ascii=False)
            table.writerow([*record.values(), data])

    carry_out(write())


@click.command()
@settings("database", "unit")
@click.option("--holds", metavar="HASH", help="also find the record with this hash, as an evidence pack's cover has it")
def verify(read: "Settings", holds: str | None) -> None:
    """Replay the log and check its hash chain; exit 1 and the first bad record."""
    files = files_of(read)

    async def replay() -> None:
        from bot.domain.unit import Unit
        from bot.service import fold

        async with reader_of(read, files) as reader:
            flaw = await reader.verify()
            if flaw is not None:
                where = f"record {flaw.seq}, {flaw.stream} version {flaw.version}"
                raise Faults(f"{where}: {flaw.problem}. Keep this file, and go back to the last good backup.")
            _, versions = await fold(reader, Unit(plan=files.plan, roster=files.roster))
            redacted = await reader.redacted()
            found = await _held(reader, holds) if holds is not None else None
        if holds is not None and found is None:
            raise Faults(
                f"no record of this log has the hash {holds[:80]}: it is not the log that the pack was made of"
            )
        taken = f"; of {redacted} of them personal data was deleted, as the log says" if redacted else ""
        click.echo(f"the log is whole: {sum(versions.values())} records in {len(versions)} streams{taken}")
        if found is not None:
            click.echo(f"it holds that hash: record {found}")

    carry_out(replay())


async def _held(reader: "Reader", wanted: str) -> int | None:
    """The number of the record with that hash."""
    async for record in reader.records():
        if record.hash == wanted.strip().lower():
            return record.seq
    return None


@click.command()
@settings("database", "unit")
@click.argument("file", type=click.Path(path_type=Path))
def backup(read: "Settings", file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the bot is running."""
    from bot.health import note_backup

    files = files_of(read)

    async def copy() -> None:
        async with reader_of(read, files) as reader:
            await reader.backup(str(file))
        note_backup(read.database_path, datetime.now(UTC))
        click.echo(f"copied to {file}")

    carry_out(copy())
