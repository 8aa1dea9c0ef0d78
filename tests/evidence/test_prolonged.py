"""What a sensitive period asked for is due, in the pack too, when the prolonged period says so."""

from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import DeclarePeriod
from bot.reports.evidence.gather import evidence
from bot.reports.evidence.pack import Status
from tests.duty.office import Office, liaisons, plan
from tests.reports.log import as_records


def test_a_round_that_is_prolonged_beyond_the_month_stands_in_the_next() -> None:
    here = Office(plan(), liaisons(1), datetime(2026, 3, 5, 12, tzinfo=UTC))
    for day, end in ((date(2026, 3, 30), date(2026, 3, 31)), (date(2026, 3, 31), date(2026, 4, 10))):
        here.until(day, time(10))
        here.give(DeclarePeriod(by="office", name="重要会议", end=end))
    here.until(date(2026, 4, 3))

    def told(since: date, until: date) -> list[tuple[date | None, Status]]:
        pack = evidence(as_records(here.log), here.unit.plan, since, until, here.at)
        return [(row.due, row.status) for row in pack.rows if row.period == "重要会议"]

    assert told(date(2026, 3, 1), date(2026, 3, 31)) == []
    assert told(date(2026, 4, 1), date(2026, 4, 30)) == [(date(2026, 4, 1), Status.UNANSWERED)]
