"""What an evidence pack costs: five years of weekly rounds with a thousand liaisons. Our own time, printed."""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.duty.events import DutyAnswered, DutyEvent, Outcome, Owed, RoundOpened
from bot.reports.evidence.document import document
from bot.reports.evidence.gather import evidence
from bot.reports.evidence.workbook import workbook
from tests.duty.office import liaisons, plan
from tests.reports.log import each_record

pytestmark = pytest.mark.bench

PEOPLE, WEEKS = 1000, 260
NOW = datetime(2026, 2, 1, tzinfo=UTC)


def _events() -> Iterator[DutyEvent]:
    """Nine of ten answer, some of them late."""
    duty = next(duty for duty in plan().duties if duty.id == "weekly-contact")
    people = liaisons(PEOPLE).members[3:]
    owed = tuple(Owed(subject=m.id, name=m.name, members=(m.id,), names=(m.name,)) for m in people)
    for week in range(WEEKS):
        day = date(2021, 1, 4) + timedelta(days=7 * week)
        at, due = datetime(day.year, day.month, day.day, 1, tzinfo=UTC), day + timedelta(days=4)
        about: dict[str, Any] = {"duty": duty.id, "period": f"{day:%G-W%V}"}
        opened = RoundOpened(
            **about, at=at, by="system", terms=duty, opened_on=day, due_on=due, remind_on=(day,),
            office_on=due, director_on=due, owed=owed,
        )  # fmt: skip
        answers = (
            DutyAnswered(
                **about,
                at=at + timedelta(hours=3 * (n % 40)),
                by=m.id,
                subject=m.id,
                outcome=Outcome.DONE,
                words="电话",
            )
            for n, m in enumerate(people[: PEOPLE * 9 // 10])
        )
        yield from (opened, *answers)


def test_five_years_of_a_thousand_liaisons() -> None:
    started = time.perf_counter()
    pack = evidence(each_record(_events()), plan(), date(2021, 1, 1), date(2025, 12, 31), NOW)
    gathered = time.perf_counter()
    pages = document(pack)
    printed = time.perf_counter()
    sheet = workbook(pack)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"\n  {pack.head.seq} records → {len(pack.rows)} rows {gathered - started:.1f} s,"
        f" PDF {printed - gathered:.1f} s"
        f" ({len(pages) >> 10} KB), spreadsheet {done - printed:.1f} s ({len(sheet) >> 20} MB), peak {peak} MB"
    )
    assert len(pack.rows) == PEOPLE * WEEKS
