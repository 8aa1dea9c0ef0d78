"""Bad weather, each kind on demand."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, Clock

BROKEN = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


def words(person: Phone) -> list[str]:
    return [message.text for message in person.messages if message.from_bot]


async def send(api: Api, person: Phone, text: str = "x") -> dict[str, Any]:
    return await api("sendMessage", chat_id=person.id, text=text)


async def test_nobody_listens(telegram: Telegram, api: Api, person: Phone) -> None:
    url = telegram.url
    await telegram.down()
    with pytest.raises(aiohttp.ClientConnectorError):
        await send(api, person)
    await telegram.up()
    assert telegram.url == url
    assert (await send(api, person))["ok"]


async def test_a_poll_under_way_breaks_when_telegram_goes_down(telegram: Telegram, api: Api) -> None:
    poll = asyncio.create_task(api.updates(timeout=30))
    await telegram.until(lambda: telegram.calls("getUpdates"))
    await telegram.down()
    with pytest.raises(BROKEN):
        await asyncio.wait_for(poll, 15)


async def test_every_connection_is_reset(telegram: Telegram, api: Api, person: Phone) -> None:
    await telegram.down("reset")
    with pytest.raises(BROKEN):
        await send(api, person)
    await telegram.up()
    assert (await send(api, person))["ok"]


async def test_a_bad_gateway(telegram: Telegram, api: Api, person: Phone) -> None:
    await telegram.down("bad-gateway")
    assert await send(api, person) == {"ok": False, "error_code": 502, "description": "Bad Gateway"}
    await telegram.up()
    assert (await send(api, person))["ok"]


@pytest.mark.parametrize(("delivered", "seen"), [(False, []), (True, ["x"])])
async def test_a_connection_that_breaks_before_or_after_delivery(
    telegram: Telegram, api: Api, person: Phone, delivered: bool, seen: list[str]
) -> None:
    telegram.weather.cuts(times=1, delivered=delivered)
    with pytest.raises(BROKEN):
        await send(api, person)
    assert words(person) == seen
    assert (await send(api, person, "y"))["ok"]


@pytest.mark.parametrize(("delivered", "seen"), [(False, []), (True, ["x", "x"])])
async def test_the_next_two_fail(telegram: Telegram, api: Api, person: Phone, delivered: bool, seen: list[str]) -> None:
    telegram.weather.fails(code=500, times=2, delivered=delivered)
    for _ in range(2):
        answer = await send(api, person)
        assert (answer["error_code"], answer["description"]) == (500, "Internal Server Error")
    assert words(person) == seen
    assert [call.done for call in telegram.calls("sendMessage")] == [delivered] * 2
    assert (await send(api, person))["ok"]


async def test_slow_answers(telegram: Telegram, api: Api, person: Phone) -> None:
    with telegram.weather.slows(seconds=0.2):
        started = time.monotonic()
        sending = asyncio.create_task(send(api, person))
        await person.sees("x")
        assert not sending.done()
        assert (await sending)["ok"]
        assert time.monotonic() - started >= 0.2
    await send(api, person)


async def test_a_black_hole_for_polls_only(telegram: Telegram, api: Api, person: Phone) -> None:
    hole = telegram.weather.swallows("getUpdates")
    await person.types("听见吗")
    poll = asyncio.create_task(api.updates(timeout=0))
    await telegram.until(lambda: telegram.calls("getUpdates"))
    assert (await send(api, person))["ok"]
    assert not poll.done()
    hole.ends()
    with pytest.raises(BROKEN):
        await asyncio.wait_for(poll, 15)
    assert len(await api.updates()) == 1


async def test_a_black_hole_that_delivers(telegram: Telegram, api: Api, person: Phone) -> None:
    telegram.weather.swallows("sendMessage", times=1, delivered=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(api, person), 0.1)
    assert words(person) == ["x"]


async def test_flood_control_for_one_chat(telegram: Telegram, api: Api, person: Phone, clock: Clock) -> None:
    other = telegram.phone("李娜")
    await other.start()
    telegram.weather.floods(seconds=34, chat=person.id)
    answer = await send(api, person)
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 34})
    clock.forward(seconds=30)
    assert (await send(api, person))["parameters"] == {"retry_after": 4}
    assert (await send(api, other))["ok"]
    clock.forward(seconds=4)
    assert (await send(api, person))["ok"]


async def test_flood_control_for_everybody_once_or_until_it_ends(
    telegram: Telegram, api: Api, person: Phone, clock: Clock
) -> None:
    telegram.weather.floods(seconds=3600, times=1)
    assert [(await send(api, person))["ok"] for _ in range(2)] == [False, True]
    with telegram.weather.floods(seconds=5, steady=True):
        clock.forward(hours=1)
        assert (await send(api, person))["parameters"] == {"retry_after": 5}
    assert (await send(api, person))["ok"]


async def test_a_revoked_token(telegram: Telegram, api: Api) -> None:
    telegram.revokes_token()
    assert await api("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await api("getUpdates"))["error_code"] == 401


@pytest.mark.parametrize(("delivered", "seen"), [(False, 2), (True, 4)])
async def test_the_world_stands_still_in_the_middle_of_a_fan_out(
    telegram: Telegram, api: Api, person: Phone, delivered: bool, seen: int
) -> None:
    hold = telegram.hold("sendMessage", after=2, delivered=delivered)
    sending = [asyncio.create_task(send(api, person)) for _ in range(4)]
    await telegram.until(lambda: hold.waiting == 2)
    assert len(words(person)) == seen
    assert sum(task.done() for task in sending) <= 2
    assert (await api("getMe"))["ok"]
    hold.release()
    assert all([(await task)["ok"] for task in sending])
    assert len(words(person)) == 4


async def test_a_request_whose_sender_died_while_held_is_not_carried_out(
    telegram: Telegram, api: Api, person: Phone
) -> None:
    with telegram.hold("sendMessage") as hold:
        sending = asyncio.create_task(send(api, person))
        await hold.reached()
        sending.cancel()
        await telegram.until(lambda: hold.waiting == 0)
    assert (await send(api, person, "y"))["ok"]
    assert words(person) == ["y"]


async def test_the_weather_clears_all_at_once(telegram: Telegram, api: Api, person: Phone) -> None:
    telegram.weather.fails(None)
    telegram.weather.floods(seconds=60)
    telegram.hold()
    telegram.weather.clears()
    assert telegram.weather.fair
    assert (await send(api, person))["ok"]


async def test_a_method_that_nobody_knows_is_a_mistake_in_the_test(telegram: Telegram) -> None:
    with pytest.raises(ValueError, match="sendMesage"):
        telegram.weather.fails("sendMesage")
    with pytest.raises(ValueError, match="getupdates"):
        telegram.hold("getupdates")
