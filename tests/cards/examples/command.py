"""What the command post sees: its card, its pages, what rings."""

from bot.cards.card import Card
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Injury, PhoneResult, View
from bot.domain.message import SYSTEM
from tests.cards.examples import example
from tests.cards.unit import NUMBER, Play


def _busy(p: Play, *, exercise: bool = False) -> Play:
    """Some have answered, something is blocked, somebody is hurt."""
    p.activate(exercise=exercise).delivered()
    p.answer(Answer.ARRIVED, "tang").answer(Answer.EN_ROUTE, "bai").answer(Answer.UNABLE, "he")
    p.answer(Answer.SUPPORT, "su")
    return p.do(
        c.NoteUnreachable(by=SYSTEM, number=NUMBER, member="kong", reason="blocked"),
        c.CheckTask(by="tang", number=NUMBER, task="cordon"),
        c.BlockTask(by="tang", number=NUMBER, task="evacuation"),
        c.ExplainBlock(by="tang", number=NUMBER, task="evacuation", text=p.word("what")),
        c.CountCasualties(by="bai", number=NUMBER, injury=Injury.INJURED, count=2),
        c.TakeHeadcount(by="tang", number=NUMBER, place="field", text="120 118 1"),
        c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance"),
    )


def _turn(p: Play, view: View, subject: str = "", *, by: str = "lin") -> Card:
    p.do(c.TurnPanel(by=by, number=NUMBER, view=view, subject=subject))
    return p.latest_card(f"panel/{by}")


@example("command_post.response")
def _(p: Play) -> Card:
    return _busy(p).card("post/lin")


@example("command_post.exercise")
def _(p: Play) -> Card:
    return _busy(p, exercise=True).card("post/lin")


@example("command_post.silent_phoned")
def _(p: Play) -> Card:
    _busy(p).wait(minutes=4)
    called = next(m for m, standing in p.incident.roll.items() if standing.caller is not None)
    p.do(c.LogPhoneResult(by="tang", number=NUMBER, member=called, result=PhoneResult.OFF))
    return p.card("post/lin")


@example("command_post.aftermath")
def _(p: Play) -> Card:
    return _busy(p).stand_down().do(c.AcknowledgeStandDown(by="su", number=NUMBER)).card("post/lin")


@example("command_post.closed")
def _(p: Play) -> Card:
    _busy(p, exercise=True).stand_down().wait(minutes=6)
    return p.do(c.CloseIncident(by="lin", number=NUMBER)).card("post/lin")


@example("panel.groups")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.GROUPS)


@example("panel.group")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.GROUP, "order")


@example("panel.member")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.MEMBER, "su order")


@example("panel.tasks")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.TASKS)


@example("panel.bulletin")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.BULLETIN)


@example("panel.report")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.REPORT, by="wei")


@example("panel.report_final_exercise")
def _(p: Play) -> Card:
    _busy(p, exercise=True).do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1)).stand_down()
    return _turn(p, View.REPORT, by="wei")


@example("panel.casualties")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.CASUALTIES)


@example("panel.headcount")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.HEADCOUNT)


@example("panel.headcount_place")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.HEADCOUNT, "square")


@example("panel.scene")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.SCENE)


@example("panel.scene_place")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.SCENE, "place")


@example("panel.proxy")
def _(p: Play) -> Card:
    return _turn(_busy(p), View.PROXY, by="tang")


@example("panel.closed")
def _(p: Play) -> Card:
    _turn(_busy(p), View.TASKS)
    return _turn(p, View.CLOSED)


@example("stand_down_confirm.open")
def _(p: Play) -> Card:
    return p.activate().do(c.ProposeStandDown(by="lin", number=NUMBER)).latest_card("stand_down_confirm/lin")


@example("stand_down_confirm.withdrawn")
def _(p: Play) -> Card:
    p.activate().do(c.ProposeStandDown(by="lin", number=NUMBER), c.WithdrawStandDown(by="lin", number=NUMBER))
    return p.latest_card("stand_down_confirm/lin")


@example("stand_down_confirm.lapsed")
def _(p: Play) -> Card:
    p.activate().do(c.ProposeStandDown(by="lin", number=NUMBER)).wait(seconds=61)
    return p.latest_card("stand_down_confirm/lin")


@example("stand_down_confirm.done")
def _(p: Play) -> Card:
    return p.activate(exercise=True).stand_down().latest_card("stand_down_confirm/lin")


@example("bulletin.member")
def _(p: Play) -> Card:
    p.activate().do(c.IssueBulletin(by="lin", number=NUMBER, text=p.word("what")))
    return p.latest_card("bulletin/su")


@example("bulletin.note")
def _(p: Play) -> Card:
    p.activate().do(c.AddNote(by="su", number=NUMBER, text=p.word("what")))
    return p.latest_card("note/lin")


@example("nag.overdue_group")
def _(p: Play) -> Card:
    return p.activate().wait(minutes=5, seconds=1).latest_card("overdue/tang")


@example("nag.overdue_command_post")
def _(p: Play) -> Card:
    return p.activate().wait(minutes=8, seconds=1).latest_card("overdue/lin")


@example("nag.blocked")
def _(p: Play) -> Card:
    return _busy(p).latest_card("blocked/lin")


