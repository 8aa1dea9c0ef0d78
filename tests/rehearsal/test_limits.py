"""How much Telegram takes, on a clock that the test moves."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.rehearsal.limits import TELEGRAM_LIMITS, Limits, Rate
from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, Clock, keyboard


@pytest.fixture
async def loose(clock: Clock) -> AsyncIterator[Telegram]:
    async with Telegram(limits=TELEGRAM_LIMITS, now=clock.now, monotonic=clock.monotonic) as telegram:
        yield telegram


async def test_thirty_at_once_then_thirty_a_second(telegram: Telegram, api: Api, clock: Clock) -> None:
    people = [telegram.phone(str(number)) for number in range(40)]
    for phone in people:
        await phone.start()

    async def round_of_messages() -> int:
        return sum([(await api("sendMessage", chat_id=phone.id, text="x"))["ok"] for phone in people])

    assert await round_of_messages() == 30
    clock.forward(seconds=0.5)
    assert await round_of_messages() == 15
    clock.forward(minutes=10)
    assert await round_of_messages() == 30


async def test_a_private_chat_takes_three_then_one_a_second(
    telegram: Telegram, api: Api, person: Phone, clock: Clock
) -> None:
    async def send() -> bool:
        return (await api("sendMessage", chat_id=person.id, text="x"))["ok"]

    assert [await send() for _ in range(5)] == [True, True, True, False, False]
    clock.forward(seconds=1)
    assert [await send() for _ in range(2)] == [True, False]


async def test_a_group_takes_twenty_a_minute(telegram: Telegram, api: Api, person: Phone, clock: Clock) -> None:
    group = telegram.group("指挥群", [person])
    await group.adds_bot()
    for _ in range(20):
        await api.result("sendMessage", chat_id=group.id, text="x")
    clock.forward(seconds=1)
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert (answer["error_code"], answer["description"]) == (429, "Too Many Requests: retry after 2")
    assert answer["parameters"] == {"retry_after": 2}
    await api.result("sendMessage", chat_id=person.id, text="nobody else waits")
    clock.forward(seconds=2)
    await api.result("sendMessage", chat_id=group.id, text="x")


async def test_edits_count_and_answers_do_not(telegram: Telegram, api: Api, person: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard(["收到"]))
    tap = await person.taps("收到")
    edit = {"chat_id": person.id, "message_id": sent["message_id"], "reply_markup": keyboard(["收到"])}
    await api.result("editMessageText", **edit, text="1")
    await api.result("editMessageText", **edit, text="2")
    assert (await api("editMessageText", **edit, text="3"))["error_code"] == 429
    for _ in range(50):
        await api.result("answerCallbackQuery", callback_query_id=tap.query.id, text="好")
        await api.updates()


async def test_what_is_refused_costs_nothing(telegram: Telegram, api: Api, person: Phone, clock: Clock) -> None:
    for _ in range(50):
        await api("sendMessage", chat_id=person.id, text="x")
        await api("sendMessage", chat_id=12345, text="nowhere")
    clock.forward(seconds=1)
    await api.result("sendMessage", chat_id=person.id, text="x")


async def test_the_table_can_be_another_one_or_none(clock: Clock) -> None:
    tight = Limits(overall=Rate(burst=1, per_second=1))
    async with Telegram(limits=tight, now=clock.now, monotonic=clock.monotonic) as telegram:
        phone = telegram.phone("张伟")
        await phone.start()
        async with aiohttp.ClientSession() as session:
            api = Api(session, telegram)
            assert [(await api("sendMessage", chat_id=phone.id, text="x"))["ok"] for _ in range(2)] == [True, False]
            telegram.turnstile.limits = None
            for _ in range(40):
                await api.result("sendMessage", chat_id=phone.id, text="x")
