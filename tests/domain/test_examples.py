"""The rules of an incident, one example each: who is asked again and when, who leads, who may, how it ends."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.events import Answer, Injury, PhoneResult
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from tests.domain.units import START, unit

NUMBER = "2026-001"


class Story:
    """The unit, and what has happened to it, at a time that only moves on."""

    def __init__(self, at: datetime = START) -> None:
        self.unit: Unit = unit()
        self.now = at
        self.log: list[Event] = []

    @property
    def incident(self) -> Incident:
        return self.unit.incidents[max(self.unit.incidents)]

    def gives(self, command: Command) -> tuple[Event, ...]:
        decision = decide(self.unit, command, self.now)
        assert not isinstance(decision, Refused), decision
        for event in decision:
            self.unit = apply(self.unit, event)
        self.log += decision
        return decision

    def refuses(self, command: Command) -> str:
        decision = decide(self.unit, command, self.now)
        assert isinstance(decision, Refused), decision
        return decision.key

    def activates(self, by: str = "dai", *, exercise: bool = False) -> Incident:
        self.gives(desk.ProposeActivation(by=by, exercise=exercise))
        (proposal,) = self.unit.desk.open_proposals()
        self.gives(desk.ConfirmActivation(by=by, proposal=proposal.id))
        return self.incident

    def answers(self, *members: str, answer: Answer = Answer.ACKNOWLEDGED) -> None:
        for member in members:
            self.gives(c.GiveAnswer(by=member, number=self.incident.number, answer=answer))

    def passes(self, **units: float) -> None:
        """Time goes by, and whatever falls due happens when it is due."""
        until = self.now + timedelta(**units)
        while due := [timer for timer in timers(self.unit) if timer.when <= until]:
            first = min(due, key=lambda timer: timer.when)
            self.now = max(self.now, first.when)
            self.gives(first.command)
        self.now = until

    def all(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.log if isinstance(event, kind)]

    def minutes(self, kind: type[Event]) -> list[float]:
        """When events of a kind happened, in minutes from the start."""
        return [(event.at - START) / timedelta(minutes=1) for event in self.all(kind)]


def test_the_silent_are_rung_after_one_two_and_four_minutes_and_the_others_are_not():
    story = Story()
    story.activates()
    story.answers("bo")
    story.passes(minutes=10)
    assert story.minutes(e.RungAgain) == [1, 2, 4]
    for rung in story.all(e.RungAgain):
        assert "bo" not in rung.members
        assert "fan" in rung.members


def test_whoever_activates_is_not_asked_whether_they_know():
    story = Story()
    story.activates()
    story.passes(minutes=10)
    assert all("dai" not in rung.members for rung in story.all(e.RungAgain))


def test_the_phone_tree_deals_three_names_at_most_and_no_name_twice():
    story = Story()
    story.activates()
    story.answers("bo")
    story.passes(minutes=2)
    (dealt,) = story.all(e.CallsDealt)
    names = [name for _, of_caller in dealt.calls for name in of_caller]
    assert {caller for caller, _ in dealt.calls} <= {"dai", "bo"}
    assert all(len(of_caller) <= 3 for _, of_caller in dealt.calls)
    assert len(names) == len(set(names)) == 6


def _names(story: Story, caller: str) -> list[str]:
    return [m for m, standing in story.incident.roll.items() if standing.caller == caller and standing.phone is None]


def test_names_of_a_caller_who_says_nothing_are_passed_on_and_come_to_nobody_twice():
    story = Story()
    story.activates()
    story.answers("bo")
    story.passes(minutes=2)
    of_bo = _names(story, "bo")
    story.answers("fan", "er")
    story.gives(c.LogPhoneResult(by="bo", number=story.incident.number, member=of_bo[0], result=PhoneResult.NO_ANSWER))
    story.passes(minutes=3)
    assert not {*of_bo} & {*_names(story, "bo"), *_names(story, "dai")}
    assert {*of_bo[1:]} - {"fan", "er"} <= {*_names(story, "fan"), *_names(story, "er")}
    story.passes(minutes=30)
    dealt = [(caller, name) for event in story.all(e.CallsDealt) for caller, names in event.calls for name in names]
    assert len(dealt) == len(set(dealt))
    assert len(story.all(e.CallsDealt)) == 2, "whoever lets names lie is not rung again and again"


def test_names_of_a_caller_who_cannot_come_or_cannot_be_reached_are_passed_on_at_once():
    for lost in (
        lambda story: story.answers("bo", answer=Answer.UNABLE),
        lambda story: story.gives(
            c.NoteUnreachable(by=SYSTEM, number=story.incident.number, member="bo", reason="blocked")
        ),
    ):
        story = Story()
        story.activates()
        story.answers("bo")
        story.passes(minutes=2)
        names = _names(story, "bo")
        assert len(names) == 3
        story.answers("fan")
        lost(story)
        story.passes(seconds=1)
        assert _names(story, "bo") == []
        assert set(_names(story, "fan")) == {*names} - {"fan"}


def test_a_phone_tree_that_is_looked_at_late_deals_every_turn_at_once():
    story = Story()
    story.activates()
    story.answers("bo")
    story.passes(minutes=2)
    story.passes(minutes=1)
    story.answers("fan")
    story.answers("bo", answer=Answer.UNABLE)
    story.passes(seconds=1)  # what bo had comes to fan, later than dai's names to dai
    story.answers("er", "fu")
    story.now += timedelta(minutes=10)
    tick = c.DealCalls(by=SYSTEM, number=story.incident.number)
    assert len(story.gives(tick)) == 2
    assert story.gives(tick) == ()


def test_nobody_gets_names_to_call_whom_no_card_reaches():
    story = Story()
    story.activates()
    story.gives(c.NoteUnreachable(by=SYSTEM, number=story.incident.number, member="bo", reason="never_enrolled"))
    story.gives(c.GiveAnswer(by="dai", number=story.incident.number, member="bo", answer=Answer.ARRIVED))
    story.passes(minutes=2)
    assert [caller for event in story.all(e.CallsDealt) for caller, _ in event.calls] == ["dai"]


def test_the_deputies_are_told_after_three_minutes_who_is_silent():
    story = Story()
    story.activates()
    story.answers("bo")
    story.passes(minutes=5)
    (told,) = story.all(e.Escalated)
    assert story.minutes(e.Escalated) == [3]
    assert "bo" not in told.members
    assert {"an", "fan"} <= set(told.members)


def test_a_silent_lead_gives_way_after_three_minutes_to_the_nearest_who_answered():
    story = Story()
    story.activates()
    story.answers("bo")
    story.answers("chen", answer=Answer.ARRIVED)
    story.passes(minutes=2, seconds=59)
    assert story.incident.groups["order"].lead == "an"
    story.passes(seconds=1)
    assert story.incident.groups["order"].lead == "chen"


def test_a_lead_who_cannot_come_gives_way_at_once():
    story = Story()
    story.activates()
    story.answers("bo")
    story.answers("an", answer=Answer.UNABLE)
    story.passes(seconds=0)
    assert story.incident.groups["order"].lead == "bo"
    assert story.minutes(e.LeadReplaced) == [0]


def test_a_lead_who_answered_stays():
    story = Story()
    story.activates()
    story.answers("an", "bo", "deng")
    story.passes(minutes=10)
    assert story.all(e.LeadReplaced) == []


def test_of_two_who_check_a_task_the_first_did_it_and_the_second_is_told_who():
    story = Story()
    story.activates()
    story.gives(c.CheckTask(by="bo", number=NUMBER, task="cordon"))
    assert story.gives(c.CheckTask(by="bo", number=NUMBER, task="cordon")) == ()
    assert story.refuses(c.CheckTask(by="an", number=NUMBER, task="cordon")) == "task.already_done"
    assert story.incident.tasks["cordon"].done_by == "bo"


def test_casualties_are_set_and_not_added():
    story = Story()
    story.activates()
    count = c.CountCasualties(by="deng", number=NUMBER, injury=Injury.INJURED, count=2)
    story.gives(count)
    assert story.gives(count) == ()
    assert story.incident.casualties[Injury.INJURED] == 2


def test_a_stand_down_that_nobody_confirms_lapses_and_the_response_goes_on():
    story = Story()
    story.activates()
    story.gives(c.ProposeStandDown(by="dai", number=NUMBER))
    story.passes(seconds=60)
    (ended,) = story.all(e.StandDownWithdrawn)
    assert ended.lapsed
    assert story.incident.phase is Phase.RESPONSE


def stood_down(*, false_alarm: bool) -> Story:
    story = Story()
    story.activates()
    story.gives(c.ProposeStandDown(by="dai", number=NUMBER))
    story.gives(c.ConfirmStandDown(by="dai", number=NUMBER, false_alarm=false_alarm))
    return story


def test_after_a_stand_down_the_aftermath_has_its_tasks():
    assert [task.id for task in stood_down(false_alarm=False).incident.current_tasks()] == ["comfort"]


def test_a_false_alarm_leaves_no_tasks():
    story = stood_down(false_alarm=True)
    assert story.incident.current_tasks() == ()
    story.passes(days=2)
    assert [nag for nag in story.all(e.TaskOverdue) if nag.task == "comfort"] == []


def test_whoever_has_not_acknowledged_the_stand_down_is_told_again():
    story = stood_down(false_alarm=False)
    story.gives(c.AcknowledgeStandDown(by="bo", number=NUMBER))
    story.passes(minutes=10)
    assert story.minutes(e.StandDownRungAgain) == [2, 5]
    assert all("bo" not in rung.members for rung in story.all(e.StandDownRungAgain))


def test_only_one_live_incident_runs():
    story = Story()
    story.activates()
    assert story.refuses(desk.ProposeActivation(by="fu", exercise=False)) == "activation.already"


def test_no_exercise_begins_beside_a_live_incident():
    story = Story()
    story.activates()
    assert story.refuses(desk.ProposeActivation(by="fu", exercise=True)) == "activation.already"


def test_a_live_activation_ends_the_exercise():
    story = Story()
    story.activates(exercise=True)
    live = story.activates("fu")
    assert not live.exercise
    assert story.unit.incidents[NUMBER].overridden_by == live.number == "2026-002"
    assert not story.unit.incidents[NUMBER].open


def test_silence_counts_anew_after_a_gap_in_which_nobody_could_be_heard():
    story = Story()
    story.activates()
    since, story.now = story.now, story.now + timedelta(minutes=10)
    story.gives(c.NoticeGap(by=SYSTEM, number=NUMBER, since=since, until=story.now))
    story.passes(minutes=5)
    assert story.minutes(e.RungAgain) == [11, 12, 14]
    assert story.minutes(e.Escalated) == [13]


def test_a_ring_that_comes_late_says_so():
    story = Story()
    story.activates()
    story.now += timedelta(minutes=1, seconds=40)
    story.gives(replace(c.RingAgain(by=SYSTEM, number=NUMBER, ring=1), late=True))
    assert story.incident.roll["fan"].late
    assert not story.incident.roll["dai"].late


def test_rings_that_were_missed_come_as_one():
    story = Story()
    story.activates()
    story.now += timedelta(minutes=2, seconds=30)
    story.gives(c.RingAgain(by=SYSTEM, number=NUMBER, ring=1, late=True))
    story.passes(minutes=10)
    assert [rung.ring for rung in story.all(e.RungAgain)] == [2, 3]


def test_numbers_count_within_the_year_of_the_units_own_calendar():
    story = Story(datetime.fromisoformat("2026-12-31T15:50:00+00:00"))  # ten to midnight in Shanghai
    assert story.activates(exercise=True).number == "2026-001"
    story.now += timedelta(minutes=20)
    assert story.activates().number == "2027-001"


def test_a_member_without_authority_may_not_activate():
    assert Story().refuses(desk.ProposeActivation(by="bo", exercise=False)) == "refused.not_allowed"
    assert Story().refuses(desk.ProposeActivation(by="bo", exercise=True)) == "refused.not_allowed"
    assert Story().refuses(desk.ProposeActivation(by="stranger", exercise=False)) == "refused.not_allowed"


def test_a_deputy_may_activate():
    incident = Story().activates("fu")
    assert incident.activated_by == "fu"


def test_one_tap_activates_nothing():
    story = Story()
    story.gives(desk.ProposeActivation(by="dai", exercise=False))
    assert not story.unit.incidents
    story.passes(seconds=60)
    assert story.refuses(desk.ConfirmActivation(by="dai", proposal="1")) == "proposal.lapsed"


def test_a_member_may_not_stand_down():
    story = Story()
    story.activates()
    assert story.refuses(c.ProposeStandDown(by="bo", number=NUMBER)) == "refused.not_allowed"
