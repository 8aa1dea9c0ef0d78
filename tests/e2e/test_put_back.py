"""Somebody leaves the roster in the middle of an incident, perhaps by a slip, and is put back."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from bot.domain.incident.commands import CloseIncident, ConfirmStandDown, IssueBulletin, Move, ProposeStandDown
from bot.rehearsal.messages import Message
from bot.rehearsal.phones import Phone
from config import example_folder
from config.loading import load_unit
from tests.e2e.stage import Stage, stage

WHO = "shen-ruo"  # a deputy: has the command post's card, with numbers
FEW = ("lin-yuan", WHO, "wei-lan", "su-long")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    """An institute of our own; the bot does not run yet."""
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    plan = (folder / "plan.yaml").read_text("utf-8")
    # Whom the duty roster names cannot be taken off the roster.
    (folder / "plan.yaml").write_text(plan.replace("[lin-yuan, shen-ruo, gao-ming]", "[lin-yuan, gao-ming]"), "utf-8")
    async with stage(tmp_path, unit=folder, limits=None) as made:
        yield made


async def takes_off(made: Stage, member: str = WHO) -> None:
    """The office saves a roster without them."""
    await _saves(made, "".join(line for line in _lines(made) if f"id: {member}," not in line))


async def puts_back(made: Stage) -> None:
    """The office saves the roster as it was."""
    await _saves(made, (example_folder() / "roster.yaml").read_text("utf-8"))


def _lines(made: Stage) -> list[str]:
    return (made.files.folder / "roster.yaml").read_text("utf-8").splitlines(keepends=True)


async def _saves(made: Stage, text: str) -> None:
    (made.files.folder / "roster.yaml").write_text(text, encoding="utf-8")
    made.files = load_unit(made.files.folder)
    if made.muster is not None:
        await made.muster.service.renew(made.files.plan, made.files.roster)


def of_use(phone: Phone) -> list[Message]:
    """What on a phone has buttons, a colleague's number or the emergency card."""
    return [
        message
        for message in phone.messages
        if message.from_bot and (message.buttons or "138-0000" in message.text or "断网也能看" in message.text)
    ]


def heard(phone: Phone) -> int:
    return sum(message.from_bot for message in phone.messages)


async def ready(made: Stage, words: str = "/activate 图书馆 有人受伤") -> Phone:
    """An incident runs, and all their cards are there."""
    await made.enrol(*FEW)
    await made.activate(words)
    phone = made[WHO]
    await phone.sees_button("已到达")
    await phone.sees("断网也能看")
    await phone.sees("无应答", "138-0000-0008")
    await recorded(made)
    return phone


async def recorded(made: Stage) -> None:
    """What people see is known to the bot's database. No event tells: it is asked again and again."""
    assert made.muster is not None
    async with asyncio.timeout(20):
        while made.muster.dispatcher.standing().in_flight or made.muster.dispatcher.standing().unrecorded:
            await asyncio.sleep(0.01)


async def has_everything_once(made: Stage) -> None:
    phone = made[WHO]
    await phone.sees_button("已到达")
    await phone.sees("断网也能看")
    await phone.sees("无应答", "138-0000-0008")
    assert len([message for message in of_use(phone) if "紧急集结" in message.text]) == 1
    assert len([message for message in of_use(phone) if "断网也能看" in message.text]) == 1
    assert "已移出名册" not in phone.screen()
    await phone.taps("已到达")
    await made.director.sees("已到达 1")
    await phone.sees("已到达 1")


async def test_whoever_is_taken_off_keeps_no_buttons_no_numbers_and_no_emergency_card(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene, "/drill 图书馆 起火")
        before = heard(phone)
        await takes_off(scene)
        await phone.sees("【演练】这里已停用", "【演练】你已被移出名册")
        await scene.telegram.until(lambda: not of_use(phone))
        await scene["su-long"].taps("已到达")
        await scene.director.sees("已到达 1")
        assert (heard(phone), of_use(phone)) == (before, [])


