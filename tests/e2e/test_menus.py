"""The menus of commands, as phones offer them."""

from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from config import example_folder
from config.loading import load_unit
from tests.e2e.stage import Stage, stage


def _gives_phone(made: Stage, member: str, *, language: str = "zh-hans") -> None:
    name = made.files.roster.by_id[member].name
    made.phones[member] = made.telegram.phone(name, language=language)


async def _offers(made: Stage, member: str, command: str, words: str) -> dict[str, str]:
    phone = made[member]
    await made.telegram.until(lambda: phone.menu().get(command) == words, 10)
    return phone.menu()


async def test_everybody_is_offered_what_they_may_use(full: Stage) -> None:
    member = full.member(lead=False)
    leaders = await _offers(
        full, full.files.roster.with_role("director")[0].id, "activate", "启动预案（再确认一次才发出）"
    )
    members = await _offers(full, member, "report", "报告险情")
    assert list(leaders)[:2] == ["activate", "report"]
    assert not members.keys() & {"activate", "drill", "standdown", "period"}
    assert set(members) < set(leaders)
    assert list(members)[-1] == "help"


async def test_the_group_chat_offers_what_is_wanted_at_the_scene(full: Stage) -> None:
    wanted = ["report", "here", "status", "watch", "help"]
    await full.telegram.until(lambda: list(full.director.menu(full.group)) == wanted, 10)


@pytest.mark.parametrize(
    ("unit", "french"),
    [("zh-CN", "现在的情况"), ("en", "Where things stand")],
)
async def test_a_menu_speaks_the_language_of_the_phone_or_else_the_units(tmp_path: Path, unit, french) -> None:
    async with stage(tmp_path, unit=example_folder(unit), limits=None) as made, made.playing(NO_LIMITS):
        one, two, three = (member.id for member in made.files.roster.members[-3:])
        for member, language in ((one, "zh-hans"), (two, "en"), (three, "fr")):
            _gives_phone(made, member, language=language)
        await made.enrol(one, two, three)
        await _offers(made, one, "status", "现在的情况")
        await _offers(made, two, "status", "Where things stand")
        await _offers(made, three, "status", french)


async def test_telegram_that_takes_no_menus_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        held = made.telegram.hold("setMyCommands")
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await made.director.types("/status")
            await made.director.sees("现在没有事件")
            assert made.director.menu() == {}
            held.release()
            await made.telegram.until(lambda: "activate" in made.director.menu(), 10)


async def test_a_menu_that_could_not_be_set_is_set_at_the_next_start(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        failing = made.telegram.weather.fails("setMyCommands", code=500)
        async with made.playing(NO_LIMITS):
            await made.telegram.until(lambda: made.telegram.calls("setMyCommands", ok=False), 10)
            failing.ends()
        async with made.playing(NO_LIMITS):
            await made.enrol(made.member())
            await _offers(made, made.member(), "report", "报告险情")


def _own_unit(tmp_path: Path) -> Path:
    folder = tmp_path / "unit"
    folder.mkdir()
    for name in ("plan.yaml", "roster.yaml"):
        (folder / name).write_text((example_folder() / name).read_text("utf-8"), "utf-8")
    return folder


async def test_who_becomes_a_deputy_is_offered_more_and_who_is_one_no_longer_is_not(tmp_path: Path) -> None:
    folder = _own_unit(tmp_path)
    roster = (folder / "roster.yaml").read_text("utf-8")
    async with stage(tmp_path, unit=folder, limits=None) as made, made.playing(NO_LIMITS, look=0.05):
        deputy = made.files.roster.with_role("deputy")[0].id
        await made.enrol()
        await made.telegram.until(lambda: "activate" in made[deputy].menu(), 10)
        (folder / "roster.yaml").write_text(roster.replace("roles: [deputy], ", "", 1), "utf-8")
        await made.telegram.until(lambda: "activate" not in made[deputy].menu(), 10)
        assert "report" in made[deputy].menu()
        (folder / "roster.yaml").write_text(roster, "utf-8")
        await made.telegram.until(lambda: "activate" in made[deputy].menu(), 10)


async def test_who_was_a_deputy_until_the_bot_stood_still_is_offered_no_more_than_others(tmp_path: Path) -> None:
    folder = _own_unit(tmp_path)
    roster = (folder / "roster.yaml").read_text("utf-8")
    async with stage(tmp_path, unit=folder, limits=None) as made:
        deputy = made.files.roster.with_role("deputy")[0].id
        async with made.playing(NO_LIMITS):
            await made.enrol(deputy)
            await made.telegram.until(lambda: "activate" in made[deputy].menu(), 10)
        (folder / "roster.yaml").write_text(roster.replace("roles: [deputy], ", "", 1), "utf-8")
        made.files = load_unit(folder)
        async with made.playing(NO_LIMITS):
            await made.telegram.until(lambda: "activate" not in made[deputy].menu(), 10)
            assert "report" in made[deputy].menu()


async def test_menus_are_set_once_the_bot_listens_and_not_before(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.telegram.until(lambda: made.telegram.calls("setMyCommands", ok=True), 10)
        first = next(call.method for call in made.telegram.requests if call.method in ("getUpdates", "setMyCommands"))
        assert first == "getUpdates"
