"""Whatever people press in whatever order: nothing happens twice, the clock comes to rest, and the log tells it all."""

import json
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.codec import dump_event, load_event
from bot.domain.decide import decide
from bot.domain.message import SYSTEM, Refused
from bot.domain.timers import timers
from bot.domain.unit import apply
from bot.domain.watch import commands as c
from config.duty_roster import DutyRoster
from tests.watch.rosters import DUTY, LEADER, on_duty

PEOPLE = st.sampled_from(["su", "ye", "he", "shen", "wei", "kong", "nobody"])
SHIFTS = st.sampled_from(
    [
        "duty/2026-03-03T0800/he",
        "duty/2026-03-04T0800/su",
        "leader/2026-03-03T0800/shen",
        "duty/2026-03-02T0800/ye",
        "x",
    ]
)
NUMBERS = st.sampled_from(["1", "2", "3", "9"])
FILES = st.sampled_from(
    [
        DutyRoster(),
        DutyRoster.model_validate(
            {"shifts": [{"kind": "duty", "member": "kong", "start": "2026-03-03 10:00", "end": "2026-03-03 22:00"}]}
        ),
    ]
)
COMMANDS = st.one_of(
    st.builds(c.TakeOverShift, by=PEOPLE, handover=NUMBERS, shift=st.one_of(st.just(""), SHIFTS)),
    st.builds(c.BeginSwap, by=PEOPLE, shift=SHIFTS),
    st.builds(c.OfferSwap, by=PEOPLE, shift=SHIFTS, to=PEOPLE),
    st.builds(c.AcceptSwap, by=PEOPLE, swap=NUMBERS),
    st.builds(c.RefuseSwap, by=PEOPLE, swap=NUMBERS),
    st.builds(c.WithdrawSwap, by=PEOPLE, swap=NUMBERS),
    st.builds(c.TakeDutyRoster, by=st.just(SYSTEM), duty_roster=FILES),
)
STEPS = st.lists(st.one_of(COMMANDS, st.sampled_from([1, 16, 120, 1500, 3000])), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_any_order(steps) -> None:
    play = on_duty(DUTY, LEADER)
    start, log = play.unit, []

    def give(command) -> bool:
        decision = decide(play.unit, command, play.now)
        if isinstance(decision, Refused):
            assert decision.key
            return False
        for event in decision:
            play.unit = apply(play.unit, event)
            log.append(event)
        again = decide(play.unit, command, play.now)
        assert isinstance(again, Refused) or again == (), (command, again)
        return bool(decision)

    for step in steps:
        if not isinstance(step, int):
            give(step)
            continue
        play.now += timedelta(minutes=step)
        for _ in range(50):
            due = [timer for timer in timers(play.unit) if timer.when <= play.now]
            if not due:
                break
            brought = [give(timer.command) for timer in due]
            assert any(brought), f"due for ever: {due}"
        for kind in ("duty", "leader"):
            shifts = play.unit.watch.in_force(kind)
            assert len({shift.member for shift in shifts}) == len(shifts)
    replayed = start
    for event in log:
        data = json.loads(json.dumps(dump_event(event), ensure_ascii=False))
        replayed = apply(replayed, load_event(type(event).__name__, data, at=event.at, by=event.by))
    assert replayed.watch == play.unit.watch
    assert replayed.duty_roster == play.unit.duty_roster
