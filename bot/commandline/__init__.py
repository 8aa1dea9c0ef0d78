"""The command line: a module a subject, which reads what was given, calls the module that does the work, and prints.

`inviting` works with `invitations`, `forgetting` with `erasure`, `roster` with `roster_files`, `duty_roster` with
`shifts`, `evidence` with `evidence_files`, `channels` with `trial`, `running` with `last_good`, `rehearsing` with
`production` and `progress`. `given` reads what commands have in common, `ending` ends them.

Whatever is slow to import is imported by the command that needs it, so that `muster --help` answers at once.
"""

import click

from bot.commandline.channels import channels
from bot.commandline.checking import check
from bot.commandline.duty_roster import duty_roster
from bot.commandline.evidence import evidence
from bot.commandline.forgetting import forget
from bot.commandline.inviting import invite
from bot.commandline.records import backup, export, report, verify
from bot.commandline.rehearsing import rehearse
from bot.commandline.roster import roster
from bot.commandline.running import run
from bot.commandline.status import status


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[
        rehearse,
        run,
        check,
        invite,
        roster,
        duty_roster,
        channels,
        status,
        report,
        evidence,
        export,
        verify,
        backup,
        forget,
    ],
)
@click.version_option(package_name="muster")
def muster() -> None:
    """Carries out an institution's written emergency plan as a Telegram bot."""
