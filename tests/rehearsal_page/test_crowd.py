"""The others answer by themselves, each as the seed has it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.rehearsal.page import crowd
from bot.rehearsal.page.crowd import Crowd
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.stage import Stage


async def test_whoever_never_answers_does_when_all_are_told_to_answer_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "_NEVER", 1.0)
    await stage.curtain_up()
    async with Server(stage, seed=1) as server:
        server.crowd.behave("realistic", [stage.director.id])
        await stage.director.types("/activate 图书馆 有人受伤")
        await stage.director.taps("确认启动")
        nobody = {"accepted": 24, "answered": 1, "silent": 23}
        await stage.until(lambda: server.crowd.state()["counts"] == nobody, 60)
        server.crowd.behave("prompt", [stage.director.id])
        await stage.until(lambda: server.crowd.state()["counts"]["silent"] == 0, 60)


async def test_the_same_seed_gives_each_person_the_same_answer_and_another_seed_others(stage: Stage) -> None:
    def people(seed: int) -> list[object]:
        return [Crowd(stage, seed=seed).temper(user) for user in stage.actors]

    assert people(1) == people(1)
    assert people(1) != people(2)
    assert 0 < sum(each.silent for each in people(1)) < 10


class Alerted:
    """An alert is out, and nobody has answered; `quick` answers before `slow` does."""

    def __init__(self, crowd: Crowd, stage: Stage) -> None:
        by_haste = sorted(stage.actors, key=lambda user: crowd.temper(user).quick)
        self.crowd, self.stage = crowd, stage
        self.quick, self.slow = by_haste[0], by_haste[-1]

    def everybody_but(self, user: int) -> list[int]:
        return [each for each in self.stage.actors if each != user]

    async def until_answered(self, user: int) -> set[int]:
        await self.stage.until(lambda: (user, "2026-001") in self.crowd.answered, 30)
        return {each for each, _ in self.crowd.answered}


@pytest_asyncio.fixture
async def alerted(mute: Stage) -> AsyncIterator[Alerted]:
    async with Server(mute, seed=1) as server, aiohttp.ClientSession() as session:
        words = [mute.words[each] for each in ("acknowledged", "en_route", "arrived", "unable", "support")]
        keyboard = {"inline_keyboard": [[{"text": word, "callback_data": word} for word in words]]}
        for user in mute.actors:
            alert = {"chat_id": user, "text": "紧急集结 2026-001", "reply_markup": keyboard}
            url = f"{mute.telegram.url}/bot{mute.telegram.token}/sendMessage"
            async with session.post(url, json=alert) as answer:
                assert (await answer.json())["ok"]
        yield Alerted(server.crowd, mute)


async def test_whoever_is_opened_before_they_have_answered_is_left_to_whoever_plays_them(alerted: Alerted) -> None:
    alerted.crowd.behave("prompt", [])
    alerted.crowd.behave("prompt", [alerted.quick])
    assert alerted.quick not in await alerted.until_answered(alerted.slow)
    alerted.crowd.behave("prompt", [])
    await alerted.until_answered(alerted.quick)


async def test_the_others_told_to_answer_nothing_give_none_of_the_answers_that_were_to_come(alerted: Alerted) -> None:
    alerted.crowd.behave("prompt", [])
    alerted.crowd.behave("off", [])
    alerted.crowd.behave("prompt", alerted.everybody_but(alerted.slow))
    assert await alerted.until_answered(alerted.slow) == {alerted.slow}


async def test_a_phone_switched_off_answers_nothing_until_it_is_on_again(alerted: Alerted) -> None:
    alerted.crowd.behave("prompt", [])
    alerted.crowd.switches(alerted.quick, off=True)
    assert alerted.quick not in await alerted.until_answered(alerted.slow)
    alerted.crowd.switches(alerted.quick, off=False)
    await alerted.until_answered(alerted.quick)
