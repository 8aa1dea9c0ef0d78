"""`muster status`: how things stand, from the log alone."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import carry_out
from bot.commandline.given import files_of, reader_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.command()
@settings("database", "unit")
@click.option("--json", "as_json", is_flag=True, help="for programs")
def status(read: "Settings", as_json: bool) -> None:
    """Show the open incident, who is reachable, and what is overdue; also beside a running bot."""
    from bot.cards.writing import writer
    from bot.domain.unit import Unit
    from bot.health import read as read_health
    from bot.reports.status import lines
    from bot.reports.status import status as as_data
    from bot.service import fold

    files = files_of(read)

    async def show() -> None:
        async with reader_of(read, files) as reader:
            unit, _ = await fold(reader, Unit(plan=files.plan, roster=files.roster))
            health = read_health(read.database_path)
            data = as_data(unit, await reader.waiting(), datetime.now(UTC), health)
        if as_json:
            click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines(data, writer(unit))))

    carry_out(show())
