"""No invitation goes out at night because a poll was over, or everybody had chosen, while nobody looked."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from tests.cards.unit import Play, play
from tests.meeting.scenes import Q2, meeting, proposed

MORNING = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)  # Friday, nine in Shanghai
EIGHT = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # the quiet hours end


def asked() -> Play:
    """Since Monday; one day suits somebody; closes on Thursday at nine."""
    scene = proposed(play())
    scene.do(c.OpenPoll(by="wei", meeting=Q2))
    return scene.do(c.Vote(by="lin", meeting=Q2, day=meeting(scene).candidates[1], suits=True))


@pytest.mark.parametrize("back", [datetime(2026, 6, 4, 15, 0, tzinfo=UTC), datetime(2026, 6, 4, 22, 0, tzinfo=UTC)])
def test_over_during_an_outage_it_waits_for_the_next_working_hour(back: datetime) -> None:
    scene = asked()
    scene.now = back
    fixed = [event for event in scene.happens(MORNING + timedelta(hours=1)) if isinstance(event, e.DateFixed)]
    assert [(event.at, event.how) for event in fixed] == [(MORNING, e.Fixing.POLL_OVER)]


def test_over_during_an_outage_without_any_day_the_office_hears_in_the_morning() -> None:
    scene = proposed(play())
    scene.do(c.OpenPoll(by="wei", meeting=Q2))
    scene.now = datetime(2026, 6, 4, 15, 0, tzinfo=UTC)
    closed = [event for event in scene.happens(MORNING + timedelta(hours=1)) if isinstance(event, e.PollClosed)]
    assert [(event.at, event.late) for event in closed] == [(MORNING, True)]


def test_it_does_not_wait_until_the_first_of_the_days_is_past() -> None:
    scene = asked()
    scene.now = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)  # the first candidate is at three on Tuesday the 16th
    fixed = [event for event in scene.happens(scene.now + timedelta(hours=12)) if isinstance(event, e.DateFixed)]
    assert [event.at.isoformat() for event in fixed] == ["2026-06-16T01:00:00+00:00"]
    assert fixed[0].when == meeting(scene).candidates[1]


def test_the_last_who_chooses_at_night_wakes_nobody() -> None:
    scene = asked()
    scene.now = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)  # 23:00
    for member in meeting(scene).members:
        scene.do(c.FinishVote(by=member, meeting=Q2, none=member != "lin"))
    assert meeting(scene).when is None
    fixed = [event for event in scene.happens(EIGHT) if isinstance(event, e.DateFixed)]
    assert [(event.at, event.how) for event in fixed] == [(EIGHT, e.Fixing.ALL_VOTED)]


def test_a_second_poll_asks_everybody_again() -> None:
    scene = asked()
    for member in meeting(scene).members:
        scene.do(c.FinishVote(by=member, meeting=Q2, none=True))
    assert meeting(scene).closes is None, "no day suits anybody"
    scene.do(c.OpenPoll(by="wei", meeting=Q2))
    day = meeting(scene).candidates[0]
    scene.do(c.Vote(by="lin", meeting=Q2, day=day, suits=True), c.FinishVote(by="lin", meeting=Q2))
    assert meeting(scene).when is None, "the others have not chosen yet"
    assert not [event for event in scene.happens(scene.now + timedelta(hours=1)) if isinstance(event, e.DateFixed)]
