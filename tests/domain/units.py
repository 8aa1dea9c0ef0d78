"""A small unit for the tests of the domain: nine people, two groups, every kind of time."""

# ruff: noqa: E501  a table of tasks reads best a line each

from datetime import UTC, datetime, timedelta

from bot.domain.unit import Unit
from config.plan import Plan
from config.roster import Roster

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

PLAN = Plan.model_validate(
    {
        "unit": "model",
        "name": "模型研究所",
        "version": "1",
        "adopted": "测试",
        "language": "zh-CN",
        "time_zone": "Asia/Shanghai",
        "clauses": [{"id": "4.1", "text": "先到者先处置"}, {"id": "5", "text": "编组"}],
        "roles": [{"id": role, "name": role} for role in ("director", "deputy", "office-head")],
        "succession": ["director", "deputy", "office-head"],
        "command_post": ["director", "deputy", "office-head"],
        "office": "office-head",
        "tiers": [{"number": n, "name": f"第{n}梯队", "clause": "4.1"} for n in (1, 2, 3)],
        "groups": [
            {"id": "order", "name": "秩序维护组", "clause": "5", "purpose": "维持秩序", "strength": 2},
            {"id": "casualty", "name": "伤员救治组", "clause": "5", "purpose": "救治伤员", "strength": 1},
        ],
        "assembly_points": [{"id": "square", "name": "广场"}],
        "exits": [{"id": "east", "name": "东门"}, {"id": "west", "name": "西门"}],
        "landmark": "钟楼",
        "callback": "0000-0000",
        "meet": "门卫在南门",
        "tasks": [
            {"id": "cordon", "group": "order", "clause": "5", "title": "封锁现场", "deadline": "5min", "first_response": True},
            {"id": "guard", "group": "order", "clause": "5", "title": "守住{place}", "deadline": "8min", "each": "exits"},
            {"id": "call", "group": "casualty", "clause": "5", "title": "拨打120", "deadline": "3min", "first_response": True},
            {"id": "comfort", "group": "casualty", "clause": "5", "title": "安抚", "deadline": "1d", "phase": "aftermath"},
        ],
        "calls": [
            {"id": "c120", "number": "120", "name": "急救", "clause": "5", "task": "call", "script": ["在{place}"]}
        ],
        "upward_reports": {
            "clause": "4.1", "recipient": "校综治办", "first": "15min", "follow_up": "60min", "final": "1d",
        },
        "times": {
            "confirm": "60s", "ring": ["1min", "2min", "4min"], "phone_tree": "2min", "escalate": "3min",
            "lead_silent": "3min", "summary": "10min", "task_escalate": "5min", "stand_down_ring": ["2min", "5min"],
        },
        "retention": {"locations": "180d", "phone_results": "180d"},
        "channels": [
            {"id": "robot", "kind": "wecom", "url": "https://robot.example/?key=0123456789"},
            {"id": "sms", "kind": "webhook", "url": "https://sms.example/"},
        ],
    }
)  # fmt: skip


def _member(id_: str, tier: int, **more: object) -> dict[str, object]:
    return {"id": id_, "name": id_.title(), "title": "研究员", "phone": "13800000000", "tier": tier, **more}


ROSTER = Roster.model_validate(
    {
        "members": [
            _member("dai", 1, roles=["director"]),
            _member("fu", 1, roles=["deputy"]),
            _member("zong", 1, roles=["office-head"]),
            _member("an", 2, group="order", lead=True, channels=["robot", "sms"]),
            _member("bo", 2, group="order", channels="robot"),
            _member("chen", 2, group=["order", "casualty"]),
            _member("deng", 3, group="casualty", lead=True),
            _member("er", 3, group="casualty"),
            _member("fan", 3, channels=["sms"]),
        ]
    }
)


def unit() -> Unit:
    """The unit before anything has happened."""
    return Unit(plan=PLAN, roster=ROSTER)


def later(**units: float) -> datetime:
    """So long after the start."""
    return START + timedelta(**units)
