"""The command line. Exit codes: 0 done, 1 found faults, 2 wrong use. Errors go to standard error, one line first."""

import asyncio
import csv
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from bot.domain.unit import Unit
    from bot.invitations import Invitation
    from config.duty_roster import Kind
    from config.loading import Unit as Files
    from config.settings import Settings
    from store.protocol import Reader

F = TypeVar("F", bound=Callable[..., Any])

_FLAGS: Final = {
    "token": ("--token", "MUSTER_TOKEN", "the bot's token from BotFather"),
    "api_url": ("--api-url", "MUSTER_API_URL", "the Bot API server; the public one by default"),
    "database": ("--database", "MUSTER_DATABASE", "sqlite:///muster.db by default"),
    "unit": ("--unit", "MUSTER_UNIT", "the folder with plan.yaml and roster.yaml"),
    "proxy": ("--proxy", "MUSTER_PROXY", "an http:// proxy on the way to Telegram"),
}


class Faults(click.ClickException):
    """Something was looked for and found: exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """The message alone, on standard error."""
        click.echo(self.format_message(), err=True)


class WrongUse(Faults):
    """The command cannot be carried out as it was given: exit code 2."""

    exit_code = 2


def settings(*names: str) -> Callable[[F], F]:
    """Add the flags of these settings to a command, which gets the `Settings` as its first argument."""

    def decorate(command: F) -> F:
        @wraps(command)
        def with_settings(**given: Any) -> Any:
            from config.settings import SettingsFault, read_settings

            flags = {name: given.pop(name) for name in names}
            try:
                read = read_settings(**flags)
            except SettingsFault as fault:
                raise WrongUse(str(fault)) from None
            return command(read, **given)

        decorated: Any = with_settings
        for name in reversed(names):
            flag, variable, means = _FLAGS[name]
            decorated = click.option(flag, name, metavar="…", help=f"{means} [{variable}]")(decorated)
        result: F = decorated
        return result

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="muster")
def muster() -> None:
    """Carries out an institution's written emergency plan as a Telegram bot."""


@muster.command()
@settings("token", "api_url", "database", "unit", "proxy")
@click.option("--clock", type=click.Path(path_type=Path), hidden=True, help="a rehearsal's clock; loopback only")
@click.option("--no-limits", is_flag=True, hidden=True, help="with --clock: send as fast as it goes")
def run(read: "Settings", clock: Path | None, no_limits: bool) -> None:
    """Run the bot, by long polling."""
    from bot.bootstrap import run as run_bot
    from bot.intake import IntakeEnded

    files = _files_to_run(read)
    _token(read)
    try:
        _run(run_bot(read, files, clock=clock, limited=not no_limits))
    except IntakeEnded as ended:
        raise Faults(str(ended)) from None


@muster.command()
@settings("unit")
@click.option("--coverage", is_flag=True, help="list each clause with what carries it out")
def check(read: "Settings", coverage: bool) -> None:
    """Check plan, roster and settings; every fault with file, line and the mend."""
    from config.environment import environment
    from config.loading import check as check_folder

    faults = check_folder(_folder(read), environment())
    if faults:
        raise Faults("\n".join(str(fault) for fault in faults))
    files = _files(read)
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


@muster.command()
@settings("token", "api_url", "database", "unit", "proxy")
@click.argument("members", nargs=-1, metavar="[ID]...")
@click.option("--json", "as_json", is_flag=True, help='a list of {"member", "name", "link"}')
@click.option("--qr", type=click.Path(file_okay=False, path_type=Path), help="write a QR code for each into FOLDER")
@click.option("--sheet", type=click.Path(dir_okay=False, path_type=Path), help="write slips to hand out into FILE.pdf")
def invite(read: "Settings", members: tuple[str, ...], as_json: bool, qr: Path | None, sheet: Path | None) -> None:
    """Print one-time enrolment links: for the members named, or for everybody not enrolled yet.

    A link serves once, for 24 hours. Naming somebody who is enrolled lets them in with another phone or account.
    """
    from bot.invitations import NoUsername, invitations

    files = _files(read)
    token = _token(read)
    unknown = [member for member in members if files.roster.find(member) is None]
    if unknown:
        raise WrongUse(f"not on the roster: {', '.join(unknown)}; write ids as in roster.yaml")
    try:
        made = _run(invitations(read, files, token, members))
    except NoUsername as error:
        raise Faults(str(error)) from None
    if qr is not None:
        import segno

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
        file.touch(mode=0o600)
        file.write_bytes(pdf)
    except (PaperError, OSError) as error:
        raise Faults(f"{file}: {error.strerror if isinstance(error, OSError) else error}") from error


