"""What commands are given: settings as flags, the unit's files, the token, and the log to read."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from bot.commandline.ending import Faults, WrongUse

if TYPE_CHECKING:
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
            decorated = flag(name)(decorated)
        result: F = decorated
        return result

    return decorate


def flag(name: str) -> Callable[[F], F]:
    """The flag of one setting."""
    written, variable, means = _FLAGS[name]
    return click.option(written, name, metavar="…", help=f"{means} [{variable}]")


def folder_of(read: "Settings") -> Path:
    """The unit's folder. Raises WrongUse where none is named."""
    if read.unit is None:
        raise WrongUse("no unit: name the folder with plan.yaml and roster.yaml by --unit or MUSTER_UNIT")
    return read.unit


def files_of(read: "Settings") -> "Files":
    """The unit's files. Raises Faults, a line each."""
    return load(folder_of(read))


def load(folder: Path) -> "Files":
    """A unit's files, from a folder. Raises Faults, a line each."""
    from config.faults import UnitFaults
    from config.loading import load_unit

    try:
        return load_unit(folder)
    except UnitFaults as faults:
        raise Faults("\n".join(str(fault) for fault in faults.faults)) from None


def token_of(read: "Settings") -> str:
    """The bot's token. Raises WrongUse where there is none."""
    if read.token is None:
        raise WrongUse("no token: BotFather gives you one; set it by MUSTER_TOKEN or in .env")
    return read.token.get_secret_value()


@asynccontextmanager
async def reader_of(read: "Settings", files: "Files") -> AsyncIterator["Reader"]:
    """The unit's log, to read beside a running bot. Raises StoreError."""
    from store.protocol import refuse_other_unit
    from store.sqlite import open_reader

    reader = await open_reader(read.database_path, unit=files.plan.unit)
    try:
        await refuse_other_unit(reader, files.plan.unit)
        yield reader
    finally:
        await reader.close()
