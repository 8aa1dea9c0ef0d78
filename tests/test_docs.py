"""What the README says is what there is: commands, settings, rooms, make targets."""

import re
from pathlib import Path

import pytest
from click import Group, Option

from bot.cards import help as help_
from bot.commandline import muster
from config.plan import Language
from config.settings import Settings
from config.texts import texts
from handlers.commands import COMMANDS
from tests.privacy.permissions import right_of

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
def test_every_command_of_the_bot_is_documented(command: str) -> None:
    assert f"`/{command}" in README


def test_help_and_menus_know_every_command_of_the_bot() -> None:
    assert [entry.name for entry in help_.COMMANDS if entry.name not in COMMANDS] == []
    assert set(COMMANDS) - {entry.name for entry in help_.COMMANDS} == {"start", help_.HELP}


@pytest.mark.parametrize("entry", help_.COMMANDS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_line_of_the_help_begins_with_its_command(entry: help_.Entry, language: Language) -> None:
    for key in (f"help.{entry.name}", *([f"help.{entry.name}_lead"] if entry.lead else [])):
        assert texts(language)(key).startswith(f"/{entry.name} ")


@pytest.mark.parametrize("entry", help_.COMMANDS, ids=lambda entry: entry.name)
def test_help_offers_a_command_to_whoever_may_use_it(entry: help_.Entry) -> None:
    assert entry.right is right_of(entry.name)


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


def _options() -> list[tuple[str, str]]:
    """(command, option) of everything that `muster` takes; settings have a table of their own."""
    found = []
    for name, command in muster.commands.items():
        inner = command.commands if isinstance(command, Group) else {"": command}
        for part, taken in inner.items():
            for option in taken.params:
                if isinstance(option, Option) and not option.hidden and option.name not in Settings.model_fields:
                    found.append((f"muster {name} {part}".strip(), option.opts[0]))
    return found


@pytest.mark.parametrize(("command", "option"), _options())
def test_every_option_stands_in_the_readme_beside_its_command(command: str, option: str) -> None:
    rows = [cell for line in README.splitlines() if line.startswith("| `muster") for cell in line.split("·")]
    if command == "muster rehearse":
        rows = [f"{command} {line}" for line in README.splitlines() if line.startswith("| `--")]
    assert [row for row in rows if command in row and option in row]
