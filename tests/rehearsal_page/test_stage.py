"""The stage: what a rehearsal can reach, what it survives, and the script that it plays."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import aiohttp

from bot.commandline.production import production_of
from bot.rehearsal.bot_process import safe_environment
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.script import SCENES
from bot.rehearsal.stage import TOKEN, Stage
from tests.example import example

HOSTILE = {
    "MUSTER_API_URL": "https://api.telegram.org",
    "MUSTER_TOKEN": "123456:" + "L" * 35,
    "MUSTER_PROXY": "http://192.0.2.1:7890",
    "MUSTER_DATABASE": "sqlite:///live.db",
    "muster_api_url": "https://api.telegram.org",
    "HTTPS_PROXY": "http://192.0.2.1:7890",
}


# Its models take seconds to load, and what they say of the script is asked once.
WITHOUT_AIOGRAM = ("-c", "import sys; sys.modules['aiogram'] = None; from bot.__main__ import main; main()")


async def _muster(
    *words: str, cwd: Path, environment: dict[str, str] | None = None, start: tuple[str, ...] = ("-m", "bot")
) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *start,
        *words,
        cwd=cwd,
        env=os.environ | (environment or {}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_rehearsal_reaches_this_machine_only_whatever_environment_and_dotenv_hold(
    tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in HOSTILE.items()))
    monkeypatch.chdir(tmp_path)
    async with Stage(production_of(example()), inherited=os.environ | HOSTILE) as stage:
        await stage.curtain_up()
        assert stage.telegram.url.startswith("http://127.0.0.1:")
        environment = Path(f"/proc/{stage.bot.pid}/environ").read_text()
        command = Path(f"/proc/{stage.bot.pid}/cmdline").read_text()
        assert Path(f"/proc/{stage.bot.pid}/cwd").resolve() == stage.folder.resolve()
        for told in (environment, command):
            assert "api.telegram.org" not in told
            assert "192.0.2.1" not in told
            assert HOSTILE["MUSTER_TOKEN"] not in told
        assert TOKEN in command
    assert not (tmp_path / "live.db").exists()


def test_no_setting_of_this_machine_is_passed_on() -> None:
    kept = safe_environment(HOSTILE | {"PATH": "/bin"}, {"MUSTER_API_URL": "http://127.0.0.1:1"})
    assert kept["PATH"] == "/bin"
    assert [name for name in kept if name.upper().startswith("MUSTER_")] == ["MUSTER_API_URL"]
    assert not any("192.0.2.1" in value or "telegram.org" in value for value in kept.values())


def test_the_page_does_not_wait_for_what_only_the_bot_needs() -> None:
    """A first paint within two seconds: the domain is loaded in the bot's process, and here when it is first asked."""
    program = (
        "import sys; from bot.commandline.production import production_of; from config import example_folder;"
        " from config.loading import load_unit; import bot.rehearsal.page.server;"
        " production_of(load_unit(example_folder()));"
        " print([name for name in sys.modules if name.startswith(('bot.domain', 'bot.cards', 'store', 'telegram'))])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


async def test_the_bot_is_killed_and_goes_on_where_it_was(stage: Stage) -> None:
    await stage.curtain_up()
    await stage.director.types("/activate 图书馆 有人受伤")
    await stage.director.sees_button("确认启动")
    await stage.kill()
    assert not stage.bot.runs
    await stage.director.taps("确认启动")
    await stage.restart()
    for phone in stage.phones.values():
        await phone.sees("紧急集结", timeout=15)


async def test_only_this_machines_own_page_is_served(quiet_day: Stage) -> None:
    async with Server(quiet_day, seed=1) as server, aiohttp.ClientSession() as session:
        url = await server.listen(0)
        async with session.get(url) as answer:
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        async with session.get(url, headers={"Host": "rebound.example"}) as answer:
            assert answer.status == 403
        elsewhere = {"Origin": "http://elsewhere.example"}
        async with session.post(f"{url}do", json={"do": "kill"}, headers=elsewhere) as answer:
            assert answer.status == 403
        async with session.post(f"{url}do", data="do=kill") as answer:
            assert answer.status == 415
        assert quiet_day.bot.runs


async def test_the_script_plays_a_whole_incident_and_a_drill(tmp_path: Path) -> None:
    code, out, err = await _muster("rehearse", "--script", cwd=tmp_path, environment=HOSTILE)
    assert code == 0, err
    for line in (
        "/report",
        "[启动预案]",
        "[确认启动]",
        "紧急集结",
        "次提醒",
        "请打电话",
        "你现在是",
        "用一句话说明原因",
        "[已上报]",
        "📌",
        "[确认解除]",
        "[已知悉]",
        "已结束",
        "/hazard 配电房",
        "[指派]",
        "责任人：",
        "[核验通过]",
        "核验通过，已销号",
        "📌 待办",
        "✅ 已完成",
        "推演结束",
    ):
        assert line in out, line
    assert int(out.rsplit("用时", 1)[1].split()[0]) > 0  # 6 on a quiet machine
    assert len(re.findall(r"── \d+  ", out)) == SCENES
    drill = out.split("一次短演练")[1].split("── ")[0].splitlines()[1:]
    unmarked = [line for line in drill if line.strip() and "【演练】" not in line]
    assert unmarked == []
    assert out.count("紧急集结 2026-001\n") < 5  # one alert in full, the other 23 counted


async def test_the_same_seed_gives_the_same_transcript_but_for_the_times(tmp_path: Path) -> None:
    command = ("rehearse", "--script", "--language", "en", "--seed", "3")
    runs = await asyncio.gather(*(_muster(*command, cwd=tmp_path, start=WITHOUT_AIOGRAM) for _ in range(2)))
    assert [code for code, _, _ in runs] == [0, 0], runs[0][2]
    first, second = (re.sub(r"\d\d:\d\d(:\d\d)?|\d+ s$", "T", out) for _, out, _ in runs)
    assert first == second
    assert "EMERGENCY" in first
    assert "[EXERCISE]" in first


async def test_what_stands_in_the_way_is_one_line(tmp_path: Path) -> None:
    code, _, err = await _muster("rehearse", "--script", "--unit", str(tmp_path / "nowhere"), cwd=tmp_path)
    assert code == 1
    assert "Traceback" not in err
    taken = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    code, _, err = await _muster("rehearse", "--no-open", "--port", str(port), cwd=tmp_path)
    taken.close()
    assert code == 1
    assert err.strip().count("\n") == 0
    assert "--port" in err


async def test_the_page_is_there_before_everybody_is_enrolled_and_goes_with_its_bot(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "rehearse",
        "--no-open",
        "--port",
        "0",
        cwd=tmp_path,
        env=os.environ | HOSTILE | {"PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    async with aiohttp.ClientSession() as session, session.get(f"{url}events") as answer:
        assert (await answer.content.readline()) == b"event: snapshot\n"
        assert b'"ready": false' in await answer.content.readline()
        async for line in answer.content:
            if b'"ready": true' in line:
                break
        bot = next(
            pid.parent.name
            for pid in Path("/proc").glob("[0-9]*/stat")
            if pid.exists() and re.search(rf"\) [RSD] {process.pid} ", pid.read_text())
        )
    process.terminate()
    assert await process.wait() == 0
    assert not Path(f"/proc/{bot}").exists()
