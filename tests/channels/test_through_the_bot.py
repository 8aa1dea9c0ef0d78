"""The whole bot with fallback channels: silence, refusals, the end, an exercise, a killed process, and secrets."""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio

from bot.bootstrap import Muster
from bot.delivery.limits import NO_LIMITS
from bot.domain.incident.attempts import Attempt, UseFallback
from bot.domain.message import SYSTEM
from bot.service import Service
from config import example_folder
from store.sqlite import open_store
from tests.channels.vendor import Post, Vendor
from tests.crash.process import Process
from tests.e2e.stage import Stage, stage
from tests.faults.test_weather import HURRIED
from tests.terminal import muster

TOKEN = "d0d0cafe0123456789"
SECRET = "SEC5ecret0fth3r0bot"
YES = {"errcode": 0, "errmsg": "ok", "code": 0, "message": "已受理"}
SLOW = 60.0  # seconds for a process to get somewhere on a machine that others use
SU, TANG, SHEN = "su-long", "tang-he", "shen-ruo"
WAYS = {SU: "[sms, mail, robot]", TANG: "robot", SHEN: "[{id: mail, address: '${BOX}'}]"}


def unit(folder: Path, vendor: Vendor, post: Post) -> Path:
    """The example unit with its channels on this machine, and three people who have some."""
    made = folder / "unit"
    shutil.copytree(example_folder(), made)
    plan = (made / "plan.yaml").read_text("utf-8")
    plan = plan.replace("https://sms.chenghu.example/send", f"{vendor.url}/sms")
    plan = plan.replace("host: mail.chenghu.example", f"host: 127.0.0.1, port: {post.port}, security: none")
    (made / "plan.yaml").write_text(plan.replace("  # - {id: robot", "  - {id: robot"), "utf-8")
    roster = (made / "roster.yaml").read_text("utf-8")
    roster = roster.replace(", channels: [sms, mail]", "").replace(", channels: [sms]", "")
    for member, ways in WAYS.items():
        roster = re.sub(f"(- {{id: {member},.*)}}\n", rf"\1, channels: {ways}}}\n", roster)
    (made / "roster.yaml").write_text(roster, "utf-8")
    vendor.says(YES)
    return made


def environment(vendor: Vendor) -> dict[str, str]:
    return {
        "DINGTALK_URL": f"{vendor.url}/robot/send?access_token={TOKEN}",
        "DINGTALK_SECRET": SECRET,
        "BOX": "shen@private.example",
    }


@asynccontextmanager
async def staged(
    folder: Path, vendor: Vendor, post: Post, monkeypatch, **playing
) -> AsyncIterator[tuple[Stage, Muster]]:
    for name, value in environment(vendor).items():
        monkeypatch.setenv(name, value)
    at = unit(folder, vendor, post)
    async with stage(folder, unit=at, limits=None) as made, made.playing(NO_LIMITS, **playing) as running:
        await made.enrol()
        yield made, running


@pytest_asyncio.fixture
async def play(tmp_path: Path, vendor: Vendor, post: Post, monkeypatch) -> AsyncIterator[Stage]:
    """Everybody is enrolled and the bot runs."""
    async with staged(tmp_path, vendor, post, monkeypatch) as (made, _):
        yield made


async def silent_but(made: Stage, *members: str, words: str = "/activate 图书馆 有人受伤") -> str:
    """Activated; everybody but these has answered."""
    number = await made.activate(words)
    for phone in made.phones.values():
        await phone.sees("集结")
    for member, phone in made.phones.items():
        if member not in members and phone is not made.director:
            await phone.taps("收到")
    await made.director.sees(f"无应答 {len(members)}")
    return number


def sms(vendor: Vendor) -> list[dict[str, str]]:
    return [request.json for request in vendor.requests if request.path == "/sms"]


def robot(vendor: Vendor) -> list[str]:
    return [request.json["text"]["content"] for request in vendor.requests if request.path == "/robot/send"]


async def test_silence_gets_one_channel_after_the_other_until_there_is_an_answer(
    play: Stage, vendor: Vendor, post: Post
) -> None:
    number = await silent_but(play, SU)
    play.steering.forward(seconds=170)
    await play[SU].sees("第 2 次提醒")
    assert vendor.requests == []
    play.steering.forward(seconds=11)
    await vendor.until(1)
    [message] = sms(vendor)
    assert message["mobile"] == "13800000008"
    assert message["id"] == f"chenghu/{number}/1"
    assert "苏𬍛：你还没有应答" in message["content"]
    assert "图书馆" in message["content"]
    assert "0791-0000-0110" in message["content"]
    assert "【演练】" not in message["content"]
    await play.director.sees("备用渠道：1 人已发")
    assert post.mails == []
    play.steering.forward(seconds=121)
    await post.until(1)
    assert post.mails[0]["To"].addresses[0].addr_spec == "su-long@chenghu.example"
    await play[SU].taps("在途")
    await play.director.sees("无应答 0")
    play.steering.forward(minutes=10)
    await play.director.sees("首报 已超时")
    assert (len(vendor.requests), len(post.mails)) == (1, 1)


