"""Settings: a flag wins over the environment, the environment over `.env`; and a secret is never said."""

import traceback
from pathlib import Path

import pytest

from config.settings import SettingsFault, read_settings

TOKEN = "8200000001:AAE-invented_secret_of_the_bot"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working directory and an environment without settings."""
    for name in ("TOKEN", "API_URL", "DATABASE", "UNIT", "PROXY"):
        monkeypatch.delenv(f"MUSTER_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_the_defaults_hold():
    s = read_settings()
    assert (s.token, s.unit, s.proxy) == (None, None, None)
    assert s.api_url == "https://api.telegram.org"
    assert s.database_path == Path("muster.db")


def test_a_flag_wins_over_the_environment_and_that_over_the_file(folder, monkeypatch):
    (folder / ".env").write_text(
        "MUSTER_DATABASE=sqlite:///file.db\nMUSTER_API_URL=http://file:1\nMUSTER_UNIT=file\nOTHER=1\n", "utf-8"
    )
    monkeypatch.setenv("MUSTER_DATABASE", "sqlite:///environment.db")
    monkeypatch.setenv("MUSTER_API_URL", "http://environment:2/")
    s = read_settings(database="sqlite:///flag.db", api_url=None)
    assert s.database_path == Path("flag.db")
    assert s.api_url == "http://environment:2"
    assert s.unit == Path("file")


def test_an_empty_variable_is_none(monkeypatch):
    monkeypatch.setenv("MUSTER_PROXY", "")
    assert read_settings().proxy is None


def test_a_file_of_notepad_is_read(folder):
    (folder / ".env").write_bytes(b"\xef\xbb\xbf" + f"MUSTER_TOKEN={TOKEN}\r\n".encode())
    assert read_settings().token.get_secret_value() == TOKEN


def test_a_database_path_from_the_root():
    assert read_settings(database="sqlite:////var/lib/muster.db").database_path == Path("/var/lib/muster.db")


def test_a_unit_in_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    assert read_settings(unit="~/unit").unit == Path("/home/somebody/unit")


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ({"token": "secret"}, "MUSTER_TOKEN: not a bot token — copy the whole line that BotFather sent"),
        ({"token": ""}, "MUSTER_TOKEN: not a bot token"),
        ({"api_url": "api.telegram.org"}, "MUSTER_API_URL: not the address of a Bot API server — write it like"),
        ({"api_url": "http://host:99999"}, "MUSTER_API_URL: not the address"),
        (
            {"database": "postgresql://u:secret@h/d"},
            "MUSTER_DATABASE: PostgreSQL is not in this version — write sqlite",
        ),
        ({"database": "muster.db"}, "MUSTER_DATABASE: not a database — write sqlite:///muster.db"),
        ({"database": "sqlite:///"}, "MUSTER_DATABASE: not a database"),
        ({"database": "sqlite:///:memory:"}, "MUSTER_DATABASE: a database in memory"),
        ({"proxy": "socks5://u:secret@h:1080"}, "MUSTER_PROXY: SOCKS proxies are not in this version — name"),
        ({"proxy": "h:1080"}, "MUSTER_PROXY: not the address of a proxy — write it like"),
    ],
)
def test_a_bad_value_is_named_with_its_mend_and_without_what_it_holds(flags, says):
    with pytest.raises(SettingsFault) as fault:
        read_settings(**flags)
    assert str(fault.value).startswith(says)
    assert "\n" not in str(fault.value)
    assert "secret" not in "".join(traceback.format_exception(fault.value))


def test_every_bad_setting_is_named_in_one_run():
    with pytest.raises(SettingsFault) as fault:
        read_settings(token="x", proxy="y")
    assert [line.split(":")[0] for line in fault.value.lines] == ["MUSTER_TOKEN", "MUSTER_PROXY"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_in_another_encoding_is_named_and_not_quoted(folder, encoding):
    (folder / ".env").write_bytes(f"# 机器人\nMUSTER_TOKEN={TOKEN}\n".encode(encoding))
    with pytest.raises(SettingsFault, match=r"^\.env: the file is not in UTF-8") as fault:
        read_settings()
    assert TOKEN not in "".join(traceback.format_exception(fault.value))


def test_a_token_is_shown_nowhere():
    s = read_settings(token=TOKEN, proxy="http://user:hidden@127.0.0.1:7890")
    shown = f"{s} {s!r} {s.model_dump_json()}"
    assert TOKEN not in shown
    assert "hidden" not in f"{s} {s!r}"


def test_settings_cannot_be_changed_by_the_way():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().database = "sqlite:///other.db"
