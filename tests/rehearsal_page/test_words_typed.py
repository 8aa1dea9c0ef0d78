"""What is typed on a phone: several lines, and more than one message holds."""

from tests.rehearsal_page.conftest import Visit


async def test_shift_and_enter_begin_another_line_and_enter_sends_them_all(look: Visit) -> None:
    field = look.phone(0).get_by_role("textbox")
    await field.fill("唐禾 更换灭火器")
    await field.press("Shift+Enter")
    await look.page.keyboard.type("苏珩 检查出口 𬍛")
    one_line = (await field.bounding_box() or {})["height"]
    await field.press("Enter")
    await look.phone(0).locator(".mine .bubble", has_text="检查出口 𬍛").wait_for(timeout=5000)
    assert await field.input_value() == ""
    assert (await field.bounding_box() or {})["height"] < one_line, "two lines are both in sight while they are written"
    said = next(m.text for m in reversed(look.stage.director.messages) if not m.from_bot)
    assert said == "唐禾 更换灭火器\n苏珩 检查出口 𬍛"


async def test_words_for_more_than_one_message_go_out_as_several(look: Visit) -> None:
    await look.types(0, "长" * 5000)
    await look.stage.settle()
    said = [m.text for m in look.stage.director.messages if not m.from_bot and m.text.startswith("长")]
    assert [len(each) for each in said] == [4096, 904]


async def test_what_people_wrote_can_be_replied_to_as_well(look: Visit) -> None:
    await look.types(3, "东门有人看着吗")
    await look.sees(3, "东门有人看着吗")
    await look.replies(3, "东门有人看着吗", "有两个人")
    await look.phone(3).locator(".mine", has_text="有两个人").locator(".quote", has_text="东门有人看着吗").wait_for()
