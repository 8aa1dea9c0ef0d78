"""Personal traces go when the plan's time is over: from the state, from the log, and once."""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.codec import dump_event, load_event
from bot.domain.decide import decide
from bot.domain.desk import commands as desk
from bot.domain.desk.events import Verdict
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, PhoneResult
from bot.domain.message import SYSTEM, Event
from bot.domain.privacy.commands import DeleteTraces
from bot.domain.privacy.events import Kind, Redacted
from bot.domain.privacy.redact import by_retention
from bot.domain.timers import timers
from bot.domain.unit import Unit, apply
from config import example_folder
from config.loading import check
from config.retention import Retention
from tests.cards.unit import NUMBER, Play, play

PLACE = (28.68, 115.86)


class Life:
    """A unit whose log is kept, so that it can be replayed after a redaction."""

    def __init__(self, **retention: object) -> None:
        self.play: Play = play()
        plan = self.play.unit.plan.model_copy(update={"retention": Retention.model_validate(retention)})
        self.start = self.play.unit = Unit(plan=plan, roster=self.play.unit.roster, people=self.play.unit.people)
        self.log: list[Event] = []

    def do(self, *commands: object) -> Sequence[Event]:
        before = len(self.log)
        for command in commands:
            decided = decide(self.play.unit, command, self.play.now)
            assert isinstance(decided, tuple), decided
            for event in decided:
                self.play.unit = apply(self.play.unit, event)
                self.log.append(event)
        return self.log[before:]

    def passes(self, **units: float) -> list[Redacted]:
        """Time passes; every timer goes off when it is due."""
        before, until = len(self.log), self.play.now + timedelta(**units)
        while due := sorted((t for t in timers(self.play.unit) if t.when <= until), key=lambda t: t.when):
            self.play.now = max(self.play.now, due[0].when)
            assert self.do(due[0].command), due[0]
        self.play.now = until
        return [event for event in self.log[before:] if isinstance(event, Redacted)]

    def incident(self, *, exercise: bool = False) -> None:
        """Somebody leads with a place and a picture; an incident follows, with a note and a call; it is closed."""
        self.do(
            desk.ReportLead(by="su", text="三楼冒烟", photo="picture-1", location=PLACE),
            desk.ProposeActivation(by="lin", exercise=exercise, lead="1"),
            desk.ConfirmActivation(by="lin", proposal="1"),
            c.AddNote(by="su", number=NUMBER, text="有人昏倒", photo="picture-2", location=PLACE),
            c.LogPhoneResult(by="kong", number=NUMBER, member="ye", result=PhoneResult.OFF),
        )

    def close(self) -> None:
        self.do(
            c.ProposeStandDown(by="lin", number=NUMBER),
            c.ConfirmStandDown(by="lin", number=NUMBER, false_alarm=True),
        )
        for member in self.play.unit.roster.members:
            self.do(c.AcknowledgeStandDown(by=member.id, number=NUMBER))
        self.do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1))
        if self.play.unit.open_incidents():
            self.do(c.CloseIncident(by="lin", number=NUMBER))
        assert not self.play.unit.open_incidents()

    def replayed(self) -> Unit:
        """What the log tells after every redaction was carried out on it."""
        kept = [(event.stream, type(event).__name__, event.at, event.by, dump_event(event)) for event in self.log]
        for redacted in [event for event in self.log if isinstance(event, Redacted)]:
            chosen = by_retention(redacted)
            kept = [
                (s, name, at, by, chosen.blank(name, by, data) if s in (chosen.streams or ()) else data)
                for s, name, at, by, data in kept
            ]
        text = json.dumps([data for *_, data in kept], ensure_ascii=False)
        self.written = text
        unit = self.start
        for _, name, at, by, data in kept:
            unit = apply(unit, load_event(name, json.loads(json.dumps(data)), at=at, by=by))
        return unit


def test_nothing_goes_while_the_incident_is_open_or_before_its_time() -> None:
    life = Life()
    life.incident()
    life.passes(hours=1)
    assert [t for t in timers(life.play.unit) if isinstance(t.command, DeleteTraces)] == []
    life.close()
    assert life.passes(days=179) == []
    gone = life.passes(days=2)
    assert {e.subject: set(e.kinds) for e in gone} == {
        f"incident/{NUMBER}": {Kind.LOCATIONS, Kind.PHOTOS, Kind.PHONE_RESULTS},
        "lead/1": {Kind.LOCATIONS, Kind.PHOTOS},
    }
    assert all(e.by == SYSTEM and e.why == "retention" and e.due == e.at for e in gone)
    assert life.passes(days=400) == []


def test_the_state_and_the_redacted_log_tell_the_same_and_no_trace() -> None:
    life = Life(words="30d")
    life.incident()
    life.do(c.GiveAnswer(by="su", number=NUMBER, answer=Answer.ARRIVED))
    life.do(c.BlockTask(by="su", number=NUMBER, task="cordon"))
    life.do(c.ExplainBlock(by="su", number=NUMBER, task="cordon", text="腿骨折"))
    life.close()
    assert life.passes(days=200)
    assert life.replayed() == life.play.unit
    for trace in ("28.68", "picture-1", "picture-2", "有人昏倒", "腿骨折", '"off"'):
        assert trace not in life.written
    incident = life.play.unit.incidents[NUMBER]
    assert incident.what == "三楼冒烟"  # what the alert said stays
    assert incident.roll["ye"].phone is None
    assert incident.roll["ye"].phoned_by == "kong"


