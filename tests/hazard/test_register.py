"""The rules of the hazard register: who may take which step, and what happens when nobody takes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.codec import dump_event, load_event
from bot.domain.hazard import commands as c
from bot.domain.hazard import events as e
from bot.domain.hazard.state import Hazard, Phase
from bot.domain.message import SYSTEM, Event, Refused
from bot.domain.people.absence import GoAway
from bot.domain.people.commands import TakeUnit
from bot.domain.timers import timers
from bot.domain.unit import apply
from config.roster import Roster
from tests.cards.unit import Play, play

NUMBER = "H-2026-001"


@pytest.fixture
def scene() -> Play:
    return play()


def hazard(p: Play) -> Hazard:
    return p.unit.hazards.by_number[NUMBER]


def found(p: Play, **more: object) -> Play:
    return p.do(c.ReportHazard(by="kong", place="配电房", text="灭火器过期", **more))  # type: ignore[arg-type]


def assigned(p: Play, days: int = 0, owner: str = "tang") -> Play:
    return found(p).do(c.AssignHazard(by="wei", hazard=NUMBER, owner=owner, days=days))


def fixed(p: Play) -> Play:
    return assigned(p).do(c.FixHazard(by="tang", hazard=NUMBER))


def nags(p: Play, **wait: float) -> list[e.HazardNagged]:
    """The nags that come in that time."""
    return [event for event in p.happens(p.now + timedelta(**wait)) if isinstance(event, e.HazardNagged)]


def test_found_assigned_fixed_and_verified_by_somebody_else(scene: Play) -> None:
    fixed(scene).do(c.VerifyHazard(by="wei", hazard=NUMBER))
    assert hazard(scene).phase is Phase.VERIFIED
    assert not list(timers(scene.unit))


def test_numbers_count_within_the_units_own_year(scene: Play) -> None:
    found(scene)
    scene.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # a minute to midnight in Shanghai
    scene.do(c.ReportHazard(by="su", text="门坏"))
    scene.now += timedelta(minutes=2)
    scene.do(c.ReportHazard(by="su", text="窗坏"))
    assert list(scene.unit.hazards.by_number) == ["H-2026-001", "H-2026-002", "H-2027-001"]


def test_nobody_verifies_their_own_fix(scene: Play) -> None:
    assigned(scene, owner="wei").do(c.FixHazard(by="wei", hazard=NUMBER))
    assert scene.refuses(c.VerifyHazard(by="wei", hazard=NUMBER)) == "hazard.own_fix"
    assert scene.refuses(c.ReturnHazard(by="wei", hazard=NUMBER, text="不行")) == "hazard.own_fix"
    assert "wei" not in hazard(scene).verifiers
    scene.do(c.VerifyHazard(by="lin", hazard=NUMBER))


def test_the_owner_does_not_verify_what_the_office_called_fixed_for_them(scene: Play) -> None:
    assigned(scene, owner="shen").do(c.FixHazard(by="wei", hazard=NUMBER))
    assert scene.refuses(c.VerifyHazard(by="shen", hazard=NUMBER)) == "hazard.own_fix"
    assert scene.refuses(c.VerifyHazard(by="wei", hazard=NUMBER)) == "hazard.own_fix"
    scene.do(c.VerifyHazard(by="lin", hazard=NUMBER))


def test_only_the_office_and_leaders_assign_verify_and_dismiss(scene: Play) -> None:
    found(scene)
    assert scene.refuses(c.AssignHazard(by="su", hazard=NUMBER, owner="tang", days=3)) == "hazard.not_yours"
    assert scene.refuses(c.DismissHazard(by="su", hazard=NUMBER, text="没有")) == "hazard.not_yours"
    assert scene.refuses(c.FixHazard(by="su", hazard=NUMBER)) == "hazard.not_yours"
    scene.do(c.AssignHazard(by="wei", hazard=NUMBER, owner="tang", days=0), c.FixHazard(by="tang", hazard=NUMBER))
    assert scene.refuses(c.VerifyHazard(by="su", hazard=NUMBER)) == "hazard.not_yours"
    assert scene.refuses(c.ExtendHazard(by="su", hazard=NUMBER, text="x")) == "hazard.not_yours"


def test_pressing_twice_changes_nothing(scene: Play) -> None:
    assigned(scene)
    assert scene.gives(c.AssignHazard(by="wei", hazard=NUMBER, owner="tang", days=0)) == ()
    scene.do(c.FixHazard(by="tang", hazard=NUMBER))
    assert scene.gives(c.FixHazard(by="tang", hazard=NUMBER)) == ()
    scene.do(c.VerifyHazard(by="wei", hazard=NUMBER))
    assert scene.gives(c.VerifyHazard(by="wei", hazard=NUMBER)) == ()
    assert scene.refuses(c.FixHazard(by="tang", hazard=NUMBER)) == "hazard.over"


def test_a_round_that_reports_the_same_again_reports_it_once(scene: Play) -> None:
    command = c.ReportHazard(by="su", place="档案室", text="窗坏", source="duty/inspection/2026-W10")
    scene.do(command)
    assert scene.gives(command) == ()


def test_returned_it_is_the_owners_again_with_the_reason(scene: Play) -> None:
    fixed(scene)
    assert scene.refuses(c.ReturnHazard(by="wei", hazard=NUMBER)) == "hazard.why"
    scene.do(c.ReturnHazard(by="wei", hazard=NUMBER, text="压力不足"))
    assert (hazard(scene).phase, hazard(scene).owner, hazard(scene).reason) == (Phase.ASSIGNED, "tang", "压力不足")


def test_a_serious_one_goes_to_the_director_at_once(scene: Play) -> None:
    found(scene)
    assert "lin" not in hazard(scene).rings
    scene.do(c.MarkSerious(by="kong", hazard=NUMBER))
    assert hazard(scene).rings["lin"] == 1
    assert scene.gives(c.MarkSerious(by="wei", hazard=NUMBER)) == ()


@pytest.mark.parametrize("text", ["联系 138-0000-0001", "他的证 36010219900307451X"])
def test_words_with_private_numbers_are_refused_wherever_they_are_written(scene: Play, text: str) -> None:
    assert scene.refuses(c.ReportHazard(by="su", text=text)).startswith("note.")
    found(scene)
    assert scene.refuses(c.ExtendHazard(by="kong", hazard=NUMBER, text=text)).startswith("note.")
    assert scene.refuses(c.DismissHazard(by="wei", hazard=NUMBER, text=text)).startswith("note.")


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("唐禾", "tang", date(2026, 3, 5)),
        ("唐禾 今天", "tang", date(2026, 3, 2)),
        ("请唐禾５天内整改", "tang", date(2026, 3, 7)),
        ("苏𬍛，3月10日前", "su", date(2026, 3, 10)),
        ("唐禾 2026-04-01", "tang", date(2026, 4, 1)),
        ("tang 1-15", "tang", date(2027, 1, 15)),
        ("明天 范舟", "fan", date(2026, 3, 3)),
        ("唐禾 下周五前", "tang", date(2026, 3, 13)),
        ("TANG two doors by Dec 3", "tang", date(2026, 12, 3)),
    ],
)
def test_an_owner_and_a_day_in_words(scene: Play, text: str, owner: str, due: date) -> None:
    found(scene).do(c.AssignInWords(by="wei", hazard=NUMBER, text=text))
    assert (hazard(scene).owner, hazard(scene).due) == (owner, due)


def test_words_that_name_nobody_or_several_or_the_past_are_refused(scene: Play) -> None:
    found(scene)
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="谁去看看")) == "hazard.who"
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="唐禾和范舟")) == "hazard.which"
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="唐禾 2026-02-01")) == "hazard.past"
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="唐禾 999天")) == "hazard.too_far"
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="唐禾 2月30日")) == "hazard.no_such_day"


def test_of_two_people_no_name_is_taken_because_it_is_longer(scene: Play) -> None:
    longer = scene.unit.roster.members[3].model_copy(update={"id": "ouyang", "name": "欧阳青禾"})
    scene.unit = replace(scene.unit, roster=Roster(members=(*scene.unit.roster.members, longer)))
    found(scene)
    decision = scene.gives(c.AssignInWords(by="wei", hazard=NUMBER, text="唐禾和欧阳青禾 5天"))
    assert decision == Refused(key="hazard.which", values={"names": "唐禾 (tang) / 欧阳青禾 (ouyang)"})


def test_a_day_alone_is_for_whoever_was_chosen_by_a_button(scene: Play) -> None:
    found(scene)
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="3月10日")) == "hazard.who"
    scene.do(c.AskHazard(by="wei", hazard=NUMBER, question=e.Question.ASSIGN))
    scene.do(c.ChooseOwner(by="wei", hazard=NUMBER, owner="fan"))
    assert scene.refuses(c.AssignInWords(by="wei", hazard=NUMBER, text="尽快")) == "hazard.who"
    scene.do(c.AssignInWords(by="wei", hazard=NUMBER, text="3月10日"))
    assert (hazard(scene).owner, hazard(scene).due) == ("fan", date(2026, 3, 10))


def test_overdue_it_nags_the_owner_then_tells_the_office_then_the_director(scene: Play) -> None:
    assigned(scene)  # on a Monday, due the same day
    told = [(event.at.date(), event.told, event.director) for event in nags(scene, days=14)]
    assert told == [
        (date(2026, 3, 3), ("tang", "wei"), False),
        (date(2026, 3, 4), ("tang",), False),
        (date(2026, 3, 5), ("tang", "wei", "lin"), True),
    ]


def test_nags_skip_days_off(scene: Play) -> None:
    assigned(scene, days=4)  # due on a Friday
    assert [event.at.date().day for event in nags(scene, days=14)] == [6, 9, 10, 11]


def test_what_nobody_owns_and_what_nobody_verifies_goes_up_too(scene: Play) -> None:
    found(scene)
    assert [event.told for event in nags(scene, days=7)] == [("wei",), ("wei",), ("lin",)]
    scene.do(c.AssignHazard(by="wei", hazard=NUMBER, owner="tang", days=0), c.FixHazard(by="tang", hazard=NUMBER))
    assert [event.told for event in nags(scene, days=7)] == [("wei",), ("wei", "lin")]


def test_what_was_missed_comes_once_and_says_that_it_is_late(scene: Play) -> None:
    assigned(scene)
    scene.now += timedelta(days=8, hours=1)
    first = next(iter(timers(scene.unit)))
    events = scene.gives(first.command)
    assert not isinstance(events, Refused)
    told = [event for event in events if isinstance(event, e.HazardNagged)]
    assert [(event.told, event.late) for event in told] == [(("tang", "wei", "lin"), True)]
    assert not list(timers(scene.unit))


def test_after_a_gap_nobody_is_nagged_at_night_or_on_a_day_off(scene: Play) -> None:
    assigned(scene)
    scene.now = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)  # Friday, 23:00 in Shanghai
    (nag,) = nags(scene, days=5)
    assert nag.at == datetime(2026, 3, 9, 1, 0, tzinfo=UTC)  # Monday, nine in the morning
    assert nag.late


def without(roster: Roster, member: str) -> Roster:
    return Roster(members=tuple(m for m in roster.members if m.id != member))


def test_an_owner_who_leaves_the_roster_gives_it_back_and_the_office_hears(scene: Play) -> None:
    assigned(scene, days=7)
    scene.unit = replace(scene.unit, roster=without(scene.unit.roster, "tang"))
    scene.wait(seconds=1)
    assert (hazard(scene).phase, hazard(scene).owner, hazard(scene).left) == (Phase.FOUND, None, "tang")
    assert hazard(scene).rings["wei"] == 2


def _leaves(scene: Play, member: str) -> None:
    """As the log tells it: the roster is on record, then reads so without the member."""
    scene.do(TakeUnit(by=SYSTEM, plan=scene.unit.plan, roster=scene.unit.roster))
    scene.do(TakeUnit(by=SYSTEM, plan=scene.unit.plan, roster=without(scene.unit.roster, member)))


def test_an_owner_who_has_left_is_called_by_name_and_the_office_is_asked_for_another(scene: Play) -> None:
    number = hazard(assigned(scene, days=3)).number
    _leaves(scene, "tang")
    scene.wait(seconds=1)
    card = scene.screens[f"hazard/{number}/wei/2"]
    assert "原责任人 唐禾 已不在名册" in card.text
    assert any(isinstance(button.command, c.AskHazard) for row in card.buttons for button in row)


def test_an_event_of_an_earlier_version_has_no_name_and_the_log_of_people_knows_it(scene: Play) -> None:
    number = hazard(assigned(scene, days=3)).number
    by_number = {number: replace(hazard(scene), owner_name="")}
    scene.unit = replace(scene.unit, hazards=replace(scene.unit.hazards, by_number=by_number))
    _leaves(scene, "tang")
    scene.wait(seconds=1)
    card = scene.latest_card(f"hazard/{number}/wei")
    assert "原责任人 唐禾 已不在名册" in card.text


def test_whoever_found_it_and_has_left_is_still_called_by_name(scene: Play) -> None:
    assigned(scene, days=3)
    reporter = hazard(scene).reporter
    name = scene.unit.roster.by_id[reporter].name
    _leaves(scene, reporter)
    scene.do(c.ShowHazard(by="wei", hazard=hazard(scene).number))
    assert name in scene.latest_card(f"hazard/{hazard(scene).number}/wei").text


def test_every_event_reads_back_from_the_log(scene: Play) -> None:
    scene.now = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    log: list[Event] = []
    for command in (
        c.ReportHazard(by="su", text="门坏", photo="file", serious=True),
        c.PlaceHazard(by="su", hazard=NUMBER, place="东门"),
        c.ExtendHazard(by="su", hazard=NUMBER, text="锁也坏", photo="file-2"),
        c.AskHazard(by="wei", hazard=NUMBER, question=e.Question.ASSIGN),
        c.ChooseOwner(by="wei", hazard=NUMBER, owner="tang"),
        c.AssignHazard(by="wei", hazard=NUMBER, owner="tang", days=0),
        c.ShowHazard(by="lin", hazard=NUMBER),
        c.ShowRegister(by="lin"),
        c.FixHazard(by="tang", hazard=NUMBER),
        c.ReturnHazard(by="wei", hazard=NUMBER, text="松"),
        c.DismissHazard(by="wei", hazard=NUMBER, text="已拆除"),
    ):
        decision = scene.gives(command)
        assert decision, command
        assert not isinstance(decision, Refused), decision
        log += decision
    before = play().unit
    for event in log:
        read = load_event(type(event).__name__, dump_event(event), at=event.at, by=event.by)
        assert read == event
        before = apply(before, read)
    assert before.hazards == scene.unit.hazards


def test_an_owner_who_is_away_is_left_alone_and_the_office_hears_instead(scene: Play) -> None:
    assigned(scene).do(GoAway(by="tang", until=scene.now + timedelta(days=2)))
    first, *_ = nags(scene, days=1)
    assert "tang" not in first.told
    assert "wei" in first.told


def test_verifiers_who_have_all_left_leave_it_to_the_office(scene: Play) -> None:
    fixed(scene)
    assert hazard(scene).verifiers == {"wei"}
    without = tuple(m for m in scene.unit.roster.members if m.id != "wei")
    scene.unit = replace(scene.unit, roster=Roster(members=without))
    first, *_ = nags(scene, days=4)
    assert first.told
    assert "wei" not in first.told
