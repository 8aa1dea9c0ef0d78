"""Fallback channels as decisions: whose turn it is, what is tried again, and who hears of the end."""

from datetime import timedelta

from bot.domain.incident import attempts as a
from bot.domain.incident import commands as c
from bot.domain.incident.attempts import Purpose, Result
from bot.domain.incident.events import Answer, PhoneResult
from bot.domain.incident.fallback import needed
from bot.domain.incident.state import Phase
from bot.domain.message import SYSTEM
from bot.domain.timers import timers
from tests.cards.examples.channels import silent, tried
from tests.cards.unit import NUMBER, Play, play


def begun(**more: bool) -> Play:
    """The small unit with channels, activated; everybody but some who have channels has answered."""
    return silent(play(), **more)


def sent(p: Play) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(x.channel, x.purpose, x.members) for x in p.incident.attempts.values()]


def test_silence_gets_the_first_channel_and_a_robot_names_all_at_once() -> None:
    p = begun().wait(minutes=2, seconds=59)
    assert sent(p) == []
    p.wait(seconds=2)
    assert sent(p) == [
        ("robot", "alert", ("tang", "su")),
        ("mail", "alert", ("shen",)),
        ("sms", "alert", ("ye",)),
    ]


def test_the_next_channel_comes_after_its_time_and_then_no_more() -> None:
    p = begun().wait(minutes=3, seconds=1)
    for attempt in (1, 2, 3):
        tried(p, attempt, Result.ACCEPTED)
    p.wait(minutes=1, seconds=58)
    assert len(sent(p)) == 3
    p.wait(seconds=3)
    assert sent(p)[3:] == [("sms", "alert", ("tang",)), ("sms", "alert", ("su",)), ("mail", "alert", ("ye",))]
    p.wait(minutes=30)
    assert len(sent(p)) == 6


def test_a_refusal_makes_way_for_the_next_at_once() -> None:
    p = begun().wait(minutes=3, seconds=1)
    tried(p, 1, Result.REFUSED, reason="errcode 310000").wait(seconds=1)
    assert sent(p)[3:] == [("sms", "alert", ("tang",)), ("sms", "alert", ("su",))]


def test_answers_and_a_call_that_was_answered_stop_it() -> None:
    p = begun().answer(Answer.ACKNOWLEDGED, "tang").wait(minutes=2, seconds=30)
    p.do(c.LogPhoneResult(by="bai", number=NUMBER, member="su", result=PhoneResult.REACHED))
    p.do(c.LogPhoneResult(by="bai", number=NUMBER, member="ye", result=PhoneResult.NO_ANSWER)).wait(minutes=10)
    assert sent(p) == [("mail", "alert", ("shen",)), ("sms", "alert", ("ye",)), ("mail", "alert", ("ye",))]


def test_whom_telegram_does_not_reach_gets_it_at_once() -> None:
    p = begun()
    p.do(c.NoteUnreachable(by=SYSTEM, number=NUMBER, member="ye", reason="blocked")).wait(seconds=1)
    assert sent(p) == [("sms", "alert", ("ye",))]


def test_a_robot_is_not_flooded_by_people_who_are_found_unreachable_one_by_one() -> None:
    p = begun()
    for member in ("tang", "su"):
        p.do(c.NoteUnreachable(by=SYSTEM, number=NUMBER, member=member, reason="blocked")).wait(seconds=1)
    assert sent(p) == [("robot", "alert", ("tang",))]
    p.wait(seconds=4)
    assert sent(p) == [("robot", "alert", ("tang",)), ("robot", "alert", ("su",))]


def test_who_has_no_alert_yet_is_not_held_back_by_our_deafness() -> None:
    delivered, away = begun(), begun(delivered=False)
    for p, silence in ((delivered, True), (away, False)):
        due = [timer for timer in timers(p.unit) if isinstance(timer.command, a.UseFallback)]
        assert [timer.silence for timer in due] == [silence]
        assert due[0].when == p.incident.activated_at + timedelta(minutes=3)


