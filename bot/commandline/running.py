"""`muster run`: the bot itself."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults, WrongUse, carry_out
from bot.commandline.given import folder_of, settings, token_of

if TYPE_CHECKING:
    from config.loading import Unit as Files
    from config.settings import Settings


@click.command()
@settings("token", "api_url", "database", "unit", "proxy")
@click.option("--clock", type=click.Path(path_type=Path), hidden=True, help="a rehearsal's clock; loopback only")
@click.option("--no-limits", is_flag=True, hidden=True, help="with --clock: send as fast as it goes")
@click.option(
    "--with-parent", is_flag=True, hidden=True, help="end when standard input does: whoever started us is gone"
)
def run(read: "Settings", clock: Path | None, no_limits: bool, with_parent: bool) -> None:
    """Run the bot, by long polling."""
    from bot.bootstrap import NotARehearsal
    from bot.bootstrap import run as run_bot
    from bot.intake import IntakeEnded

    files = _files_to_run(read)
    token_of(read)
    try:
        carry_out(run_bot(read, files, clock=clock, limited=not no_limits, with_parent=with_parent))
    except IntakeEnded as ended:
        raise Faults(str(ended)) from None
    except NotARehearsal as refused:
        raise WrongUse(str(refused)) from None


def _files_to_run(read: "Settings") -> "Files":
    """What the files say; when they cannot be used, what the bot took of them last."""
    from config.faults import UnitFaults
    from config.loading import load_unit

    try:
        return load_unit(folder_of(read))
    except UnitFaults as faults:
        from bot.commandline.last_good import last_good

        told = "\n".join(str(fault) for fault in faults.faults)
        kept: Files | None = carry_out(last_good(read.database_path, folder_of(read)))
        if kept is None:
            raise Faults(told) from None
        click.echo(f"{told}\nrunning all the same, with plan and roster as they were last taken", err=True)
        return kept
