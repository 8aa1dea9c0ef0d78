"""Nothing that comes in is lost, nothing counts twice, and nothing stops the rest."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.bootstrap import Muster
from bot.cards.body import dump
from store.protocol import Batch, Draft
from tests.e2e.stage import Stage
from tests.intake.intakekit import QUICK, disk_under, events, playing


async def kept(muster: Muster, number: str) -> tuple[int, list[str]]:
    """How many reports the log holds, and whose answers."""
    answers = await events(muster, f"incident/{number}", "Answered")
    activator = muster.service.unit.incidents[number].activated_by
    return len(await events(muster, "desk", "LeadReported")), [a.actor for a in answers if a.actor != activator]


async def test_what_was_committed_but_not_confirmed_comes_again_and_counts_once(quiet: Stage) -> None:
    """The process dies between the commit and the poll that would have confirmed it."""
    async with playing(quiet, replace(QUICK, poll=30)) as muster:
        number = await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
        quiet.telegram.updates.withhold()
        await quiet["su-long"].types("/report 三楼冒烟")
        await quiet["su-long"].taps("在途")
        async with asyncio.timeout(20):
            while not quiet.telegram.updates.awaited:  # or the hold would stop the poll that fetches the two
                await asyncio.sleep(0.01)
        hold = quiet.telegram.hold("getUpdates")
        quiet.telegram.updates.release()
        await quiet.director.sees("三楼冒烟")
        await quiet["su-long"].sees("✅ 在途")
        await hold.reached()
        before = await kept(muster, number)
    assert len(quiet.telegram.updates.pending) == 2, "nothing is confirmed yet"
    quiet.telegram.weather.clears()
    async with playing(quiet) as muster:
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)
        assert await kept(muster, number) == before == (1, ["su-long"])


async def test_what_was_not_committed_comes_again_and_counts(quiet: Stage) -> None:
    """The process dies with the tap in hand."""
    async with playing(quiet) as muster:
        await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
        disk = disk_under(muster)
        disk.full = True
        tap = await quiet["su-long"].taps("在途")
        assert (await tap.toast()).text.startswith("❗没有记录下来")
        polls = len(quiet.telegram.calls("getUpdates"))
        await quiet.telegram.until(lambda: len(quiet.telegram.calls("getUpdates")) > polls + 2)
        disk.full = False  # too late for this process
    async with playing(quiet):
        await quiet["su-long"].sees("✅ 在途")
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)


@pytest.mark.parametrize(
    "garbage",
    [
        {"message": "x"},
        {"message": {"message_id": 1, "date": "yesterday", "chat": 7}},
        {"callback_query": {"id": 5}},
        {"callback_query": []},
        {"update_id": "first"},
        {"something_new": {"a": [1, 2]}},
        {},
        [1, 2],
        None,
        "update",
    ],
)
async def test_garbage_is_set_aside_and_nobody_waits_for_it(quiet: Stage, garbage: object) -> None:
    async with playing(quiet):
        quiet.telegram.push_raw(garbage)
        await quiet.director.types("/help")
        await quiet.director.sees("你可以用：")
        quiet.telegram.push_raw(garbage)
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)
        polls = len(quiet.telegram.calls("getUpdates"))
        await quiet["su-long"].types("/help")
        await quiet["su-long"].sees("你可以用：")
        assert len(quiet.telegram.calls("getUpdates")) < polls + 8


async def test_a_tap_that_breaks_its_handler_gets_an_apology_and_is_set_aside(quiet: Stage) -> None:
    """A button of some other version, whose command nobody knows any more."""
    async with playing(quiet) as muster:
        body = dump({"text": "旧版本的卡片", "keys": [[{"text": "旧按钮", "token": "old-token"}]]})
        draft = Draft(
            card="old/1",
            address="member:su-long",
            lane=4,
            body=body,
            cause=datetime(2026, 1, 1, tzinfo=UTC),
            buttons={"old-token": '{"type":"NobodyKnows"}'},
        )
        written = await muster.service._store.write(Batch(drafts=[draft]))
        muster.dispatcher.offer(written.waiting)
        tap = await quiet["su-long"].taps("旧按钮")
        assert (await tap.toast()).text == "出错了，没有记录；请换一种方式报告"
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)


async def test_with_a_full_disk_everybody_is_told_the_truth_and_nothing_is_lost(quiet: Stage) -> None:
    async with playing(quiet) as muster:
        number = await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
        await quiet["tang-he"].sees("紧急集结")
        disk = disk_under(muster)
        disk.full = True
        first = await quiet["su-long"].taps("在途")
        toast = await first.toast()
        assert toast.alert
        assert toast.text == "❗没有记录下来，正在重试；请打电话报告"
        second = await quiet["tang-he"].taps("已到达")
        assert (await second.toast()).text == toast.text, "whoever comes later is not left without an answer"
        await quiet["su-long"].types("/report 三楼冒烟")
        assert len(quiet.telegram.updates.pending) >= 2, "nothing is confirmed"
        quiet["su-long"].sees_no("✅ 在途")
        disk.full = False
        await quiet["su-long"].sees("✅ 在途")
        await quiet["tang-he"].sees("✅ 已到达")
        await quiet.director.sees("三楼冒烟")
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)
        assert await kept(muster, number) == (1, ["su-long", "tang-he"])


async def test_what_the_store_refuses_does_not_take_the_others_with_it(quiet: Stage) -> None:
    async with playing(quiet) as muster:
        await quiet.activate()
        await quiet["su-long"].sees("紧急集结")
        await quiet["tang-he"].sees("紧急集结")
        disk_under(muster).refused = "su-long"
        quiet.telegram.updates.withhold()
        await quiet["su-long"].types("/here")
        await quiet["tang-he"].types("/here")
        bad = await quiet["su-long"].taps("在途")
        quiet.telegram.updates.release()
        await quiet["tang-he"].sees("✅ 已到达")
        assert (await bad.toast()).text.startswith("❗没有记录下来")
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending, 10)
        quiet["su-long"].sees_no("✅ 在途")
        quiet["su-long"].sees_no("✅ 已到达")


async def test_a_batch_is_taken_in_the_order_in_which_it_was_sent(quiet: Stage) -> None:
    """A tap has to look its button up, a word has not; the word is the later answer all the same."""
    async with playing(quiet):
        number = await quiet.activate()
        others = [phone for phone in quiet.phones.values() if phone is not quiet.director]
        for phone in others:
            await phone.sees_button("在途")
    async with playing(quiet) as muster:  # which has no button at hand
        quiet.telegram.updates.withhold()
        for phone in others:
            await phone.taps("在途")
            await phone.types("/here")
            await phone.taps("无法到达")
            await phone.types("/here")
        quiet.telegram.updates.release()
        await quiet.telegram.until(lambda: not quiet.telegram.updates.pending)
        for phone in others:
            await phone.sees("✅ 已到达")
        answers = await events(muster, f"incident/{number}", "Answered")
        for member in quiet.phones.keys() - {quiet.files.roster.with_role("director")[0].id}:
            assert [a.data["answer"] for a in answers if a.actor == member] == [
                "en_route",
                "arrived",
                "unable",
                "arrived",
            ]


async def test_a_crowd_that_taps_at_once_shares_commits(quiet: Stage) -> None:
    async with playing(quiet) as muster:
        await quiet.enrol(*(member.id for member in quiet.files.roster.members if member.id not in quiet.phones))
        await quiet.activate()
        others = [phone for phone in quiet.phones.values() if phone is not quiet.director]
        for phone in others:
            await phone.sees_button("收到")
        commits = 0
        write = muster.service._store.write

        async def counted(batch: Batch) -> object:
            nonlocal commits
            commits += bool(batch.events)
            return await write(batch)

        muster.service._store.write = counted
        quiet.telegram.updates.withhold()
        taps = [await phone.taps("收到") for phone in others]
        quiet.telegram.updates.release()
        toasts = await asyncio.gather(*(tap.toast() for tap in taps))
        assert {toast.text for toast in toasts} == {"已记录：收到 12:00"}
        assert commits <= 4
