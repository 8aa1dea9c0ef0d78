"""What the group chat reads."""

from bot.cards.card import Card
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Injury
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play

_CHAT = -100


def _linked(p: Play, *, exercise: bool = False) -> Play:
    p.do(people.LinkGroup(by="lin", chat=_CHAT, title="chat", may_pin=True))
    p.activate(exercise=exercise)
    return p.answer(Answer.ARRIVED, "tang").do(c.CheckTask(by="tang", number=NUMBER, task="cordon"))


@example("group_chat.status")
def _(p: Play) -> Card:
    return _linked(p).card(f"status/{_CHAT}")


@example("group_chat.status_reported")
def _(p: Play) -> Card:
    """Activated on a witness's report: what they said stands in the alerts only."""
    p.do(people.LinkGroup(by="lin", chat=_CHAT, title="chat", may_pin=True))
    p.do(desk.ReportLead(by="su", text="三楼有人胸痛，138-0000-0999")).wait(minutes=1)
    p.do(desk.ProposeActivation(by="lin", exercise=False, lead="1", place="图书馆 0791-88880001")).wait(seconds=5)
    return p.do(desk.ConfirmActivation(by="lin", proposal="1")).card(f"status/{_CHAT}")


@example("group_chat.status_exercise")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).card(f"status/{_CHAT}")


@example("group_chat.status_aftermath")
def _(p: Play) -> Card:
    return _linked(p).stand_down().card(f"status/{_CHAT}")


@example("group_chat.activated")
def _(p: Play) -> Card:
    return _linked(p).latest_card("chat/phase")


@example("group_chat.false_alarm")
def _(p: Play) -> Card:
    return _linked(p).stand_down(false_alarm=True).card("chat/phase/StoodDown")


@example("group_chat.status_false_alarm")
def _(p: Play) -> Card:
    return _linked(p).stand_down(false_alarm=True).card(f"status/{_CHAT}")


@example("group_chat.status_closed")
def _(p: Play) -> Card:
    _linked(p, exercise=True).stand_down().wait(minutes=6).do(c.CloseIncident(by="lin", number=NUMBER))
    return p.card(f"status/{_CHAT}")


@example("group_chat.activated_exercise")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).card("chat/phase/Activated")


@example("group_chat.stood_down")
def _(p: Play) -> Card:
    return _linked(p).stand_down().card("chat/phase/StoodDown")


@example("group_chat.stood_down_exercise")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).stand_down().card("chat/phase/StoodDown")


@example("group_chat.false_alarm_exercise")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).stand_down(false_alarm=True).card("chat/phase/StoodDown")


@example("group_chat.overridden")
def _(p: Play) -> Card:
    return _linked(p, exercise=True).activate(by="shen").card(f"{NUMBER}/chat/phase/ExerciseOverridden")


@example("group_chat.closed")
def _(p: Play) -> Card:
    _linked(p).stand_down(false_alarm=True).wait(minutes=6).do(c.CloseIncident(by="lin", number=NUMBER))
    return p.card("chat/phase/Closed")


@example("group_chat.reopened")
def _(p: Play) -> Card:
    return _linked(p).do(c.ReopenTask(by="tang", number=NUMBER, task="cordon")).latest_card("chat/reopened/cordon")


@example("group_chat.called")
def _(p: Play) -> Card:
    return _linked(p).do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance")).card("chat/called/ambulance")


@example("group_chat.summary_late")
def _(p: Play) -> Card:
    _linked(p).do(c.CountCasualties(by="bai", number=NUMBER, injury=Injury.INJURED, count=2))
    p.do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"))
    return p.do(c.PostSummary(by=SYSTEM, number=NUMBER, summary=1, late=True)).card("chat/summary/1")


@example("group_chat.milestone")
def _(p: Play) -> Card:
    return _linked(p).latest_card("chat/milestone/cordon")


@example("group_chat.called_exercise")
def _(p: Play) -> Card:
    _linked(p, exercise=True).do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"))
    return p.card("chat/called/ambulance")


@example("group_chat.summary")
def _(p: Play) -> Card:
    return _linked(p).wait(minutes=10, seconds=1).card("chat/summary/1")


@example("group_chat.bulletin")
def _(p: Play) -> Card:
    return _linked(p).do(c.IssueBulletin(by="lin", number=NUMBER, text=p.word("what"))).card("chat/bulletin/1")
