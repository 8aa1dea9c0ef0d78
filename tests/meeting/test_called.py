"""A meeting that the office called: it is nagged about until it has a date, and ends when the plan's own comes."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from tests.cards.unit import Play, play
from tests.meeting.scenes import Q2, following, meeting, until

EXTRA = f"{Q2}-x1"
TUESDAY = datetime(2026, 4, 7, 6, 0, tzinfo=UTC)


def called() -> Play:
    """On a Tuesday in April; the quarter ends in June."""
    scene = until(following(play()), TUESDAY)
    return scene.do(c.CallMeeting(by="wei", series="analysis", after=0))


def nagged(scene: Play, at: datetime) -> list[date]:
    seen = [event for event in scene.happens(at) if isinstance(event, e.OfficeNagged)]
    assert all(event.told == ("wei",) and not event.director for event in seen), "the plan does not ask for it"
    assert all(event.meeting == EXTRA for event in seen)
    return [event.at.date() for event in seen]


def test_the_office_that_gives_it_no_date_is_nagged() -> None:
    scene = called()
    assert nagged(scene, datetime(2026, 5, 20, tzinfo=UTC)) == [date(2026, 4, 8), date(2026, 4, 10)]


def test_a_poll_that_runs_is_not_nagged_about_and_one_without_a_result_is() -> None:
    scene = called()
    scene.do(c.OpenPoll(by="wei", meeting=EXTRA))
    closes = meeting(scene, EXTRA).closes
    assert closes is not None
    assert nagged(scene, closes) == []
    first = closes.date() + timedelta(days=1)
    assert nagged(scene, closes + timedelta(days=2))[:1] == [first]


def test_with_a_date_nobody_is_nagged_before_it_has_passed() -> None:
    scene = called()
    scene.do(c.FixDate(by="wei", meeting=EXTRA, when=meeting(scene, EXTRA).candidates[-1]))
    when = meeting(scene, EXTRA).when
    assert when is not None
    assert nagged(scene, when) == []
    assert len(nagged(scene, when + timedelta(days=2))) == 1


def test_without_a_date_it_goes_on_in_the_meeting_that_the_plan_asks_for() -> None:
    scene = called()
    scene.happens(datetime(2026, 6, 1, 2, tzinfo=UTC))
    assert meeting(scene, EXTRA).missed
    assert not meeting(scene, EXTRA).open
    assert meeting(scene).preparing


def test_with_a_date_it_stays_beside_the_plans_own() -> None:
    scene = called()
    day = datetime(2026, 6, 10, 6, tzinfo=UTC)
    scene.do(c.FixDate(by="wei", meeting=EXTRA, when=day))
    scene.happens(datetime(2026, 6, 1, 2, tzinfo=UTC))
    assert meeting(scene, EXTRA).when == day
    assert meeting(scene, EXTRA).preparing
