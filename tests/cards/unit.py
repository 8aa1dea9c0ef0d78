"""A small unit in both languages, and a play in which its people act and everybody's screens are kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.cards.card import Card
from bot.cards.changes import refs
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident
from bot.domain.message import SYSTEM, Command, Event, Refused
from bot.domain.people import commands as people
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from config.plan import Language, Plan
from config.roster import Roster

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
NUMBER = "2026-001"
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")

# Id, name and title in Chinese, the same in English, tier, and what else the roster says.
_PEOPLE = (
    ("lin", "林远", "所长", "Lin Yuan", "director", 1, {"roles": ["director"]}),
    ("shen", "沈若", "副所长", "Shen Ruo", "deputy director", 1, {"roles": ["deputy"]}),
    ("wei", "魏岚", "综治办主任", "Wei Lan", "head of the office", 1, {"roles": ["office-head"], "group": "stability"}),
    ("tang", "唐禾", "保卫处专职", "Tang He", "security officer", 2, {"group": "order", "lead": True}),
    ("su", "苏𬍛", "助理研究员", "Su Long <A&B>", "assistant", 2, {"group": "order"}),
    ("ye", "叶桐", "副研究员", "Ye Tong", "researcher", 2, {"group": ["order", "casualty"]}),
    ("fan", "范舟", "资料员", "Fan Zhou", "librarian", 2, {"group": "stability", "lead": True}),
    ("bai", "白芷", "校医", "Bai Zhi", "doctor", 3, {"group": "casualty", "lead": True}),
    ("xia", "夏恬", "护士", "Xia Tian", "nurse", 3, {"group": "casualty"}),
    ("zhu", "祝霖", "咨询师", "Zhu Lin", "counsellor", 3, {"group": ["aftermath", "casualty"], "lead": ["aftermath"]}),
    ("he", "何青", "秘书", "He Qing", "secretary", 2, {"group": "aftermath"}),
    ("kong", "孔维", "司机", "Kong Wei", "driver", 3, {}),
)  # fmt: skip

_WORDS: dict[str, tuple[str, str]] = {
    "unit": ("澄湖研究所", "Chenghu Institute"),
    "director": ("总指挥", "Commander"),
    "deputy": ("副总指挥", "Deputy commander"),
    "office-head": ("综治办主任", "Head of the office"),
    "tier-1": ("指挥部", "Command post"),
    "tier-2": ("保卫和其他人员", "Security and other staff"),
    "tier-3": ("医疗力量", "Medical team"),
    "order": ("秩序维护组", "Order group"),
    "order-why": ("封锁现场，疏散人员", "Cordon, and evacuation"),
    "order-safety": ("先看退路；可疑物品不碰", "Know your way out; touch nothing suspicious"),
    "casualty": ("伤员救治组", "Casualty care"),
    "casualty-why": ("叫 120，就地急救", "Call 120, give first aid"),
    "stability": ("维护稳定组", "Stability group"),
    "stability-why": ("报 110，守住重点部位", "Call 110, guard key places"),
    "aftermath": ("善后处置组", "Aftermath group"),
    "aftermath-why": ("安抚人员，总结教训", "Comfort people, learn lessons"),
    "field": ("东操场", "East field"),
    "square": ("南广场", "South square"),
    "east": ("东门", "east door"),
    "west": ("西门", "west door"),
    "landmark": ("南门，白色钟楼", "South gate, white clock tower"),
    "callback": ("0791-0000-0110", "0791-0000-0110"),
    "meet": ("校医在南门路口", "The doctor, at the south gate"),
    "duty": ("总值班室", "Duty office"),
    "t-ambulance": ("有人受伤：拨打 120", "Somebody is hurt: call 120"),
    "t-police": ("拨打 110 报警", "Call the police on 110"),
    "t-cordon": ("封锁现场，拉警戒线", "Cordon off the scene"),
    "t-evacuation": ("组织疏散，引到集合点", "Evacuate to the assembly point"),
    "t-guard": ("守住{place}", "Guard the {place}"),
    "t-aid": ("划出救治区", "Set up a treatment area"),
    "t-settle": ("逐人安抚", "Comfort everybody affected"),
    "t-lessons": ("总结教训", "Write down the lessons"),
    "ambulance": ("急救中心", "Ambulance"),
    "police": ("公安报警", "Police"),
    "recipient": ("学校综治办", "the university's office"),
    "place": ("图书馆三楼", "Library, 3rd floor"),
    "what": ("有人持刀", "man with a knife"),
    "lead": ("图书馆门口有人持刀", "A man with a knife at the library door"),
    "why": ("东门被车堵住", "A car blocks the east door"),
}
_SCRIPT = (
    ("地点：{place}。", "Place: {place}."),
    ("附近标志：{landmark}。", "Landmark: {landmark}."),
    ("发生了：{what}。", "What happened: {what}."),
    ("伤员：{casualties}。", "Casualties: {casualties}."),
    ("接车：{meet}。回拨：{callback}。", "Met by: {meet}. Call back: {callback}."),
    ("请对方先挂断。", "Let them hang up first."),
)


def plan(language: Language) -> Plan:
    """Four groups, nine tasks, two calls, two assembly points."""
    at = LANGUAGES.index(language)
    w = {key: words[at] for key, words in _WORDS.items()}
    script = [line[at] for line in _SCRIPT]

    def group(id_: str, strength: int, **more: str) -> dict[str, object]:
        return {"id": id_, "name": w[id_], "clause": "5", "purpose": w[f"{id_}-why"], "strength": strength, **more}

    def task(id_: str, group_: str, deadline: str, clause: str = "5.1", **more: object) -> dict[str, object]:
        title = w[f"t-{id_}"]
        return {"id": id_, "group": group_, "clause": clause, "title": title, "deadline": deadline, **more}

    def call(id_: str, number: str) -> dict[str, object]:
        return {"id": id_, "number": number, "name": w[id_], "clause": "5.2", "task": id_, "script": script}

    return Plan.model_validate(
        {
            "unit": "chenghu",
            "name": w["unit"],
            "version": "1",
            "adopted": "2017",
            "language": language,
            "time_zone": "Asia/Shanghai",
            "clauses": [{"id": clause, "text": "…"} for clause in ("4.1", "4.2a", "4.2c", "5", "5.1", "5.2", "5.5")],
            "roles": [{"id": role, "name": w[role]} for role in ("director", "deputy", "office-head")],
            "succession": ["director", "deputy", "office-head"],
            "command_post": ["director", "deputy", "office-head"],
            "office": "office-head",
            "duty_leader": w["duty"],
            "tiers": [{"number": n, "name": w[f"tier-{n}"], "clause": "4.1"} for n in (1, 2, 3)],
            "groups": [
                group("order", 2, safety=w["order-safety"]),
                group("casualty", 2),
                group("stability", 2),
                group("aftermath", 1),
            ],
            "assembly_points": [{"id": "field", "name": w["field"]}, {"id": "square", "name": w["square"]}],
            "exits": [{"id": "east", "name": w["east"]}, {"id": "west", "name": w["west"]}],
            "landmark": w["landmark"],
            "callback": w["callback"],
            "meet": w["meet"],
            "tasks": [
                task("ambulance", "casualty", "3min", "5.2", first_response=True, milestone=True),
                task("police", "stability", "3min", first_response=True, milestone=True),
                task("cordon", "order", "5min", "4.2c", first_response=True, milestone=True),
                task("evacuation", "order", "10min", "4.2c", first_response=True),
                task("guard", "order", "10min", each="exits"),
                task("aid", "casualty", "15min", "5.2"),
                task("settle", "aftermath", "24h", "5.5", phase="aftermath"),
                task("lessons", "aftermath", "7d", "5.5", phase="aftermath"),
            ],
            "calls": [call("ambulance", "120"), call("police", "110")],
            "upward_reports": {
                "clause": "4.2a",
                "recipient": w["recipient"],
                "first": "15min",
                "follow_up": "60min",
                "final": "24h",
            },
            "times": {
                "confirm": "60s",
                "ring": ["1min", "2min", "4min"],
                "phone_tree": "2min",
                "escalate": "3min",
                "lead_silent": "3min",
                "summary": "10min",
                "task_escalate": "5min",
                "stand_down_ring": ["2min", "5min"],
            },
            "retention": {"locations": "180d", "phone_results": "180d"},
        }
    )


def roster(language: Language) -> Roster:
    """Twelve people with invented names, one of them with a rare character or with signs that HTML reserves."""
    chinese = language == "zh-CN"
    members = [
        {
            "id": id_,
            "name": name if chinese else english,
            "title": title if chinese else english_title,
            "phone": f"138-0000-{number:04d}",
            "tier": tier,
            **more,
        }
        for number, (id_, name, title, english, english_title, tier, more) in enumerate(_PEOPLE, start=1)
    ]
    return Roster.model_validate({"members": members})


@dataclass
class Play:
    """The unit in the course of events. `screens` holds each card as it was drawn last, `drawn_by` what drew it."""

    unit: Unit
    now: datetime = START
    screens: dict[str, Card] = field(default_factory=dict)
    drawn_by: dict[str, str] = field(default_factory=dict)
    latest: list[Card] = field(default_factory=list)  # of the last command

    @property
    def language(self) -> Language:
        """The plan's."""
        return self.unit.plan.language

    @property
    def incident(self) -> Incident:
        """The newest."""
        return self.unit.incidents[max(self.unit.incidents)]

    def word(self, key: str) -> str:
        """A word of the fixture in the play's language."""
        return _WORDS[key][LANGUAGES.index(self.language)]

    def gives(self, command: Command) -> tuple[Event, ...] | Refused:
        """Decide, apply, draw: as the service does, without a store."""
        decision = decide(self.unit, command, self.now)
        self.latest = []
        if not isinstance(decision, Refused) and decision:
            for event in decision:
                self.unit = apply(self.unit, event)
            for ref in refs(self.unit, decision):
                card = ref.draw(self.unit, ref)
                if card is not None:
                    self.latest.append(card)
                    self.screens[card.key] = card
                    self.drawn_by[card.key] = f"{ref.draw.__module__}.{ref.draw.__name__}"
        return decision

    def do(self, *given: Command) -> "Play":
        """Commands that bring something about."""
        for command in given:
            decision = self.gives(command)
            assert decision, f"nothing came of {command}"
            assert not isinstance(decision, Refused), f"{decision.key} for {command}"
        return self

    def wait(self, **units: float) -> "Play":
        """Time passes, and what falls due happens at its time."""
        self.happens(self.now + timedelta(**units))
        return self

    def happens(self, until: datetime) -> list[Event]:
        """Everything that falls due until then, each at its time; a timer that brings nothing about would spin."""
        seen: list[Event] = []
        while due := sorted((t for t in timers(self.unit) if t.when <= until), key=lambda timer: timer.when):
            self.now = max(self.now, due[0].when)
            decision = self.gives(due[0].command)
            assert decision, f"{due[0].command} would spin"
            assert not isinstance(decision, Refused), f"{decision.key} for {due[0].command}"
            seen += decision
        self.now = until
        return seen

    def refuses(self, command: Command) -> str:
        """The key of the refusal."""
        decision = self.gives(command)
        assert isinstance(decision, Refused), decision
        return decision.key

    def enrol(self, *members: str) -> "Play":
        """These members (all, if none is named) open their links."""
        ids = [member.id for member in self.unit.roster.members]
        for member in members or ids:
            account = 1000 + ids.index(member)
            self.do(people.Enrol(by=member, member=member, account=account, code=f"code-{member}"))
        return self

    def propose(self, *, exercise: bool = False, by: str = "lin", lead: str | None = None) -> "Play":
        """The first of the two deliberate actions."""
        words = {"place": self.word("place"), "what": self.word("what")} if lead is None else {}
        return self.do(desk.ProposeActivation(by=by, exercise=exercise, lead=lead, **words))

    def activate(self, *, exercise: bool = False, by: str = "lin") -> "Play":
        """Both actions, ten seconds apart."""
        self.propose(exercise=exercise, by=by).wait(seconds=10)
        return self.do(desk.ConfirmActivation(by=by, proposal=f"{self.unit.desk.proposal_count}"))

    def answer(self, answer: Answer, *members: str, by: str = "") -> "Play":
        """These members answer, or `by` answers for them."""
        number = self.incident.number
        return self.do(
            *(c.GiveAnswer(by=by or m, number=number, answer=answer, member=m if by else "") for m in members)
        )

    def stand_down(self, *, false_alarm: bool = False, by: str = "lin") -> "Play":
        """Both actions of the end."""
        number = self.incident.number
        self.do(c.ProposeStandDown(by=by, number=number))
        return self.do(c.ConfirmStandDown(by=by, number=number, false_alarm=false_alarm))

    def delivered(self, members: Iterable[str] = ()) -> "Play":
        """Telegram accepted the alerts of these members; of all, if none is named."""
        ids = tuple(members) or tuple(member.id for member in self.unit.roster.members)
        return self.do(c.NoteAlertsDelivered(by=SYSTEM, number=self.incident.number, members=ids))

    def card(self, key: str) -> Card:
        """The card of that key, without the incident's number if it belongs to the newest."""
        found = self.screens.get(key) or self.screens.get(f"{self.incident.number}/{key}")
        assert found is not None, f"no card {key} among {sorted(self.screens)}"
        return found

    def latest_card(self, key: str) -> Card:
        """The newest of the cards whose keys begin so; their ordinals tell the time of an event."""
        begins = (f"{key}/", f"{max(self.unit.incidents, default='')}/{key}/")
        found = [card for name, card in self.screens.items() if name.startswith(begins)]
        assert found, f"no card {key}/… among {sorted(self.screens)}"
        return found[-1]

    def buttons(self, key: str) -> list[list[str]]:
        """The words on a card's buttons."""
        return [[button.text for button in row] for row in self.card(key).buttons]


def play(language: Language = "zh-CN", *, enrolled: bool = True) -> Play:
    """The unit before anything has happened, with everybody enrolled."""
    begun = _begun(language, enrolled)
    return replace(begun, screens={}, drawn_by=dict(begun.drawn_by), latest=list(begun.latest))


@cache
def _begun(language: Language, enrolled: bool) -> Play:
    """Nothing below a play can be changed: hundreds of tests begin with the same."""
    begun = Play(unit=Unit(plan=plan(language), roster=roster(language)))
    return begun.enrol() if enrolled else begun
