"""Reminders of a meeting after Telegram or the bot was away: what is still true, once, labelled late."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.meeting import commands as c
from bot.domain.timers import timers
from tests.cards.unit import LANGUAGES, Language, Play, play
from tests.meeting.scenes import Q2, meeting, proposed, until

# Proposed on the first of June at nine in Shanghai; it is on Tuesday the sixteenth at three in the afternoon.
BEGINS = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def fixed(language: Language = "zh-CN") -> Play:
    scene = proposed(play(language))
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    assert meeting(scene).when == BEGINS
    return scene


def rung(scene: Play, member: str) -> list[str]:
    """The second line of each reminder: how soon it is."""
    cards = [card for key, card in scene.screens.items() if "/reminder/" in key and card.to == f"member:{member}"]
    return [card.text.split("\n")[1] for card in cards]


def back(scene: Play, at: datetime, *, by: datetime | None = None) -> Play:
    """Nothing ran until then."""
    scene.now = at
    return until(scene, by or at)


SOON = {
    "eight days": (BEGINS - 8 * DAY + HOUR, "还有 8 天开会（补发）", "Meeting in 8 day(s) (late)"),
    "the day before": (BEGINS - DAY - 2 * HOUR, "还有 1 天开会（补发）", "Meeting in 1 day(s) (late)"),
    "the same day": (BEGINS - 3 * HOUR, "今天开会（补发）", "Meeting today (late)"),
    "half an hour": (BEGINS - 30 * MINUTE, "还有 30 分钟开会（补发）", "Meeting in 30 minutes (late)"),
    "begun": (
        BEGINS + 30 * MINUTE,
        "会议开始，到了请点「已到会」（补发）",
        "The meeting begins: tap “I am here” (late)",
    ),
    "over": (
        BEGINS + 2 * HOUR,
        "会议的时间已过，到会的请点「已到会」（补发）",
        "The meeting's time is past: whoever was there, tap “I am here” (late)",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("when", SOON)
def test_what_was_missed_comes_once_and_says_what_is_true_now(when: str, language: Language) -> None:
    at, *words = SOON[when]
    scene = back(fixed(language), at)
    assert rung(scene, "shen") == [f"<b>{words[LANGUAGES.index(language)]}</b>"]


def test_over_since_last_night_whoever_was_there_is_asked_in_the_morning() -> None:
    scene = back(fixed(), BEGINS + 8 * HOUR, by=BEGINS + DAY)
    assert rung(scene, "shen") == ["<b>会议的时间已过，到会的请点「已到会」（补发）</b>"]
    (card,) = [card for key, card in scene.screens.items() if "/reminder/" in key and card.to == "member:shen"]
    assert [button.text for row in card.buttons for button in row] == ["已到会", "请假"]


def test_what_comes_in_time_afterwards_is_not_late() -> None:
    scene = back(fixed(), BEGINS - 11 * DAY, by=BEGINS - 6 * DAY)
    assert rung(scene, "shen") == ["<b>还有 11 天开会（补发）</b>", "<b>还有 7 天开会</b>"]


def test_heard_again_on_a_day_off_it_waits_for_work_unless_the_meeting_would_not() -> None:
    saturday = BEGINS - 10 * DAY
    scene = back(fixed(), saturday, by=saturday + 2 * DAY)
    assert rung(scene, "shen") == ["<b>还有 8 天开会（补发）</b>"]
    scene = fixed()
    scene.do(c.FixDate(by="wei", meeting=Q2, when=saturday))
    back(scene, saturday - 3 * HOUR, by=saturday - 2 * HOUR)
    assert rung(scene, "shen") == ["<b>今天开会（补发）</b>"]


def test_while_nobody_is_heard_no_reminder_goes_off() -> None:
    reminders = [timer for timer in timers(fixed().unit) if isinstance(timer.command, c.RemindMeeting)]
    assert len(reminders) == 5
    assert all(timer.silence for timer in reminders)
