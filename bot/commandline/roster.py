"""`muster roster`: the roster as a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import writing
from bot.commandline.given import files_of, folder_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.group()
def roster() -> None:
    """The roster as a spreadsheet: in, out, and an empty one."""


@roster.command("import")
@settings("unit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="write roster.yaml; without it, only say what would change")
@click.option("--sheet", metavar="NAME", help="the sheet that holds the roster, where there are several")
def roster_import(read: "Settings", file: Path, write: bool, sheet: str | None) -> None:
    """Bring in FILE (.xlsx, .xls, .csv, .yaml); every fault by row, and nothing written with one.

    Works also when roster.yaml is broken or missing. What FILE has no column for stays as it is.
    """
    from bot.commandline.roster_files import import_file

    click.echo("\n".join(import_file(folder_of(read), file, write=write, sheet=sheet)))


@roster.command("export")
@settings("unit")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def roster_export(read: "Settings", file: Path | None) -> None:
    """Write the roster to FILE (.xlsx, .csv, .yaml); without FILE, as CSV on standard output."""
    from bot.commandline.roster_files import as_csv, export, left_out

    files = files_of(read)
    if file is None:
        click.echo(as_csv(files.plan, files.roster), nl=False)
        notes = left_out(files.roster)
    else:
        with writing(file):
            notes = export(files, file)
    for note in notes:
        click.echo(note, err=True)


@roster.command("template")
@settings("unit")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def roster_template(read: "Settings", file: Path | None) -> None:
    """Write the headings to FILE (.xlsx, with the plan's roles and groups, or .csv); without FILE, as CSV.

    The roster may still be broken or missing.
    """
    from bot.commandline.roster_files import as_csv, found_in, template

    plan = found_in(folder_of(read)).plan
    if file is None:
        click.echo(as_csv(plan), nl=False)
        return
    with writing(file):
        template(plan, file)
