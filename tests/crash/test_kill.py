"""kill -9 at every point of an activation: no alert lost, no acknowledged tap lost, at most one repeat a crash."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rehearsal.phones import Phone, Tap
from tests.crash.process import Process
from tests.e2e.stage import Stage, stage
from tests.terminal import muster

PATIENCE = 30.0
ANSWERS = {"acknowledged": "收到", "en_route": "在途", "arrived": "已到达"}


@pytest_asyncio.fixture
async def killed(tmp_path: Path) -> AsyncIterator[tuple[Stage, Process]]:
    """A real process runs and everybody is enrolled; at the end the log is whole and holds no token."""
    async with stage(tmp_path, limits=None) as made, Process(made, tmp_path) as process:
        await process.start()
        await process.speaks("getUpdates", within=PATIENCE)
        await made.enrol()
        yield made, process
        await process.stop()
        process.log()
        code, out, _ = await muster(made, tmp_path, "verify")
        assert (code, "the log is whole" in out) == (0, True)


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
    await process.speaks("sendMessage")
    again = time.monotonic() - process.started_at
    for phone in made.phones.values():
        await phone.sees("紧急集结", "图书馆", timeout=PATIENCE)
    resumed = time.monotonic() - process.started_at
    for phone in made.phones.values():
        assert 1 <= alerts(phone) <= 2, phone.screen()
    with capsys.disabled():
        print(f"\nkilled {point}: sends again {again:.1f} s, everybody alerted {resumed:.1f} s after the restart")


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
        assert alerts(phone) <= 1 + crashes, phone.screen()


async def test_no_acknowledged_tap_is_lost(killed: tuple[Stage, Process], tmp_path: Path) -> None:
    """Killed when a few of a batch have read that it is recorded, and the others have not."""
    made, process = killed
    await propose(made)
    await made.director.taps("确认启动")
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=PATIENCE)
    made.telegram.updates.withhold()
    with made.telegram.hold("answerCallbackQuery", after=5) as hold:
        taps = {member: await phone.taps("已到达") for member, phone in made.phones.items()}
        made.telegram.updates.release()
        await hold.reached(PATIENCE)
        await process.kill()
        told = [member for member, tap in taps.items() if acknowledged(tap)]
    assert len(told) == 5
    kept = await answers_in_the_log(made, tmp_path)
    assert {member: kept.get(member) for member in told} == dict.fromkeys(told, "arrived")
    await process.start()
    await made.director.sees(f"已到达 {len(taps)}", timeout=PATIENCE)  # those not answered come again from Telegram


async def answers_in_the_log(made: Stage, folder: Path) -> dict[str, str]:
    """Everybody's last answer, from `muster export`; the bot may be dead."""
    code, out, err = await muster(made, folder, "export")
    assert code == 0, err
    kept = [record["data"] for record in json.loads(out) if record["event"] == "Answered"]
    return {answer["member"]: answer["answer"] for answer in kept}


@pytest.mark.parametrize(
    ("seed", "kills"),
    [
        *(pytest.param(seed, 5, id=f"sample-{seed}") for seed in range(4)),
        *(pytest.param(seed, 50, id=f"campaign-{seed}", marks=pytest.mark.soak) for seed in range(100, 120)),
    ],
)
async def test_killed_at_random_moments(
    killed: tuple[Stage, Process], tmp_path: Path, seed: int, kills: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """While it sends the alerts, while it starts, while it takes in taps: after each kill as much is there as was said.

    Every killed process has spoken to Telegram, or it would have had nothing to lose.
    """
    made, process = killed
    chance = random.Random(seed)
    await propose(made)
    await process.speaks("getUpdates")
    await made.director.taps("确认启动")
    last: dict[str, tuple[str, Tap]] = {}
    for life in range(kills):
        before = {member: alerts(phone) for member, phone in made.phones.items()}
        if life:
            await process.speaks(chance.choice([None, "getUpdates"]), PATIENCE)
        for member in chance.sample(list(made.phones), 6):
            labels = sorted(set(ANSWERS.values()) & buttons(made[member]))
            if labels:
                label = chance.choice(labels)
                last[member] = label, await made[member].taps(label)
        # The moment is what is random here, nothing is waited for; half of the moments are close to the taps.
        await asyncio.sleep(chance.uniform(0, chance.choice((0.02, 0.15))))
        await process.kill()
        for member, phone in made.phones.items():
            assert alerts(phone) <= before[member] + 1, phone.screen()
        if life % (kills // 5) == 0:
            await nothing_told_is_lost(made, tmp_path, last)
        await process.start()
    for phone in made.phones.values():
        await phone.sees("紧急集结", "图书馆", timeout=PATIENCE)
    await made.telegram.until(lambda: not made.telegram.updates.pending, PATIENCE)
    kept = await answers_in_the_log(made, tmp_path)
    assert {member: ANSWERS[kept[member]] for member in last} == {member: label for member, (label, _) in last.items()}
    with capsys.disabled():
        print(f"\nseed {seed}: {kills} kills, at most {max(map(alerts, made.phones.values()))} alerts on a phone")


async def nothing_told_is_lost(made: Stage, folder: Path, last: dict[str, tuple[str, Tap]]) -> None:
    """While the bot is dead: everybody whose last tap was said to be recorded is in the log with it."""
    told = {member: label for member, (label, tap) in last.items() if acknowledged(tap)}
    kept = await answers_in_the_log(made, folder)
    assert {member: ANSWERS.get(kept.get(member, "")) for member in told} == told


def buttons(phone: Phone) -> set[str]:
    """The labels of all buttons on a phone."""
    return {button["text"] for message in phone.messages for row in message.buttons for button in row}


def acknowledged(tap: Tap) -> bool:
    """Whether the person was told that it is recorded, now or already."""
    return tap.query.answered is not None and (tap.query.text or "").startswith(("已记录", "已经记过了"))
