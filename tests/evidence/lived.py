"""A unit that has lived some weeks: duties answered, late, corrected and forgotten, a hazard, a meeting, a drill."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from bot.domain.desk import commands as desk
from bot.domain.duty.commands import AnswerDuty, AnswerInWords, ConfirmContact, ReopenDuty
from bot.domain.duty.events import Item, Outcome
from bot.domain.hazard import commands as hazard
from bot.domain.incident import commands as incident
from bot.domain.incident.events import Answer, Injury
from bot.domain.meeting import commands as meeting
from bot.domain.meeting.events import Attendance
from bot.domain.message import SYSTEM, Command, Event, Refused, Timer
from bot.domain.people.commands import TakeUnit
from bot.domain.timers import timers
from bot.domain.watch.commands import TakeOverShift
from config.plan import Language
from store.protocol import Record
from tests.duty.office import Office
from tests.example import example
from tests.reports.log import as_records

START = datetime(2026, 3, 1, 4, tzinfo=UTC)  # a Sunday noon in Shanghai
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
NOW = datetime(2026, 4, 2, 4, tzinfo=UTC)
SLY = '=HYPERLINK("http://x","y")'


class Lived(Office):
    """The example unit; every timer runs, not only those of duties."""

    def __init__(self, language: Language = "zh-CN") -> None:
        files = example(language)
        super().__init__(files.plan, files.roster, START)
        self.give(TakeUnit(by=SYSTEM, plan=files.plan, roster=files.roster))
        self.until(date(2026, 3, 1))

    def until(self, day: date, hour: time = time(12), *, answer: Callable[[Office, Event], None] | None = None) -> None:
        """Let the time pass to that local hour."""
        end = datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)
        while True:
            due: list[Timer] = [timer for timer in timers(self.unit) if timer not in self.futile]
            when = min((timer.when for timer in due), default=end)
            if when > end or not due:
                break
            self.at = max(self.at, when)
            for timer in [timer for timer in due if timer.when <= self.at]:
                if not self.give(timer.command):
                    self.futile.add(timer)
        self.at = max(self.at, end)

    def done(self, *commands: Command) -> None:
        """Each is carried out."""
        for command in commands:
            decided = self.give(command)
            assert not isinstance(decided, Refused), decided
            assert decided, command

    def local_day(self) -> date:
        return self.at.astimezone(self.zone).date()

    def first(self, role: str, nth: int = 0) -> str:
        return self.unit.roster.with_role(role)[nth].id

    def item(self, nth: int, period: str = "2026-W10") -> Item:
        return Item(duty="weekly-contact", period=period, subject=self.first("liaison", nth))

    def taps(self, nth: int, outcome: Outcome = Outcome.DONE) -> None:
        item = self.item(nth)
        self.done(AnswerDuty(by=item.subject, item=item, outcome=outcome))

    def writes(self, nth: int, words: str) -> None:
        item = self.item(nth)
        self.done(AnswerInWords(by=item.subject, items=(item,), text=words))

    def takes_over(self) -> None:
        """Everybody who comes on duty says so."""
        for handover in self.unit.watch.pending():
            for shift in handover.waiting():
                self.done(TakeOverShift(by=shift.member, handover=handover.id, shift=shift.id))

    def records(self) -> list[Record]:
        return as_records(self.log)


def month(language: Language = "zh-CN") -> Lived:
    """March: one of each."""
    life = Lived(language)
    guard, office, boss = life.first("security-officer"), life.first("office-head"), life.first("director")
    zh = language == "zh-CN"
    life.until(date(2026, 3, 2), time(8, 5))
    life.takes_over()
    life.until(date(2026, 3, 2), time(10))
    life.writes(0, "周一上午电话" if zh else "phoned on Monday")
    life.writes(1, SLY)
    life.taps(2, Outcome.UNABLE)
    life.writes(2, "出差" if zh else "away on business")
    life.taps(3)
    life.done(ReopenDuty(by=life.first("liaison", 3), item=life.item(3)))
    life.writes(3, "苏𬍛" if zh else "Su 𬍛")
    life.done(ConfirmContact(by=guard, item=life.item(0)))
    words = "灭火器过期" if zh else "fire extinguisher out of date"
    life.done(hazard.ReportHazard(by=guard, place="配电房" if zh else "power room", text=words))
    number, owner = next(iter(life.unit.hazards.by_number)), life.first("liaison", 2)
    life.done(hazard.AssignHazard(by=office, hazard=number, owner=owner, days=3))
    life.until(date(2026, 3, 9), time(10))
    life.taps(4)  # for last week: late
    life.done(hazard.FixHazard(by=owner, hazard=number), hazard.VerifyHazard(by=office, hazard=number))
    _incident(life, boss, exercise=True)
    life.until(date(2026, 3, 12), time(10))
    _incident(life, boss, exercise=False)
    _meeting(life, office, boss)
    life.down(date(2026, 3, 30), time(10))  # two weeks without the bot
    life.until(date(2026, 4, 2))
    return life


def _incident(life: Lived, boss: str, *, exercise: bool) -> None:
    """Called off after half an hour; the words of the alert hold a number."""
    zh = life.unit.plan.language == "zh-CN"
    place, what = ("图书馆", "拨 13900001111") if zh else ("library", "call 13900001111")
    life.done(desk.ProposeActivation(by=boss, exercise=exercise, place=place, what=what))
    life.done(desk.ConfirmActivation(by=boss, proposal=next(reversed(life.unit.desk.proposals))))
    running = life.unit.running()
    assert running is not None
    number = running.number
    life.done(
        incident.GiveAnswer(by=life.first("liaison"), number=number, answer=Answer.ARRIVED),
        incident.CheckTask(by=boss, number=number, task="cordon"),
        incident.CountCasualties(by=boss, number=number, injury=Injury.INJURED, count=3),
        incident.LogUpwardReport(by=life.first("office-head"), number=number, ordinal=1),
    )
    life.until(life.local_day(), time(10, 30))
    life.done(incident.ProposeStandDown(by=boss, number=number))
    life.done(incident.ConfirmStandDown(by=boss, number=number, false_alarm=False))


def _meeting(life: Lived, office: str, boss: str) -> None:
    """The first quarter's analysis, held, with one action."""
    id_ = next(iter(life.unit.meetings.by_id))
    when = life.unit.meetings.by_id[id_].candidates[0]
    life.done(meeting.FixDate(by=office, meeting=id_, when=when))
    life.until(when.astimezone(life.zone).date(), time(17))
    life.done(meeting.GiveAttendance(by=boss, meeting=id_, attendance=Attendance.PRESENT))
    life.done(meeting.HoldMeeting(by=office, meeting=id_))
    life.done(meeting.AddMinutes(by=office, meeting=id_, text="一切照旧"))
