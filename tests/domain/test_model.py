"""Any order of any commands, at any times: no invariant breaks, a repeat is silent, and replay equals state."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.codec import COMMANDS, dump_command, dump_event, load_command, load_event
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.desk.events import Verdict
from bot.domain.incident import attempts as a
from bot.domain.incident import commands as c
from bot.domain.incident.apply import apply as apply_to_incident
from bot.domain.incident.events import Activated, Answer, Detail, IncidentEvent, Injury, PhoneResult, View
from bot.domain.incident.state import Phase
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.people import commands as people
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from tests.domain.units import PLAN, ROSTER, START, unit

MEMBERS = st.sampled_from([m.id for m in ROSTER.members])
ANYBODY = st.one_of(MEMBERS, st.just("stranger"), st.just(SYSTEM))
GROUPS = st.sampled_from([g.id for g in PLAN.groups])
TASKS = st.sampled_from([t.id for t in PLAN.expanded_tasks()])
WORDS = st.sampled_from(["", " ", "起火", "𬍛" * 50, "12 10 1", "十二", "5 9"])
SCARCE = {"max_examples": 60, "stateful_step_count": 40, "deadline": None}


def incident_commands(number: str) -> st.SearchStrategy[Command]:
    """Every command that an incident takes, from anybody."""
    made = {
        c.GiveAnswer: {"answer": st.sampled_from(Answer), "member": st.one_of(st.just(""), MEMBERS)},
        c.GiveSupport: {"member": MEMBERS},
        c.NoteAlertsDelivered: {"members": st.lists(MEMBERS, max_size=3).map(tuple)},
        c.NoteStandDownDelivered: {"members": st.lists(MEMBERS, max_size=3).map(tuple)},
        c.NoteUnreachable: {"member": MEMBERS, "reason": st.just("blocked")},
        c.DealCalls: {},
        c.TakeCommand: {},
        c.OfferCommand: {"member": MEMBERS},
        c.LogPhoneResult: {"member": MEMBERS, "result": st.sampled_from(PhoneResult)},
        c.ReplaceLead: {"group": GROUPS},
        c.AppointLead: {"group": GROUPS, "member": MEMBERS},
        c.Move: {"member": MEMBERS, "source": st.one_of(st.none(), GROUPS), "target": GROUPS},
        c.FormGroup: {"group": GROUPS},
        c.DissolveGroup: {"group": GROUPS},
        c.CheckTask: {"task": TASKS},
        c.ReopenTask: {"task": TASKS},
        c.BlockTask: {"task": TASKS},
        c.ExplainBlock: {"task": TASKS, "text": WORDS},
        c.DescribeScene: {"detail": st.sampled_from(Detail), "text": WORDS},
        c.CountCasualties: {"injury": st.sampled_from(Injury), "count": st.integers(-1, 5)},
        c.TakeHeadcount: {"place": st.just("square"), "text": WORDS},
        c.LogEmergencyCall: {"call": st.just("c120")},
        c.LogUpwardReport: {"ordinal": st.integers(1, 3)},
        c.AddNote: {"text": WORDS},
        c.IssueBulletin: {"text": WORDS},
        c.TurnPanel: {"view": st.sampled_from(View)},
        c.ProposeStandDown: {},
        c.WithdrawStandDown: {},
        c.ConfirmStandDown: {"false_alarm": st.booleans()},
        c.AcknowledgeStandDown: {},
        c.CloseIncident: {},
        a.UseFallback: {"silent": st.booleans()},
        a.NoteChannelTried: {
            "attempt": st.integers(1, 4),
            "tries": st.integers(1, 3),
            "result": st.sampled_from(a.Result),
            "again_in": st.sampled_from([None, 5.0, 600.0]),
        },
        a.RetryFallback: {"attempt": st.integers(1, 4), "tries": st.integers(1, 3)},
    }
    return st.one_of(st.builds(kind, by=ANYBODY, number=st.just(number), **fields) for kind, fields in made.items())


class AnyOrder(RuleBasedStateMachine):
    """The unit under every command that exists."""

    def __init__(self) -> None:
        super().__init__()
        self.unit: Unit = unit()
        self.now: datetime = START
        self.log: list[Event] = []

    def give(self, command: Command) -> None:
        decision = decide(self.unit, command, self.now)
        if isinstance(decision, Refused):
            assert decision.key
            return
        for event in decision:
            self.unit = apply(self.unit, event)
            self.log.append(event)
        if not isinstance(command, desk.ReportLead | desk.ExtendLead | c.AddNote | c.IssueBulletin):
            again = decide(self.unit, command, self.now)
            # What was decided once is either a repeat or no longer possible; it never happens twice.
            assert isinstance(again, Refused) or again == (), (command, again)

    @initialize(exercise=st.booleans())
    def activate(self, exercise: bool) -> None:
        self.give(desk.ProposeActivation(by="dai", exercise=exercise, place="图书馆", what="起火"))
        for proposal in list(self.unit.desk.open_proposals()):
            self.give(desk.ConfirmActivation(by="dai", proposal=proposal.id))

    @rule(seconds=st.sampled_from([0, 1, 30, 61, 121, 240, 600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def what_is_due_happens(self) -> None:
        for _ in range(200):
            due = [timer for timer in timers(self.unit) if timer.when <= self.now]
            if not due:
                return
            before = len(self.log)
            for timer in due:
                self.give(timer.command)
            assert len(self.log) > before, f"due for ever: {due}"
        raise AssertionError("the clock never comes to rest")

    @precondition(lambda self: self.unit.incidents)
    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.unit.incidents)))
        self.give(data.draw(incident_commands(number)))

    @precondition(lambda self: self.unit.incidents)
    @rule(answer=st.sampled_from(Answer), member=MEMBERS)
    def somebody_answers(self, answer: Answer, member: str) -> None:
        self.give(c.GiveAnswer(by=member, number=max(self.unit.incidents), answer=answer))

    @precondition(lambda self: self.unit.incidents)
    @rule(minutes=st.integers(3, 20))
    def we_were_deaf(self, minutes: int) -> None:
        since, self.now = self.now, self.now + timedelta(minutes=minutes)
        for incident in self.unit.open_incidents():
            self.give(c.NoticeGap(by=SYSTEM, number=incident.number, since=since, until=self.now))

    @rule(by=ANYBODY, exercise=st.booleans(), confirm=st.booleans())
    def somebody_activates(self, by: str, exercise: bool, confirm: bool) -> None:
        self.give(desk.ProposeActivation(by=by, exercise=exercise))
        for proposal in list(self.unit.desk.open_proposals()):
            kind = desk.ConfirmActivation if confirm else desk.WithdrawActivation
            self.give(kind(by=proposal.by, proposal=proposal.id))

    @rule(by=ANYBODY, verdict=st.sampled_from([Verdict.VERIFY, Verdict.FALSE_ALARM]))
    def a_lead_comes_in(self, by: str, verdict: Verdict) -> None:
        self.give(desk.ReportLead(by=by, text="有烟"))
        for lead in self.unit.desk.leads:
            self.give(desk.JudgeLead(by="fu", lead=lead, verdict=verdict))

    @rule(member=MEMBERS, account=st.integers(1, 4), code=st.sampled_from("abcdef"))
    def somebody_enrols(self, member: str, account: int, code: str) -> None:
        self.give(people.Enrol(by=member, member=member, account=account, code=code))

    @rule(member=MEMBERS, lost=st.booleans())
    def reach_changes(self, member: str, lost: bool) -> None:
        reason = "blocked"
        command = (
            people.LoseReach(by=SYSTEM, member=member, reason=reason)
            if lost
            else people.RegainReach(by=SYSTEM, member=member)
        )
        self.give(command)

    @invariant()
    def at_most_one_runs(self) -> None:
        running = [i for i in self.unit.incidents.values() if i.phase is Phase.RESPONSE]
        assert len(running) <= 1

    @invariant()
    def no_exercise_beside_a_live_response(self) -> None:
        running = self.unit.running()
        if running is not None and not running.exercise:
            assert not any(i.open and i.exercise for i in self.unit.incidents.values())

    @invariant()
    def an_account_is_one_member(self) -> None:
        enrolments = self.unit.people.enrolments
        assert len(self.unit.people.members) == len(set(self.unit.people.members.values()))
        for account, member in self.unit.people.members.items():
            assert enrolments[member].account == account

    @invariant()
    def incidents_are_sound(self) -> None:
        for incident in self.unit.incidents.values():
            assert set(incident.roll) == {m.id for m in ROSTER.members}
            for group in incident.groups.values():
                assert len(group.members) == len(set(group.members))
                assert group.lead is None or group.lead in group.members
            for task in incident.tasks.values():
                assert (task.done_by is None) == (task.done_at is None)
            for standing in incident.roll.values():
                assert (standing.answer is None) == (standing.answered_at is None)
                assert standing.caller is None or standing.caller in incident.roll
            assert (incident.closed_at is None) == incident.open
            assert not incident.false_alarm or incident.stood_down_at is not None

    @invariant()
    def nobody_has_more_than_three_names_to_call(self) -> None:
        for incident in self.unit.incidents.values():
            for member in incident.roll:
                pending = [
                    m
                    for m in incident.calls_of(member)
                    if (standing := incident.roll[m]).caller == member
                    and standing.phone is None
                    and standing.answer is None
                ]
                assert len(pending) <= 3

    @invariant()
    def each_channel_alerts_somebody_once_and_never_after_the_end(self) -> None:
        for incident in self.unit.incidents.values():
            alerts = [x for x in incident.attempts.values() if x.purpose is a.Purpose.ALERT]
            served = [(member, x.channel) for x in alerts for member in x.members]
            assert len(served) == len(set(served))
            if incident.stood_down_at is not None:
                assert all(x.wanted_at <= incident.stood_down_at for x in alerts)
                told = {
                    (member, x.channel)
                    for x in incident.attempts.values()
                    if x.purpose is a.Purpose.STAND_DOWN
                    for member in x.members
                }
                sent = {(m, x.channel) for x in alerts if x.result is a.Result.ACCEPTED for m in x.members}
                assert sent <= told

    @invariant()
    def live_and_exercise_never_mix(self) -> None:
        marks: dict[str, bool] = {}
        for event in self.log:
            if isinstance(event, IncidentEvent):
                assert marks.setdefault(event.number, event.exercise) == event.exercise

    def teardown(self) -> None:
        """Replay, through JSON as the log keeps it, gives the same state."""
        replayed = unit()
        for event in self.log:
            data = json.loads(json.dumps(dump_event(event), ensure_ascii=False))
            read = load_event(type(event).__name__, data, at=event.at, by=event.by)
            assert read == event
            replayed = apply(replayed, read)
        assert replayed == self.unit


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    **SCARCE, suppress_health_check=list(HealthCheck), phases=[Stage.explicit, Stage.reuse, Stage.generate]
)


@pytest.mark.soak
def test_any_order_for_long() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=3000, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_every_command_has_a_right_and_survives_a_button(kind: str) -> None:
    from bot.domain.authority import RIGHTS

    if COMMANDS[kind].__subclasses__():  # the base of a subject
        return
    assert COMMANDS[kind] in RIGHTS


def test_a_button_holds_everything_but_the_person() -> None:
    command = c.Move(by="dai", number="2026-001", member="bo", source="order", target="casualty")
    text = dump_command(command)
    assert "dai" not in text
    assert load_command(text, by="fu") == replace(command, by="fu")


def test_an_incident_must_begin_with_its_activation() -> None:
    event = Activated  # the only event that opens a stream
    assert event.__name__ == "Activated"
    with pytest.raises(ValueError, match="begin with its activation"):
        apply_to_incident(None, c_event())


def c_event() -> IncidentEvent:
    """Some event that cannot be the first."""
    from bot.domain.incident.events import SupportGiven

    return SupportGiven(at=START, by="dai", number="2026-001", exercise=False, member="bo")
