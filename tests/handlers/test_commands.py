"""What can be typed, as it is typed by somebody in a hurry."""

import pytest

from tests.e2e.stage import Stage


@pytest.mark.parametrize(
    ("typed", "place", "what"),
    [
        ("/activate", "待核实", "待核实"),
        ("/activate 图书馆", "图书馆", "待核实"),
        ("/activate 图书馆 有人 受伤", "图书馆", "有人 受伤"),
        ("/activate　图书馆　起火", "图书馆", "起火"),
        ("/activate\n图书馆\n起火", "图书馆", "起火"),
        ("/activate图书馆 起火", "图书馆", "起火"),
        ("／activate 图书馆", "图书馆", "待核实"),
        ("/ACTIVATE@muster_bot 图书馆", "图书馆", "待核实"),
        ("/activate <b>东门</b>", "<b>东门</b>", "待核实"),
    ],
)
async def test_an_activation_takes_the_place_and_then_what_happened(
    few: Stage, typed: str, place: str, what: str
) -> None:
    await few.director.types(typed)
    await few.director.sees("确认启动？", f"地点：{place}", f"情况：{what}")


async def test_an_exercise_is_proposed_by_another_command(few: Stage) -> None:
    await few.director.types("/drill 图书馆")
    card = await few.director.sees("【演练】", "图书馆")
    assert all(line.startswith("【演练】") for line in card.text.splitlines() if line)
    assert card.buttons[0][0]["text"] == "开始演练"


async def test_an_activation_from_the_group_is_confirmed_in_private(few: Stage) -> None:
    group = await few.gather()
    await few.director.types("/activate 图书馆", chat=group)
    await few.director.sees("确认启动？", "图书馆")
    group.sees_no("确认启动？")


async def test_a_refusal_is_answered_in_words_and_marked_in_an_exercise(few: Stage) -> None:
    await few["su-long"].types("/activate 图书馆")
    refused = await few["su-long"].sees("你没有这项权限")
    assert "演练" not in refused.text
    await few["su-long"].types("/drill 图书馆")
    await few["su-long"].sees("【演练】你没有这项权限")


async def test_a_report_goes_straight_to_the_leaders(few: Stage) -> None:
    await few["su-long"].types("/report 三楼冒烟 & 有焦味")
    for leader in (few.director, few.deputy, few.office):
        await leader.sees("三楼冒烟 & 有焦味", "苏𬍛")
    await few["su-long"].sees("报给领导", "林远")


async def test_a_report_without_a_word_asks_for_it(few: Stage) -> None:
    await few["su-long"].types("/report")
    question = await few["su-long"].sees("发生了什么？在哪里？")
    await few["su-long"].replies(question, "三楼冒烟")
    await few.director.sees("「三楼冒烟」", "苏𬍛")


async def test_a_report_can_be_a_picture(few: Stage) -> None:
    await few["su-long"].sends_photo("/report 三楼冒烟")
    await few.director.sees("三楼冒烟")
    await few.telegram.until(lambda: [m for m in few.director.messages if "photo" in m.content])


@pytest.mark.parametrize("words", ["", " 三楼"])
async def test_a_report_can_answer_a_picture_or_place_sent_before(few: Stage, words: str) -> None:
    place = await few["su-long"].sends_location(28.7, 115.9)
    await few["su-long"].sees("没看懂")
    await few["su-long"].replies(place, f"/report{words}")
    await few["su-long"].sees("报给领导", words.strip())
    await few.telegram.until(lambda: [m for m in few.director.messages if "location" in m.content])


async def test_what_follows_a_report_belongs_to_it(few: Stage) -> None:
    """All of it in one batch, as after an outage."""
    few.telegram.updates.withhold()
    await few["su-long"].types("/report 三楼冒烟")
    await few["su-long"].sends_photo()
    await few["su-long"].sends_location(28.7, 115.9)
    await few["su-long"].types("现在有明火")
    few.telegram.updates.release()
    await few.director.sees("三楼冒烟", "现在有明火", "图片 1", "位置 1")
    few["su-long"].sees_no("没看懂")


async def test_what_is_sent_hours_later_is_not_about_the_report_any_more(few: Stage) -> None:
    await few["su-long"].types("/report 三楼冒烟")
    await few.director.sees("三楼冒烟")
    few.steering.forward(hours=3)
    await few["su-long"].types("食堂今天吃什么")
    await few["su-long"].sees("没看懂。险情请发 /report")
    few.director.sees_no("食堂")


