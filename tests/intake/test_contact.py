"""Nobody counts as absent because we were down (promise 3)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.intake import PATIENCE
from tests.e2e.stage import Stage
from tests.intake.intakekit import QUICK, disk_under, events, playing


async def test_after_a_gap_everyone_unanswered_is_asked_again_and_whoever_answered_meanwhile_is_not(
    quiet: Stage,
) -> None:
    async with playing(quiet):
        number = await quiet.activate()
        await quiet["tang-he"].sees("紧急集结")
        await quiet["su-long"].sees("紧急集结")
    await quiet["tang-he"].types("/here")  # waits at Telegram while the bot is down
    alerts = {name: len([m for m in quiet[name].messages if "紧急集结" in m.text]) for name in ("tang-he", "su-long")}
    quiet.steering.forward(minutes=5)
    async with playing(quiet, PATIENCE) as muster:
        await quiet.director.sees("机器人曾一度失联")
        await quiet.telegram.until(
            lambda: len([m for m in quiet["su-long"].messages if "紧急集结" in m.text]) > alerts["su-long"]
        )
        [gap] = await events(muster, f"incident/{number}", "GapNoticed")
        assert "su-long" in gap.data["members"]
        assert "tang-he" not in gap.data["members"]
        assert len([m for m in quiet["tang-he"].messages if "紧急集结" in m.text]) == alerts["tang-he"]


async def test_all_that_waited_counts_before_anybody_is_asked_again(quiet: Stage) -> None:
    """More than one batch waits: 24 people, each with five words to say."""
    async with playing(quiet):
        await quiet.enrol(*(member.id for member in quiet.files.roster.members if member.id not in quiet.phones))
        number = await quiet.activate()
        for phone in quiet.phones.values():
            await phone.sees("2026-001")
    for _ in range(4):
        for phone in quiet.phones.values():
            await phone.types("在路上了")
    for phone in quiet.phones.values():
        await phone.types("/here")
    assert len(quiet.telegram.updates.pending) > 100
    quiet.steering.forward(minutes=5)
    async with playing(quiet, PATIENCE) as muster:
        await quiet.director.sees("机器人曾一度失联", timeout=20)
        [gap] = await events(muster, f"incident/{number}", "GapNoticed")
        assert gap.data["members"] == []


async def test_a_short_silence_is_no_gap(quiet: Stage) -> None:
    async with playing(quiet):
        number = await quiet.activate()
    quiet.steering.forward(minutes=2)
    async with playing(quiet, PATIENCE) as muster:
        await quiet.director.types("/status")
        await quiet.director.sees("响应中 2026-001", "你的状态")
        assert await events(muster, f"incident/{number}", "GapNoticed") == []


async def test_an_outage_in_the_middle_is_a_gap_too(quiet: Stage) -> None:
    patience = replace(QUICK, hearing=0.3, gap=timedelta(seconds=0.5))
    async with playing(quiet, patience) as muster:
        number = await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
        contacts, heard = [], asyncio.Event()

        def contact() -> None:
            contacts.append(muster.intake.last_contact)
            heard.set()

        muster.intake.on_contact = contact
        await quiet.telegram.down()
        await asyncio.sleep(0.8)  # longer than a gap
        assert not muster.intake.hearing
        await quiet.telegram.up()
        await quiet.director.sees("机器人曾一度失联")
        await asyncio.wait_for(heard.wait(), 10)
        assert len(await events(muster, f"incident/{number}", "GapNoticed")) == 1
        assert contacts == [muster.intake.last_contact]


async def test_a_clock_that_is_moved_makes_no_gap(quiet: Stage) -> None:
    async with playing(quiet, PATIENCE) as muster:
        number = await quiet.activate()
        quiet.steering.forward(minutes=30)
        await quiet.director.types("/status")
        await quiet.director.sees("你的状态")
        assert await events(muster, f"incident/{number}", "GapNoticed") == []


async def test_a_gap_that_cannot_be_kept_is_noticed_once_it_can(quiet: Stage) -> None:
    async with playing(quiet):
        number = await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
    quiet.steering.forward(minutes=5)
    async with quiet.playing(patience=replace(PATIENCE, unkept=0.1)) as muster:
        disk = disk_under(muster)
        disk.full = True
        await quiet.telegram.until(lambda: len(quiet.telegram.calls("getUpdates")) > 3)
        assert not muster.intake.hearing
        disk.full = False
        await quiet.director.sees("机器人曾一度失联")
        assert len(await events(muster, f"incident/{number}", "GapNoticed")) == 1


async def test_the_heartbeat_is_kept_now_and_then(quiet: Stage) -> None:
    async with playing(quiet, replace(QUICK, beat=60)) as muster:
        await quiet.director.types("/status")
        await quiet.director.sees("现在没有事件")
        first = await muster.service.last_beat()
        await quiet.director.types("/help")
        await quiet.director.sees("你可以用：")
        assert first is not None
        assert await muster.service.last_beat() == first, "not at every poll"
