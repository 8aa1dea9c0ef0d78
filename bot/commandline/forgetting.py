"""`muster forget`: the personal data of somebody who has left."""

from typing import TYPE_CHECKING

import click

from bot.commandline.ending import carry_out
from bot.commandline.given import files_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.command()
@settings("database", "unit")
@click.argument("member", metavar="ID")
@click.option("--yes", is_flag=True, help="do it; without it, only say what would go")
def forget(read: "Settings", member: str, yes: bool) -> None:
    """Delete the personal data of somebody who has left: name, phone, account, locations.

    What was done stays, under the id. The bot must not be running, and nothing brings the data back.
    """
    from bot.commandline.erasure import forget as forget_member

    click.echo("\n".join(carry_out(forget_member(read.database_path, files_of(read), member, yes=yes))))
