"""`muster evidence`: what an inspection asks for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import carry_out
from bot.commandline.given import files_of, reader_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.command()
@settings("database", "unit")
@click.option("--from", "since", required=True, metavar="DATE", help="the first day, like 2026-01-01")
@click.option("--to", "until", required=True, metavar="DATE", help="the last day, included")
@click.option(
    "--out", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="here by default"
)
def evidence(read: "Settings", since: str, until: str, out: Path) -> None:
    """Write a PDF and a spreadsheet of what carried the plan out, clause by clause, and what was missed.

    Reads only; works beside a running bot.
    """
    from zoneinfo import ZoneInfo

    from bot.commandline import evidence_files as work

    files, now = files_of(read), datetime.now(UTC)

    async def make() -> None:
        first, last = work.read_day(since, "--from"), work.read_day(until, "--to")
        work.check_span(first, last, now.astimezone(ZoneInfo(files.plan.time_zone)).date())
        async with reader_of(read, files) as reader:
            pack = await work.gathered(reader, files.plan, first, last, now)
        for file in work.write(pack, out):
            click.echo(file)

    carry_out(make())
