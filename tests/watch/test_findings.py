"""Gaps, double bookings and people who cannot come: found days ahead, told once, and struck off when mended."""

from bot.domain.message import SYSTEM
from bot.domain.people.commands import LoseReach, RegainReach
from bot.domain.watch.commands import CheckDutyRoster, TakeDutyRoster
from config.duty_roster import DutyRoster
from config.roster import Roster
from tests.watch.rosters import DUTY, LEADER, on_duty

NIGHT = {**DUTY, "id": "night", "shifts": [{"at": "20:00", "length": "12h"}]}


def found(play):
    return sorted(play.unit.watch.open_findings)


def checks(play):
    return [card for key, card in play.screens.items() if key.startswith("watch/check/")]


def shift(member, start, end, kind="duty"):
    return {"kind": kind, "member": member, "start": f"2026-03-{start}", "end": f"2026-03-{end}"}


def test_a_whole_roster_has_nothing_to_find_and_says_nothing():
    play = on_duty(DUTY, LEADER).wait(days=3)
    assert found(play) == []
    assert checks(play) == []
    assert play.unit.watch.checked == "2026-03-05"


def test_gaps_are_told_once_however_often_they_are_found():
    filed = [shift("su", "02 08:00", "05 08:00"), shift("ye", "05 12:00", "20 08:00")]
    play = on_duty(shifts=filed)
    assert found(play) == ["gap/duty/2026-03-05T00:00Z"]
    first = play.unit.watch.check_count
    play.wait(days=2)
    assert play.unit.watch.check_count == first == 1


def test_the_end_of_the_roster_is_one_gap_although_the_horizon_moves():
    play = on_duty(shifts=[shift("su", "02 08:00", "05 08:00")]).wait(days=2)
    assert found(play) == ["gap/duty/2026-03-05T00:00Z"]
    assert play.unit.watch.check_count == 1


def test_a_gap_that_has_begun_is_still_the_same():
    play = on_duty(shifts=[shift("su", "02 08:00", "03 08:00"), shift("ye", "06 08:00", "20 08:00")]).wait(days=2)
    assert found(play) == ["gap/duty/2026-03-03T00:00Z"]


def test_days_without_anybody_where_the_plan_asks_for_no_more():
    working = {**DUTY, "days": "working", "shifts": [{"at": "09:00", "length": "8h"}]}
    assert found(on_duty(working, cover_duty="daily")) == ["gap/duty/2026-03-07", "gap/duty/2026-03-08"]
    assert found(on_duty(working, cover_duty="no")) == []
    assert len(found(on_duty(working))) == 5


def test_double_bookings_also_across_kinds():
    filed = [shift("su", "03 08:00", "04 08:00"), shift("su", "03 20:00", "03 22:00", "leader")]
    play = on_duty(shifts=filed, cover_duty="no", cover_leader="no")
    assert found(play) == ["double/duty/2026-03-03T0800/su/leader/2026-03-03T2000/su"]


def test_away_out_of_reach_and_gone():
    play = on_duty(DUTY)
    play.do(LoseReach(by=SYSTEM, member="he", reason="blocked")).wait(days=1)
    assert found(play) == ["unreachable/he"]
    members = [m for m in play.unit.roster.model_dump()["members"] if m["id"] != "su"]
    from dataclasses import replace

    play.unit = replace(play.unit, roster=Roster.model_validate({"members": members}))
    play.do(RegainReach(by=SYSTEM, member="he")).wait(days=1)
    assert {key.split("/")[0] for key in found(play)} == {"left"}
    text = checks(play)[-1].text
    assert "su" in text
    assert "名册上已没有此人" in text


def test_what_is_mended_is_struck_off_and_the_card_ends():
    play = on_duty(shifts=[shift("su", "02 08:00", "05 08:00")])
    (card,) = checks(play)
    assert not card.closed
    whole = DutyRoster.model_validate({"shifts": [shift("su", "02 08:00", "20 08:00")]})
    play.do(TakeDutyRoster(by=SYSTEM, duty_roster=whole)).wait(seconds=1)
    (card,) = checks(play)
    assert card.closed
    assert "都已解决" in card.text


def test_it_is_checked_once_a_day():
    play = on_duty(DUTY)
    assert play.gives(CheckDutyRoster(by=SYSTEM)) == ()
    play.wait(days=1)
    assert play.gives(CheckDutyRoster(by=SYSTEM)) == ()


def test_while_nobody_of_the_office_can_be_told_it_is_left_for_the_next_day():
    play = on_duty(DUTY).do(LoseReach(by=SYSTEM, member="wei", reason="blocked"))
    play.do(TakeDutyRoster(by=SYSTEM, duty_roster=DutyRoster.model_validate({"shifts": [OTHERS]}))).wait(seconds=1)
    assert found(play) == []
    play.do(RegainReach(by=SYSTEM, member="wei")).wait(days=1)
    assert found(play) == ["gap/duty/2026-03-04T04:00Z"]


OTHERS = {"kind": "duty", "member": "kong", "start": "2026-03-04 08:00", "end": "2026-03-04 12:00"}
