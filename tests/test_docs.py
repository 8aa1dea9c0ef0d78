"""What the README says is what there is: commands, settings, rooms, make targets."""

import re
from pathlib import Path

import pytest

from bot.commandline import muster
from config.settings import Settings
from config.texts import texts
from handlers.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", sorted(muster.commands))
def test_every_command_of_the_terminal_is_documented(command: str) -> None:
    assert f"muster {command}" in README


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_documented_with_its_flag(setting: str) -> None:
    assert f"MUSTER_{setting.upper()}" in README
    assert f"`--{setting.replace('_', '-')}`" in README


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"start"}))
def test_every_command_of_the_bot_is_documented_and_in_its_help(command: str) -> None:
    assert f"`/{command}" in README
    for language in ("zh-CN", "en"):
        assert f"/{command}" in texts(language)(f"help.{command}")


def test_the_readme_names_no_make_target_that_is_not_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= targets


def test_every_picture_and_folder_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\((\.[^)]+)\)", README) + re.findall(r"^\| `([a-z_][a-z_/.]+)`", README, re.MULTILINE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_nothing_stands_at_the_top_that_was_not_agreed() -> None:
    agreed = {
        "bot",
        "handlers",
        "store",
        "config",
        "tests",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "constraints.txt",
    }
    made = {"build", "muster.egg-info"}
    top = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    assert top - agreed - made - {"__pycache__"} <= {
        name for name in top if name.endswith((".db", ".db-lock", ".db-backup.json"))
    }
