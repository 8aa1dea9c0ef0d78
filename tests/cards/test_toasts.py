"""What whoever tapped reads at once."""

import pytest

from bot.cards.toast import Toast, toast
from bot.cards.writing import utf16
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, PhoneResult, View
from bot.domain.message import Command, Refused
from tests.cards.unit import NUMBER, Play


def tap(p: Play, command: Command) -> Toast:
    """Give the command; what its giver is told."""
    decision = p.gives(command)
    if isinstance(decision, Refused):
        return toast(p.unit, command, (), decision)
    return toast(p.unit, command, decision, None)


ARRIVED = c.GiveAnswer(by="su", number=NUMBER, answer=Answer.ARRIVED)
SUPPORT = c.GiveAnswer(by="su", number=NUMBER, answer=Answer.SUPPORT)
FOR_YE = c.GiveAnswer(by="su", number=NUMBER, answer=Answer.ARRIVED, member="ye")
PHONED = c.LogPhoneResult(by="tang", number=NUMBER, member="ye", result=PhoneResult.NO_ANSWER)
CORDON = c.CheckTask(by="su", number=NUMBER, task="cordon")
CALLED = c.LogEmergencyCall(by="bai", number=NUMBER, call="ambulance")
REPORTED = c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1)


@pytest.mark.parametrize(
    ("command", "at_first", "again"),
    [
        (ARRIVED, "已记录：已到达 09:00", "已经记过了：已到达 09:00"),
        (SUPPORT, "已记录：需支援 09:00", "已经记过了：需支援"),
        (FOR_YE, "已代报：已到达 09:00", "已经记过了：已到达 09:00"),
        (PHONED, "已记录：未接", "已经记过了：未接"),
        (CORDON, "已完成 09:00", "已经记过了：已完成 09:00"),
        (CALLED, "已记录：已拨打 09:00", "已经记过了：已拨打 09:00"),
        (REPORTED, "已记录：已上报 09:00", "已经记过了：已上报 09:00"),
        (c.IssueBulletin(by="lin", number=NUMBER, text="一"), "已记录", "已记录"),
    ],
)
def test_recorded_at_first_and_how_it_stands_when_tapped_again(
    chinese: Play, command: Command, at_first: str, again: str
) -> None:
    chinese.activate()
    assert tap(chinese, command) == Toast(text=at_first)
    assert tap(chinese, command) == Toast(text=again)


def test_the_time_is_that_of_the_first_tap(chinese: Play) -> None:
    chinese.activate()
    tap(chinese, ARRIVED)
    chinese.wait(minutes=5)
    assert tap(chinese, ARRIVED).text == "已经记过了：已到达 09:00"


def test_activation_stand_down_and_acknowledgement(chinese: Play) -> None:
    chinese.propose()
    assert tap(chinese, desk.ConfirmActivation(by="lin", proposal="1")).text == f"已启动 {NUMBER}，正在通知所有人"
    chinese.do(c.ProposeStandDown(by="lin", number=NUMBER))
    assert tap(chinese, c.ConfirmStandDown(by="lin", number=NUMBER)).text == "已解除，正在通知所有人"
    known = c.AcknowledgeStandDown(by="su", number=NUMBER)
    assert tap(chinese, known).text == "已记录：已知悉"
    assert tap(chinese, known).text == "已经记过了：已知悉 09:00"


def test_taking_back_and_blocking(chinese: Play) -> None:
    chinese.activate().do(CORDON)
    assert tap(chinese, c.ReopenTask(by="su", number=NUMBER, task="cordon")).text == "已取消勾选"
    assert tap(chinese, c.BlockTask(by="su", number=NUMBER, task="cordon")).text == "已告知指挥部，请说明原因"


def test_a_page_that_opens_needs_no_toast(chinese: Play) -> None:
    chinese.activate()
    assert tap(chinese, c.TurnPanel(by="lin", number=NUMBER, view=View.TASKS)) == Toast(text="")


def test_who_comes_second_hears_who_was_first_and_has_nothing_to_close(chinese: Play) -> None:
    chinese.activate().do(CORDON, CALLED, REPORTED)
    second = [
        tap(chinese, c.CheckTask(by="tang", number=NUMBER, task="cordon")),
        tap(chinese, c.LogEmergencyCall(by="lin", number=NUMBER, call="ambulance")),
        tap(chinese, c.LogUpwardReport(by="lin", number=NUMBER, ordinal=1)),
    ]
    assert second == [Toast(text="已由 苏𬍛 完成"), Toast(text="已由 白芷 拨打"), Toast(text="已由 魏岚 上报")]


def test_a_refusal_that_matters_has_to_be_closed_by_hand(chinese: Play) -> None:
    chinese.activate()
    assert tap(chinese, c.ProposeStandDown(by="su", number=NUMBER)) == Toast(text="你没有这项权限", alert=True)
    chinese.stand_down()
    assert tap(chinese, ARRIVED) == Toast(text=f"{NUMBER} 已解除，不用再答", alert=True)


def test_in_an_exercise_every_toast_says_so(scene: Play) -> None:
    mark = "【演练】" if scene.language == "zh-CN" else "[EXERCISE] "
    scene.propose(exercise=True)
    confirmed = tap(scene, desk.ConfirmActivation(by="lin", proposal="1"))
    second = c.CheckTask(by="tang", number=NUMBER, task="cordon")
    toasts = [confirmed, tap(scene, ARRIVED), tap(scene, ARRIVED), tap(scene, CORDON), tap(scene, second)]
    assert [toast.text for toast in toasts if not toast.text.startswith(mark)] == []


def test_live_toasts_never_say_exercise(scene: Play) -> None:
    scene.activate()
    for command in (ARRIVED, ARRIVED, CORDON):
        assert not {"演练", "EXERCISE"} & set(tap(scene, command).text.replace("[", "]").split("]"))


def test_a_toast_fits_whatever_the_names(chinese: Play) -> None:
    chinese.activate(exercise=True)
    long = Refused(key="enrol.account_taken", values={"name": "𬍛" * 400})
    said = toast(chinese.unit, c.AddNote(by="su", number=NUMBER), (), long)
    assert utf16(said.text) <= 200
    assert said.text.startswith("【演练】")
