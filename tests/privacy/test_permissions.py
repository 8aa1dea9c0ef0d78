"""Role by command by chat: what the table says is what the bot does, and what the README shows."""

import os
import sqlite3
from contextlib import closing
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from bot.domain.authority import AUTHORITY_VIEWS, MEMBER_VIEWS, RIGHTS, Right
from bot.domain.codec import COMMANDS as KINDS
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import View
from bot.domain.message import SYSTEM, Command, Refused
from bot.domain.people.absence import ComeBack, GoAway
from bot.domain.unit import Unit, apply
from bot.rehearsal.chats import Message
from config.roster import Roster
from handlers.commands import COMMANDS
from tests.domain.units import PLAN, ROSTER, START, unit
from tests.e2e.stage import Stage
from tests.privacy.permissions import README, renew, right_of, section

NUMBER = "2026-001"
REFUSED = "你没有这项权限"
LEADERS = ("dai", "fu", "zong")  # director, deputy, head of the office

# Each right and who has it; `secretary` is in the command post but may not activate, `bo` is in the task's group.
HOLDERS = {
    Right.SYSTEM: {SYSTEM},
    Right.ANYONE: {*LEADERS, "secretary", "bo", "er", "fan", "stranger", "", SYSTEM},
    Right.MEMBER: {*LEADERS, "secretary", "bo", "er", "fan", SYSTEM},
    Right.GROUP: {*LEADERS, "secretary", "bo", SYSTEM},
    Right.COMMAND_POST: {*LEADERS, "secretary", SYSTEM},
    Right.AUTHORITY: {*LEADERS, SYSTEM},
}
EVERYBODY = sorted(HOLDERS[Right.ANYONE])


def at_work() -> Unit:
    """An incident is open; the command post has a member who may not activate."""
    secretary = {"id": "secretary", "name": "文", "title": "秘书", "phone": "1380000", "roles": ["officer"], "tier": 1}
    roster = Roster.model_validate({"members": [*(m.model_dump() for m in ROSTER.members), secretary]})
    plan = PLAN.model_copy(update={"command_post": (*PLAN.command_post, "officer")})
    made = Unit(plan=plan, roster=roster)
    for command in (
        desk.ProposeActivation(by="dai", exercise=False),
        desk.ConfirmActivation(by="dai", proposal="1"),
    ):
        decided = decide(made, command, START)
        assert isinstance(decided, tuple)
        for event in decided:
            made = apply(made, event)
    return made


AT_WORK = at_work()


def some(kind: type[Command], by: str, **given: Any) -> Command:
    """A command of that kind; what it is about makes little sense, and must not matter to whether one may give it."""
    hints = get_type_hints(kind)
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    values = {name: _value(hints[name]) for name in needed if name != "by"}
    known = {"number": NUMBER, "task": "guard-east", **given}
    values |= {name: value for name, value in known.items() if name in hints}
    return kind(by=by, **values)


