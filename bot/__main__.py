"""The door: `muster`, or `python -m bot`."""

import errno
import sys
from typing import Final, NoReturn

import click

from bot.commandline import muster

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}


def main() -> NoReturn:
    """The `muster` command: a fault is told in one line on standard error, before anything else."""
    try:
        muster.main(prog_name="muster", standalone_mode=False)
    except click.UsageError as error:
        click.echo(error.format_message(), err=True)
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        click.echo(f"{error.filename or 'standard output'}: {error.strerror}", err=True)
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
