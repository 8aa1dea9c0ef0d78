"""`muster rehearse`: the whole thing on this machine, without token or network."""

import re
from contextlib import suppress
from pathlib import Path

import click

from bot.commandline.ending import Faults, WrongUse, carry_out
from bot.commandline.given import load


@click.command()
@click.option("--unit", type=click.Path(path_type=Path), help="the folder with plan.yaml and roster.yaml to rehearse")
@click.option("--language", type=click.Choice(["zh-CN", "en"]), default="zh-CN", help="of the example unit")
@click.option("--script", is_flag=True, help="play the standard incident and print what everybody sees")
@click.option("--seed", type=int, default=1, show_default=True, help="who answers what; the same seed, the same run")
@click.option("--port", type=click.IntRange(0, 65535), default=8137, show_default=True, help="of the page")
@click.option("--no-open", is_flag=True, help="do not open a browser")
@click.option("--database", metavar="FILE", help="keep it here, or sqlite:///FILE; thrown away otherwise")
def rehearse(
    *, unit: Path | None, language: str, script: bool, seed: int, port: int, no_open: bool, database: str | None
) -> None:
    """Rehearse on this machine: the real bot on an emulated Telegram, without token or network."""
    from bot.commandline.production import production_of
    from config import example_folder

    files = load(unit or example_folder("en" if language == "en" else "zh-CN"))
    try:
        from bot.rehearsal.performance import CannotRehearse, perform_script, serve_page
    except ImportError as error:
        raise WrongUse(f"{error.name} is missing: pip install 'muster[rehearsal]'") from None
    kept = _new_file(database) if database else None
    production = production_of(files)
    if script:
        work = perform_script(production, seed=seed, database=kept, write=click.echo)
    else:
        work = serve_page(production, seed=seed, database=kept, port=port, browser=not no_open, write=click.echo)
    try:
        with suppress(click.Abort):  # Ctrl-C is how a rehearsal ends
            carry_out(work)
    except CannotRehearse as error:
        raise Faults(str(error)) from None


def _new_file(database: str) -> Path:
    """Named as for the other commands, or plainly. Raises WrongUse for what is no file, Faults for one that exists.

    Phones and chats live as long as the rehearsal: no other goes on from what it left, and none from a live log.
    """
    name = database.removeprefix("sqlite:///")
    if not name or name.endswith("/") or re.match(r"\w\w+:", name):
        raise WrongUse("--database: a rehearsal keeps its database in a file: write FILE or sqlite:///FILE")
    file = Path(name).expanduser().resolve()
    if file.exists():
        raise Faults(f"{file} exists already: a rehearsal begins with a new database, name another file")
    if not file.parent.is_dir():
        raise Faults(f"there is no folder {file.parent} for {file.name}: make it, or name another")
    return file
