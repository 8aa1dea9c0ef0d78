"""Groups, first response, the emergency calls."""

from bot.cards.card import Card
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Injury
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


@example("group.lead")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.EN_ROUTE, "su").card("group/tang/order/response")


@example("group.lead_exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).card("group/tang/order/response")


@example("group.member")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.EN_ROUTE, "su").card("group/su/order/response")


@example("group.tasks_in_every_state")
def _(p: Play) -> Card:
    p.activate().answer(Answer.ARRIVED, "tang", "su").wait(minutes=4)
    p.do(c.CheckTask(by="su", number=NUMBER, task="evacuation"))
    p.do(c.BlockTask(by="su", number=NUMBER, task="guard-east"))
    p.do(c.ExplainBlock(by="su", number=NUMBER, task="guard-east", text=p.word("why")))
    return p.wait(minutes=2).card("group/su/order/response")


@example("group.left")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "su")
    return p.do(c.Move(by="lin", number=NUMBER, member="su", source="order", target="casualty")).card(
        "group/su/order/response"
    )


@example("group.dissolved")
def _(p: Play) -> Card:
    return p.activate().do(c.DissolveGroup(by="lin", number=NUMBER, group="order")).card("group/tang/order/response")


@example("group.not_coming")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "su").answer(Answer.UNABLE, "su")
    return p.card("group/su/order/response")


@example("group.lead_replaced")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.EN_ROUTE, "su").wait(minutes=4).card("group/su/order/response")


@example("group.over")
def _(p: Play) -> Card:
    return p.activate().stand_down().card("group/tang/order/response")


@example("group.aftermath")
def _(p: Play) -> Card:
    p.activate().answer(Answer.ARRIVED, "zhu", "he").stand_down()
    return p.do(c.CheckTask(by="he", number=NUMBER, task="settle")).card("group/zhu/aftermath/aftermath")


@example("why.open")
def _(p: Play) -> Card:
    return _blocked(p).latest_card("why/tang")


@example("why.explained")
def _(p: Play) -> Card:
    _blocked(p).do(c.ExplainBlock(by="tang", number=NUMBER, task="guard-east", text=p.word("why")))
    return p.latest_card("why/tang")


@example("why.settled")
def _(p: Play) -> Card:
    return _blocked(p).do(c.CheckTask(by="su", number=NUMBER, task="guard-east")).latest_card("why/tang")


def _blocked(p: Play) -> Play:
    return p.activate().answer(Answer.ARRIVED, "tang").do(c.BlockTask(by="tang", number=NUMBER, task="guard-east"))


@example("first_response.open")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.ARRIVED, "kong").card("first_response/kong")


@example("first_response.exercise")
def _(p: Play) -> Card:
    p.activate(exercise=True).answer(Answer.ARRIVED, "kong")
    return p.do(c.LogEmergencyCall(by="kong", number=NUMBER, call="police")).card("first_response/kong")


@example("first_response.done")
def _(p: Play) -> Card:
    p.activate().answer(Answer.ARRIVED, "kong")
    p.do(*(c.CheckTask(by="kong", number=NUMBER, task=t) for t in ("ambulance", "police", "cordon", "evacuation")))
    return p.card("first_response/kong")


@example("first_response.over")
def _(p: Play) -> Card:
    return p.activate().answer(Answer.ARRIVED, "kong").stand_down().card("first_response/kong")


@example("first_response.not_here")
def _(p: Play) -> Card:
    p.activate().answer(Answer.ARRIVED, "kong").answer(Answer.UNABLE, "kong")
    return p.card("first_response/kong")


@example("call.nothing_known")
def _(p: Play) -> Card:
    p.do(desk.ProposeActivation(by="lin", exercise=False), desk.ConfirmActivation(by="lin", proposal="1"))
    return p.card("call/bai/ambulance")


@example("call.known")
def _(p: Play) -> Card:
    p.activate().do(
        c.CountCasualties(by="su", number=NUMBER, injury=Injury.INJURED, count=2),
        c.CountCasualties(by="su", number=NUMBER, injury=Injury.CRITICAL, count=1),
    )
    return p.card("call/bai/ambulance")


@example("call.exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).card("call/bai/ambulance")


@example("call.made")
def _(p: Play) -> Card:
    return p.activate().do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance")).card("call/lin/ambulance")


@example("call.made_exercise")
def _(p: Play) -> Card:
    p.activate(exercise=True).do(c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"))
    return p.card("call/lin/ambulance")


@example("call.handed_over")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "xia").wait(minutes=4)
    return p.card("call/bai/ambulance")


@example("call.over")
def _(p: Play) -> Card:
    return p.activate().stand_down().card("call/bai/ambulance")
