"""Where this installation runs: token, API, database, unit and proxy, from flags, environment and `.env`.

SettingsFault       a setting cannot be used; a line with its name and the mend, never with a secret
"""

import re
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from config.schema import REFUSED, refused

_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SQLITE: Final = "sqlite:///"


class SettingsFault(Exception):
    """Settings are wrong: a line for each that names it and says how to mend it."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def _token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise refused("not a bot token", "copy the whole line that BotFather sent, digits, colon and letters")
    return token


def _split(url: str) -> SplitResult | None:
    """The parts of a URL with a host and, if it gives one, a port that can be; None for anything else."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _api_url(url: str) -> str:
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise refused("not the address of a Bot API server", "write it like https://api.telegram.org")
    return url.rstrip("/")


def _database(url: str) -> str:
    if url.startswith(("postgresql:", "postgres:")):
        raise refused("PostgreSQL is not in this version", "write sqlite:///muster.db")
    name = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not name or name.endswith("/"):
        raise refused("not a database", "write sqlite:///muster.db, or sqlite:////a/path/from/the/root.db")
    if name.startswith(":") or "?" in name:
        raise refused("a database in memory or with options would not keep what it is given", "name a file")
    return url


def _proxy(url: str) -> str:
    parts = _split(url)
    if parts is not None and parts.scheme.startswith("socks"):
        raise refused("SOCKS proxies are not in this version", "name the proxy's HTTP port, like http://127.0.0.1:7890")
    if parts is None or parts.scheme != "http":
        raise refused("not the address of a proxy", "write it like http://127.0.0.1:7890")
    return url


def _home(folder: object) -> object:
    return Path(folder).expanduser() if isinstance(folder, str | Path) and str(folder).startswith("~/") else folder


class Settings(BaseSettings):
    """The settings as they hold: a flag wins over the environment, the environment over `.env`.

    Made by `read_settings`. Each is `MUSTER_…` in the environment and in `.env` of the working directory.
    """

    model_config = SettingsConfigDict(
        env_prefix="MUSTER_",
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    api_url: Annotated[str, AfterValidator(_api_url)] = "https://api.telegram.org"
    database: Annotated[str, AfterValidator(_database)] = "sqlite:///muster.db"
    unit: Annotated[Path, BeforeValidator(_home)] | None = None
    proxy: Annotated[str, AfterValidator(_proxy)] | None = Field(default=None, repr=False)  # may hold a password

    @property
    def database_path(self) -> Path:
        """The file of the SQLite database."""
        return Path(self.database.removeprefix(_SQLITE)).expanduser()


def read_settings(
    *,
    token: str | None = None,
    api_url: str | None = None,
    database: str | None = None,
    unit: Path | str | None = None,
    proxy: str | None = None,
) -> Settings:
    """The settings that hold; a flag that is None was not given. Raises SettingsFault with every bad value."""
    flags = {"token": token, "api_url": api_url, "database": database, "unit": unit, "proxy": proxy}
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}  # the schema reads them
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsFault(*(_line(e) for e in error.errors(include_url=False, include_input=False))) from error
    except UnicodeDecodeError:
        # Not chained: the error carries the bytes of the file, and the token is among them.
        raise SettingsFault(".env: the file is not in UTF-8 — save it as UTF-8") from None
    except (SettingsError, OSError) as error:
        raise SettingsFault(f".env: cannot be read ({type(error).__name__}) — let this account read it") from error


def _line(error: ErrorDetails) -> str:
    name = f"MUSTER_{str(error['loc'][0]).upper()}" if error["loc"] else "settings"
    if error["type"] == REFUSED:
        return f"{name}: {error['ctx']['problem']} — {error['ctx']['mend']}"
    return f"{name}: not a value that can be used — write one line of text"
