"""Taking over: rung, nagged, told to the office; nobody leaves before; downtime is caught up once."""

from bot.domain.decide import decide
from bot.domain.message import SYSTEM, Refused
from bot.domain.timers import timers
from bot.domain.watch.commands import FollowRoster, TakeDutyRoster, TakeOverShift
from bot.domain.watch.events import HandoverDue, HandoverNagged, WatchAdvanced
from config.duty_roster import DutyRoster
from tests.watch.rosters import DUTY, LEADER, on_duty

TO_MORNING = {"hours": 23}  # from nine in the morning to eight on the next


def in_force(play, kind="duty"):
    return [shift.member for shift in play.unit.watch.in_force(kind)]


def test_at_the_first_start_whoever_is_on_duty_has_taken_over():
    play = on_duty(DUTY)
    assert in_force(play) == ["ye"]
    assert play.unit.watch.handovers == {}
    assert play.screens == {}


def test_the_one_before_stays_until_the_next_has_taken_over():
    play = on_duty(DUTY).wait(**TO_MORNING)
    assert in_force(play) == ["ye"]
    assert [shift.member for shift in play.unit.watch.expected("duty")] == ["he"]
    assert "请接班" in play.card("watch/handover/1/in/he/0").text
    assert "请留守" in play.card("watch/handover/1/out/ye").text
    play.do(TakeOverShift(by="he", handover="1"))
    assert in_force(play) == ["he"]
    assert "可以离岗" in play.card("watch/handover/1/out/ye").text
    assert play.gives(TakeOverShift(by="he", handover="1")) == ()


def test_whoever_hands_over_and_the_office_may_say_it_and_nobody_else():
    play = on_duty(DUTY).wait(**TO_MORNING)
    for stranger in ("su", "kong"):
        refused = play.gives(TakeOverShift(by=stranger, handover="1"))
        assert isinstance(refused, Refused)
        assert refused.key == "watch.not_your_shift"
    (taken,) = play.gives(TakeOverShift(by="ye", handover="1"))
    assert (taken.shift.member, taken.by) == ("he", "ye")
    assert "由叶桐代报" in play.card("watch/handover/1/in/he/0").text


def test_not_taken_over_is_nagged_then_told_to_the_office_and_the_leader_on_duty():
    leader = {**LEADER, "shifts": [{"at": "12:00", "length": "24h"}]}
    play = on_duty(DUTY, leader).wait(hours=23)
    play.unit.watch.in_force("leader")
    play.wait(minutes=16)
    assert "还没有接班" in play.card("watch/handover/2/in/he/1").text
    assert play.card("watch/handover/2/in/he/0").closed
    assert not [key for key in play.screens if "/office/" in key and key.startswith("watch/handover/2")]
    play.wait(minutes=15)
    told = {card.to for key, card in play.screens.items() if key.startswith("watch/handover/2/office/")}
    assert told == {"member:wei", *(f"member:{member}" for member in in_force(play, "leader"))}
    assert play.buttons("watch/handover/2/office/wei") == [["何青 已接班"]]
    play.do(TakeOverShift(by="wei", handover="2", shift=play.unit.watch.expected("duty")[0].id))
    assert play.card("watch/handover/2/office/wei").closed
    assert play.card("watch/handover/2/in/he/2").closed


def test_who_goes_on_without_a_break_is_not_asked():
    halves = [{"at": "08:00", "length": "12h"}, {"at": "20:00", "length": "12h"}]
    play = on_duty({**DUTY, "shifts": halves, "turn": "day"}).wait(hours=12)
    assert in_force(play) == ["ye"]
    assert play.screens == {}


def test_who_never_took_over_is_on_record_and_the_first_one_still_stays():
    play = on_duty(DUTY).wait(hours=47, minutes=1)
    first, second = play.unit.watch.handovers["1"], play.unit.watch.handovers["2"]
    assert first.over
    assert first.waiting() == ()
    assert {shift.member for shift in second.outgoing} == {"ye", "he"}
    assert set(in_force(play)) == {"ye", "he"}
    assert "没有接班记录" in play.card("watch/handover/1/in/he/2").text
    assert isinstance(play.gives(TakeOverShift(by="he", handover="1")), Refused)


