"""Who commands, through phones: silence, taking over, taking back; and the second leader's word, also across a stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from config.command import SecondConfirmation
from tests.e2e.stage import Stage, stage


async def activated_by_the_deputy(full: Stage, words: str = "/activate 图书馆 有人受伤") -> None:
    await full.deputy.types(words)
    await full.deputy.taps("开始演练" if words.startswith("/drill") else "确认启动")
    await full.director.sees("指挥：林远 · 总指挥")


async def test_a_silent_commander_is_followed_by_whoever_taps_and_takes_it_back_with_one_tap(full: Stage) -> None:
    assert full.group is not None
    await activated_by_the_deputy(full)
    full.steering.forward(minutes=6)
    offer = await full.deputy.sees("请接任指挥", "林远 138-0000-0001", "没有动静")
    assert [b["text"] for row in offer.buttons for b in row] == ["接任指挥"]
    await full.deputy.taps("接任指挥")
    await full.deputy.sees("由你指挥", "原为 林远")
    await full.office.sees("由 沈若 指挥")
    await full.office.sees("指挥：沈若 · 副总指挥")
    status = await full.group.sees("现场指挥：副总指挥")
    assert "138-" not in status.text
    await full.director.taps("接任指挥", on=await full.director.sees("指挥：沈若 · 副总指挥"))
    await full.deputy.sees("由 林远 指挥")
    await full.group.sees("现场指挥：总指挥")


async def test_the_next_but_one_is_asked_when_the_next_is_silent_too(full: Stage) -> None:
    await activated_by_the_deputy(full, "/drill 图书馆 演练")
    full.steering.forward(minutes=6)
    await full.deputy.sees("【演练】⭐ 请接任指挥")
    full.steering.forward(minutes=6)
    third = full["gao-ming"]
    await third.sees("请接任指挥")
    await third.taps("接任指挥")
    await full.deputy.sees("高铭 已接任指挥")


async def test_an_offer_ends_when_the_commander_answers(full: Stage) -> None:
    await activated_by_the_deputy(full)
    full.steering.forward(minutes=6)
    await full.deputy.sees("请接任指挥")
    await full.director.taps("在途")
    await full.deputy.sees("林远 已有动静，继续指挥")


async def test_with_the_director_away_the_deputy_commands_and_the_director_is_alerted(full: Stage) -> None:
    await full.director.types("/away 3天")
    await full.director.sees("你外出至")
    await full.deputy.types("/activate 图书馆 有人受伤")
    await full.deputy.taps("确认启动")
    await full.deputy.sees("由你代行指挥：林远 外出或联系不上")
    await full.office.sees("指挥：沈若 · 副总指挥", "外出未答 1 人：林远")
    await full.director.sees("紧急集结")


@asynccontextmanager
async def two_leaders(folder: Path, then: str) -> AsyncIterator[Stage]:
    """A unit whose plan wants a second leader; the bot does not run yet."""
    async with stage(folder, limits=None) as made:
        rule = SecondConfirmation(within="2min", then=then)
        plan = made.files.plan.model_copy(update={"second_confirmation": rule})
        made.files = replace(made.files, plan=plan)
        yield made


async def confirmed(made: Stage) -> None:
    await made.director.types("/activate 图书馆 有人受伤")
    await made.director.taps("确认启动")
    await made.director.sees("等待 沈若、高铭、魏岚 同意")


async def test_one_agreement_lets_it_go_out_and_a_second_tap_does_nothing(tmp_path: Path) -> None:
    async with two_leaders(tmp_path, "stop") as made, made.playing(NO_LIMITS) as muster:
        await made.enrol()
        await confirmed(made)
        made[made.member(group="order")].sees_no("紧急集结")
        await made.office.sees("同意启动预案？", "林远 138-0000-0001 已确认启动", "到时无人同意，不启动")
        await made.deputy.taps("同意启动")
        await made[made.member(group="order")].sees("紧急集结")
        await made.office.sees("✅ 已启动，编号 2026-001")
        await made.director.sees("沈若 同意启动")
        assert len(muster.service.unit.incidents) == 1


async def test_a_refusal_stops_it_and_everybody_who_knew_hears_so(tmp_path: Path) -> None:
    async with two_leaders(tmp_path, "stop") as made, made.playing(NO_LIMITS) as muster:
        await made.enrol()
        await confirmed(made)
        await made.deputy.taps("不同意")
        for phone in (made.director, made.office, made["gao-ming"]):
            await phone.sees("沈若 不同意，没有启动")
        assert muster.service.unit.incidents == {}


async def test_killed_while_waiting_it_goes_out_after_the_restart_flagged(tmp_path: Path) -> None:
    async with two_leaders(tmp_path, "proceed") as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await confirmed(made)
        made.steering.forward(minutes=3)
        async with made.playing(NO_LIMITS) as muster:
            await made.deputy.sees("紧急集结")
            await made.director.sees("未经第二人同意：时限内无人答复")
            assert len(muster.service.unit.incidents) == 1
