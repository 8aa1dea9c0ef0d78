"""`muster check`: plan, roster and settings before anybody relies on them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults
from bot.commandline.given import flag, folder_of, load

if TYPE_CHECKING:
    from config.loading import Unit as Files


@click.command()
@flag("unit")
@click.option("--coverage", is_flag=True, help="list each clause with what carries it out")
def check(unit: str | None, coverage: bool) -> None:
    """Check plan, roster and settings; every fault with file, line and the mend; exit 1 on any."""
    from config.environment import environment
    from config.loading import check as check_folder
    from config.settings import SettingsFault, read_settings

    held = environment()
    found: list[object] = []
    try:
        folder: Path | None = folder_of(read_settings(unit=unit))
    except SettingsFault as fault:
        found += fault.lines
        named = unit or held.get("MUSTER_UNIT")
        folder = Path(named) if named else None
    found += check_folder(folder, held) if folder is not None else ()
    if folder is None or found:
        raise Faults("\n".join(map(str, found)))
    files = load(folder)
    for line in _notes(files, held):
        click.echo(f"note: {line}", err=True)
    if coverage:
        from config.coverage import coverage as covered

        for clause, carriers in covered(files.plan):
            click.echo(
                f"{clause.id:<8}{clause.text}\n        → {'; '.join(carriers) or 'nothing carries this out yet'}"
            )
    else:
        click.echo(f"{folder}: no faults; {len(files.roster.members)} members, {len(files.plan.groups)} groups")


def _notes(files: "Files", held: Mapping[str, str]) -> Iterator[str]:
    """What is no fault, and still worth a look."""
    from bot.paper.printable import unprintable
    from config.settings import Settings

    yield from unprintable(files.folder / "roster.yaml")
    asked_for = {name for channel in files.plan.channels for name in channel.variables()}
    for name in sorted(name for name in held if name.startswith("MUSTER_")):
        if name not in asked_for and name.removeprefix("MUSTER_").lower() not in Settings.model_fields:
            yield f"{name} is no setting: there are MUSTER_{', MUSTER_'.join(map(str.upper, Settings.model_fields))}"
