"""What waits for the bot, and how it is fetched."""

import asyncio
import time

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, Clock, keyboard

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_until_it_is_confirmed(telegram: Telegram, api: Api, person: Phone) -> None:
    await person.types("一")
    await person.types("二")
    first = await api.updates()
    assert texts(first) == ["一", "二"]
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert await api.updates() == first
    assert texts(await api.updates(offset=first[1]["update_id"])) == ["二"]
    assert await api.updates(offset=first[1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last_only(telegram: Telegram, api: Api, person: Phone) -> None:
    for text in "一二三":
        await person.types(text)
    assert texts(await api.updates(offset=-1)) == ["三"]
    assert texts(await api.updates()) == ["三"]


async def test_at_most_so_many_at_once(loose: Telegram, api: Api, person: Phone) -> None:
    for number in range(120):
        await person.types(str(number))
    assert len(await api.updates()) == 100
    assert texts(await api.updates(limit=2)) == ["0", "1"]
    assert await api.refused("getUpdates", limit=101)


async def test_a_long_poll_returns_when_something_comes(telegram: Telegram, api: Api, person: Phone) -> None:
    poll = asyncio.create_task(api.updates(timeout=20))
    await telegram.until(lambda: telegram.calls("getUpdates"))
    assert not poll.done()
    await person.types("快")
    assert texts(await asyncio.wait_for(poll, 15)) == ["快"]


async def test_a_long_poll_gives_up_after_its_timeout(telegram: Telegram, api: Api) -> None:
    started = time.monotonic()
    assert await asyncio.wait_for(api.updates(timeout=1), 15) == []
    assert time.monotonic() - started > 0.9


async def test_a_second_poller_ends_the_first(telegram: Telegram, api: Api, person: Phone) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=20))
    await telegram.until(lambda: telegram.calls("getUpdates"))
    second = asyncio.create_task(api("getUpdates", timeout=20))
    answer = await asyncio.wait_for(first, 15)
    assert (answer["error_code"], answer["description"]) == (409, CONFLICT)
    await person.types("一")
    assert texts((await asyncio.wait_for(second, 15))["result"]) == ["一"]


async def test_only_the_kinds_that_were_asked_for(telegram: Telegram, api: Api, person: Phone) -> None:
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard(["收到"]))
    assert await api.updates(allowed_updates=["callback_query"]) == []
    await person.types("不要")
    await person.taps("收到")
    (update,) = await api.updates()
    assert update["callback_query"]["data"] == "收到"
    await api.updates(offset=update["update_id"] + 1, allowed_updates=[])
    await person.types("又要")
    assert texts(await api.updates()) == ["又要"]


async def test_taps_are_kept_150_s_and_messages_a_day(
    telegram: Telegram, api: Api, person: Phone, clock: Clock
) -> None:
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard(["收到"]))
    await person.types("我在")
    await person.taps("收到")
    clock.forward(seconds=149)
    assert len(await api.updates()) == 2
    clock.forward(seconds=2)
    assert texts(await api.updates()) == ["我在"]
    clock.forward(hours=24)
    assert await api.updates() == []


async def test_an_update_may_come_twice(telegram: Telegram, api: Api, person: Phone) -> None:
    await person.types("一")
    (first,) = await api.updates()
    telegram.updates.duplicate()
    copy = (await api.updates(offset=first["update_id"] + 1))[0]
    assert (copy["update_id"], copy["message"]) == (first["update_id"] + 1, first["message"])
    await api.updates(offset=copy["update_id"] + 1)
    telegram.updates.deliver_again(2)
    assert await api.updates(offset=copy["update_id"] + 1) == [first, copy]
    assert await api.updates(offset=copy["update_id"] + 1) == []


async def test_updates_may_come_late_and_in_another_order(telegram: Telegram, api: Api, person: Phone) -> None:
    telegram.updates.withhold()
    for text in "一二三":
        await person.types(text)
    assert await api.updates() == []
    telegram.updates.release(backwards=True)
    updates = await api.updates()
    assert texts(updates) == ["三", "二", "一"]
    numbers = [update["update_id"] for update in updates]
    assert numbers == sorted(numbers)


async def test_poison(telegram: Telegram, api: Api, person: Phone) -> None:
    number = telegram.push_raw({"message": {"nonsense": True}})
    telegram.push_raw({"update_id": number + 10, "message": 17})
    telegram.push_raw([1, 2])
    await person.types("后面的")
    one, two, three, four = await api.updates()
    assert one == {"update_id": number, "message": {"nonsense": True}}
    assert two["update_id"] == number + 10
    assert three == [1, 2]
    assert four["update_id"] > two["update_id"]
    assert texts(await api.updates(offset=four["update_id"])) == ["后面的"]
