"""Telegram away, refusing, failing after delivery, silent; updates that nobody can read: what people see."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from bot.intake import PATIENCE
from tests.crash.test_kill import alerts
from tests.e2e.stage import Stage, stage

# A gap is measured on the real clock while the bot runs, so that moving the incident's clock alone makes none: half a
# second stands for Telegram's 150.
HURRIED = replace(PATIENCE, poll=1, deaf=0.3, again=0.05, most=0.1, unkept=0.1, hearing=0.3, gap=timedelta(seconds=0.5))
QUICK = replace(HURRIED, hearing=75, gap=PATIENCE.gap)


async def test_telegram_is_down_for_ten_minutes_and_back(tmp_path: Path) -> None:
    """Nobody is held to have been silent while we could not hear (promise 3)."""
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS, HURRIED) as muster:
        await made.enrol()
        await made.activate()
        lead, answered = (made[made.member(group="order", lead=lead)] for lead in (True, False))
        for phone in made.phones.values():
            await phone.sees("紧急集结")
        await answered.taps("收到")
        await made.director.sees("收到 2")
        await made.telegram.down()
        await made.deaf()
        made.steering.forward(minutes=10)
        await asyncio.sleep(0.6)  # the outage is longer than a gap
        nobody_was_judged(made)
        await made.telegram.up()
        await made.director.sees("曾一度失联", timeout=15)
        for phone in made.phones.values():
            if phone not in (answered, made.director):
                await phone.sees("次提醒", timeout=15)
        await wait_until(lambda: muster.intake.hearing)
        nobody_was_judged(made)
        answered.sees_no("次提醒")
        await lead.taps("已到达")
        await made.director.sees("已到达 1")


def nobody_was_judged(made: Stage) -> None:
    """No lead was replaced, no phone tree or escalation speaks of silence."""
    for phone in made.phones.values():
        phone.sees_no("组长现由")
        phone.sees_no("你现在是")
        phone.sees_no("仍无应答")


async def wait_until(truth: Callable[[], bool], patience: float = 20.0) -> None:
    """Until the bot itself says so. No screen and no event tells of it: it is asked again and again."""
    async with asyncio.timeout(patience):
        while not truth():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("wait", [1, 34, 3600])
async def test_one_chat_that_is_refused_waits_alone(tmp_path: Path, wait: int) -> None:
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS) as muster:
        await made.enrol()
        unlucky = made[made.member(group="order", lead=False)]
        made.telegram.weather.floods(seconds=wait, chat=unlucky.id, times=1)
        await made.activate()
        for phone in made.phones.values():
            if phone is not unlucky:
                await phone.sees("紧急集结")
        if wait == 1:
            await unlucky.sees("紧急集结")
            return
        unlucky.sees_no("紧急集结")
        await wait_until(lambda: muster.dispatcher.standing().in_flight == 0)
        standing = muster.dispatcher.standing()
        assert sum(standing.waiting.values()) >= 1, "the alert is kept"
        assert standing.paused_until is None, "nobody else waits"
        tap = await made.director.taps("已到达")
        assert (await tap.toast()).text.startswith("已记录")


async def test_a_failure_after_delivery_costs_at_most_one_repeat(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        await made.director.types("/activate 图书馆")
        await made.director.sees_button("确认启动")
        for phone in made.phones.values():
            made.telegram.weather.fails("sendMessage", chat=phone.id, times=1, delivered=True)
        tap = await made.director.taps("确认启动")
        assert (await tap.toast()).text.startswith("已启动")
        await settled(made)
        for phone in made.phones.values():
            assert 1 <= alerts(phone) <= 2, phone.screen()


async def settled(made: Stage) -> None:
    """Everything that was to be sent is sent and recorded."""
    assert made.muster is not None
    dispatcher = made.muster.dispatcher

    def nothing_left() -> bool:
        standing = dispatcher.standing()
        return not (sum(standing.waiting.values()) or standing.in_flight or standing.unrecorded)

    await wait_until(nothing_left, 20)


async def test_a_deaf_connection_is_built_anew_and_the_bot_speaks_meanwhile(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS, QUICK):
        await made.enrol()
        await made.activate()
        member = made[made.member(group="order", lead=False)]
        await member.sees("紧急集结")
        with made.telegram.weather.swallows("getUpdates"):
            polls = len(made.telegram.calls("getUpdates"))
            await made.telegram.until(lambda: len(made.telegram.calls("getUpdates")) > polls)
            tap = await member.taps("在途")
            made.steering.forward(seconds=61)
            await made[made.member(group="order", lead=True)].sees("第 2 次提醒")
            await made.telegram.until(lambda: len(made.telegram.calls("getUpdates")) >= polls + 3)
            assert tap.query.answered is None
        assert (await tap.toast()).text.startswith("已记录：在途")


async def test_poison_between_two_taps_delays_neither(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS, QUICK):
        await made.enrol()
        await made.activate()
        before, after = (made[made.member(group="order", lead=lead)] for lead in (True, False))
        for phone in (before, after):
            await phone.sees("紧急集结")
        made.telegram.updates.withhold()
        taps = [await before.taps("在途")]
        for poison in ({"message": "x"}, {"callback_query": {"id": 5}}, {"update_id": "first"}, [1, 2], None):
            made.telegram.push_raw(poison)
        taps.append(await after.taps("已到达"))
        made.telegram.updates.release()
        assert [(await tap.toast()).text[:6] for tap in taps] == ["已记录：在途", "已记录：已到"]
        await made.telegram.until(lambda: not made.telegram.updates.pending)


async def test_two_people_at_one_task_in_one_instant(tmp_path: Path) -> None:
    """One has done it; the other reads who."""
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        number = await made.activate()
        winner = made.member(group="order", lead=True)
        pair = [made[winner], made[made.member(group="order", lead=False)]]
        for phone in pair:
            await phone.taps("已到达")
        for phone in pair:
            await phone.sees_button("☐ 1 封锁现场，拉警戒线")
        made.telegram.updates.withhold()
        first, second = [await phone.taps("☐ 1 封锁现场，拉警戒线") for phone in pair]
        made.telegram.updates.release()
        assert (await first.toast()).text.startswith("已完成")
        told = (await second.toast()).text
        assert made[winner].name in told
        assert made.muster is not None
        records = [record async for record in made.muster.service._store.records(f"incident/{number}")]
        assert [record.actor for record in records if record.event == "TaskDone"] == [winner]
