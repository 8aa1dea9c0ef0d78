"""What is overdue between incidents is one picture: the digest, /readiness and `muster status`."""

from datetime import UTC, date, datetime, time

from bot.cards.changes import changed
from bot.cards.writing import writer
from bot.domain.duty.events import DutiesEscalated
from bot.domain.hazard.commands import AssignHazard, ReportHazard
from bot.domain.meeting.commands import FollowMeetings, ProposeMeeting
from bot.domain.message import SYSTEM
from bot.domain.readiness import Health, findings
from bot.reports.status import lines, status
from tests.duty.office import Office, liaisons, plan
from tests.duty.test_gaps import WEEKLY


def overdue() -> Office:
    """A hazard that nobody has mended, a meeting of last quarter that nobody has held, and two silent liaisons."""
    series = {"id": "analysis", "clause": "6.4", "title": "形势分析会", "place": "会议室"}
    made = Office(plan(duties=[WEEKLY], meetings=[series]), liaisons(2), datetime(2026, 2, 25, 12, tzinfo=UTC))
    made.give(FollowMeetings(by=SYSTEM))
    made.until(date(2026, 3, 5))
    made.give(ProposeMeeting(by=SYSTEM, series="analysis", period="2026-Q1"))
    made.give(ReportHazard(by="l0001", place="配电房", text="<灭火器>过期"))
    made.give(AssignHazard(by="office", hazard="H-2026-001", owner="guard", days=3))
    made.until(date(2026, 4, 1))
    return made


def test_the_digest_tells_of_hazards_and_meetings_too() -> None:
    here = overdue()
    here.until(date(2026, 4, 30), time(8))
    event = next(e for e in here.said(DutiesEscalated) if e.at > datetime(2026, 4, 1, 12, tzinfo=UTC))
    texts = [card.text for card in changed(here.unit, [event]) if "职责逾期" in card.text]
    assert len(texts) == 1
    assert "⚠️ 隐患逾期 1 起：H-2026-001 配电房" in texts[0]
    assert "📅 形势分析会（第 1 季度）未召开" in texts[0]


def test_readiness_and_status_name_all_that_is_overdue() -> None:
    here = overdue()
    found = {finding.key: dict(finding.values) for finding in findings(here.unit, here.at, Health())}
    assert found["hazards"] == {"count": "1"}
    assert found["meeting"] == {"title": "形势分析会", "period": "2026-Q1"}
    assert "duties" in found
    data = status(here.unit, (), here.at, Health())
    assert {"weekly", "analysis-2026-Q1"} <= {item["id"] for item in data["overdue"]}
    text = "\n".join(lines(data, writer(here.unit)))
    assert "⏰ 2026-W11 联系 ×2" in text
    assert "逾期未整改的隐患 1 起" in text
