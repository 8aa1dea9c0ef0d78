"""Whatever people do, in any order: every card obeys the rules, and none on anybody's screen is out of date."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.cards.changes import refs
from bot.cards.ref import Ref
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.desk.events import Verdict
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Detail, Injury, PhoneResult, View
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.people import commands as people
from bot.domain.people.absence import ComeBack, GoAway
from bot.domain.timers import timers
from bot.domain.unit import apply
from config.command import SecondConfirmation
from tests.cards import rules
from tests.cards.unit import LANGUAGES, Play, play

_IDS = [member.id for member in play().unit.roster.members]
MEMBERS = st.sampled_from(_IDS)
LEADERS = st.sampled_from(["lin", "shen", "wei"])
GROUPS = st.sampled_from(["order", "casualty", "stability", "aftermath"])
TASKS = st.sampled_from([task.id for task in play().unit.plan.expanded_tasks()])
CALLS = st.sampled_from(["ambulance", "police"])
WORDS = st.sampled_from(["门口", "<b>&amp; {name}", "𬍛" * 1500, "一\n二\n三", "【演练】[EXERCISE]", "12 10 1"])
HURT = st.sampled_from(["老李胸口疼，喘不上气", "她腿骨折了", "门口"])  # for the command post alone
SUBJECTS = st.sampled_from(["", "order", "su order", "0", "place", "all"])  # of a page of the panel
NEVER_AGAIN = ("welcome", "receipt", "proposal")  # their figures of who can be reached are those of their moment


@cache
def incident_commands(number: str) -> st.SearchStrategy[Command]:
    """Every command that a person, or the delivery, gives in an incident."""
    anybody = {
        c.GiveAnswer: {"answer": st.sampled_from(Answer), "member": st.one_of(st.just(""), MEMBERS)},
        c.LogPhoneResult: {"member": MEMBERS, "result": st.sampled_from(PhoneResult)},
        c.CheckTask: {"task": TASKS},
        c.ReopenTask: {"task": TASKS},
        c.BlockTask: {"task": TASKS},
        c.ExplainBlock: {"task": TASKS, "text": HURT},
        c.DescribeScene: {"detail": st.sampled_from(Detail), "text": WORDS},
        c.CountCasualties: {"injury": st.sampled_from(Injury), "count": st.integers(0, 5)},
        c.TakeHeadcount: {"place": st.sampled_from(["field", "square"]), "text": WORDS},
        c.LogEmergencyCall: {"call": CALLS},
        c.AddNote: {"text": st.one_of(WORDS, HURT), "photo": st.sampled_from([None, "file"])},
        c.AcknowledgeStandDown: {},
        c.TurnPanel: {"view": st.sampled_from(View), "subject": SUBJECTS},
    }
    leaders = {
        c.AppointLead: {"group": GROUPS, "member": MEMBERS},
        c.Move: {"member": MEMBERS, "source": st.one_of(st.none(), GROUPS), "target": GROUPS},
        c.FormGroup: {"group": GROUPS},
        c.DissolveGroup: {"group": GROUPS},
        c.GiveSupport: {"member": MEMBERS},
        c.LogUpwardReport: {"ordinal": st.integers(1, 3)},
        c.IssueBulletin: {"text": WORDS},
        c.TakeCommand: {},
        c.ProposeStandDown: {},
        c.WithdrawStandDown: {},
        c.ConfirmStandDown: {"false_alarm": st.booleans()},
        c.CloseIncident: {},
    }
    delivery = {
        c.NoteAlertsDelivered: {"members": st.lists(MEMBERS, max_size=3).map(tuple)},
        c.NoteStandDownDelivered: {"members": st.lists(MEMBERS, max_size=3).map(tuple)},
        c.NoteUnreachable: {"member": MEMBERS, "reason": st.sampled_from(["blocked", "a <reason>"])},
    }
    return st.one_of(
        st.builds(kind, by=by, number=st.just(number), **fields)
        for by, kinds in ((MEMBERS, anybody), (LEADERS, leaders), (st.just(SYSTEM), delivery))
        for kind, fields in kinds.items()
    )


class EveryCard(RuleBasedStateMachine):
    """The small unit, and everybody's screens."""

    def __init__(self) -> None:
        super().__init__()
        self.play: Play = play()
        self.seen: dict[str, Ref] = {}
        self.events: list[Event] = []  # decided and not yet drawn, as when many commands share a commit
        self.held = 0

    def give(self, command: Command) -> None:
        p = self.play
        decision = decide(p.unit, command, p.now)
        if isinstance(decision, Refused):
            return
        for event in decision:
            p.unit = apply(p.unit, event)
        self.events += decision
        if self.held:
            self.held -= 1
        else:
            self.commit()

    def commit(self) -> None:
        p = self.play
        events, self.events = self.events, []
        for ref in refs(p.unit, events):
            card = ref.draw(p.unit, ref)
            if card is None:
                continue
            assert card == ref.draw(p.unit, ref), "drawing twice gives two cards"
            rules.obeys(card, p.unit)
            p.screens[card.key] = card
            self.seen[card.key] = ref

    @initialize(language=st.sampled_from(LANGUAGES), exercise=st.booleans())
    def activate(self, language: str, exercise: bool) -> None:
        self.play = play(language)
        self.give(people.LinkGroup(by="lin", chat=-1, title="群 <&>", may_pin=False))
        self.activates(by="lin", exercise=exercise, words="图书馆")

    @rule(by=LEADERS, exercise=st.booleans(), words=WORDS)
    def activates(self, by: str, exercise: bool, words: str) -> None:
        self.give(desk.ProposeActivation(by=by, exercise=exercise, place=words, what=words))
        for proposal in list(self.play.unit.desk.open_proposals()):
            self.give(desk.ConfirmActivation(by=proposal.by, proposal=proposal.id))

    @rule(seconds=st.sampled_from([1, 30, 61, 121, 240, 600, 4000]))
    def time_passes(self, seconds: int) -> None:
        until = self.play.now + timedelta(seconds=seconds)
        while due := sorted((t for t in timers(self.play.unit) if t.when <= until), key=lambda timer: timer.when):
            self.play.now = max(self.play.now, due[0].when)
            self.give(due[0].command)
        self.play.now = until

    @precondition(lambda self: self.play.unit.incidents)
    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.play.unit.incidents)))
        self.give(data.draw(incident_commands(number)))

    @precondition(lambda self: self.play.unit.incidents)
    @rule(answer=st.sampled_from(Answer), member=MEMBERS)
    def somebody_answers(self, answer: Answer, member: str) -> None:
        self.give(c.GiveAnswer(by=member, number=max(self.play.unit.incidents), answer=answer))

    @precondition(lambda self: self.play.unit.incidents)
    @rule(minutes=st.integers(3, 20))
    def we_were_deaf(self, minutes: int) -> None:
        since, self.play.now = self.play.now, self.play.now + timedelta(minutes=minutes)
        for incident in self.play.unit.open_incidents():
            self.give(c.NoticeGap(by=SYSTEM, number=incident.number, since=since, until=self.play.now))

    @rule(by=MEMBERS, words=WORDS, judge=LEADERS, verdict=st.sampled_from([Verdict.VERIFY, Verdict.FALSE_ALARM]))
    def a_lead_comes_in(self, by: str, words: str, judge: str, verdict: Verdict) -> None:
        self.give(desk.ReportLead(by=by, text=words, photo="file"))
        lead = f"{self.play.unit.desk.lead_count}"
        self.give(desk.ExtendLead(by=by, lead=lead, text=words, location=(1.0, 2.0)))
        self.give(desk.JudgeLead(by=judge, lead=lead, verdict=verdict))

    @rule(member=MEMBERS, lost=st.booleans())
    def reach_changes(self, member: str, lost: bool) -> None:
        self.give(
            people.LoseReach(by=SYSTEM, member=member, reason="blocked")
            if lost
            else people.RegainReach(by=SYSTEM, member=member)
        )

    @rule(member=MEMBERS, by=LEADERS, hours=st.integers(0, 3))
    def somebody_goes_or_comes_back(self, member: str, by: str, hours: int) -> None:
        until = self.play.now + timedelta(hours=hours)
        self.give(GoAway(by=by, member=member, until=until) if hours else ComeBack(by=by, member=member))

    @rule(then=st.sampled_from([None, "proceed", "stop"]))
    def the_plan_wants_a_second_leader(self, then: str | None) -> None:
        rule_ = SecondConfirmation(within="2min", then=then, exercises=True) if then else None
        plan = self.play.unit.plan.model_copy(update={"second_confirmation": rule_})
        self.play.unit = replace(self.play.unit, plan=plan)

    @rule(by=LEADERS, agrees=st.booleans())
    def another_leader_speaks(self, by: str, agrees: bool) -> None:
        kind = desk.AgreeActivation if agrees else desk.OpposeActivation
        for proposal in list(self.play.unit.desk.proposals):
            self.give(kind(by=by, proposal=proposal))

    @rule(commands=st.integers(1, 2))
    def the_next_commands_share_a_commit(self, commands: int) -> None:
        self.held = commands

    @rule(may_pin=st.booleans())
    def the_group_changes(self, may_pin: bool) -> None:
        self.give(people.NoteGroupRights(by=SYSTEM, chat=-1, may_pin=may_pin))

    def teardown(self) -> None:
        """Every card that still has buttons, or asks for words, says what is so now; an ended one stays ended."""
        p = self.play
        self.commit()
        for key, ref in self.seen.items():
            shown = p.screens[key]
            if key.split("/")[1] in NEVER_AGAIN or (ref.incident and ref.incident not in p.unit.incidents):
                continue
            now = ref.draw(p.unit, ref)
            if now is None or now.key != key:
                continue
            alive = bool(shown.buttons or shown.reply or now.buttons or now.reply)
            assert not alive or shown == now, f"{key} is out of date:\n{shown.text}\n\nand should be\n\n{now.text}"
            incident = p.unit.incidents.get(ref.incident)
            if incident is not None and not incident.open:
                assert not shown.buttons, f"{key} has buttons though the incident is closed"


EveryCard.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    phases=[Stage.generate],  # a shorter example is not worth the minutes that it takes to find
    suppress_health_check=list(HealthCheck),
)
TestEveryCard = EveryCard.TestCase