async def test_a_robot_calls_all_of_its_silent_by_name_and_an_exercise_says_so_in_every_line(
    play: Stage, vendor: Vendor, post: Post
) -> None:
    await silent_but(play, SU, TANG, SHEN, words="/drill 图书馆 有人受伤")
    play.steering.forward(seconds=181)
    await vendor.until(2)
    await post.until(1)
    texts = [*robot(vendor), sms(vendor)[0]["content"], post.mails[0].get_content(), post.mails[0]["Subject"]]
    for text in texts:
        assert all(line.startswith("【演练】") for line in text.splitlines()), text
    assert "唐禾" in texts[0]
    await play.director.sees("【演练】", "备用渠道：3 人已发")


async def test_the_false_alarm_follows_the_alert_through_each_channel(play: Stage, vendor: Vendor, post: Post) -> None:
    await silent_but(play, SU, TANG, SHEN)
    play.steering.forward(seconds=181)
    await vendor.until(2)
    await post.until(1)
    await play.director.sees("备用渠道：3 人已发")
    await play[TANG].taps("收到")
    await play.director.taps("解除响应")
    await play.director.taps("误报解除")
    await vendor.until(4)
    await post.until(2)
    assert "误报更正" in robot(vendor)[1]
    assert "停止赶往现场" in sms(vendor)[1]["content"]
    assert "误报更正" in post.mails[1]["Subject"]
    await play.director.sees("备用渠道告知解除：3 人已发")


async def test_a_refusal_shows_at_the_command_post_and_the_next_channel_goes_at_once(
    play: Stage, vendor: Vendor, post: Post
) -> None:
    await silent_but(play, SU)
    vendor.says({"code": 7, "message": "余额不足 13800000008"})
    play.steering.forward(seconds=181)
    await post.until(1)
    await play.director.sees("备用渠道：1 人已发")
    assert [attempt.result for attempt in attempts(play)] == ["refused", "accepted"]
    assert attempts(play)[0].reason == "code 7: HTTP 200 余额不足 <secret>"


def attempts(made: Stage) -> list[Attempt]:
    """As the log has them; no screen shows a vendor's words for what another channel has mended."""
    assert made.muster is not None
    running = made.muster.service.unit.running()
    assert running is not None
    return list(running.attempts.values())


async def test_whoever_no_channel_reaches_is_named_with_the_reason(play: Stage, vendor: Vendor, post: Post) -> None:
    await silent_but(play, SU, TANG)
    vendor.says({"code": 7, "errcode": 310000, "message": "余额不足", "errmsg": "sign not match"})
    post.refuses["rcpt"] = "550 no such user"
    play.steering.forward(seconds=181)
    await play.director.sees("苏𬍛 138-0000-0008：「邮件」发不出（SMTP 550 no such user），请打电话")
    play.steering.forward(seconds=6)
    why = "errcode 310000: sign not match"
    await play.director.sees("备用渠道：2 人失败", f"苏𬍛 138-0000-0008：「钉钉群」发不出（{why}）")
    await play.director.sees("唐禾 138-0000-0005：「钉钉群」发不出")


async def test_whoever_has_blocked_the_bot_gets_it_at_once(play: Stage, vendor: Vendor) -> None:
    await play[SU].blocks()
    await play.activate()
    await vendor.until(1)
    assert "Telegram 联系不上你" in sms(vendor)[0]["content"]


