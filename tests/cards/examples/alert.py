"""The alert and the phone tree."""

from bot.cards.card import Card
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Detail, PhoneResult
from bot.domain.message import SYSTEM
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


@example("alert.live")
def _(p: Play) -> Card:
    return p.activate().card("alert/tang/0")


@example("alert.exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).card("alert/tang/0")


@example("alert.nothing_known")
def _(p: Play) -> Card:
    p.do(desk.ProposeActivation(by="lin", exercise=False), desk.ConfirmActivation(by="lin", proposal="1"))
    return p.card("alert/kong/0")


@example("alert.rung_again")
def _(p: Play) -> Card:
    return p.activate().wait(seconds=61).card("alert/su/1")


@example("alert.rung_again_late")
def _(p: Play) -> Card:
    p.activate()
    p.now = later = p.now.replace(minute=7)
    return p.do(c.NoticeGap(by=SYSTEM, number=NUMBER, since=p.now.replace(minute=2), until=later)).card("alert/su/1")


@example("alert.superseded")
def _(p: Play) -> Card:
    return p.activate().wait(seconds=61).card("alert/su/0")


@example("alert.acknowledged")
def _(p: Play) -> Card:
    return p.activate().wait(seconds=20).answer(Answer.ACKNOWLEDGED, "su").card("alert/su/0")


@example("alert.arrived")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.ARRIVED, "su").card("alert/su/0")


@example("alert.arrived_exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).answer(Answer.ARRIVED, "su").card("alert/su/0")


@example("alert.reported_by_another")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.ARRIVED, "ye", by="su").card("alert/ye/0")


@example("alert.support")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.ARRIVED, "su").answer(Answer.SUPPORT, "su").card("alert/su/0")


@example("alert.scene_described")
def _(p: Play) -> Card:
    p.do(desk.ProposeActivation(by="lin", exercise=False), desk.ConfirmActivation(by="lin", proposal="1"))
    p.do(c.DescribeScene(by="su", number=NUMBER, detail=Detail.PLACE, text=p.word("place")))
    return p.card("alert/bai/0")


@example("alert.stood_down")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.EN_ROUTE, "su").stand_down().card("alert/su/0")


@example("alert.overridden")
def _(p: Play) -> Card:
    return p.activate(exercise=True).activate().card(f"{NUMBER}/alert/su/0")


def _tree(p: Play, *, exercise: bool = False) -> Play:
    """Everybody but three answers; the three are shared out."""
    p.activate(exercise=exercise).answer(Answer.EN_ROUTE, "tang", "su", "fan", "bai", "xia", "zhu", "wei", "shen")
    return p.wait(seconds=121)


def _calls(p: Play, member: str = "ye") -> Card:
    caller = p.incident.roll[member].caller
    return p.card(f"calls/{caller}/{len(p.incident.calls_of(caller or ''))}")


@example("calls.open")
def _(p: Play) -> Card:
    return _calls(p.activate().answer(Answer.EN_ROUTE, "tang").wait(seconds=121))


@example("calls.open_exercise")
def _(p: Play) -> Card:
    return _calls(_tree(p, exercise=True))


@example("calls.some_settled")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "tang").wait(seconds=121)
    first, second, _ = p.incident.calls_of("tang")
    p.do(c.LogPhoneResult(by="tang", number=NUMBER, member=first, result=PhoneResult.NO_ANSWER))
    p.answer(Answer.EN_ROUTE, second)
    return p.card("calls/tang/3")


@example("calls.done")
def _(p: Play) -> Card:
    _tree(p)
    caller = p.incident.roll["ye"].caller or ""
    p.do(c.LogPhoneResult(by=caller, number=NUMBER, member="ye", result=PhoneResult.REACHED))
    return _calls(p)


@example("calls.superseded")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "tang").wait(seconds=121)
    first, _, _ = p.incident.calls_of("tang")
    p.do(c.LogPhoneResult(by="tang", number=NUMBER, member=first, result=PhoneResult.OFF)).wait(seconds=1)
    return p.card("calls/tang/3")


@example("calls.more")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "tang").wait(seconds=121)
    first, _, _ = p.incident.calls_of("tang")
    p.do(c.LogPhoneResult(by="tang", number=NUMBER, member=first, result=PhoneResult.OFF)).wait(seconds=1)
    return p.card("calls/tang/4")


@example("calls.passed_on")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "tang").wait(seconds=121).answer(Answer.EN_ROUTE, "su", "fan")
    return p.wait(minutes=3).card(f"calls/tang/{len(p.incident.calls_of('tang'))}")


@example("calls.over")
def _(p: Play) -> Card:
    return _calls(_tree(p).stand_down())
