"""Meetings for tests: the small unit with a quarterly meeting."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.meeting.state import Meeting
from tests.cards.unit import Play

Q2 = "analysis-2026-Q2"
_TITLES = {"zh-CN": ("形势分析会", "小会议室"), "en": ("Situation analysis meeting", "Small meeting room")}


def following(scene: Play, *, zone: str = "Asia/Shanghai", **more: object) -> Play:
    """The plan has a meeting each quarter, in force since March."""
    title, place = _TITLES[scene.language]
    series = {"id": "analysis", "clause": "6.4", "title": title, "place": place, **more}
    plan = type(scene.unit.plan).model_validate(
        {**scene.unit.plan.model_dump(), "meetings": [series], "time_zone": zone, "clauses": _with_clause(scene)}
    )
    scene.unit = replace(scene.unit, plan=plan)
    return scene.wait(seconds=1)


def proposed(scene: Play, **more: object) -> Play:
    """The first of June, nine in the morning: dates are proposed."""
    following(scene, **more)
    return until(scene, datetime(2026, 6, 1, 1, 0, tzinfo=UTC))


def until(scene: Play, at: datetime) -> Play:
    """Time passes until then."""
    return scene.wait(seconds=(at - scene.now).total_seconds())


def meeting(scene: Play, id_: str = Q2) -> Meeting:
    """The meeting as it stands."""
    return scene.unit.meetings.by_id[id_]


def _with_clause(scene: Play) -> list[dict[str, object]]:
    clauses = [clause.model_dump() for clause in scene.unit.plan.clauses]
    return [*clauses, {"id": "6.4", "text": "…"}]
