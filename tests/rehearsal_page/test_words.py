"""What a rehearsal looks for is what the product says: the two tables are written independently and must agree."""

import pytest

from bot.rehearsal.words import words_of
from config.texts import catalogue

IDS = {
    "acknowledged": "answer.acknowledged",
    "en_route": "answer.en_route",
    "arrived": "answer.arrived",
    "unable": "answer.unable",
    "support": "answer.support",
    "activate": "button.activate",
    "confirm": "button.confirm",
    "confirm_exercise": "button.confirm_exercise",
    "reached": "phone.reached",
    "blocked": "button.blocked",
    "casualties": "button.casualties",
    "called": "button.called",
    "known": "button.known",
    "bulletin": "button.bulletin",
    "report": "button.report",
    "reported": "button.reported",
    "stand_down": "button.stand_down",
    "confirm_stand_down": "button.confirm_stand_down",
    "close": "button.close",
    "assign": "button.hazard_assign",
    "fixed": "button.hazard_fixed",
    "verify": "button.hazard_verify",
    "duty.done": "button.duty_done",
}
WITHIN = {
    "injured": "injury.injured",
    "card.heading": "paper.pack.heading",
    "alert.heading": "alert.heading",
    "post.heading": "post.heading_live_response",
    "over.heading": "stand_down.over",
    "exercise.over": "stand_down.over_exercise",
    "notice.you_lead": "notice.you_lead",
    "why.ask": "why.ask",
    "aftermath": "post.heading_live_aftermath",
    "closed": "post.heading_live_closed",
    "mark": "exercise.mark",
    "hazard.owner": "hazard.choose_owner",
    "hazard.days": "hazard.choose_days",
    "hazard.closed": "hazard.verified",
    "duty.heading": "duty.heading",
    "duty.answered": "duty.done",
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_script_knows_the_words_of_the_screens(language: str) -> None:
    whole = catalogue(language)
    assert words_of(language)["duty.week"].format(number="{week}") == whole.get("duty.week").string
    said = {name: whole.get(key).string for name, key in (IDS | WITHIN).items()}
    said = {name: text if isinstance(text, str) else text[0] for name, text in said.items()}
    words = words_of(language)
    assert {name: words[name] for name in IDS} == {name: said[name] for name in IDS}
    assert {name: said[name] for name in WITHIN if words[name] not in said[name]} == {}
