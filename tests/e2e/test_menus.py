"""The menus of commands, as phones offer them."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.delivery.limits import NO_LIMITS
from bot.rehearsal.menus import Menu
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
            await made.enrol(made.member())
            await made.telegram.until(lambda: made.telegram.calls("setMyCommands", ok=False), 10)
            failing.ends()
        async with made.playing(NO_LIMITS):
            await _offers(made, made.member(), "report", "报告险情")


async def _noted(made: Stage) -> None:
    """The store knows that every menu is set. Nothing outside the bot tells: it is asked again and again."""
    async with asyncio.timeout(10):
        with closing(sqlite3.connect(f"file:{made.settings.database_path}?mode=ro", uri=True)) as database:
            while (
                database.execute("SELECT value FROM settings WHERE name = 'menus' AND value != ''").fetchone() is None
            ):
                await asyncio.sleep(0.01)


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
        await made.telegram.until(lambda: made.telegram.calls("deleteMyCommands", ok=True), 10)
        methods = ("getUpdates", "setMyCommands", "deleteMyCommands")
        first = next(call.method for call in made.telegram.requests if call.method in methods)
        assert first == "getUpdates"


async def test_a_stranger_is_offered_nothing_also_where_an_earlier_version_offered_it(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        for scope in ("default", "all_private_chats", "all_group_chats"):
            for language in ("", "zh", "en"):
                menu = Menu(scope=scope, language=language)
                made.telegram.exchange.commands[menu] = [{"command": "report", "description": "报告险情"}]
        stranger = made.telegram.phone("路人", language="zh-hans")
        group = made.telegram.group("别的群", [stranger])
        async with made.playing(NO_LIMITS):
            await stranger.start()
            await stranger.sees("只为本单位登记人员服务")
            await made.telegram.until(lambda: not stranger.menu() and not stranger.menu(group), 10)


async def test_who_leaves_the_roster_is_offered_nothing_until_they_are_back(tmp_path: Path) -> None:
    folder = _own_unit(tmp_path)
    roster = load_unit(folder).roster
    async with stage(tmp_path, unit=folder, limits=None) as made, made.playing(NO_LIMITS) as muster:
        member = made.member(group="order", lead=False)
        await made.enrol(member)
        await _offers(made, member, "report", "报告险情")
        plan = muster.service.unit.plan
        fewer = type(roster)(members=tuple(one for one in roster.members if one.id != member))
        await muster.service.renew(plan, fewer)
        await made.telegram.until(lambda: made[member].menu() == {}, 10)
        await muster.service.renew(plan, roster)
        await _offers(made, member, "report", "报告险情")


async def test_an_account_that_is_no_longer_used_is_offered_nothing_also_after_a_kill_just_then(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        member = made.member()
        async with made.playing(NO_LIMITS):
            await made.enrol(member)
            await _offers(made, member, "report", "报告险情")
            old = made[member]
            made.phones[member] = made.telegram.phone("新手机")
            hold = made.telegram.hold(("setMyCommands", "deleteMyCommands"))
            await made.enrol(member)
            await hold.reached()
        hold.release()
        assert "report" in old.menu()
        async with made.playing(NO_LIMITS):
            await made.telegram.until(lambda: old.menu() == {}, 10)
            await _offers(made, member, "report", "报告险情")


async def test_what_telegram_was_too_busy_to_take_it_is_offered_again(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        made.telegram.weather.floods(methods="setMyCommands", seconds=1, times=3)
        async with made.playing(NO_LIMITS):
            await made.enrol(made.member())
            await _offers(made, made.member(), "report", "报告险情")


async def test_a_bot_that_starts_again_does_not_set_again_what_is_set(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await made.telegram.until(lambda: all(phone.menu() for phone in made.phones.values()), 10)
            await _noted(made)
        before = len(made.telegram.calls("setMyCommands"))
        async with made.playing(NO_LIMITS):
            cleared = len(made.telegram.calls("deleteMyCommands"))
            await made.telegram.until(lambda: len(made.telegram.calls("deleteMyCommands")) >= cleared + 9, 10)
            await made.director.types("/status")
            await made.director.sees("现在没有事件")
        assert len(made.telegram.calls("setMyCommands")) == before


async def test_who_had_blocked_the_bot_is_offered_what_they_may_use_once_they_are_back(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    await _offers(full, member, "report", "报告险情")
    await full[member].blocks()
    await full.telegram.until(lambda: not full.telegram.updates.pending, 10)
    full.telegram.exchange.commands = {
        menu: lines for menu, lines in full.telegram.exchange.commands.items() if menu.chat != full[member].id
    }
    await full[member].start()
    await _offers(full, member, "report", "报告险情")