@muster.group()
def roster() -> None:
    """The roster as a spreadsheet: in, out, and an empty one."""


@roster.command("import")
@settings("unit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="write roster.yaml; without it, only say what would change")
def roster_import(read: "Settings", file: Path, write: bool) -> None:
    """Bring in FILE (.xlsx, .xls, .csv, .yaml); every fault by row, and nothing written with one."""
    from bot.roster_cli import NotImported, import_file

    try:
        click.echo("\n".join(import_file(_files(read), file, write=write)))
    except NotImported as why:
        raise Faults(str(why)) from None


@roster.command("export")
@settings("unit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def roster_export(read: "Settings", file: Path) -> None:
    """Write the roster to FILE (.xlsx, .csv, .yaml)."""
    from bot.roster_cli import NotImported, export

    try:
        export(_files(read), file)
    except NotImported as why:
        raise WrongUse(str(why)) from None


@roster.command("template")
@settings("unit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def roster_template(read: "Settings", file: Path) -> None:
    """Write an empty .xlsx with the headings, and the plan's roles and groups."""
    from bot.roster_cli import NotImported, template

    try:
        template(_files(read).plan, file)
    except NotImported as why:
        raise WrongUse(str(why)) from None


@muster.command()
@settings("database", "unit")
@click.option("--json", "as_json", is_flag=True, help="for programs")
def status(read: "Settings", as_json: bool) -> None:
    """Show the open incident, who is reachable, and what is overdue; also beside a running bot."""
    from bot.health import read as read_health
    from bot.reports.status import lines
    from bot.reports.status import status as as_data

    files = _files(read)

    async def show() -> None:
        async with _reader(read, files) as reader:
            from bot.domain.unit import Unit
            from bot.service import fold

            unit, _ = await fold(reader, Unit(plan=files.plan, roster=files.roster))
            health = read_health(read.database_path)
            data = as_data(unit, await reader.waiting(), datetime.now(UTC), health)
        if as_json:
            click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines(data, files.plan.language)))

    _run(show())


@muster.group("duty-roster")
def duty_roster() -> None:
    """Who is on duty: bring in a spreadsheet or a calendar, show it, check it."""


@duty_roster.command("import")
@settings("unit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["duty", "leader"]), help="of calendar events that do not say it themselves")
@click.option("--dry-run", is_flag=True, help="show what would change and write nothing")
def duty_roster_import(read: "Settings", file: Path, kind: "Kind | None", dry_run: bool) -> None:
    """Bring in FILE (.xlsx, .xls, .csv, .ics): every fault by row or event; with a fault nothing is written."""
    from bot.duty_roster_cli import NotImported, import_file

    try:
        changed = import_file(_files(read), file, kind=kind, dry_run=dry_run)
    except NotImported as faults:
        raise Faults(str(faults)) from None
    click.echo("\n".join(changed))


@duty_roster.command("show")
@settings("database", "unit")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="for programs")
def duty_roster_show(read: "Settings", days: int, as_json: bool) -> None:
    """Show who is on duty now and in the coming days; agreed swaps count where there is a database."""
    from datetime import UTC, datetime

    from bot.duty_roster_cli import lines, shown

    unit, now = _run(_unit(read)), datetime.now(UTC)
    if as_json:
        click.echo(json.dumps(shown(unit, now, days), ensure_ascii=False, indent=2))
    else:
        click.echo(
            "\n".join(lines(unit, now, days)) or "no shifts: the plan has no rotations, and nothing was imported"
        )


@duty_roster.command("check")
@settings("database", "unit")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
def duty_roster_check(read: "Settings", days: int) -> None:
    """Find gaps, double bookings and people who cannot come; exit 1 on any."""
    from datetime import UTC, datetime

    from bot.duty_roster_cli import troubles

    found = troubles(_run(_unit(read)), datetime.now(UTC), days)
    if found:
        raise Faults("\n".join(found))
    click.echo(f"nothing to find in the next {days} days")


async def _unit(read: "Settings") -> "Unit":
    """The unit as its files have it, with what the log knows beside them where there is a log."""
    from dataclasses import replace

    from bot.duty_roster_cli import unit_of
    from bot.service import fold

    files = _files(read)
    if not read.database_path.exists():
        return unit_of(files)
    async with _reader(read, files) as reader:
        unit, _ = await fold(reader, unit_of(files))
    return replace(unit, plan=files.plan, roster=files.roster, duty_roster=files.duty_roster)


@muster.command()
@settings("database", "unit")
@click.argument("number")
def report(read: "Settings", number: str) -> None:
    """Print the after-action report of an incident, as Markdown."""
    from bot.reports.after_action import after_action

    files = _files(read)

    async def show() -> None:
        async with _reader(read, files) as reader:
            records = [record async for record in reader.records(f"incident/{number}")]
        if not records:
            raise Faults(f"there is no incident {number} in the log; `muster status` names the open one")
        click.echo(after_action(records))

    _run(show())


@muster.command()
@settings("database", "unit")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export(read: "Settings", form: str) -> None:
    """Write the whole log to standard output: stream, version, time, actor, event, data."""
    from store.protocol import as_export

    files = _files(read)

    async def write() -> None:
        async with _reader(read, files) as reader:
            records = [dict(as_export(record)) async for record in reader.records()]
        if form == "json":
            click.echo(json.dumps(records, ensure_ascii=False, indent=1))
            return
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["stream", "version", "time", "actor", "event", "data"])
        for record in records:
            data = json.dumps(record.pop("data"), ensure_ascii=False)
            table.writerow([*record.values(), data])

    _run(write())