def test_words_stay_unless_the_plan_says_so() -> None:
    life = Life()
    life.incident()
    life.close()
    life.passes(days=2000)
    assert [note.text for note in life.play.unit.incidents[NUMBER].notes] == ["有人昏倒"]


def test_each_kind_has_its_own_time() -> None:
    life = Life(locations="10d", photos="20d", phone_results="30d")
    life.incident()
    life.close()
    seen = [kind for event in life.passes(days=60) if event.subject.startswith("incident/") for kind in event.kinds]
    assert seen == [Kind.LOCATIONS, Kind.PHOTOS, Kind.PHONE_RESULTS]


def test_a_lead_that_led_to_nothing_counts_from_the_lead() -> None:
    life = Life()
    life.do(
        desk.ReportLead(by="su", text="冒烟"),
        desk.ReportLead(by="su", text="又冒烟"),
        desk.ExtendLead(by="su", lead="2", location=PLACE),
        desk.JudgeLead(by="lin", lead="2", verdict=Verdict.FALSE_ALARM),
    )
    (gone,) = life.passes(days=182)
    assert (gone.subject, gone.kinds) == ("lead/2", (Kind.LOCATIONS,))
    assert life.play.unit.desk.leads["2"].locations == ()
    assert life.play.unit.desk.leads["2"].texts == ("又冒烟",)
    assert life.replayed() == life.play.unit


def test_only_the_lead_whose_time_is_over_loses_its_place() -> None:
    life = Life()
    life.do(desk.ReportLead(by="su", location=PLACE))
    life.play.now += timedelta(days=100)
    life.do(desk.ReportLead(by="ye", location=PLACE))
    (gone,) = life.passes(days=90)
    assert gone.subject == "lead/1"
    assert life.replayed() == life.play.unit
    assert life.play.unit.desk.leads["2"].locations == (PLACE,)


def test_it_happens_at_night_by_the_units_clock() -> None:
    life = Life()
    life.do(desk.ReportLead(by="su", location=PLACE))
    (timer,) = (t for t in timers(life.play.unit) if isinstance(t.command, DeleteTraces))
    assert timer.when.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M") == "03:00"
    assert timedelta(days=180) <= timer.when - life.play.now < timedelta(days=181)


def test_after_a_long_gap_it_happens_once_and_nothing_too_early() -> None:
    life = Life()
    life.do(desk.ReportLead(by="su", location=PLACE))
    (timer,) = (t for t in timers(life.play.unit) if isinstance(t.command, DeleteTraces))
    assert life.do(timer.command) == []
    life.play.now += timedelta(days=900)
    (gone,) = life.do(timer.command)
    assert isinstance(gone, Redacted)
    assert gone.due == timer.when < gone.at
    assert life.do(timer.command) == []
    assert [t for t in timers(life.play.unit) if isinstance(t.command, DeleteTraces)] == []


def test_an_exercise_counts_as_well_and_one_overridden_from_then() -> None:
    life = Life()
    life.incident(exercise=True)
    life.do(desk.ProposeActivation(by="shen", exercise=False), desk.ConfirmActivation(by="shen", proposal="2"))
    held = life.play.unit.privacy.subjects
    assert held[f"incident/{NUMBER}"].since == held["lead/1"].since == life.play.now
    assert held["incident/2026-002"].since is None


def test_it_waits_while_a_live_alert_is_out_but_not_for_an_exercise() -> None:
    life = Life()
    life.incident()
    life.close()
    life.play.now += timedelta(days=190)

    def waiting() -> list[DeleteTraces]:
        return [t.command for t in timers(life.play.unit) if isinstance(t.command, DeleteTraces)]

    life.do(desk.ProposeActivation(by="lin", exercise=True, place="一"), desk.ConfirmActivation(by="lin", proposal="2"))
    assert waiting()
    life.do(
        desk.ProposeActivation(by="lin", exercise=False, place="二"), desk.ConfirmActivation(by="lin", proposal="3")
    )
    assert waiting() == []
    live = max(life.play.unit.incidents)
    life.do(c.ProposeStandDown(by="lin", number=live), c.ConfirmStandDown(by="lin", number=live, false_alarm=True))
    assert waiting()


def test_a_member_cannot_ask_for_it() -> None:
    life = Life()
    life.do(desk.ReportLead(by="su", location=PLACE))
    command = DeleteTraces(by="lin", subject="lead/1", kinds=(Kind.LOCATIONS,), due=datetime(2000, 1, 1, tzinfo=UTC))
    assert not isinstance(decide(life.play.unit, command, life.play.now + timedelta(days=999)), tuple)


@pytest.mark.parametrize("wrong", ["0s", "23h"])
def test_a_time_too_short_to_write_the_report_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="write at least 1d"):
        Retention.model_validate({"locations": wrong})


def test_a_fault_in_the_plan_names_line_and_mend(tmp_path: Path) -> None:
    shutil.copytree(example_folder(), tmp_path / "unit")
    plan = tmp_path / "unit" / "plan.yaml"
    text = plan.read_text("utf-8").replace("  locations: 180d\n", "  locations: 1h\n")
    plan.write_text(text, "utf-8")
    line = text[: text.index("locations: 1h")].count("\n") + 1
    (fault,) = check(tmp_path / "unit")
    assert str(fault).startswith(f"plan.yaml:{line}: retention.locations:")
    assert "write at least 1d" in str(fault)
