"""`muster check`: plan, roster and settings before anybody relies on them."""

from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults
from bot.commandline.given import files_of, folder_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.command()
@settings("unit")
@click.option("--coverage", is_flag=True, help="list each clause with what carries it out")
def check(read: "Settings", coverage: bool) -> None:
    """Check plan, roster and settings; every fault with file, line and the mend."""
    from config.environment import environment
    from config.loading import check as check_folder

    faults = check_folder(folder_of(read), environment())
    if faults:
        raise Faults("\n".join(str(fault) for fault in faults))
    files = files_of(read)
    from bot.paper.printable import unprintable

    for line in unprintable(files.folder / "roster.yaml"):
        click.echo(f"note: {line}", err=True)
    if coverage:
        from config.coverage import coverage as covered

        for clause, carriers in covered(files.plan):
            click.echo(
                f"{clause.id:<8}{clause.text}\n        → {'; '.join(carriers) or 'nothing carries this out yet'}"
            )
    else:
        click.echo(f"{files.folder}: no faults; {len(files.roster.members)} members, {len(files.plan.groups)} groups")
