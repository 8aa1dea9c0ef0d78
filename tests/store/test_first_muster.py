"""A database that the first Muster wrote, in the middle of a live incident: this version takes over."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commandline import muster
from bot.domain.codec import load_command
from bot.domain.incident.commands import ConfirmStandDown, ProposeStandDown
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from bot.domain.people.commands import TakeUnit
from bot.domain.privacy.commands import DeleteTraces
from bot.domain.timers import timers
from bot.service import Service
from config.loading import load_unit
from store.sqlite import open_store

HERE = Path(__file__).parent
SMALL = HERE.parent / "config" / "small"
LIVE, EXERCISE = "2026-002", "2026-001"
ACKNOWLEDGED = "aYdEAV0SJSGdw_-6kqIy"  # on the silent one's newest alert
SAID = "东门有人闹事"  # of a lead
YEAR = timedelta(days=365)
AFTER = datetime(2026, 3, 2, 4, 4, tzinfo=UTC)  # a minute after the last record


class Then:
    """A clock of those days."""

    def __init__(self) -> None:
        self.time = AFTER

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "muster.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.executescript((HERE / "first_muster.sql").read_text("utf-8"))
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    return file


@asynccontextmanager
async def taken_over(database: Path, clock: Then) -> AsyncIterator[Service]:
    """The bot's service on that database, with today's files; afterwards the log is whole."""
    files = load_unit(SMALL)
    plan = files.plan.model_copy(update={"retention": files.plan.retention.model_copy(update={"words": YEAR})})
    store = await open_store(database, unit=plan.unit)
    service = await Service.open(store, clock, plan, files.roster)
    await service.submit(TakeUnit(by=SYSTEM, plan=plan, roster=files.roster))
    yield service
    await service.close()
    assert await store.verify() is None
    await store.close()


def run(database: Path, *words: str, code: int = 0) -> str:
    options = ["--database", f"sqlite:///{database}", "--unit", str(SMALL)]
    result = CliRunner().invoke(muster, [words[0], *options, *words[1:]])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


async def test_the_open_incident_goes_on_where_it_was(database: Path) -> None:
    async with taken_over(database, Then()) as service:
        assert not service.unit.incidents[EXERCISE].open
        live = service.unit.incidents[LIVE]
        assert (live.exercise, live.roll["bo"].answer, live.roll["cui"].answer) == (False, Answer.EN_ROUTE, None)
        assert live.term is not None
        assert live.term.member == "an"
        pressed = await service.pressed(ACKNOWLEDGED)
        assert pressed is not None
        command = load_command(pressed.command, by="cui")
        assert (await service.submit(command, tapped=pressed.card)).events
        assert (await service.submit(command, tapped=pressed.card)).events == ()
        assert service.unit.incidents[LIVE].roll["cui"].answer is Answer.ACKNOWLEDGED
        assert (await service.submit(ProposeStandDown(by="an", number=LIVE))).events
        assert (await service.submit(ConfirmStandDown(by="an", number=LIVE, false_alarm=False))).events


async def test_what_may_be_kept_for_a_time_only_goes_out_of_the_old_records_too(database: Path) -> None:
    clock = Then()
    assert SAID.encode() in database.read_bytes()
    async with taken_over(database, clock) as service:
        await service.submit(ProposeStandDown(by="an", number=LIVE))
        await service.submit(ConfirmStandDown(by="an", number=LIVE, false_alarm=False))
        clock.time = AFTER + timedelta(days=400)
        due = [timer.command for timer in timers(service.unit) if isinstance(timer.command, DeleteTraces)]
        assert [outcome.events for outcome in [await service.submit(command) for command in due] if outcome.events]
        assert service.unit.desk.leads["1"].texts == ()
    assert SAID.encode() not in database.read_bytes()


def test_the_command_line_says_what_to_do_before_and_reads_it_after(database: Path) -> None:
    assert "start the bot once" in run(database, "verify", code=1)
    asyncio.run(once(database))
    assert "the log is whole" in run(database, "verify")
    assert LIVE in run(database, "status")
    assert "图书馆" in run(database, "report", LIVE)
    copy = database.with_name("copy.db")
    run(database, "backup", str(copy))
    assert "the log is whole" in run(copy, "verify")


async def once(database: Path) -> None:
    async with taken_over(database, Then()):
        pass