async def test_whoever_never_enrolled_gets_it_at_once(tmp_path: Path, vendor: Vendor, post: Post) -> None:
    at = unit(tmp_path, vendor, post)
    async with stage(tmp_path, unit=at, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol(*(member.id for member in made.files.roster.members if member.id != SU))
        await made.activate()
        await vendor.until(1)
        assert "Telegram 联系不上你" in sms(vendor)[0]["content"]
        await made.director.sees("苏𬍛 138-0000-0008", "备用渠道：1 人已发")


async def test_a_vendor_that_hangs_delays_neither_telegram_nor_anybody_else(
    play: Stage, vendor: Vendor, post: Post
) -> None:
    await silent_but(play, SU, TANG, SHEN)

    vendor.says(never)
    play.steering.forward(seconds=181)
    await vendor.until(2)
    await post.until(1)
    tap = await play[TANG].taps("已到达")
    assert "已到达" in (await tap.toast()).text
    await play.director.sees("已到达 1", "备用渠道：1 人已发 · 2 人发送中")


async def test_the_end_of_an_exercise_through_a_slow_vendor_holds_up_no_live_alert(
    tmp_path: Path, vendor: Vendor, post: Post, monkeypatch
) -> None:
    monkeypatch.setattr("bot.fallback._AT_ONCE", 1)
    monkeypatch.setitem(WAYS, TANG, "sms")
    async with staged(tmp_path, vendor, post, monkeypatch) as (made, _):
        await silent_but(made, SU, words="/drill 操场")
        made.steering.forward(seconds=181)
        await vendor.until(1)
        await made.director.sees("备用渠道：1 人已发")
        vendor.says(never)
        await made.activate()
        await vendor.until(2)  # Su hears that the exercise is over, and that takes its time
        made.steering.forward(seconds=181)
        await vendor.until(3)
        live = sms(vendor)[-1]["content"]
        assert "演练" not in live
        assert "集结" in live


async def test_an_outage_of_telegram_is_what_fallback_channels_are_for(
    tmp_path: Path, vendor: Vendor, post: Post, monkeypatch
) -> None:
    """Nobody is blamed for silence meanwhile; but whoever has no alert yet gets it the other way."""
    async with staged(tmp_path, vendor, post, monkeypatch, patience=HURRIED) as (made, running):
        with made.telegram.hold("sendMessage", after=1):
            await made.director.types("/activate 图书馆 有人受伤")
            await made.director.taps("确认启动")
            await made.telegram.until(lambda: running.service.unit.running() is not None)
            await made.telegram.down()
            await made.deaf()
            made.steering.forward(seconds=190)
            await vendor.until(2)
            assert {request.path for request in vendor.requests} == {"/sms", "/robot/send"}
        await made.telegram.up()


async def test_killed_between_commit_and_outcome_it_sends_again_under_the_same_number(
    tmp_path: Path, vendor: Vendor, post: Post
) -> None:
    folder = unit(tmp_path, vendor, post)
    extra = environment(vendor)
    async with stage(tmp_path, unit=folder, limits=None) as made, Process(made, tmp_path, extra) as process:
        await process.start()
        await process.speaks(within=SLOW)
        await made.enrol()
        number = await started(made)
        vendor.says(never)
        made.steering.forward(seconds=185)
        await vendor.until(2, within=SLOW)
        await process.kill()
        vendor.says(YES)
        before = len(vendor.requests)
        await process.start()
        await vendor.until(before + 2, within=SLOW)
        assert len({message["id"] for message in sms(vendor)}) == 1
        await made.director.sees("3 人已发", timeout=SLOW)
        await process.stop()
        await no_secret_is_said(made, tmp_path, process, vendor, number)


async def never(_request: object) -> None:
    """A vendor that hangs."""
    await asyncio.sleep(30)


async def started(made: Stage) -> str:
    """The director activates; the bot runs in a process of its own."""
    await made.director.types("/activate 图书馆 有人受伤")
    await made.director.taps("确认启动", timeout=SLOW)
    for phone in made.phones.values():
        await phone.sees("紧急集结", timeout=SLOW)
    return "2026-001"


async def no_secret_is_said(made: Stage, folder: Path, process: Process, vendor: Vendor, number: str) -> None:
    """Not in the log on standard error, nor in status, export and report; and the report names each attempt."""
    said = [process.log()]
    for words in (("status", "--json"), ("export",), ("report", number), ("verify",)):
        code, out, err = await muster(made, folder, *words, extra=environment(vendor))
        assert code == 0, err
        said += [out, err]
    for text in said:
        assert TOKEN not in text
        assert SECRET not in text
        assert "private.example" not in text
        assert "127.0.0.1:" + str(vendor.url.rpartition(":")[2]) not in text
    fallback = json.loads(said[1])["incident"]["fallback"]
    assert {attempt["channel"] for attempt in fallback} == {"sms", "mail", "robot"}
    assert {attempt["result"] for attempt in fallback} == {"accepted"}
    assert "启用备用渠道 #1" in said[5]
    assert "备用渠道结果" in said[5]
    assert "对方已接收" in said[5]


async def test_what_was_committed_and_never_sent_goes_out_after_the_next_start(
    tmp_path: Path, vendor: Vendor, post: Post
) -> None:
    """As a process that dies right after the commit leaves it: wanted in the log, and nobody has been written to."""
    at = unit(tmp_path, vendor, post)
    async with stage(tmp_path, unit=at, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            number = await silent_but(made, SU)
        made.steering.forward(seconds=181)
        await the_clock_commits(made, number)
        assert vendor.requests == []
        async with made.playing(NO_LIMITS):
            await vendor.until(1)
            assert sms(vendor)[0]["id"] == f"chenghu/{number}/1"
            await made.director.sees("备用渠道：1 人已发")
        async with made.playing(NO_LIMITS):
            await made.deputy.types("/status")
            await made.deputy.sees("无应答 1")
        assert len(vendor.requests) == 1


async def the_clock_commits(made: Stage, number: str) -> None:
    """That fallback channels are due, with nobody there to send."""
    store = await open_store(made.settings.database_path, unit=made.files.plan.unit)
    service = await Service.open(store, made.steering, made.files.plan, made.files.roster)
    outcome = await service.submit(UseFallback(by=SYSTEM, number=number, silent=True))
    assert [type(event).__name__ for event in outcome.events] == ["FallbackWanted"]
    await service.close()
    await store.close()