def _value(hint: Any) -> Any:
    simple = {str: "x", int: 1, float: 1.0, bool: False, datetime: datetime(2026, 1, 1, tzinfo=UTC), NoneType: None}
    origin = get_origin(hint)
    if hint in simple:
        return simple[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if origin in (Union, UnionType):
        return None if NoneType in get_args(hint) else _value(get_args(hint)[0])
    if origin in (tuple, frozenset):
        return origin()
    held = [value for value in vars(AT_WORK).values() if isinstance(value, hint if isinstance(hint, type) else object)]
    return held[0] if held else None


def may(command: Command) -> bool:
    """Whether the unit lets whoever gives the command give it at all."""
    try:
        return decide(AT_WORK, command, START) != Refused(key="refused.not_allowed")
    except Exception:  # let in, and then stuck in what makes no sense
        return True


@pytest.mark.parametrize("kind", sorted(RIGHTS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_command_is_for_those_whom_the_table_names(kind: type[Command]) -> None:
    given = {"view": View.BULLETIN} if kind is c.TurnPanel else {}
    right = Right.COMMAND_POST if kind is c.TurnPanel else RIGHTS[kind]
    assert {by for by in EVERYBODY if may(some(kind, by, **given))} == HOLDERS[right]


def test_the_table_has_every_command() -> None:
    assert set(RIGHTS) == {kind for kind in KINDS.values() if not kind.__subclasses__()}


@pytest.mark.parametrize("view", View)
def test_a_page_of_the_panel_is_for_those_who_may_do_what_is_on_it(view: View) -> None:
    right = Right.MEMBER if view in MEMBER_VIEWS else Right.AUTHORITY if view in AUTHORITY_VIEWS else Right.COMMAND_POST
    opened = {by for by in EVERYBODY if may(some(c.TurnPanel, by, view=view))}
    assert opened == HOLDERS[right]
    assert view not in (View.GROUPS, View.BULLETIN, View.TASKS) or "bo" not in opened


@pytest.mark.parametrize("kind", [GoAway, ComeBack])
def test_absence_is_said_of_oneself_and_of_others_by_the_command_post(kind: type[Command]) -> None:
    said = {by for by in EVERYBODY if may(some(kind, by, member="fan"))}
    assert said == HOLDERS[Right.COMMAND_POST] | {"fan"}


def test_a_first_response_task_is_everybodys() -> None:
    assert {by for by in EVERYBODY if may(some(c.CheckTask, by, task="cordon"))} == HOLDERS[Right.MEMBER]


def origin(message: Message) -> str:
    return f"{message.chat.id}:{message.id}"


def answers_in(folder: Path, origins: dict[str, str]) -> dict[str, str]:
    """What was answered to which command; a command without an answer is left out."""
    with closing(sqlite3.connect(folder / "muster.db")) as raw:
        answers = dict(raw.execute("SELECT card, body FROM outbox WHERE card LIKE 'answer/%'"))
    return {name: answers[f"answer/{origin}"] for name, origin in origins.items() if f"answer/{origin}" in answers}


@pytest.mark.parametrize("where", ["private", "own group"])
async def test_each_command_typed_by_each_role(few: Stage, tmp_path: Path, where: str) -> None:
    group = await few.gather()
    chat = group if where == "own group" else None
    await few.activate("/drill 图书馆")
    names = sorted(set(COMMANDS) - {"start"})
    roles = {"lin-yuan": True, "shen-ruo": True, "wei-lan": True, "tang-he": False, "su-long": False}
    for member, leader in roles.items():
        origins: dict[str, str] = {}
        for name in names:
            message = await few[member].types(f"/{name}", chat=chat)
            origins[name] = origin(message)
        origins["last"] = origin(await few[member].types("/help"))
        await few.telegram.until(lambda asked=origins: "last" in answers_in(tmp_path, asked))
        answers = answers_in(tmp_path, origins)
        expected = {name for name in names if right_of(name) is Right.AUTHORITY and not leader}
        assert {name for name, answer in answers.items() if REFUSED in answer} == expected, member
        assert expected == (set() if leader else {"activate", "drill", "standdown"})
        if chat is not None:
            assert not [m for m in group.messages if m.from_bot and REFUSED in m.text], "answered before everybody"


async def test_each_command_typed_by_a_stranger(few: Stage, tmp_path: Path) -> None:
    group = await few.gather()
    stranger = few.telegram.phone("路人")
    await group.adds(stranger)
    await stranger.start()
    origins = {}
    for name in sorted(COMMANDS):
        for chat in (None, group):
            message = await stranger.types(f"/{name}", chat=chat)
            origins[f"{name} {chat is None}"] = origin(message)
    await few.director.types("/help")
    await few.director.sees("你可以用：")
    assert answers_in(tmp_path, origins) == {}
    assert {m.text for m in stranger.messages if m.from_bot and m.chat.id != group.id} == {
        "本机器人只为本单位登记人员服务。"
    }
    assert {m.text.split("\n")[0] for m in group.messages if m.from_bot} <= {
        "本群已绑定：澄湖学院高等教育研究所应急指挥群"
    }
    assert few.muster.service.unit.desk.leads == {}


async def test_nothing_counts_in_a_foreign_group(few: Stage, tmp_path: Path) -> None:
    await few.gather()
    foreign = few.telegram.group("别的群", [few["su-long"], few.director])
    await foreign.adds_bot(by=few["su-long"])
    origins = {}
    for name in sorted(set(COMMANDS) - {"start"}):
        message = await few.director.types(f"/{name} 图书馆", chat=foreign)
        origins[name] = origin(message)
    await few.director.types("/help")
    await few.director.sees("你可以用：")
    assert answers_in(tmp_path, origins) == {}
    assert not list(few.muster.service.unit.desk.open_proposals())
    assert [m.text for m in foreign.messages if m.from_bot and m.text] == []


def test_the_readme_shows_the_table() -> None:
    """Another command makes it differ: `python -m tests.privacy.permissions` writes it anew."""
    if os.environ.get("GOLDEN_UPDATE"):
        renew()
    assert section() in README.read_text("utf-8"), "run: python -m tests.privacy.permissions"


def test_nobody_is_of_a_role_that_the_plan_does_not_know() -> None:
    assert unit().authority() == set(LEADERS)
