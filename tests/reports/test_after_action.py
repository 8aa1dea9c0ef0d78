"""The after-action report says what was asked of whom, when, under which clause, and what came of it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Detail, IncidentEvent, Injury, PanelTurned, PhoneResult, View
from bot.domain.message import SYSTEM
from bot.reports.after_action import after_action
from config.plan import Language
from config.texts import texts
from store.protocol import Record
from tests.cards.unit import LANGUAGES, NUMBER
from tests.reports.log import Recorded, recorded

GOLDEN = Path(__file__).parent / "golden"


def whole(language: Language, *, exercise: bool = False) -> Recorded:
    """Nearly everything that can happen in an incident, to its closing three days later."""
    p = recorded(language)
    p.activate(exercise=exercise).delivered()
    p.answer(Answer.ARRIVED, "tang").answer(Answer.EN_ROUTE, "bai").wait(minutes=4, seconds=30)
    p.answer(Answer.ARRIVED, "ye", by="tang").answer(Answer.UNABLE, "he").answer(Answer.SUPPORT, "su")
    called = p.incident.calls_of("tang")[0]
    p.do(
        c.NoteUnreachable(by=SYSTEM, number=NUMBER, member="kong", reason="blocked"),
        c.LogPhoneResult(by="tang", number=NUMBER, member=called, result=PhoneResult.OFF),
        c.CheckTask(by="tang", number=NUMBER, task="cordon"),
        c.BlockTask(by="tang", number=NUMBER, task="evacuation"),
        c.ExplainBlock(by="tang", number=NUMBER, task="evacuation", text=p.word("why")),
        c.CountCasualties(by="bai", number=NUMBER, injury=Injury.INJURED, count=2),
        c.TakeHeadcount(by="tang", number=NUMBER, place="field", text="120 118 1"),
        c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"),
        c.AddNote(by="su", number=NUMBER, text=p.word("lead"), location=(28.66, 115.85)),
        c.IssueBulletin(by="lin", number=NUMBER, text=p.word("why")),
        c.DescribeScene(by="lin", number=NUMBER, detail=Detail.PLACE, text=p.word("square")),
        c.Move(by="lin", number=NUMBER, member="su", source="order", target="casualty"),
        c.GiveSupport(by="lin", number=NUMBER, member="su"),
        c.TurnPanel(by="lin", number=NUMBER, view=View.GROUPS),
        c.DissolveGroup(by="lin", number=NUMBER, group="stability"),
    )
    p.wait(minutes=13).do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1))
    p.do(c.NoticeGap(by=SYSTEM, number=NUMBER, since=p.now - timedelta(minutes=5), until=p.now))
    p.stand_down().do(c.AcknowledgeStandDown(by="su", number=NUMBER)).wait(minutes=6)
    p.do(c.CheckTask(by="zhu", number=NUMBER, task="settle")).wait(days=3)
    p.do(
        c.CheckTask(by="he", number=NUMBER, task="lessons"),
        c.LogUpwardReport(by="wei", number=NUMBER, ordinal=2),
        c.CloseIncident(by="lin", number=NUMBER),
    )
    return p


@pytest.mark.parametrize(("language", "exercise"), [("zh-CN", False), ("en", True)])
def test_a_whole_incident_reads_as_its_golden_text(language: Language, exercise: bool) -> None:
    report = after_action(whole(language, exercise=exercise).records()) + "\n"
    file = GOLDEN / f"{language}.md"
    if os.environ.get("GOLDEN_UPDATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(report, encoding="utf-8")
    assert report == file.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_an_exercise_says_so(language: Language) -> None:
    mark = texts(language)("exercise.mark").strip()
    lines = after_action(whole(language, exercise=True).records()).splitlines()
    unmarked = [line for line in lines if line.strip("|- ") and not line.lstrip("#-| ").startswith(mark)]
    assert unmarked == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_live_says_that_it_is_an_exercise(language: Language) -> None:
    mark = texts(language)("exercise.mark").strip()
    p = whole(language)
    p.activate()
    p.do(c.AddNote(by="su", number="2026-002", text=f"{mark} {mark}"))
    assert mark not in after_action(p.records())
    assert mark not in after_action(p.records("2026-002"))


def test_the_report_is_the_same_once_the_log_went_through_json() -> None:
    p = whole("zh-CN")
    stored = [Record(**{**vars(record), "data": json.loads(json.dumps(record.data))}) for record in p.records()]
    assert after_action(stored) == after_action(p.records())


def test_nobody_of_the_roster_is_left_out() -> None:
    p = whole("zh-CN")
    roll_call = after_action(p.records()).split("## 点名")[1].split("## ")[0]
    assert [m.name for m in p.unit.roster.members if f"| {m.name} |" not in roll_call] == []


def test_every_task_stands_under_its_clause() -> None:
    p = whole("zh-CN")
    report = after_action(p.records())
    assert [t.title for t in p.incident.task_list if f"| {t.clause} | {t.title} |" not in report] == []


def test_every_event_but_a_look_at_a_page_is_a_line_of_the_timeline() -> None:
    p = whole("zh-CN")
    events = [event for event in p.events if isinstance(event, IncidentEvent)]
    looked = sum(isinstance(event, PanelTurned) for event in events)
    timeline = after_action(p.records()).split("## 经过")[1]
    assert looked == 1
    assert sum(line.startswith("- ") for line in timeline.splitlines()) == len(events) - looked


def test_a_late_task_and_a_late_report_are_said_to_be_late() -> None:
    report = after_action(whole("zh-CN").records())
    assert "| 白芷 09:04:40 完成（超时） |" in report
    assert "| 唐禾 09:04:40 完成 |" in report
    assert "- ✅ 首报 09:17:40 魏岚（超时）（4.2a）" in report


def test_what_came_late_because_the_bot_was_down_says_so() -> None:
    p = recorded()
    p.activate().do(c.RingAgain(by=SYSTEM, number=NUMBER, ring=1, late=True))
    assert "系统：再次提醒" in (line := after_action(p.records()).splitlines()[-1])
    assert line.endswith("（迟到补发）")


def test_what_people_typed_cannot_break_the_page() -> None:
    p = recorded()
    p.activate().do(
        c.AddNote(by="su", number=NUMBER, text="| a |\n# <b>b</b> *c* [d](e)"),
        c.BlockTask(by="tang", number=NUMBER, task="cordon"),
        c.ExplainBlock(by="tang", number=NUMBER, task="cordon", text="x | y\n| z"),
    )
    report = after_action(p.records())
    assert r"\| a \| \# \<b\>b\</b\> \*c\* \[d\](e)" in report
    (row,) = [line for line in report.splitlines() if line.startswith("| ") and r"x \| y \| z" in line]
    assert row.replace(r"\|", "").count("|") == 6


def test_an_open_incident_and_a_false_alarm_say_so() -> None:
    p = recorded("en")
    p.activate()
    assert "- Not closed yet" in after_action(p.records())
    p.stand_down(false_alarm=True)
    report = after_action(p.records())
    assert "- Found to be a false alarm, corrected 09:00:10" in report
    assert "Comfort everybody affected" not in report


def test_an_exercise_that_a_live_incident_ended() -> None:
    p = recorded()
    p.activate(exercise=True).activate(by="shen")
    assert "真实事件 2026-002 已启动" in after_action(p.records())


def test_no_events_no_report() -> None:
    with pytest.raises(ValueError, match="no events of an incident"):
        after_action([])
