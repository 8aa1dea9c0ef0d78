"""Taps answered at once, strangers kept short, and the token kept to ourselves whatever goes wrong."""

import asyncio
import logging
import traceback
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog
from telegram import Bot
from telegram.error import Forbidden, NetworkError, TimedOut

from bot.cards.card import Lane
from bot.delivery.answers import Accepted, GoneForGood, Reason, Unavailable
from bot.delivery.calls import saying
from bot.delivery.gateway import Gateway
from bot.delivery.request import AiohttpRequest, open_sessions
from bot.rehearsal.telegram import TOKEN
from store.protocol import Batch

SECRET = TOKEN.partition(":")[2]
KEYS = [[{"text": "收到", "token": "k1"}]]


@pytest.fixture
async def bot(telegram):
    made = Bot(
        TOKEN,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    async with made:
        yield made


async def test_a_tap_is_answered_with_a_toast_also_while_every_line_for_cards_is_taken(delivery, telegram):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "集合", keys=KEYS)
    await lin.sees_button("收到")
    telegram.weather.swallows("sendMessage")
    stuck = [asyncio.create_task(delivery.gateway.call(saying(lin.id, str(number)))) for number in range(120)]
    await delivery.until(lambda: len(telegram.calls("sendMessage")) > 90)
    tap = await lin.taps("收到")
    delivery.gateway.answer(tap.query.id, "已记录：收到" * 60, alert=True)
    toast = await tap.toast()
    assert not any(task.done() for task in stuck)
    assert toast.text.startswith("已记录：收到")
    assert len(toast.text) == 200
    assert toast.alert
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_tap_answered_too_late_or_unknown_is_let_go_without_a_fuss(delivery, telegram):
    delivery.gateway.answer("does-not-exist", "已记录")
    with structlog.testing.capture_logs() as logs:
        await asyncio.wait_for(delivery.gateway.close(), 2)
    assert {line["log_level"] for line in logs} <= {"debug"}
    assert len(telegram.calls("answerCallbackQuery")) == 1


async def test_an_answer_to_a_tap_that_gets_lost_is_sent_again(delivery, telegram):
    (lin,) = await delivery.people(1)
    await delivery.wants("alert", "集合", keys=KEYS)
    await lin.sees_button("收到")
    telegram.weather.cuts("answerCallbackQuery", times=1)
    tap = await lin.taps("收到")
    delivery.gateway.answer(tap.query.id, "已记录")
    assert (await tap.toast()).text == "已记录"


async def test_strangers_get_a_line_but_cannot_use_up_the_budget(delivery, telegram):
    await delivery.people(1)
    strangers = [telegram.phone(f"路人{number}") for number in range(120)]
    for stranger in strangers:
        await stranger.start()
        delivery.dispatcher.say(stranger.id, "本机器人仅供内部使用。")
    await strangers[0].sees("仅供内部使用")
    assert len(telegram.calls("sendMessage")) < 40
    for number in range(20, 80, 4):  # four a second
        await delivery.quiet()
        await delivery.passes(1)
        await strangers[number].sees("仅供内部使用")
    strangers[119].sees_no("仅供内部使用")


async def test_a_stranger_gets_nothing_while_alerts_wait(delivery, telegram):
    await delivery.people(40)
    stranger = telegram.phone("路人")
    await stranger.start()
    await delivery.wants_all(
        [delivery.draft(f"alert/{number}", "集合", to=f"member:m{number}") for number in range(1, 41)]
    )
    delivery.dispatcher.say(stranger.id, "本机器人仅供内部使用。")
    await delivery.quiet()
    stranger.sees_no("仅供内部使用")
    await delivery.passes(2)
    await delivery.all_shown(40)
    await stranger.sees("仅供内部使用")


async def test_leaving_a_group(delivery, telegram):
    (lin,) = await delivery.people(1)
    group = telegram.group("别的群", [lin])
    await group.adds_bot()
    assert await delivery.gateway.leave(group.id) == Accepted(None)
    assert await delivery.gateway.call(saying(group.id, "x")) == GoneForGood(Reason.REMOVED)


