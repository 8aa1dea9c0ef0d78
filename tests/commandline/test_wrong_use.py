"""Every command, used wrongly: one line that names place and mend, the right exit code, no traceback."""

import asyncio
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from bot.__main__ import main
from config import example_folder
from config.loading import PLAN
from store.protocol import Batch
from store.sqlite import open_store
from tests.store.storekit import event

TOKEN = "1234567890:" + "A" * 35
NOWHERE = "http://127.0.0.1:9"
READING = ("status", "verify", "export", "report 2026-001", "backup copy.db", "duty-roster check")
Told = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """`muster …` in an empty folder: the exit code, and the lines on standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSTER_UNIT", str(example_folder()))
    monkeypatch.setenv("MUSTER_TOKEN", TOKEN)
    monkeypatch.setenv("MUSTER_API_URL", NOWHERE)

    def run(*words: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["muster", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        err = capsys.readouterr().err
        assert TOKEN not in err
        assert isinstance(ended.value.code, int)
        return ended.value.code, err.splitlines()

    return run


def a_database(folder: Path, unit: str = "chenghu", rehearsal: bool = False) -> Path:
    """`muster.db` with one record of that unit."""

    async def make() -> None:
        store = await open_store(folder / "muster.db", unit=unit, rehearsal=rehearsal)
        await store.write(Batch(events=[event(1)]))
        await store.close()

    asyncio.run(make())
    return folder / "muster.db"


def in_a_process(folder: Path, *words: str, stdout: IO[str] | int = subprocess.PIPE) -> tuple[int, list[str]]:
    """The same as `told`, for what would reach into this process: the running bot's logs, a full standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words, "--unit", str(example_folder())],
        cwd=folder, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.splitlines()


def says_whose_log_it_is(code: int, lines: list[str]) -> bool:
    return code == 1 and len(lines) == 1 and all(word in lines[0] for word in ("linhai", "chenghu", "plan.yaml"))


@pytest.mark.parametrize("command", [*READING, "invite"])
def test_a_database_of_another_unit_is_not_taken_for_an_empty_one(told: Told, tmp_path: Path, command: str) -> None:
    a_database(tmp_path, "linhai")
    assert says_whose_log_it_is(*told(*command.split()))


def test_a_bot_begins_no_second_log_beside_that_of_another_unit(tmp_path: Path) -> None:
    file = a_database(tmp_path, "linhai")
    assert says_whose_log_it_is(*in_a_process(tmp_path, "run", "--token", TOKEN, "--api-url", NOWHERE))
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT unit FROM heads").fetchall() == [("linhai",)]


@pytest.mark.parametrize("command", [*READING, "invite", "forget lin-yuan"])
def test_a_database_of_a_newer_version_is_named_and_left_alone(told: Told, tmp_path: Path, command: str) -> None:
    with closing(sqlite3.connect(a_database(tmp_path))) as raw:
        raw.execute("PRAGMA user_version = 999")
    code, (line, *rest) = told(*command.split())
    assert (code, rest) == (1, [])
    assert "muster.db" in line
    assert "newer" in line


@pytest.mark.parametrize("command", [*READING, "forget lin-yuan"])
def test_a_folder_in_place_of_the_database_is_named_with_an_example(told: Told, tmp_path: Path, command: str) -> None:
    code, (line, *rest) = told(*command.split(), "--database", f"sqlite:///{tmp_path}")
    assert (code, rest) == (1, [])
    assert f"{tmp_path} is a folder" in line
    assert str(tmp_path / "muster.db") in line


@pytest.mark.parametrize(
    "words",
    [
        "roster export no/roster.xlsx",
        "roster export no/roster.csv",
        "roster export no/x.yaml",
        "roster template no/x.xlsx",
    ],
)
def test_a_folder_that_is_not_there_to_write_into_is_named(told: Told, words: str) -> None:
    code, lines = told(*words.split())
    assert (code, lines) == (1, [f"there is no folder no for {words.rpartition('/')[2]}: make it, or name another"])


def test_check_tells_faults_of_settings_and_of_files_together(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    (folder / PLAN).write_text("unit: [\n", "utf-8")
    monkeypatch.setenv("MUSTER_TOKEN", "not a token")
    code, lines = told("check", "--unit", str(folder))
    assert code == 1
    assert lines[0].startswith("MUSTER_TOKEN: not a bot token")
    assert lines[1].startswith("plan.yaml:2:")
    assert told("status", "--unit", str(folder)) == (2, lines[:1])


def test_check_mentions_a_setting_that_does_not_exist(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SMS_URL", "SMS_KEY", "MAIL_PASSWORD"):
        monkeypatch.setenv(name, "https://sms.example.org")
    monkeypatch.setenv("MUSTER_TOKN", TOKEN)
    code, lines = told("check")
    assert code == 0, lines
    assert [line for line in lines if line.startswith("note: MUSTER_TOKN is no setting")]


def test_a_report_that_is_not_there_says_which_are(told: Told, tmp_path: Path) -> None:
    a_database(tmp_path)
    assert told("report", "2026-009") == (1, ["there is no incident 2026-009 in the log; it has: 2026-001"])


def test_a_port_in_use_is_named_with_the_flag(told: Told) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, (line, *rest) = told("rehearse", "--no-open", "--port", str(port))
    assert (code, rest) == (1, [])
    assert str(port) in line
    assert "--port" in line


def test_a_clock_moves_in_rehearsals_alone(told: Told) -> None:
    code, lines = told("run", "--api-url", "https://api.telegram.org", "--clock", "clock.json")
    assert code == 2
    assert lines == ["a clock can only be moved in a rehearsal, with a Bot API on this machine"]


@pytest.mark.parametrize("words", ["export", "export --format csv"])
def test_a_full_disk_under_the_output_is_told(tmp_path: Path, words: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    a_database(tmp_path)
    with Path("/dev/full").open("w") as full:
        assert in_a_process(tmp_path, *words.split(), stdout=full) == (1, ["standard output: No space left on device"])


@pytest.mark.parametrize("named", ["muster.db", "sqlite:///muster.db"])
def test_a_rehearsal_writes_into_no_log_that_is_there(told: Told, tmp_path: Path, named: str) -> None:
    before = a_database(tmp_path).read_bytes()
    code, lines = told("rehearse", "--no-open", "--port", "0", "--database", named)
    assert code == 1
    assert len(lines) == 1
    assert "exists already" in lines[0]
    assert (tmp_path / "muster.db").read_bytes() == before


def test_no_live_bot_goes_on_from_what_a_rehearsal_left(told: Told, tmp_path: Path) -> None:
    a_database(tmp_path, rehearsal=True)
    code, lines = in_a_process(tmp_path, "run", "--token", TOKEN, "--api-url", NOWHERE)
    assert code == 1
    assert len([line for line in lines if "rehearsal" in line and "name another file" in line]) == 1
    assert told("backup", "copy.db") == (0, [])
    assert (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    ("named", "code", "words"),
    [
        ("postgresql://localhost/muster", 2, "write FILE or sqlite:///FILE"),
        ("sqlite:///", 2, "write FILE or sqlite:///FILE"),
        ("no/such/folder.db", 1, "no folder"),
        (".", 1, "exists already"),
    ],
)
def test_where_a_rehearsal_cannot_be_kept_is_said_before_a_page_opens(
    told: Told, named: str, code: int, words: str
) -> None:
    said, lines = told("rehearse", "--no-open", "--port", "0", "--database", named)
    assert (said, len(lines)) == (code, 1)
    assert words in lines[0]
    assert "the bot ended" not in lines[0]