@example("nag.report")
def _(p: Play) -> Card:
    return p.activate().wait(minutes=15, seconds=1).latest_card("report_nag/wei")


@example("nag.silent")
def _(p: Play) -> Card:
    return p.activate().wait(minutes=3, seconds=1).card("silent/shen")


@example("nag.support")
def _(p: Play) -> Card:
    return _busy(p).latest_card("support/lin")


@example("nag.support_given")
def _(p: Play) -> Card:
    return _busy(p).do(c.GiveSupport(by="lin", number=NUMBER, member="su")).latest_card("support/lin")


@example("command_post.false_alarm")
def _(p: Play) -> Card:
    return _busy(p).stand_down(false_alarm=True).card("post/lin")


@example("command_post.overridden")
def _(p: Play) -> Card:
    return _busy(p, exercise=True).activate(by="shen").card(f"{NUMBER}/post/lin")


@example("report.first")
def _(p: Play) -> Card:
    return p.activate().card("report/wei")


@example("report.first_exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).card("report/wei")


@example("report.overdue")
def _(p: Play) -> Card:
    return p.activate().wait(minutes=15, seconds=1).card("report/wei")


@example("report.follow_up")
def _(p: Play) -> Card:
    return p.activate().do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1)).card("report/wei")


@example("report.final")
def _(p: Play) -> Card:
    p.activate().do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1)).wait(minutes=30)
    return p.stand_down().card("report/wei")


@example("report.done")
def _(p: Play) -> Card:
    p.activate().do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1)).stand_down()
    return p.do(c.LogUpwardReport(by="lin", number=NUMBER, ordinal=2)).card("report/wei")


@example("panel.reports_done")
def _(p: Play) -> Card:
    p.activate().stand_down().do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1))
    return _turn(p, View.REPORT, by="wei")


@example("panel.group_unformed")
def _(p: Play) -> Card:
    _turn(_busy(p), View.GROUP, "order")
    return p.do(c.DissolveGroup(by="lin", number=NUMBER, group="order")).latest_card("panel/lin")


@example("stand_down_confirm.overridden")
def _(p: Play) -> Card:
    p.activate(exercise=True).do(c.ProposeStandDown(by="lin", number=NUMBER)).activate(by="shen")
    return p.card(f"{NUMBER}/stand_down_confirm/lin/1")


@example("note.photo")
def _(p: Play) -> Card:
    p.activate().do(c.AddNote(by="su", number=NUMBER, text=p.word("what"), photo="file-1"))
    return p.card("note/lin/1")


@example("note.located")
def _(p: Play) -> Card:
    p.activate(exercise=True).do(c.AddNote(by="su", number=NUMBER, location=(28.66, 115.85)))
    return p.card("note/lin/1")


@example("note.location")
def _(p: Play) -> Card:
    p.activate(exercise=True).do(c.AddNote(by="su", number=NUMBER, location=(28.66, 115.85)))
    return p.card("note/lin/1/location")


@example("nag.overdue_late")
def _(p: Play) -> Card:
    p.activate().do(c.NagTask(by=SYSTEM, number=NUMBER, task="cordon", level=1, late=True))
    return p.latest_card("overdue/tang")


@example("nag.overdue_done")
def _(p: Play) -> Card:
    p.activate().wait(minutes=5, seconds=1).do(c.CheckTask(by="su", number=NUMBER, task="cordon"))
    return p.card("overdue/tang/cordon/1")


@example("nag.overdue_handed_over")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, "tang").wait(minutes=5, seconds=1)
    return p.do(c.AppointLead(by="lin", number=NUMBER, group="order", member="su")).card("overdue/tang/cordon/1")


@example("nag.blocked_why_asked")
def _(p: Play) -> Card:
    return p.activate(exercise=True).do(c.BlockTask(by="su", number=NUMBER, task="cordon")).latest_card("blocked/shen")


@example("nag.blocked_done")
def _(p: Play) -> Card:
    return _busy(p).do(c.CheckTask(by="su", number=NUMBER, task="evacuation")).latest_card("blocked/lin")


@example("nag.report_leader_late")
def _(p: Play) -> Card:
    p.activate().wait(minutes=15)
    p.do(c.NagUpwardReport(by=SYSTEM, number=NUMBER, ordinal=1, level=2, late=True))
    return p.latest_card("report_nag/lin")


@example("nag.report_sent")
def _(p: Play) -> Card:
    p.activate().wait(minutes=15, seconds=1).do(c.LogUpwardReport(by="lin", number=NUMBER, ordinal=1))
    return p.latest_card("report_nag/wei")


@example("nag.silent_answered")
def _(p: Play) -> Card:
    p.activate().answer(Answer.EN_ROUTE, *(m.id for m in p.unit.roster.members if m.id not in ("lin", "su")))
    return p.wait(minutes=3, seconds=1).answer(Answer.ARRIVED, "su").card("silent/shen")


@example("nag.silent_late_exercise")
def _(p: Play) -> Card:
    return p.activate(exercise=True).do(c.Escalate(by=SYSTEM, number=NUMBER, late=True)).card("silent/wei")


@example("nag.support_over")
def _(p: Play) -> Card:
    return _busy(p).stand_down().latest_card("support/lin")