def test_nobody_comes_and_the_office_hears_it_at_once():
    day = {**DUTY, "shifts": [{"at": "08:00", "length": "12h"}]}
    play = on_duty(day).wait(hours=11, minutes=1)
    assert "起无人值班" in play.card("watch/handover/1/office/wei").text
    assert "无人接班" in play.card("watch/handover/1/out/ye").text
    play.wait(hours=12)
    assert play.card("watch/handover/1/office/wei").closed
    quiet = on_duty(day, cover_duty="no").wait(hours=11, minutes=1)
    assert quiet.screens == {}


def test_what_was_missed_while_down_is_caught_up_once_and_labelled_late():
    play = on_duty(DUTY)
    play.now = play.now.replace(day=5)  # three handovers later
    decision = play.gives(FollowRoster(by=SYSTEM))
    (due,) = [event for event in decision if isinstance(event, HandoverDue)]
    assert due.late
    assert [shift.member for shift in due.missed] == ["he", "su"]
    assert [shift.member for shift in due.incoming] == ["ye"]
    assert play.gives(FollowRoster(by=SYSTEM)) == ()
    assert not [t for t in timers(play.unit) if t.when <= play.now and isinstance(t.command, FollowRoster)]


def test_a_late_start_gives_whoever_comes_the_plans_time_before_nagging():
    play = on_duty(DUTY)
    play.now = play.now.replace(day=3)
    play.gives(FollowRoster(by=SYSTEM))
    handover = play.unit.watch.handovers["1"]
    assert handover.nag_at == play.now + play.unit.plan.duty_roster.take_over
    assert "迟到补发" in play.card("watch/handover/1/in/he/0").text


def test_nagging_waits_for_its_time_and_comes_once():
    play = on_duty(DUTY).wait(**TO_MORNING)
    nag = next(timer.command for timer in timers(play.unit) if timer.silence)
    assert decide(play.unit, nag, play.now) == ()
    play.wait(minutes=20)
    assert play.gives(nag) == ()


def test_a_changed_file_changes_who_is_on_duty_now():
    play = on_duty(DUTY)
    shift = {"kind": "duty", "member": "kong", "start": "2026-03-02 08:00", "end": "2026-03-03 08:00"}
    taken = play.gives(TakeDutyRoster(by=SYSTEM, duty_roster=DutyRoster.model_validate({"shifts": [shift]})))
    assert len(taken) == 1
    assert play.gives(TakeDutyRoster(by=SYSTEM, duty_roster=play.unit.duty_roster)) == ()
    decision = play.gives(FollowRoster(by=SYSTEM))
    assert [type(event) for event in decision] == [HandoverDue, WatchAdvanced]
    assert [shift.member for shift in decision[0].incoming] == ["kong"]
    assert in_force(play) == ["ye"]


def test_no_roster_no_timers_and_taking_it_away_ends_it():
    assert list(timers(on_duty_less().unit)) == []
    filed = [{"kind": "duty", "member": "kong", "start": "2026-03-02 08:00", "end": "2026-03-03 08:00"}]
    play = on_duty(shifts=filed)
    assert in_force(play) == ["kong"]
    play.do(TakeDutyRoster(by=SYSTEM, duty_roster=DutyRoster())).wait(seconds=1)
    assert play.unit.watch.followed is None
    assert list(timers(play.unit)) == []


def on_duty_less():
    from tests.cards.unit import play

    return play()


def test_a_silent_night_is_a_silence_timer():
    """While we cannot hear, nobody is nagged."""
    play = on_duty(DUTY).wait(**TO_MORNING)
    (nag,) = [timer for timer in timers(play.unit) if timer.silence]
    play.now = nag.when
    (event,) = play.gives(nag.command)
    assert isinstance(event, HandoverNagged)
    assert event.level == 1