async def test_here_is_an_arrival_in_words(few: Stage) -> None:
    await few["su-long"].types("/here")
    await few["su-long"].sees("现在没有事件，不用报到。")
    await few.activate()
    await few["su-long"].types("/here")
    await few["su-long"].sees("已记录：已到达。")
    await few["su-long"].sees("✅ 已到达")
    await few["su-long"].types("/here 唐禾")
    await few["su-long"].sees("已代 唐禾 报到。")
    await few["tang-he"].sees("由 苏𬍛 代报")
    await few["su-long"].types("/here bai-zhi")
    await few["su-long"].sees("已代 白芷 报到。")
    await few["su-long"].types("/here 无名氏")
    await few["su-long"].sees("名册上没有「无名氏」。")


async def test_here_with_a_name_that_fits_several_asks_which(few: Stage) -> None:
    await few.activate("/drill")
    await few["tang-he"].types("/here 林")  # 林远, 祝霖 is another 霖
    await few["tang-he"].sees("已代 林远 报到。")
    await few["tang-he"].types("/here 安")  # 石安, 安屿
    question = await few["tang-he"].sees("是哪一位？")
    assert {button["text"].split()[0] for row in question.buttons for button in row} == {"石安", "安屿"}
    tap = await few["tang-he"].taps(containing="安屿", on=question)
    assert (await tap.toast()).text.startswith("【演练】已代报")
    answered = await few["tang-he"].sees("【演练】已代 安屿 报到。")
    assert answered.id == question.id
    assert answered.buttons == []


async def test_here_by_somebody_who_was_not_called(few: Stage) -> None:
    assert few.muster is not None
    service = few.muster.service
    today = service.unit.roster
    smaller = type(today).model_validate(
        {"members": [m.model_dump() for m in today.members if m.id != "su-long"]}, context={"trusted": True}
    )
    await service.renew(service.unit.plan, smaller)
    await few.activate()
    await service.renew(service.unit.plan, today)
    await few["su-long"].types("/here")
    await few["su-long"].sees("这次没有叫到这个人")


async def test_status_and_readiness_at_rest(few: Stage) -> None:
    await few["su-long"].types("/status")
    await few["su-long"].sees("现在没有事件", "可联系 5/24 人")
    await few["su-long"].types("/readiness")
    await few["su-long"].sees("准备情况", "白芷")
    few["su-long"].sees_no("138-0000-0021")
    await few.office.types("/readiness")
    await few.office.sees("白芷 138-0000-0021")


async def test_status_in_an_incident(few: Stage) -> None:
    await few.activate()
    await few["su-long"].types("/status")
    await few["su-long"].sees("响应中 2026-001", "你的状态：")


async def test_standdown_asks_for_confirmation(few: Stage) -> None:
    await few.director.types("/standdown")
    await few.director.sees("现在没有响应可解除")
    await few.activate("/drill")
    await few["su-long"].types("/standdown")
    await few["su-long"].sees("【演练】你没有这项权限")
    await few.director.types("/standdown")
    await few.director.taps("确认解除")
    await few["su-long"].sees_button("已知悉")


async def test_help_lists_what_this_person_may_do(few: Stage) -> None:
    await few.director.types("/help")
    await few.director.sees("/activate", "/standdown", "/here")
    await few["su-long"].start()
    told = await few["su-long"].sees("你可以用：", "/report", "/here")
    assert "/activate" not in told.text


async def test_an_unknown_command_is_answered_in_private_only(few: Stage) -> None:
    group = await few.gather()
    await few["su-long"].types("/dance", chat=group)
    await few["su-long"].types("/status", chat=group)
    await few["su-long"].sees("现在没有事件")
    few["su-long"].sees_no("没看懂")
    await few["su-long"].types("/dance 2")
    await few["su-long"].sees("没看懂。险情请发 /report，其他见 /help。")


async def test_a_message_that_comes_twice_counts_once(few: Stage) -> None:
    await few["su-long"].types("/report 三楼冒烟")
    await few.director.sees("三楼冒烟")
    few.telegram.updates.duplicate()
    await few["su-long"].types("/help")
    await few["su-long"].sees("你可以用：")
    assert few.muster is not None
    assert few.muster.service.unit.desk.lead_count == 1
