"""`muster invite`: enrolment links on the screen, as QR codes, or as slips to hand out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commandline.ending import Faults, WrongUse, carry_out, writing
from bot.commandline.given import files_of, settings, token_of

if TYPE_CHECKING:
    from bot.commandline.invitations import Invitation
    from config.loading import Unit as Files
    from config.settings import Settings


@click.command()
@settings("token", "api_url", "database", "unit", "proxy")
@click.argument("members", nargs=-1, metavar="[ID]...")
@click.option("--json", "as_json", is_flag=True, help='a list of {"member", "name", "link"}')
@click.option("--qr", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="a QR code for each")
@click.option("--sheet", metavar="FILE.pdf", type=click.Path(dir_okay=False, path_type=Path), help="slips to hand out")
def invite(read: "Settings", members: tuple[str, ...], as_json: bool, qr: Path | None, sheet: Path | None) -> None:
    """Print one-time enrolment links: for the members named, or for everybody not enrolled yet.

    A link serves once, for 24 hours. Naming somebody who is enrolled lets them in with another phone or account.
    """
    from bot.commandline.invitations import invitations

    files = files_of(read)
    token = token_of(read)
    unknown = [member for member in members if files.roster.find(member) is None]
    if unknown:
        raise WrongUse(f"not on the roster: {', '.join(unknown)}; write ids as in roster.yaml")
    made = carry_out(invitations(read, files, token, members))
    if qr is not None:
        import segno

        with writing(qr):
            qr.mkdir(parents=True, exist_ok=True)
            for invitation in made:
                segno.make(invitation["link"]).save(str(qr / f"{invitation['member']}.png"), scale=8, border=4)
    if sheet is not None:
        _write_sheet(files, made, sheet)
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    elif sheet is not None:
        click.echo(f"{sheet}: {len(made)} slips")
    else:
        for invitation in made:
            click.echo(f"{invitation['member']:<20} {invitation['name']}  {invitation['link']}")


def _write_sheet(files: "Files", made: Sequence["Invitation"], file: Path) -> None:
    """The slips as a PDF. What is on it lets people in, so only the owner may read the file."""
    from datetime import UTC, datetime

    from bot.enrolment import LIFETIME
    from bot.paper.render import PaperError
    from bot.paper.slips import Slip, sheet

    if not made:
        raise Faults("nobody to invite: everybody on the roster is enrolled; name an ID to invite somebody again")
    members = files.roster.by_id
    slips = [Slip(name=one["name"], title=members[one["member"]].title, link=one["link"]) for one in made]
    try:
        pdf = sheet(files.plan, slips, datetime.now(UTC) + LIFETIME)
    except PaperError as error:
        raise Faults(f"{file}: {error}") from error
    with writing(file):
        file.touch(mode=0o600)
        file.write_bytes(pdf)