@muster.command()
@settings("database", "unit")
@click.option("--from", "since", required=True, metavar="DATE", help="the first day, like 2026-01-01")
@click.option("--to", "until", required=True, metavar="DATE", help="the last day, included")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="FOLDER; here by default")
def evidence(read: "Settings", since: str, until: str, out: Path) -> None:
    """Write a PDF and a spreadsheet of what carried the plan out, clause by clause, and what was missed.

    Reads only; works beside a running bot.
    """
    from zoneinfo import ZoneInfo

    from bot import evidence_cli as cli

    files, now = _files(read), datetime.now(UTC)

    async def make() -> None:
        first, last = cli.read_day(since, "--from"), cli.read_day(until, "--to")
        cli.check_span(first, last, now.astimezone(ZoneInfo(files.plan.time_zone)).date())
        async with _reader(read, files) as reader:
            pack = await cli.gathered(reader, files.plan, first, last, now)
        for file in cli.write(pack, out):
            click.echo(file)

    try:
        _run(make())
    except cli.NoEvidence as why:
        raise Faults(str(why)) from None


@muster.command()
@settings("database", "unit")
@click.option("--holds", metavar="HASH", help="also find the record with this hash, as an evidence pack's cover has it")
def verify(read: "Settings", holds: str | None) -> None:
    """Replay the log and check its hash chain; exit 1 and the first bad record."""
    files = _files(read)

    async def replay() -> None:
        from bot.domain.unit import Unit
        from bot.service import fold

        async with _reader(read, files) as reader:
            flaw = await reader.verify()
            if flaw is not None:
                where = f"record {flaw.seq}, {flaw.stream} version {flaw.version}"
                raise Faults(f"{where}: {flaw.problem}. Keep this file, and go back to the last good backup.")
            _, versions = await fold(reader, Unit(plan=files.plan, roster=files.roster))
            redacted = await reader.redacted()
            found = await _held(reader, holds) if holds is not None else None
        if holds is not None and found is None:
            raise Faults(
                f"no record of this log has the hash {holds[:80]}: it is not the log that the pack was made of"
            )
        taken = f"; of {redacted} of them personal data was deleted, as the log says" if redacted else ""
        click.echo(f"the log is whole: {sum(versions.values())} records in {len(versions)} streams{taken}")
        if found is not None:
            click.echo(f"it holds that hash: record {found}")

    _run(replay())


async def _held(reader: "Reader", wanted: str) -> int | None:
    """The number of the record with that hash."""
    async for record in reader.records():
        if record.hash == wanted.strip().lower():
            return record.seq
    return None


@muster.command()
@settings("database", "unit")
@click.argument("member", metavar="ID")
@click.option("--yes", is_flag=True, help="do it; without it, only say what would go")
def forget(read: "Settings", member: str, yes: bool) -> None:
    """Delete the personal data of somebody who has left: name, phone, account, locations.

    What was done stays, under the id. The bot must not be running, and nothing brings the data back.
    """
    from bot.forgetting import CannotForget
    from bot.forgetting import forget as forget_member

    files = _files(read)
    try:
        for line in _run(forget_member(read.database_path, files, member, yes=yes)) or ():
            click.echo(line)
    except CannotForget as refused:
        raise Faults(str(refused)) from None


