"""How much the emulated Telegram itself can take, so that a figure measured through it is not its own."""

import asyncio
import json
import multiprocessing
import time
from multiprocessing.connection import Connection

import aiohttp
import pytest
import uvloop

from bot.rehearsal.telegram import TOKEN, Telegram

REQUESTS = 20_000
AT_ONCE = 64
CARD = {
    "text": "【演练】<b>火情</b> 图书馆三层，集合点：东门。你在秩序维护组。",
    "parse_mode": "HTML",
    "reply_markup": {
        "inline_keyboard": [
            [
                {"text": "收到", "callback_data": "a1b2c3d4e5f6", "style": "success"},
                {"text": "在途", "callback_data": "a1b2c3d4e5f7"},
                {"text": "已到达", "callback_data": "a1b2c3d4e5f8"},
            ],
            [
                {"text": "无法到达", "callback_data": "a1b2c3d4e5f9"},
                {"text": "需支援", "callback_data": "a1b2c3d4e5fa", "style": "danger"},
            ],
        ]
    },
}


def serve(pipe: Connection, strict: bool) -> None:
    """Run an emulator in a process of its own until the other end says a word; answers its processor time."""

    async def main() -> None:
        async with Telegram(limits=None, strict=strict) as telegram:
            for number in range(300):
                await telegram.phone(f"member {number}").start()
            pipe.send((telegram.url, list(telegram.phones)))
            started = time.process_time()
            await asyncio.to_thread(pipe.recv)
            pipe.send((len(telegram.accepted), time.process_time() - started))

    uvloop.run(main())


async def post_all(url: str, people: list[int]) -> float:
    """Post every request, so many at once; the seconds it took."""
    bodies = [json.dumps(CARD | {"chat_id": person}).encode() for person in people]
    address = f"{url}/bot{TOKEN}/sendMessage"
    left = iter(range(REQUESTS))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def worker() -> None:
            for number in left:
                body = bodies[number % len(bodies)]
                headers = {"Content-Type": "application/json"}
                async with session.post(address, data=body, headers=headers) as response:
                    assert response.status == 200, await response.text()
                    await response.read()

        started = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return time.perf_counter() - started


@pytest.mark.bench
@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lax"])
def test_accepted_requests_a_second(strict: bool) -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, strict))
    process.start()
    try:
        url, people = ours.recv()
        seconds = uvloop.run(post_all(url, people))
        ours.send("enough")
        accepted, busy = ours.recv()
    finally:
        process.join(10)
        process.kill()
    assert accepted == REQUESTS
    print(
        f"\nemulator, strict={strict}: {REQUESTS / seconds:,.0f} requests/s, "
        f"{busy / REQUESTS * 1e6:.0f} µs of its processor each ({REQUESTS / busy:,.0f}/s on a core of its own)"
    )
