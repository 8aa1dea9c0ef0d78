"""What duties cost: a thousand liaisons with five years of rounds behind them. Our own time, printed."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from statistics import median

import pytest

from bot.cards.duty_overview import overview
from bot.domain.duty.commands import AnswerDuty, ReachDay, RemindRest, ShowDuties
from bot.domain.duty.events import DutyReminded, Outcome, RoundOpened
from bot.domain.message import SYSTEM
from bot.service import Service
from store.sqlite import open_store
from tests.duty.office import Office, liaisons, plan

pytestmark = pytest.mark.bench

PEOPLE, WEEKS = 1000, 260
NINE = hour(9)


class Standing:
    """A clock that shows what it is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def _lived() -> Office:
    """Five years, nine of ten people answer each week. The reminders in between are not played."""
    office = Office(plan(), liaisons(PEOPLE), datetime(2021, 1, 1, 4, tzinfo=UTC))
    office.give(ReachDay(by=SYSTEM))
    monday = date(2021, 1, 4)
    for week in range(WEEKS):
        office.down(monday + timedelta(days=7 * week), NINE)
        for event in office.give(ReachDay(by=SYSTEM)):
            if isinstance(event, RoundOpened) and event.duty == "weekly-contact" and week >= WEEKS - 13:
                for owed in event.owed[: PEOPLE * 9 // 10]:
                    item = office.unit.duties.rounds[event.duty][event.period].item(owed.subject)
                    office.give(AnswerDuty(by=owed.subject, item=item, outcome=Outcome.DONE))
    return office


def test_a_reminder_run_an_answer_and_the_overview(tmp_path: Path) -> None:
    asyncio.run(_measure(tmp_path))


async def _measure(folder: Path) -> None:
    office = _lived()
    clock = Standing(office.at)
    store = await open_store(folder / "bench.db", unit="bench")
    service = await Service.open(store, clock, office.unit.plan, office.unit.roster)
    service._unit = office.unit  # the five years were lived in memory: only what follows is measured
    overview(service.unit, "boss", "1:1", clock.at.date())  # the words are compiled at first use, once a process
    clock.at = office.at + timedelta(days=7)
    started = time.perf_counter()
    outcome = await service.submit(ReachDay(by=SYSTEM))
    first = (time.perf_counter() - started) * 1000
    reminded = sum(len(event.people) for event in outcome.events if isinstance(event, DutyReminded))
    runs = []
    while service.unit.duties.rest:
        reminded += min(100, len(service.unit.duties.rest))
        runs.append(await _timed(service.submit(RemindRest(by=SYSTEM))))
    answers, shows, overviews = [], [], []
    period = list(service.unit.duties.rounds["weekly-contact"])[-1]
    for n in range(1, 200):
        item = service.unit.duties.rounds["weekly-contact"][period].item(f"l{n:04}")
        answers.append(await _timed(service.submit(AnswerDuty(by=f"l{n:04}", item=item, outcome=Outcome.DONE))))
        shows.append(await _timed(service.submit(ShowDuties(by=f"l{n + 300:04}"))))
        started = time.perf_counter()
        overview(service.unit, "boss", "1:1", clock.at.date())
        overviews.append((time.perf_counter() - started) * 1000)
    print(
        f"\n  {PEOPLE} liaisons, {WEEKS} weeks behind them: the day's run {first:.0f} ms, then"
        f" {reminded} people a hundred at a time {median(runs):.0f} ms each (max {max(runs):.0f}), with their commits;"
        f" an answer {median(answers):.1f} ms (max {max(answers):.1f}), /duties of one person"
        f" {median(shows):.1f} ms (max {max(shows):.1f}), the leaders' overview {median(overviews):.1f} ms"
        f" (max {max(overviews):.1f}); target 100 ms each"
    )
    await service.close()
    await store.close()


async def _timed(work) -> float:
    started = time.perf_counter()
    await work
    return (time.perf_counter() - started) * 1000
