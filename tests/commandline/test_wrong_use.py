"""Every command, used wrongly: one line that names place and mend, the right exit code, no traceback."""

import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from config import example_folder
from config.loading import PLAN, load_unit
from store.sqlite import open_store
from tests.store.storekit import event

TOKEN = "1234567890:" + "A" * 35
NOWHERE = "http://127.0.0.1:9"
READING = ("status", "verify", "export", "report 2026-001", "backup copy.db", "duty-roster check")
SENDING = ("run", "invite")
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


async def a_log(file: Path, unit: str) -> None:
    from store.protocol import Batch

    store = await open_store(file, unit=unit)
    await store.write(Batch(events=[event(1)]))
    await store.close()


@pytest.mark.parametrize("command", [*READING, *SENDING])
async def test_a_database_of_another_unit_is_not_taken_for_an_empty_one(tmp_path: Path, command: str) -> None:
    await a_log(tmp_path / "muster.db", "linhai")
    words = [*command.split(), "--unit", str(example_folder())]
    if command in SENDING:
        words += ["--token", TOKEN, "--api-url", NOWHERE]
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "linhai" in line
    assert load_unit(example_folder()).plan.unit in line
    assert "plan.yaml" in line


@pytest.mark.parametrize("command", [*READING, *SENDING, "forget lin-yuan"])
def test_a_database_of_a_newer_version_is_named_and_left_alone(told: Told, tmp_path: Path, command: str) -> None:
    made = subprocess.run(
        [sys.executable, "-c", NEW_DATABASE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with closing(sqlite3.connect(tmp_path / "muster.db")) as raw:
        raw.execute("PRAGMA user_version = 999")
    code, (line, *rest) = told(*command.split())
    assert (code, rest) == (1, [])
    assert "muster.db" in line
    assert "newer" in line


NEW_DATABASE = """
import asyncio
from store.sqlite import open_store
async def make():
    await (await open_store("muster.db", unit="chenghu")).close()
asyncio.run(make())
"""


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
    subprocess.run([sys.executable, "-c", NEW_DATABASE], cwd=tmp_path, check=True)
    assert told("report", "2026-009") == (1, ["there is no incident 2026-009 in the log; it has: none"])


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


@pytest.mark.parametrize("words", ["export", "export --format csv", "status"])
def test_a_full_disk_under_the_output_is_told(tmp_path: Path, words: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    subprocess.run([sys.executable, "-c", NEW_DATABASE], cwd=tmp_path, check=True)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words.split(), "--unit", str(example_folder())],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "standard output: No space left on device\n")
