"""`muster channels`: fallback channels."""

from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults, WrongUse, carry_out
from bot.commandline.given import files_of, settings

if TYPE_CHECKING:
    from config.settings import Settings


@click.group()
def channels() -> None:
    """Fallback channels: list them, and try one out."""


@channels.command("list")
@settings("unit")
def list_channels(read: "Settings") -> None:
    """List the plan's fallback channels, whom they serve, and what is not set on this machine."""
    from bot.commandline.trial import listed
    from config.environment import environment

    files = files_of(read)
    if not files.plan.channels:
        raise Faults("the plan has no channels; add channels: to plan.yaml as in the example unit")
    click.echo("\n".join(listed(files, environment())))


@channels.command("test")
@settings("unit")
@click.argument("channel", metavar="ID")
@click.option("--to", "member", metavar="MEMBER", help="whom to write to; needed where a channel writes to one person")
def test_channel(read: "Settings", channel: str, member: str | None) -> None:
    """Send a message marked as a test, and print the vendor's own answer; exit 1 when it was not accepted."""
    from bot.channels.message import Accepted
    from bot.commandline.trial import try_out, worded
    from config.environment import environment

    files = files_of(read)
    found = files.plan.channel(channel)
    if found is None:
        known = ", ".join(one.id for one in files.plan.channels) or "none"
        raise WrongUse(f"the plan has no channel {channel}; it has: {known}")
    person = files.roster.find(member) if member is not None else None
    if member is not None and person is None:
        raise WrongUse(f"not on the roster: {member}; write an id as in roster.yaml")
    if person is None and not found.group:
        raise WrongUse(f"{channel} writes to one person: add --to with a member's id")
    outcome = carry_out(try_out(files, found, person, environment()))
    if not isinstance(outcome, Accepted):
        raise Faults(worded(outcome))
    click.echo(worded(outcome))
