"""Whatever somebody asks, they are answered without numbers that they have no need of."""

import pytest

from bot.cards import answers, readiness
from bot.cards.help import help_
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from bot.domain.readiness import Health
from tests.cards import rules
from tests.cards.unit import LANGUAGES, START, Play, play

NO_LEADERS = ("tang", "su", "bai", "kong")


@pytest.fixture(params=LANGUAGES)
def scene(request: pytest.FixtureRequest) -> Play:
    made = play(request.param)
    made.do(people.LoseReach(by=SYSTEM, member="ye", reason="blocked"))
    return made


def asked_for_readiness(unit, member: str, origin: str):
    return readiness.readiness(unit, member, origin, START, Health())


def asked_for_status(unit, member: str, origin: str):
    return answers.status(unit, member, origin, START)


@pytest.mark.parametrize("asks", [asked_for_readiness, asked_for_status, help_], ids=lambda asks: asks.__name__)
@pytest.mark.parametrize("running", [False, True])
def test_an_ordinary_member_sees_no_number(scene: Play, asks, running: bool) -> None:
    if running:
        scene.activate().answer(Answer.ARRIVED, "su").wait(minutes=5)
    for member in NO_LEADERS:
        card = asks(scene.unit, member, "1:1")
        rules.obeys(card, scene.unit)
        for other in scene.unit.roster.members:
            assert other.phone not in card.text, (member, other.id)


def test_a_leader_sees_whom_to_phone(scene: Play) -> None:
    assert scene.unit.roster.by_id["ye"].phone in asked_for_readiness(scene.unit, "lin", "1:1").text
