"""`muster forget`: who somebody was is gone, what they did is proved, and nothing else stops working."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest_asyncio

from bot.delivery.limits import NO_LIMITS
from bot.domain.incident.commands import CloseIncident, ConfirmStandDown, ProposeStandDown
from bot.domain.privacy.redact import Known, forgotten, known
from config.loading import load_unit
from config.roster import Member, Roster
from tests.e2e.stage import Stage, stage
from tests.handlers.conftest import FEW
from tests.privacy.test_bytes import holding
from tests.terminal import muster

NAME = "苏𬍛"


@pytest_asyncio.fixture
async def left(tmp_path: Path) -> AsyncIterator[Stage]:
    """An exercise in which su-long took part; then the bot was stopped, and they were taken off the roster."""
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol(*FEW)
            await made["su-long"].types("/report 我是苏𬍛，三楼冒烟")
            await made.director.sees("三楼冒烟", NAME)
            await made.activate("/drill 图书馆 起火")
            await made["su-long"].taps("已到达")
            await made.director.sees("已到达 1")
            made.phones["su-long"] = made.telegram.phone("新手机")
            await made.invite("su-long")
            await made["su-long"].sees("登记成功")
        made.files = load_unit(without(made.files.folder, tmp_path / "unit", "su-long"))
        yield made


def without(folder: Path, target: Path, member: str) -> Path:
    shutil.copytree(folder, target)
    roster = target / "roster.yaml"
    lines = roster.read_text("utf-8").splitlines(keepends=True)
    roster.write_text("".join(line for line in lines if f"id: {member}," not in line), "utf-8")
    return target


def chats(folder: Path, member: str) -> set[str]:
    """For whom the outbox knows a chat in which a card of this member stands."""
    with closing(sqlite3.connect(folder / "muster.db")) as raw:
        found = raw.execute("SELECT address FROM outbox WHERE address LIKE ? AND chat_id IS NOT NULL", [f"%:{member}"])
        return {address for (address,) in found}


async def close(made: Stage) -> None:
    """The exercise is stood down and closed."""
    async with made.playing(NO_LIMITS) as bot:
        (incident,) = bot.service.unit.open_incidents()
        given = {"by": "lin-yuan", "number": incident.number}
        await bot.service.submit(ProposeStandDown(**given))
        await bot.service.submit(ConfirmStandDown(**given, false_alarm=True))
        made.steering.forward(days=1)
        assert (await bot.service.submit(CloseIncident(**given))).refused is None


def test_what_is_known_of_somebody_is_found_wherever_it_stands() -> None:
    su, ye = {"id": "su", "name": "苏龙", "phone": "138-1"}, {"id": "ye", "name": "叶", "phone": "2"}
    data = {"roster": {"members": [su, ye]}}
    assert known("su", data) == Known(names=frozenset({"苏龙"}), phones=frozenset({"138-1"}))
    assert known("nobody", data) == Known()
    assert known("hall", {"places": [{"id": "hall", "name": "礼堂"}]}) == Known()  # a place of that id is nobody


def test_a_roster_with_every_field_can_be_read_without_one_member() -> None:
    member = {
        "id": "su",
        "name": "苏龙",
        "title": "研究员",
        "phone": "138-1",
        "email": "su@example.org",
        "channels": [{"id": "mail"}],
        "tier": 2,
    }
    assert known("su", member).phones == {"138-1", "su@example.org"}
    remains = Roster.model_validate({"members": forgotten([member], "su", [])}).members[0]
    assert remains == Member(id="su", name="〔su〕", title="—", phone="000", tier=2)


def test_somebody_of_the_same_name_keeps_it() -> None:
    people = [{"id": "su", "name": "王伟", "phone": "1381"}, {"id": "ye", "name": "王伟", "phone": "1392"}]
    assert forgotten(people, "su", [("王伟", "〔su〕")]) == [{"id": "su", "name": "〔su〕", "phone": "000"}, people[1]]


async def test_somebody_on_the_roster_is_not_forgotten(few: Stage, tmp_path: Path) -> None:
    code, _, err = await muster(few, tmp_path, "forget", "su-long", "--yes")
    assert code == 1
    assert "stop it first" in err
    assert len(err.strip().splitlines()) == 1


async def test_who_somebody_was_is_gone_and_what_they_did_stays(left: Stage, tmp_path: Path) -> None:
    number = "2026-001"
    await close(left)
    traces = (NAME, f'"account":{left["su-long"].id}', "138-0000-0008")
    assert holding(tmp_path, *traces) == set(traces)
    assert chats(tmp_path, "su-long") == {"member:su-long", "behind:su-long"}
    _, before, _ = await muster(left, tmp_path, "export")

    code, out, _ = await muster(left, tmp_path, "forget", "su-long")
    assert code == 0
    assert "people" in out
    assert f"incident/{number}" in out
    assert "nothing is deleted yet" in out
    assert holding(tmp_path, *traces) == set(traces)

    code, out, err = await muster(left, tmp_path, "forget", "su-long", "--yes")
    assert code == 0, err
    assert holding(tmp_path, *traces) == set()
    assert chats(tmp_path, "su-long") == set()

    code, out, _ = await muster(left, tmp_path, "verify")
    assert code == 0
    assert "personal data was deleted" in out
    code, report, err = await muster(left, tmp_path, "report", number)
    assert code == 0, err
    assert "〔su-long〕" in report
    assert "已到达" in report
    _, after, _ = await muster(left, tmp_path, "export")
    was, now = json.loads(before), json.loads(after)
    assert [(r["stream"], r["version"], r["time"], r["actor"], r["event"]) for r in was] == [
        (r["stream"], r["version"], r["time"], r["actor"], r["event"]) for r in now[:-1]
    ]
    assert any(r["event"] == "Answered" and r["actor"] == "su-long" and r["data"]["answer"] == "arrived" for r in now)
    assert now[-1]["event"] == "Redacted"
    assert now[-1]["data"]["subject"] == "member/su-long"
    code, out, _ = await muster(left, tmp_path, "status")
    assert code == 0
    code, _, err = await muster(left, tmp_path, "forget", "su-long", "--yes")
    assert code == 1
    assert "nothing to delete" in err

    async with left.playing(NO_LIMITS):
        await left["su-long"].types("/status")
        await left["su-long"].sees("本机器人只为本单位登记人员服务")
        await left.director.types("/status")
        await left.director.sees("现在没有事件")


async def test_nobody_is_forgotten_in_the_middle_of_an_incident(left: Stage, tmp_path: Path) -> None:
    code, _, err = await muster(left, tmp_path, "forget", "su-long", "--yes")
    assert code == 1
    assert "2026-001" in err
    assert holding(tmp_path, NAME) == {NAME}


async def test_a_wrong_id_is_said(left: Stage, tmp_path: Path) -> None:
    for member, word in (("nobody-here", "nothing to delete"), ("lin-yuan", "roster.yaml")):
        code, _, err = await muster(left, tmp_path, "forget", member, "--yes")
        assert code == 1
        assert word in err
