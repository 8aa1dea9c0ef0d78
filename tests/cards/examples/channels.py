"""What fallback channels say, shown as cards although no phone shows them; and the command post's card meanwhile."""

from dataclasses import replace

from bot.cards.card import Card, Lane
from bot.cards.fallback import words
from bot.domain.incident import attempts as a
from bot.domain.incident import commands as c
from bot.domain.incident.attempts import Result
from bot.domain.incident.events import Answer
from bot.domain.message import SYSTEM
from config.plan import Plan
from config.roster import Roster
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play

WAYS = {"tang": ["robot", "sms"], "su": ["robot", "sms"], "ye": ["sms", "mail"], "fan": [], "shen": ["mail"]}


def with_channels(p: Play) -> Play:
    """The small unit with three channels and the people of WAYS on them."""
    chinese = p.language == "zh-CN"
    plan = p.unit.plan.model_dump() | {
        "channels": [
            {"id": "robot", "kind": "dingtalk", "url": "https://robot.example/send?access_token=0123456789"},
            {"id": "sms", "kind": "webhook", "name": "短信" if chinese else "SMS", "url": "https://sms.example/"},
            {"id": "mail", "kind": "smtp", "host": "mail.example", "sender": "a@b.example"},
        ]
    }
    members = [
        m.model_dump() | {"email": f"{m.id}@b.example", "channels": WAYS.get(m.id, [])} for m in p.unit.roster.members
    ]
    p.unit = replace(p.unit, plan=Plan.model_validate(plan), roster=Roster.model_validate({"members": members}))
    return p


def silent(p: Play, *, exercise: bool = False, delivered: bool = True) -> Play:
    """Activated; only those of WAYS are silent."""
    with_channels(p).activate(exercise=exercise)
    if delivered:
        p.delivered()
    return p.answer(Answer.EN_ROUTE, *(m.id for m in p.unit.roster.members if m.id not in WAYS and m.id != "lin"))


def tried(p: Play, attempt: int, result: Result, **more: object) -> Play:
    """What became of an attempt."""
    tries = p.incident.attempts[attempt].tries
    return p.do(a.NoteChannelTried(by=SYSTEM, number=NUMBER, attempt=attempt, tries=tries, result=result, **more))


def _half(p: Play, *, exercise: bool = False) -> Play:
    """The robot's two are written to, one is on the way, one channel has refused."""
    silent(p, exercise=exercise).wait(minutes=3, seconds=1)
    tried(p, 1, Result.ACCEPTED, reason="errcode 0: ok")
    return tried(p, 2, Result.REFUSED, reason="SMTP 550 no such user <shen>")


@example("command_post.fallback")
def _(p: Play) -> Card:
    return _half(p).card("post/lin")


@example("command_post.fallback_exercise")
def _(p: Play) -> Card:
    return _half(p, exercise=True).card("post/lin")


@example("command_post.fallback_over")
def _(p: Play) -> Card:
    _half(p).stand_down(false_alarm=True)
    tried(p, 4, Result.ACCEPTED)
    tried(p, 5, Result.REFUSED, reason="HTTP 401")
    return p.do(c.AcknowledgeStandDown(by="lin", number=NUMBER)).card("post/lin")


def message(p: Play, attempt: int) -> Card:
    """The text of an attempt."""
    incident = p.unit.incidents[NUMBER]
    found = incident.attempts[attempt]
    subject, text = words(p.unit, incident, found)
    assert text.splitlines()[0] == subject
    key = f"{NUMBER}/channel/{attempt}"
    p.drawn_by[key] = f"{words.__module__}.{words.__name__}"
    return Card(key=key, to=f"channel:{found.channel}", lane=Lane.ALERT, text=text)


def _due(p: Play, *, exercise: bool = False) -> Play:
    return silent(p, exercise=exercise).wait(minutes=3, seconds=1)


@example("fallback.unreached")
def _(p: Play) -> Card:
    silent(p).do(c.NoteUnreachable(by=SYSTEM, number=NUMBER, member="ye", reason="blocked"))
    return message(p.wait(seconds=1), 1)


@example("fallback.silent")
def _(p: Play) -> Card:
    return message(_due(p), 3)


@example("fallback.group")
def _(p: Play) -> Card:
    return message(_due(p), 1)


@example("fallback.group_exercise")
def _(p: Play) -> Card:
    return message(_due(p, exercise=True), 1)


@example("fallback.late")
def _(p: Play) -> Card:
    silent(p).wait(minutes=2)
    p.do(c.NoteUnreachable(by=SYSTEM, number=NUMBER, member="ye", reason="blocked"))
    return message(p.do(a.UseFallback(by=SYSTEM, number=NUMBER, silent=False, late=True)), 1)


@example("fallback.over")
def _(p: Play) -> Card:
    return message(_due(p).stand_down(), 4)


@example("fallback.over_exercise")
def _(p: Play) -> Card:
    return message(_due(p, exercise=True).stand_down(), 4)


@example("fallback.false_alarm")
def _(p: Play) -> Card:
    return message(_due(p).stand_down(false_alarm=True), 6)


@example("fallback.overridden")
def _(p: Play) -> Card:
    return message(_due(p, exercise=True).activate(by="shen"), 4)
