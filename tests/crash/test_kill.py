"""kill -9 at every point of an activation: no alert lost, no acknowledged tap lost, at most one repeat a crash."""

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rehearsal.phones import Phone, Tap
from tests.crash.process import Process
from tests.e2e.stage import Stage, environment, stage

PATIENCE = 30.0


@pytest_asyncio.fixture
async def killed(tmp_path: Path) -> AsyncIterator[tuple[Stage, Process]]:
    """A real process runs and everybody is enrolled; at the end the log is whole and holds no token."""
    async with stage(tmp_path, limits=None) as made:
        process = Process(made, tmp_path)
        await process.start()
        await made.enrol()
        yield made, process
        await process.stop()
        process.log()
        verify = await muster(made, tmp_path, "verify")
        assert "the log is whole" in verify


async def muster(made: Stage, folder: Path, *words: str) -> str:
    """What `muster …` prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env={**os.environ, **environment(made, folder)},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


def alerts(phone: Phone) -> int:
    """How many alerts stand on a phone; rings of the same incident say so and do not count."""
    return sum("紧急集结" in m.text and "次提醒" not in m.text for m in phone.messages if m.from_bot)


async def propose(made: Stage) -> None:
    """Everything before the confirming tap."""
    await made.director.types("/activate 图书馆 有人受伤")
    await made.director.sees("确认启动？", timeout=PATIENCE)


@pytest.mark.parametrize(
    ("point", "after", "delivered"),
    [
        ("after the activation's commit", 0, False),
        ("mid-fan-out", 10, False),
        ("between send and record", 0, True),
        ("between send and record, mid-fan-out", 12, True),
    ],
)
async def test_no_alert_is_lost(
    killed: tuple[Stage, Process], point: str, after: int, delivered: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    made, process = killed
    await propose(made)
    with made.telegram.hold("sendMessage", after=after, delivered=delivered) as hold:
        await made.director.taps("确认启动")
        await hold.reached(PATIENCE)
        await process.kill()
    await process.start()
    for phone in made.phones.values():
        await phone.sees("紧急集结", "图书馆", timeout=PATIENCE)
    resumed = time.monotonic() - process.started_at
    for phone in made.phones.values():
        assert 1 <= alerts(phone) <= 2, phone.screen()
    with capsys.disabled():
        print(f"\nkilled {point}: everybody alerted {resumed:.1f} s after the restart")


async def test_killed_again_during_recovery(killed: tuple[Stage, Process]) -> None:
    made, process = killed
    await propose(made)
    crashes = 3
    for crash in range(crashes):
        with made.telegram.hold("sendMessage", after=5, delivered=bool(crash % 2)) as hold:
            if crash == 0:
                await made.director.taps("确认启动")
            await hold.reached(PATIENCE)
            await process.kill()
        await process.start()
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=PATIENCE)
    for phone in made.phones.values():
        assert 1 <= alerts(phone) <= 1 + crashes, phone.screen()


async def test_no_acknowledged_tap_is_lost(killed: tuple[Stage, Process], tmp_path: Path) -> None:
    made, process = killed
    await propose(made)
    await made.director.taps("确认启动")
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=PATIENCE)
    taps = {member: await phone.taps("已到达") for member, phone in made.phones.items()}
    await made.telegram.until(lambda: sum(tap.seconds is not None for tap in taps.values()) >= 5, PATIENCE)
    await process.kill()
    told = [member for member, tap in taps.items() if acknowledged(tap)]
    assert told
    await process.start()
    await made.director.sees(f"已到达 {len(taps)}", timeout=PATIENCE)  # those not answered come again from Telegram
    status = json.loads(await muster(made, tmp_path, "status", "--json"))
    for member in told:
        assert status["incident"]["answers"][member]["answer"] == "arrived"


@pytest.mark.parametrize(
    "kills", [pytest.param(10, id="sample"), pytest.param(500, id="campaign", marks=pytest.mark.soak)]
)
@pytest.mark.parametrize("seed", [1, 2])
async def test_killed_at_random_moments(killed: tuple[Stage, Process], tmp_path: Path, kills: int, seed: int) -> None:
    made, process = killed
    chance = random.Random(seed)
    await propose(made)
    await made.director.taps("确认启动")
    last: dict[str, str] = {}
    for _ in range(kills):
        member = chance.choice(list(made.phones))
        await made.phones[member].sees_button("收到", timeout=PATIENCE)
        taps = []
        for tapper in chance.sample(list(made.phones), 4):
            label = chance.choice(["收到", "在途", "已到达"])
            if any(label == b["text"] for m in made.phones[tapper].messages for row in m.buttons for b in row):
                taps.append((tapper, label, await made.phones[tapper].taps(label)))
        await asyncio.sleep(chance.uniform(0, 0.08))  # the moment is what is random here, nothing is waited for
        await process.kill()
        for tapper, label, tap in taps:
            last.pop(tapper, None)
            if acknowledged(tap):
                last[tapper] = label
        await process.start()
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=PATIENCE)
        assert alerts(phone) <= 1 + kills
    words = {"acknowledged": "收到", "en_route": "在途", "arrived": "已到达"}
    status = json.loads(await muster(made, tmp_path, "status", "--json"))
    for member, label in last.items():
        assert words[status["incident"]["answers"][member]["answer"]] == label


def acknowledged(tap: Tap) -> bool:
    """Whether the person was told that it is recorded."""
    return tap.query.answered is not None and (tap.query.text or "").startswith("已记录")
