"""What commands are answered: help, status, readiness, refusals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cards import answers, readiness
from bot.cards.card import Card
from bot.cards.hazard_owner import which_owner
from bot.cards.help import help_
from bot.domain.hazard.commands import AssignInWords, ReportHazard
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM, Refused
from bot.domain.people import commands as people
from bot.domain.people.absence import GoAway
from bot.domain.readiness import Health
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


def _readiness(p: Play, member: str, health: Health | None = None) -> Card:
    return readiness.readiness(p.unit, member, "1", p.now, health or Health())


def _nothing_is_ready(p: Play) -> Card:
    """Each finding once: people, groups, the chat, the plan, the machine."""
    for account, member in enumerate(("tang", "bai", "fan", "su")):
        p.do(people.Enrol(by=member, member=member, account=50 + account, code=f"again-{member}"))
    p.wait(days=70)
    p.do(people.Enrol(by="su", member="su", account=77, code="once-more"))
    p.do(
        people.LoseReach(by=SYSTEM, member="su", reason="blocked"),
        people.LoseReach(by=SYSTEM, member="fan", reason="blocked"),
    )
    p.do(people.LinkGroup(by="lin", chat=-100, title="<b>", may_pin=False))
    p.do(GoAway(by="bai", until=p.now + timedelta(days=3)))
    p.unit = replace(p.unit, plan=p.unit.plan.model_copy(update={"review_by": date(2026, 5, 1)}))
    health = Health(free=120_000_000, backup=p.now - timedelta(days=20), backup_known=True, skew=timedelta(seconds=-95))
    return _readiness(p, "wei", health)


def _two_owners(p: Play) -> Card:
    """Words that name two people, and a day for whichever of them it is."""
    p.do(ReportHazard(by="kong", text=p.word("why")))
    names = " / ".join(p.unit.roster.by_id[member].name for member in ("su", "fan"))
    command = AssignInWords(by="wei", hazard="H-2026-001", text=f"{names} 3-9")
    return which_owner(p.unit, "wei", "1", command, date(2026, 3, 2))


EXAMPLES = {
    "help_leader": lambda p: help_(p.unit, "lin", "1"),
    "help_office": lambda p: help_(p.unit, "wei", "1"),
    "help_member": lambda p: help_(p.unit, "su", "1"),
    "status_quiet": lambda p: answers.status(p.unit, "su", "1", p.now),
    "status_quiet_director_away": lambda p: answers.status(
        p.do(GoAway(by="lin", until=p.now + timedelta(days=1))).unit, "su", "1", p.now
    ),
    "status_member": lambda p: answers.status(_busy(p).unit, "su", "1", p.now),
    "status_lead_exercise": lambda p: answers.status(_busy(p, exercise=True).unit, "tang", "1", p.now),
    "status_command_post": lambda p: answers.status(_busy(p).unit, "lin", "1", p.now),
    "status_aftermath": lambda p: answers.status(_busy(p).stand_down().unit, "lin", "1", p.now),
    "readiness": lambda p: _readiness(_unready(p), "su"),
    "readiness_command_post": lambda p: _readiness(_unready(p), "wei"),
    "readiness_ready": lambda p: _readiness(p, "lin"),
    "readiness_everything": _nothing_is_ready,
    "refused": lambda p: answers.refused(p.unit, "su", "1", Refused(key="refused.not_allowed")),
    "hazard_asked": lambda p: answers.ask_for_hazard(p.unit, "su", "1"),
    "lead_asked": lambda p: answers.ask_for_lead(p.unit, "su", "1"),
    "hazard_which_owner": _two_owners,
    "here_which": lambda p: answers.ask_who(_busy(p).unit, "su", "1", p.incident, list(p.unit.roster.members[:3])),
    "here_unknown": lambda p: answers.plain(_busy(p).unit, "su", "1", "here.unknown", p.incident, name="<b>?</b>"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_reads_as_its_golden_text(scene: Play, name: str) -> None:
    card: Card = EXAMPLES[name](scene)
    golden.check(card, scene.language, f"answers/{name}")


def test_no_golden_text_is_left_over(scene: Play) -> None:
    kept = {file.stem for file in (golden.FOLDER / scene.language / "answers").glob("*.txt")}
    watch = {name for name in kept if name.startswith(("watch_", "swap_"))}  # held by the tests of the duty roster
    assert kept - watch == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_obeys_the_rules_of_cards(scene: Play, name: str) -> None:
    card = EXAMPLES[name](scene)
    about = f"{NUMBER}/answer" if scene.unit.incidents else card.key  # so that the rules know what it is about
    rules.obeys(replace(card, key=about), scene.unit)


@pytest.mark.parametrize("member", ["su", "tang"])
def test_phone_numbers_are_for_the_command_post(scene: Play, member: str) -> None:
    _unready(_busy(scene))
    assert "138-" not in answers.status(scene.unit, member, "1", scene.now).text
    assert "138-" in answers.status(scene.unit, "wei", "1", scene.now).text
    assert "138-" not in _readiness(scene, member).text
    assert "138-" in _readiness(scene, "wei").text


def test_every_line_about_an_exercise_says_so(scene: Play) -> None:
    _busy(scene, exercise=True)
    mark = "【演练】" if scene.language == "zh-CN" else "[EXERCISE]"
    for member in ("lin", "su"):
        lines = answers.status(scene.unit, member, "1", scene.now).text.split("\n")
        assert [line for line in lines if line and not line.startswith(mark)] == []


def test_only_who_may_activate_is_told_how(chinese: Play) -> None:
    leader, member = (help_(chinese.unit, who, "1").text for who in ("wei", "su"))
    for command in ("/activate", "/drill", "/standdown"):
        assert command in leader
        assert command not in member


def test_a_long_list_ends_with_a_count() -> None:
    p = play(enrolled=False)
    text = _readiness(p, "lin").text
    assert text.count("从未登记") == len(p.unit.roster.members)
    assert text.count("138-") >= len(p.unit.roster.members)


def test_after_the_stand_down_nobody_is_called_silent(chinese: Play) -> None:
    _busy(chinese).stand_down()
    text = answers.status(chinese.unit, "lin", "1", chinese.now).text
    assert "138-" not in text
    chinese.do(c.AcknowledgeStandDown(by="su", number=NUMBER))
    assert "已知悉 1/12" in answers.status(chinese.unit, "lin", "1", chinese.now).text
