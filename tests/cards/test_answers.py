"""What commands are answered: help, status, readiness, refusals."""

from dataclasses import replace

import pytest

from bot.cards import answers
from bot.cards.card import Card
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM, Refused
from bot.domain.people import commands as people
from tests.cards import golden, rules
from tests.cards.unit import NUMBER, Play, play


def _busy(p: Play, *, exercise: bool = False) -> Play:
    p.do(people.LinkGroup(by="lin", chat=-5, title=p.word("unit"), may_pin=True))
    return p.activate(exercise=exercise).answer(Answer.ARRIVED, "tang").answer(Answer.SUPPORT, "su")


def _unready(p: Play) -> Play:
    """Whoever cares for casualties cannot be reached, the lead among them, nor can the leads of others."""
    for member in ("bai", "xia", "ye", "fan"):
        p.do(people.LoseReach(by=SYSTEM, member=member, reason="blocked"))
    return p


EXAMPLES = {
    "help_leader": lambda p: answers.help_(p.unit, "lin", "1"),
    "help_member": lambda p: answers.help_(p.unit, "su", "1"),
    "status_quiet": lambda p: answers.status(p.unit, "su", "1"),
    "status_member": lambda p: answers.status(_busy(p).unit, "su", "1"),
    "status_lead_exercise": lambda p: answers.status(_busy(p, exercise=True).unit, "tang", "1"),
    "status_command_post": lambda p: answers.status(_busy(p).unit, "lin", "1"),
    "status_aftermath": lambda p: answers.status(_busy(p).stand_down().unit, "lin", "1"),
    "readiness": lambda p: answers.readiness(_unready(p).unit, "su", "1"),
    "readiness_command_post": lambda p: answers.readiness(_unready(p).unit, "wei", "1"),
    "readiness_ready": lambda p: answers.readiness(p.unit, "lin", "1"),
    "refused": lambda p: answers.refused(p.unit, "su", "1", Refused(key="refused.not_allowed")),
    "hazard_asked": lambda p: answers.ask_for_hazard(p.unit, "su", "1"),
    "lead_asked": lambda p: answers.ask_for_lead(p.unit, "su", "1"),
    "here_which": lambda p: answers.ask_who(_busy(p).unit, "su", "1", p.incident, list(p.unit.roster.members[:3])),
    "here_unknown": lambda p: answers.plain(_busy(p).unit, "su", "1", "here.unknown", p.incident, name="<b>?</b>"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_reads_as_its_golden_text(scene: Play, name: str) -> None:
    card: Card = EXAMPLES[name](scene)
    golden.check(card, scene.language, f"answers/{name}")


def test_no_golden_text_is_left_over(scene: Play) -> None:
    kept = {file.stem for file in (golden.FOLDER / scene.language / "answers").glob("*.txt")}
    assert kept == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_obeys_the_rules_of_cards(scene: Play, name: str) -> None:
    card = EXAMPLES[name](scene)
    about = f"{NUMBER}/answer" if scene.unit.incidents else card.key  # so that the rules know what it is about
    rules.obeys(replace(card, key=about), scene.unit)


@pytest.mark.parametrize("member", ["su", "tang"])
def test_phone_numbers_are_for_the_command_post(scene: Play, member: str) -> None:
    _unready(_busy(scene))
    for shown in (answers.status, answers.readiness):
        assert "138-" not in shown(scene.unit, member, "1").text
        assert "138-" in shown(scene.unit, "wei", "1").text


def test_every_line_about_an_exercise_says_so(scene: Play) -> None:
    _busy(scene, exercise=True)
    mark = "【演练】" if scene.language == "zh-CN" else "[EXERCISE]"
    for member in ("lin", "su"):
        lines = answers.status(scene.unit, member, "1").text.split("\n")
        assert [line for line in lines if line and not line.startswith(mark)] == []


def test_only_who_may_activate_is_told_how(chinese: Play) -> None:
    leader, member = (answers.help_(chinese.unit, who, "1").text for who in ("wei", "su"))
    for command in ("/activate", "/drill", "/standdown"):
        assert command in leader
        assert command not in member


def test_a_long_list_ends_with_a_count() -> None:
    p = play(enrolled=False)
    lines = answers.readiness(p.unit, "lin", "1").text
    assert "从未登记" in lines
    assert lines.count("138-") == len(p.unit.roster.members)


def test_after_the_stand_down_nobody_is_called_silent(chinese: Play) -> None:
    _busy(chinese).stand_down()
    text = answers.status(chinese.unit, "lin", "1").text
    assert "138-" not in text
    chinese.do(c.AcknowledgeStandDown(by="su", number=NUMBER))
    assert "已知悉 1/12" in answers.status(chinese.unit, "lin", "1").text
