"""`muster evidence`: a PDF and a spreadsheet for an inspection, from the log as it stands."""

import os
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

from bot.commandline.ending import Faults, WrongUse
from bot.paper.render import PaperError
from bot.reports.evidence.document import document
from bot.reports.evidence.gather import Gatherer, NothingRecorded
from bot.reports.evidence.pack import Pack
from bot.reports.evidence.workbook import workbook
from config.plan import Plan
from store.protocol import Reader, Record


def read_day(text: str, which: str) -> date:
    """A day as it is given on the command line. Raises WrongUse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{which}: {text[:40]!r} is not a day; write it like 2026-03-31") from None


def check_span(since: date, until: date, today: date) -> None:
    """Raises WrongUse for a span that cannot be: backwards, or not begun."""
    if since > until:
        raise WrongUse(f"--from {since} is after --to {until}: give the earlier day first")
    if since > today:
        raise WrongUse(f"--from {since} has not come yet: today is {today}")


async def gathered(reader: Reader, plan: Plan, since: date, until: date, now: datetime) -> Pack:
    """Read the log. Raises Faults."""
    gatherer = Gatherer(plan, since, until, now)
    records: AsyncIterator[Record] = reader.records()
    async for record in records:
        try:
            gatherer.take(record)
        except (KeyError, ValueError, TypeError) as error:
            where = f"{record.stream} version {record.version} ({record.event})"
            raise Faults(f"the log cannot be read at {where}: run `muster verify`") from error
    try:
        return gatherer.pack()
    except NothingRecorded as error:
        raise Faults(str(error)) from None


def write(pack: Pack, folder: Path) -> tuple[Path, Path]:
    """Both files, for the owner's eyes; files of the same span are replaced whole. Raises Faults."""
    stem = f"evidence-{pack.since}-{pack.until}"
    files = folder / f"{stem}.pdf", folder / f"{stem}.xlsx"
    try:
        made = document(pack), workbook(pack)
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in zip(files, made, strict=True):
            new = file.with_name(f".{file.name}.new")
            new.touch(mode=0o600)
            new.write_bytes(content)
            os.replace(new, file)
    except (PaperError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Faults(f"{folder}: {reason}") from error
    return files
