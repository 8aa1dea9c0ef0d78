"""Words, pictures and places that are no command."""

from tests.e2e.stage import Stage


async def test_words_in_an_incident_are_a_note_for_the_command_post(few: Stage) -> None:
    await few.activate()
    await few["su-long"].types("东门锁着 <b>")
    await few["su-long"].sees("已转给指挥部。")
    await few.director.sees("📝 苏𬍛", "东门锁着 <b>")


async def test_a_picture_and_a_place_are_notes_too(few: Stage) -> None:
    await few.activate("/drill")
    await few["su-long"].sends_photo("东门")
    await few["su-long"].sees("【演练】已转给指挥部。")
    await few["su-long"].sends_location(28.7, 115.9)
    await few.telegram.until(
        lambda: {"photo", "location"} <= {kind for message in few.director.messages for kind in message.content}
    )


async def test_a_sticker_or_a_file_is_not_understood(few: Stage) -> None:
    await few.activate()
    await few["su-long"].sends_document("plan.pdf", b"%PDF")
    await few["su-long"].sees("没看懂")


async def test_words_at_rest_are_not_understood(few: Stage) -> None:
    await few["su-long"].types("你好")
    await few["su-long"].sees("没看懂。险情请发 /report，其他见 /help。")
    assert few.muster is not None
    assert few.muster.service.unit.desk.lead_count == 0


async def test_a_reply_answers_the_card_that_asked(few: Stage) -> None:
    await few.activate("/drill")
    await few.director.taps("补充情况")
    await few.director.taps("补地点")
    question = await few.director.sees("回复本条：在哪里")
    await few.director.replies(question, "三号楼")
    await few.director.sees("【演练】已记录。")
    await few["su-long"].sees("三号楼")
    few.director.sees_no("📝")


async def test_a_reply_that_does_not_fit_is_refused_in_words(few: Stage) -> None:
    await few.activate()
    await few.director.taps("通报")
    question = await few.telegram.until(
        lambda: next((m for m in reversed(few.director.messages) if m.asks is not None), None)
    )
    await few.director.replies(question, "  ")
    await few.director.sees("没有写内容，请再发一次")


async def test_a_reply_to_a_card_that_asked_nothing_is_a_note(few: Stage) -> None:
    await few.activate()
    alert = await few["su-long"].sees("紧急集结")
    await few["su-long"].replies(alert, "东门锁着")
    await few.director.sees("📝 苏𬍛", "东门锁着")


async def test_a_new_report_in_the_middle_of_an_incident_keeps_its_pictures(few: Stage) -> None:
    await few.activate()
    few.steering.forward(seconds=5)
    await few["su-long"].types("/report 食堂也冒烟")
    await few.director.sees("食堂也冒烟")
    await few["su-long"].sends_photo()
    await few.director.sees("食堂也冒烟", "图片 1")


async def test_a_report_from_before_the_incident_takes_no_more(few: Stage) -> None:
    await few["su-long"].types("/report 三楼冒烟")
    await few.director.sees("三楼冒烟")
    few.steering.forward(seconds=5)
    await few.activate()
    await few["su-long"].types("已到三楼")
    await few.director.sees("📝 苏𬍛", "已到三楼")


async def test_words_in_the_group_are_not_ours(few: Stage) -> None:
    group = await few.gather()
    await few.activate()
    await few["su-long"].types("大家在哪？", chat=group)
    await few["su-long"].types("/status", chat=group)
    await few["su-long"].sees("响应中")
    few["su-long"].sees_no("已转给指挥部。")
