"""What /watch, /swap, /status and the alert say of who is on duty."""

from bot.cards import answers, watch_answers
from bot.domain.watch.commands import TakeOverShift
from tests.cards import golden
from tests.cards.unit import Play, play
from tests.watch.rosters import DUTY, LEADER, on_duty


def both() -> list[Play]:
    return [on_duty(DUTY, LEADER, language=language) for language in ("zh-CN", "en")]


def test_watch_says_who_is_on_duty_now_and_next_and_when_oneself_is() -> None:
    for scene in both():
        golden.check(watch_answers.watch(scene.unit, "kong", "1:1"), scene.language, "watch_answers/member")
        golden.check(watch_answers.watch(scene.unit, "he", "1:1"), scene.language, "watch_answers/on_roster")
        golden.check(watch_answers.watch(scene.unit, "lin", "1:1"), scene.language, "watch_answers/leader")
        scene.wait(hours=23)
        golden.check(watch_answers.watch(scene.unit, "lin", "1:1"), scene.language, "watch_answers/not_taken_over")


def test_without_a_roster_the_plans_own_words_stand() -> None:
    for language in ("zh-CN", "en"):
        scene = play(language)
        golden.check(watch_answers.watch(scene.unit, "kong", "1:1"), scene.language, "watch_answers/none")


def test_swap_asks_which() -> None:
    for scene in both():
        golden.check(watch_answers.swap(scene.unit, "he", "1:1"), scene.language, "watch_answers/swap_which")
        golden.check(watch_answers.swap(scene.unit, "kong", "1:1"), scene.language, "watch_answers/swap_none")


def test_numbers_go_to_the_command_post_and_to_those_on_duty() -> None:
    scene = on_duty(DUTY, LEADER)
    unit = scene.unit
    number = unit.roster.by_id["ye"].phone
    assert number in watch_answers.watch(unit, "lin", "1:1").text
    assert number in watch_answers.watch(unit, "ye", "1:1").text
    assert number not in watch_answers.watch(unit, "kong", "1:1").text
    assert number not in answers.status(unit, "kong", "1:1", scene.now).text


def test_status_and_every_alert_name_the_leader_on_duty() -> None:
    scene = on_duty(DUTY, LEADER)
    leader, number = "带班领导：魏岚", scene.unit.roster.by_id["wei"].phone
    assert leader in answers.status(scene.unit, "kong", "1:1", scene.now).text
    scene.activate()
    assert leader in scene.card("alert/kong/0").text
    assert number not in scene.card("alert/kong/0").text
    assert f"{leader} {number}" in scene.card("alert/lin/0").text
    assert leader in answers.status(scene.unit, "kong", "1:1", scene.now).text


def test_whoever_takes_over_in_the_middle_leads_from_the_next_ring_on() -> None:
    scene = on_duty(LEADER).wait(hours=22, minutes=50).activate()
    scene.wait(minutes=10)
    assert scene.incident.duty_leaders == ("wei",)
    scene.do(TakeOverShift(by="shen", handover="1"))
    assert scene.incident.duty_leaders == ("shen",)
    assert "带班领导：沈若" in answers.status(scene.unit, "kong", "1:1", scene.now).text


def test_an_exercise_says_so_on_the_leaders_line_too() -> None:
    scene = on_duty(LEADER).activate(exercise=True)
    assert "【演练】带班领导：魏岚" in scene.card("alert/kong/0").text