@pytest.mark.parametrize("trouble", ["down", "revoked", "nonsense"])
async def test_no_trouble_brings_the_token_into_an_answer_or_a_log(delivery, telegram, caplog, trouble):
    caplog.set_level(logging.DEBUG)
    if trouble == "down":
        await telegram.down("refused")
    if trouble == "revoked":
        telegram.revokes_token()
    with structlog.testing.capture_logs() as logs:
        if trouble == "nonsense":
            async with _server(b"HTTP/9.9 what\r\n\r\n") as url, open_sessions() as sessions:
                answer = await Gateway(sessions, api_url=url, token=TOKEN).call(saying(7, "x"))
        else:
            answer = await delivery.gateway.call(saying(7, "x"))
    assert isinstance(answer, Unavailable)
    assert SECRET not in repr((answer, logs, caplog.text, delivery.gateway, delivery.dispatcher))


async def test_text_that_cannot_be_written_is_our_mistake_and_no_retry(delivery):
    await delivery.people(1)
    written = await delivery.store.write(Batch(drafts=[delivery.draft("odd", "集合")]))
    delivery.dispatcher.offer([replace(written.waiting[0], body='{"text":"\\ud800"}')])
    await delivery.until(lambda: delivery.gone)
    assert "UnicodeEncodeError" in delivery.gone[0][2]


async def test_the_library_reaches_telegram_through_us(bot, telegram):
    lin = telegram.phone("林远")
    await lin.start()
    assert (await bot.get_me()).username == "muster_bot"
    await bot.send_message(lin.id, "集合")
    await lin.sees("集合")
    document = await bot.send_document(lin.id, b"\x00plan\xff", filename="预案.bin", caption="附件")
    await lin.sees("附件")
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"\x00plan\xff"
    await lin.types("/help")
    updates = await bot.get_updates(timeout=1)
    assert updates[-1].message.text == "/help"
    await lin.blocks()
    with pytest.raises(Forbidden):
        await bot.send_message(lin.id, "集合")


async def test_the_library_hears_of_silence_and_of_a_dead_line_but_never_the_token(bot, telegram):
    failures = []
    with telegram.weather.swallows("getMe"):
        with pytest.raises(TimedOut) as silence:
            await bot.get_me(read_timeout=0.1)
        failures.append(silence.value)
    await telegram.down("refused")
    with pytest.raises(NetworkError) as dead:
        await bot.get_me()
    failures.append(dead.value)
    for failure in failures:
        assert SECRET not in "".join(traceback.format_exception(failure))


async def test_a_long_poll_does_not_keep_other_requests_waiting(bot, telegram):
    lin = telegram.phone("林远")
    await lin.start()
    await bot.get_updates(timeout=0)
    poll = asyncio.create_task(bot.get_updates(offset=telegram.updates.history[-1].id + 1, timeout=30))
    await asyncio.wait_for(asyncio.gather(*(bot.get_me() for _ in range(20))), 15)
    await lin.types("/status")
    assert (await asyncio.wait_for(poll, 15))[0].message.text == "/status"


async def test_everything_goes_through_the_proxy_when_there_is_one(delivery):
    reply = b'{"ok":true,"result":{"message_id":5}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(reply)
    seen = []
    async with _server(head + reply, seen) as proxy, open_sessions(proxy=proxy) as sessions:
        gateway = Gateway(sessions, api_url="http://telegram.invalid", token=TOKEN)
        assert await gateway.call(saying(7, "x")) == Accepted(5)
        gateway.answer("1", "x")
        await gateway.close()
        request = AiohttpRequest(proxy=proxy)
        await request.initialize()
        assert await request.do_request("http://telegram.invalid/getMe", "POST") == (200, reply)
        await request.shutdown()
    assert [line.split()[1].rpartition(b"/")[2] for line in seen] == [b"sendMessage", b"answerCallbackQuery", b"getMe"]
    assert all(b" http://telegram.invalid/" in line for line in seen)


@asynccontextmanager
async def _server(reply, seen=None):
    """A server that says the same to everybody; `seen` collects the request lines."""

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        if seen is not None:
            seen.append(head.partition(b"\r\n")[0])
        writer.write(reply)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_lanes_that_wait_can_be_counted_for_status(delivery, telegram):
    (lin,) = await delivery.people(1)
    with telegram.weather.floods(seconds=60, chat=lin.id):
        await delivery.wants("alert", "集合")
        await delivery.until(lambda: delivery.sends() == 1)
        await delivery.wants("nag", "请回复", lane=Lane.NAG)
        await delivery.quiet()
    waiting = delivery.dispatcher.standing().waiting
    assert (waiting[Lane.ALERT], waiting[Lane.NAG], waiting[Lane.STATUS]) == (1, 1, 0)
    assert delivery.dispatcher.standing().last_accepted is None