@muster.command()
@settings("database", "unit")
@click.argument("file", type=click.Path(path_type=Path))
def backup(read: "Settings", file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the bot is running."""
    from bot.health import note_backup

    files = _files(read)

    async def copy() -> None:
        async with _reader(read, files) as reader:
            await reader.backup(str(file))
        note_backup(read.database_path, datetime.now(UTC))
        click.echo(f"copied to {file}")

    _run(copy())


@muster.command()
@click.option("--unit", type=click.Path(path_type=Path), help="the folder with plan.yaml and roster.yaml to rehearse")
@click.option("--language", type=click.Choice(["zh-CN", "en"]), default="zh-CN", help="of the example unit")
@click.option("--script", is_flag=True, help="play the standard incident and print what everybody sees")
@click.option("--seed", type=int, default=1, show_default=True, help="who answers what; the same seed, the same run")
@click.option("--port", type=click.IntRange(0, 65535), default=8137, show_default=True, help="of the page")
@click.option("--no-open", is_flag=True, help="do not open a browser")
@click.option("--database", type=click.Path(dir_okay=False, path_type=Path), help="keep it here; thrown away otherwise")
def rehearse(
    *, unit: Path | None, language: str, script: bool, seed: int, port: int, no_open: bool, database: Path | None
) -> None:
    """Rehearse on this machine: the real bot on an emulated Telegram, without token or network."""
    from bot.production import production_of
    from config import example_folder
    from config.faults import UnitFaults
    from config.loading import load_unit

    try:
        files = load_unit(unit or example_folder("en" if language == "en" else "zh-CN"))
    except UnitFaults as faults:
        raise Faults("\n".join(str(fault) for fault in faults.faults)) from None
    try:
        from bot.rehearsal.performance import CannotRehearse, perform_script, serve_page
    except ImportError as error:
        raise WrongUse(f"{error.name} is missing: pip install 'muster[rehearsal]'") from None
    production, kept = production_of(files), database.resolve() if database else None
    try:
        if script:
            _run(perform_script(production, seed=seed, database=kept, write=click.echo))
        else:
            _run(serve_page(production, seed=seed, database=kept, port=port, browser=not no_open, write=click.echo))
    except CannotRehearse as error:
        raise Faults(str(error)) from None


@muster.group()
def channels() -> None:
    """Fallback channels: list them, and try one out."""


@channels.command("list")
@settings("unit")
def list_channels(read: "Settings") -> None:
    """List the plan's fallback channels, whom they serve, and what is not set on this machine."""
    from bot.trial import listed
    from config.environment import environment

    files = _files(read)
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
    from bot.trial import try_out, worded
    from config.environment import environment

    files = _files(read)
    found = files.plan.channel(channel)
    if found is None:
        known = ", ".join(one.id for one in files.plan.channels) or "none"
        raise WrongUse(f"the plan has no channel {channel}; it has: {known}")
    person = files.roster.find(member) if member is not None else None
    if member is not None and person is None:
        raise WrongUse(f"not on the roster: {member}; write an id as in roster.yaml")
    if person is None and not found.group:
        raise WrongUse(f"{channel} writes to one person: add --to with a member's id")
    outcome = _run(try_out(files, found, person, environment()))
    if not isinstance(outcome, Accepted):
        raise Faults(worded(outcome))
    click.echo(worded(outcome))


@asynccontextmanager
async def _reader(read: "Settings", files: "Files") -> AsyncIterator["Reader"]:
    from store.sqlite import open_reader

    reader = await open_reader(read.database_path, unit=files.plan.unit)
    try:
        yield reader
    finally:
        await reader.close()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    from store.protocol import StoreError

    try:
        return asyncio.run(work)
    except StoreError as error:
        raise Faults(str(error)) from None
    except KeyboardInterrupt:
        return None


def _folder(read: "Settings") -> Path:
    if read.unit is None:
        raise WrongUse("no unit: name the folder with plan.yaml and roster.yaml by --unit or MUSTER_UNIT")
    return read.unit


def _files(read: "Settings") -> "Files":
    from config.faults import UnitFaults
    from config.loading import load_unit

    try:
        return load_unit(_folder(read))
    except UnitFaults as faults:
        raise Faults("\n".join(str(fault) for fault in faults.faults)) from None


def _files_to_run(read: "Settings") -> "Files":
    """What the files say; when they cannot be used, what the bot took of them last."""
    from config.faults import UnitFaults
    from config.loading import load_unit

    try:
        return load_unit(_folder(read))
    except UnitFaults as faults:
        from bot.last_good import last_good

        told = "\n".join(str(fault) for fault in faults.faults)
        kept: Files | None = _run(last_good(read.database_path, _folder(read)))
        if kept is None:
            raise Faults(told) from None
        click.echo(f"{told}\nrunning all the same, with plan and roster as they were last taken", err=True)
        return kept


def _token(read: "Settings") -> str:
    if read.token is None:
        raise WrongUse("no token: BotFather gives you one; set it by MUSTER_TOKEN or in .env")
    return read.token.get_secret_value()


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
    sys.exit(0)


if __name__ == "__main__":
    main()
