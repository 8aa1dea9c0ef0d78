"""The others answer by themselves, each as the seed has it."""

import pytest

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
