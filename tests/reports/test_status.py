"""What `muster status` says, to programs and to people."""

import json

import pytest

from bot.cards.writing import writer
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from bot.domain.readiness import Health
from bot.reports.status import lines, status
from config.plan import Language
from config.texts import texts
from tests.cards.unit import LANGUAGES, NUMBER, Play, play


def told(p: Play) -> list[str]:
    """The lines for people."""
    return list(lines(status(p.unit, (), p.now, Health()), writer(p.unit)))


def test_nothing_happens_and_everybody_can_be_reached(chinese: Play) -> None:
    data = status(chinese.unit, (), chinese.now, Health())
    assert data["incident"] is None
    assert set(data["reachable"].values()) == {True}
    assert data["overdue"] == []
    assert data["group_chat"] is None
    assert told(chinese)[:2] == ["现在没有事件", "可联系 12/12 人"]


def test_who_cannot_be_reached_and_why() -> None:
    p = play(enrolled=False).enrol("lin", "su")
    p.do(people.LoseReach(by=SYSTEM, member="su", reason="blocked"))
    data = status(p.unit, (), p.now, Health())
    assert data["reachable"]["lin"] is True
    assert data["reachable"]["su"] == "blocked"
    assert data["reachable"]["tang"] == "never_enrolled"
    assert any("苏𬍛" in line and "已屏蔽机器人" in line for line in told(p))
    assert {"key": "never_enrolled", "member": "tang"}.items() <= data["readiness"][2].items()
    assert "可联系 1/12 人" in told(p)


def test_an_open_incident_with_each_answer_group_and_task(chinese: Play) -> None:
    chinese.do(people.LinkGroup(by="lin", chat=-5, title="指挥群", may_pin=False))
    chinese.activate().answer(Answer.ARRIVED, "su", by="tang")
    chinese.do(c.CheckTask(by="su", number=NUMBER, task="cordon"))
    data = status(chinese.unit, (), chinese.now, Health())
    incident = data["incident"]
    assert (incident["number"], incident["exercise"], incident["phase"]) == (NUMBER, False, "response")
    su = incident["answers"]["su"]
    assert (su["answer"], su["by"], su["at"]) == ("arrived", "tang", "2026-03-02T01:00:10+00:00")
    assert incident["answers"]["ye"]["answer"] is None
    assert incident["groups"]["order"]["members"] == ["tang", "su", "ye"]
    assert incident["groups"]["order"]["coming"] == 1
    assert incident["tasks"]["cordon"]["done_by"] == "su"
    assert incident["tasks"]["evacuation"]["deadline"] == "2026-03-02T01:10:10+00:00"
    assert data["group_chat"] == {"title": "指挥群", "may_pin": False}
    assert data["next_due"] == "2026-03-02T01:01:10+00:00"


def test_what_is_overdue(chinese: Play) -> None:
    chinese.activate().wait(minutes=16)
    overdue = {item["id"]: item for item in status(chinese.unit, (), chinese.now, Health())["overdue"]}
    assert {"cordon", "evacuation", "report-1"} <= overdue.keys()
    assert overdue["report-1"]["what"] == "首报 → 学校综治办"
    assert overdue["cordon"]["due"] == "2026-03-02T01:05:10+00:00"
    assert f"⏰ {NUMBER} 封锁现场，拉警戒线" in told(chinese)


def test_a_live_incident_takes_the_place_of_an_exercise(chinese: Play) -> None:
    chinese.activate(exercise=True).stand_down().activate()
    data = status(chinese.unit, (), chinese.now, Health())
    assert data["incident"]["number"] == "2026-002"
    assert [i["number"] for i in data["open_incidents"]] == ["2026-002"]


def test_a_false_alarm_has_no_aftermath(chinese: Play) -> None:
    chinese.activate().stand_down(false_alarm=True)
    assert told(chinese)[0] == f"🟢 误报，已更正 {NUMBER}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_about_an_exercise_says_so(language: Language) -> None:
    p = play(language).activate(exercise=True).wait(minutes=16)
    mark = texts(language)("exercise.mark")
    *about, _reachable, _group = told(p)
    assert len(about) > 20
    assert [line for line in about if not line.startswith(mark)] == []


@pytest.mark.parametrize("exercise", [False, True])
def test_it_is_plain_data(chinese: Play, exercise: bool) -> None:
    chinese.activate(exercise=exercise).wait(minutes=16).stand_down()
    data = status(chinese.unit, (), chinese.now, Health())
    assert json.loads(json.dumps(data)) == data


def test_people_read_since_when_somebody_commands_on_the_units_clock(chinese: Play) -> None:
    chinese.activate().wait(minutes=1)
    assert "指挥：林远，03-02 09:00 起" in told(chinese)
    assert json.loads(json.dumps(status(chinese.unit, (), chinese.now, Health())))["incident"]["in_command_since"]