async def test_whoever_is_put_back_is_alerted_again_and_finds_their_cards(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
        await takes_off(scene)
        await scene.telegram.until(lambda: not of_use(phone))
        last = phone.messages[-1].id
        await puts_back(scene)
        await has_everything_once(scene)
        assert all(message.id > last for message in of_use(phone))
        await takes_off(scene)
        await scene.telegram.until(lambda: not of_use(phone))


async def test_what_comes_for_them_while_they_are_off_the_roster_is_there_when_they_are_put_back(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
        await takes_off(scene)
        await scene.telegram.until(lambda: not of_use(phone))
        before, service = heard(phone), scene.muster.service if scene.muster else None
        assert service is not None
        await service.submit(Move(by="lin-yuan", number="2026-001", member=WHO, source=None, target="order"))
        await service.submit(IssueBulletin(by="lin-yuan", number="2026-001", text="食堂封闭"))
        await scene["su-long"].sees("食堂封闭")
        await recorded(scene)
        assert (heard(phone), of_use(phone)) == (before, [])
        await puts_back(scene)
        await phone.sees("秩序维护组", "任务")
        await phone.sees("通报", "食堂封闭")
        await has_everything_once(scene)


async def test_nothing_comes_of_an_incident_that_was_closed_meanwhile(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene, "/drill 图书馆 起火")
        await takes_off(scene)
        service = scene.muster.service if scene.muster else None
        assert service is not None
        number = service.unit.open_incidents()[0].number
        await service.submit(IssueBulletin(by="lin-yuan", number=number, text="食堂封闭"))
        await service.submit(ProposeStandDown(by="lin-yuan", number=number))
        await service.submit(ConfirmStandDown(by="lin-yuan", number=number))
        scene.steering.forward(hours=1)  # not everybody has acknowledged
        await service.submit(CloseIncident(by="lin-yuan", number=number))
        assert not service.unit.open_incidents()
        await puts_back(scene)
        await phone.sees("断网也能看")
        await recorded(scene)
        phone.sees_no("食堂封闭")


async def test_a_restart_in_between_changes_nothing_of_it(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
    await takes_off(scene)
    async with scene.playing(NO_LIMITS):
        await scene.telegram.until(lambda: not of_use(phone))
    await puts_back(scene)
    async with scene.playing(NO_LIMITS):
        await has_everything_once(scene)


async def test_taken_off_and_put_back_while_telegram_is_away(scene: Stage) -> None:
    """The old messages and the new ones wait together; whichever goes first, no card ends up dead."""
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
        old = of_use(phone)
        scene.telegram.weather.fails(methods=None)
        await takes_off(scene)
        await puts_back(scene)
        scene.telegram.weather.clears()
        await phone.sees("这里已停用", "移出名册", timeout=20)
        await scene.telegram.until(lambda: not {one.id for one in old} & {one.id for one in of_use(phone)})
        await has_everything_once(scene)


async def test_a_restart_while_telegram_is_away_and_put_back_before_it_is_there(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
        old = of_use(phone)
        scene.telegram.weather.fails(methods=None)
        await takes_off(scene)
    assert of_use(phone) == old
    await puts_back(scene)
    scene.telegram.weather.clears()
    async with scene.playing(NO_LIMITS):
        await scene.telegram.until(lambda: not {one.id for one in old} & {one.id for one in of_use(phone)})
        await has_everything_once(scene)


async def test_what_is_on_its_way_when_they_leave_is_taken_away_as_soon_as_it_is_there(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        await scene.enrol(*FEW)
        phone = scene[WHO]
        await phone.sees("断网也能看")
        await scene.director.types("/activate 图书馆")
        await scene.director.sees_button("确认启动")
        with scene.telegram.weather.hold("sendMessage") as hold:
            await scene.director.taps("确认启动")
            await hold.reached()
            await takes_off(scene)
        await scene.telegram.until(lambda: not of_use(phone))
        await puts_back(scene)
        await has_everything_once(scene)


async def test_a_message_that_they_deleted_does_not_come_again_to_say_that_it_is_over(scene: Stage) -> None:
    async with scene.playing(NO_LIMITS):
        phone = await ready(scene)
        deleted = next(message for message in phone.messages if "紧急集结" in message.text)
        scene.telegram.exchange.delete(deleted, deleted.sender)
        before = heard(phone)
        await takes_off(scene)
        await scene.telegram.until(lambda: not of_use(phone))
        await scene["su-long"].taps("已到达")
        await scene.director.sees("已到达 1")
        assert heard(phone) == before
