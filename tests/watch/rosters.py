"""A unit with a duty roster: the small unit of the cards, a rotation of three, and a leader."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.message import SYSTEM
from bot.domain.unit import Unit
from bot.domain.watch.commands import FollowRoster
from config.duty_roster import DutyRoster
from config.plan import Language, Plan
from tests.cards.unit import Play, plan, roster

DUTY = {
    "id": "duty",
    "kind": "duty",
    "members": ["su", "ye", "he"],
    "start": "2026-03-01",
    "shifts": [{"at": "08:00", "length": "24h"}],
}
LEADER = {
    "id": "leaders",
    "kind": "leader",
    "members": ["shen", "wei"],
    "start": "2026-03-01",
    "shifts": [{"at": "08:00", "length": "24h"}],
}


def with_rotations(*rotations: dict[str, Any], language: Language = "zh-CN", **rules: Any) -> Plan:
    """The small unit's plan with these rotations."""
    data = plan(language).model_dump(mode="json")
    return Plan.model_validate({**data, **rules.pop("plan", {}), "duty_roster": {"rotations": rotations, **rules}})


def on_duty(*rotations: dict[str, Any], language: Language = "zh-CN", shifts: Any = (), **rules: Any) -> Play:
    """Everybody is enrolled, and the duty roster is followed from nine in the morning on."""
    filed = DutyRoster.model_validate({"shifts": shifts})
    unit = Unit(plan=with_rotations(*rotations, language=language, **rules), roster=roster(language), duty_roster=filed)
    play = Play(unit=unit).enrol()
    play.screens.clear()
    return play.do(FollowRoster(by=SYSTEM)).wait(seconds=1)


def utc(text: str) -> datetime:
    """A moment, written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
