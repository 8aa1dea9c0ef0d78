"""What fallback channels say fits into what they take, is marked as it must be, and holds no markup."""

import pytest

from bot.cards.fallback import REASONS, reason_words, words
from bot.cards.writing import writer
from bot.channels.message import Own, own
from bot.channels.robots import WECOM_LONGEST
from bot.domain.incident import commands as c
from bot.domain.incident.attempts import Attempt
from bot.domain.incident.events import Detail
from tests.cards.examples.channels import silent
from tests.cards.unit import NUMBER, Play

MARKS = {"zh-CN": "【演练】", "en": "[EXERCISE] "}


def texts(p: Play) -> list[str]:
    incident = p.unit.incidents[NUMBER]
    found: list[Attempt] = list(incident.attempts.values())
    return [text for attempt in found for text in words(p.unit, incident, attempt)]


@pytest.mark.parametrize("exercise", [False, True])
def test_an_exercise_says_so_in_every_line_and_what_is_live_never_does(scene: Play, exercise: bool) -> None:
    silent(scene, exercise=exercise).wait(minutes=3, seconds=1)
    alerts = texts(scene)
    scene.stand_down()
    lines = [line for text in (*alerts, *texts(scene)) for line in text.splitlines()]
    assert len(lines) > 30
    assert {line.startswith(MARKS[scene.language]) for line in lines} == {exercise}


@pytest.mark.parametrize("typed", ["𬍛" * 5000, "a\nb\r【演练】\u2028c " * 500, "<b>&amp;</b> {text} ${HOME}"])
def test_it_fits_and_stays_plain_whatever_was_typed(chinese: Play, typed: str) -> None:
    silent(chinese)
    for detail in Detail:
        chinese.do(c.DescribeScene(by="lin", number=NUMBER, detail=detail, text=typed))
    chinese.wait(minutes=3, seconds=1)
    text = texts(chinese)[1]
    assert len(text.encode()) < WECOM_LONGEST
    assert "【演练】" not in text
    assert len(text.splitlines()) == 7
    assert text.splitlines()[-1].startswith("编号 ")
    assert "0791-0000-0110" in text


def test_our_own_reasons_are_said_in_the_units_language(chinese: Play) -> None:
    t = writer(chinese.unit).t
    assert set(Own) == REASONS
    assert reason_words(own(Own.TIMEOUT, "10 s"), t) == "没有回答"
    assert reason_words(own(Own.NOT_SET, "SMS_KEY"), t) == "没有设置: SMS_KEY"
    assert reason_words(own(Own.UNREACHABLE, "no route"), t, whole=True) == "连不上: no route"
    assert reason_words("errcode 310000: sign not match", t) == "errcode 310000: sign not match"