def test_what_did_not_work_is_tried_again_and_given_up() -> None:
    p = begun().wait(minutes=3, seconds=1)
    tried(p, 2, Result.UNAVAILABLE, reason="HTTP 503").wait(seconds=29)
    assert p.incident.attempts[2].tries == 1
    p.wait(seconds=2)
    assert (p.incident.attempts[2].tries, p.incident.attempts[2].result) == (2, None)
    tried(p, 2, Result.UNAVAILABLE, again_in=60.0).wait(seconds=59)
    assert p.incident.attempts[2].tries == 2
    p.wait(seconds=2)
    tried(p, 2, Result.UNAVAILABLE).wait(minutes=10)
    assert p.incident.attempts[2].tries == 3
    assert "1 人失败" in p.card("post/lin").text


def test_an_answer_of_an_earlier_try_is_not_taken_for_a_later_one() -> None:
    p = begun().wait(minutes=3, seconds=1)
    note = a.NoteChannelTried(by=SYSTEM, number=NUMBER, attempt=2, tries=1, result=Result.UNAVAILABLE)
    p.do(note)
    assert p.gives(note) == ()
    p.wait(seconds=31)
    assert p.gives(note) == ()
    assert p.incident.attempts[2].result is None


def test_the_end_reaches_everybody_whom_a_channel_may_have_alerted() -> None:
    p = begun().wait(minutes=3, seconds=1)
    tried(p, 1, Result.ACCEPTED)
    tried(p, 2, Result.REFUSED)
    tried(p, 3, Result.UNAVAILABLE)
    p.answer(Answer.ARRIVED, "tang")
    p.stand_down(false_alarm=True)
    assert sent(p)[3:] == [("robot", "stand_down", ("tang", "su")), ("sms", "stand_down", ("ye",))]


def test_no_alert_after_the_end_but_the_correction_is_tried_again_also_once_closed() -> None:
    p = begun().wait(minutes=3, seconds=1)
    for attempt in (1, 2, 3):
        tried(p, attempt, Result.UNAVAILABLE)
    p.stand_down(false_alarm=True)
    over = [attempt.id for attempt in p.incident.attempts.values() if attempt.purpose is Purpose.STAND_DOWN]
    tried(p, over[0], Result.UNAVAILABLE)
    p.do(*(c.AcknowledgeStandDown(by=m.id, number=NUMBER) for m in p.unit.roster.members))
    p.do(c.LogUpwardReport(by="lin", number=NUMBER, ordinal=1))
    assert p.incident.phase is Phase.CLOSED
    p.wait(minutes=5)
    assert {x.tries for x in p.incident.attempts.values() if x.purpose is Purpose.ALERT} == {1}
    assert p.incident.attempts[over[0]].tries == 2


def test_nobody_is_told_of_the_end_of_an_alert_that_was_never_sent() -> None:
    p = begun().wait(minutes=3, seconds=1).stand_down()
    robot, mail = p.incident.attempts[4], p.incident.attempts[5]
    assert (robot.channel, mail.channel) == ("robot", "mail")
    tried(p, 1, Result.ACCEPTED)
    tried(p, 2, Result.DROPPED)
    assert needed(p.incident, robot)
    assert not needed(p.incident, mail)


def test_a_live_activation_tells_those_of_the_exercise_by_the_same_channels() -> None:
    p = begun(exercise=True).wait(minutes=3, seconds=1)
    p.activate(by="shen")
    exercise = p.unit.incidents[NUMBER]
    assert [x.purpose for x in exercise.attempts.values()] == [Purpose.ALERT] * 3 + [Purpose.STAND_DOWN] * 3


def test_the_incident_keeps_no_secret() -> None:
    p = begun()
    assert p.unit.plan.channels[0].url is not None
    assert [channel.url for channel in p.incident.plan.channels] == [None, None, None]
    assert p.incident.plan.channels[0].group
