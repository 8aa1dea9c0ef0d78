"""Pictures and documents on the page's phones: they are shown, and they open."""

from tests.rehearsal_page.conftest import Visit


async def test_a_picture_that_somebody_sends_is_seen_and_opens(look: Visit) -> None:
    await look.phone(0).get_by_role("button", name="图片", exact=True).last.click()
    picture = look.phone(0).locator(".mine img").last
    await picture.wait_for()
    await picture.evaluate("each => each.decode()")
    assert await picture.evaluate("each => each.naturalWidth") > 0
    async with look.page.context.expect_page() as opening:
        await look.phone(0).locator(".mine a", has=look.page.locator("img")).last.press("Enter")
    opened = await opening.value
    await opened.locator("img").wait_for()
    assert await opened.locator("img").evaluate("each => each.naturalWidth") > 0
    await opened.close()


async def test_the_emergency_card_of_each_member_opens(look: Visit) -> None:
    phone = look.phone(2)
    shown = phone.locator("article", has_text="你的应急卡")
    await shown.wait_for()
    link = shown.locator("a").first
    answer = await look.page.request.get(look.url.rstrip("/") + (await link.get_attribute("href") or ""))
    assert answer.ok
    kind, body = answer.headers["content-type"], await answer.body()
    if kind == "application/pdf":
        assert body.startswith(b"%PDF")
        assert await link.get_attribute("target") == "_blank"
    else:
        assert kind == "image/jpeg"
        await shown.locator("img").evaluate("each => each.decode()")
        assert await shown.locator("img").evaluate("each => each.naturalWidth") > 300


async def test_a_document_that_is_not_a_page_is_saved_under_its_name(look: Visit) -> None:
    await look.stage.director.sends_document("名单.csv", b"id,name\n")
    link = look.phone(0).get_by_role("link", name="名单.csv")
    async with look.page.expect_download() as saving:
        await link.click()
    assert (await saving.value).suggested_filename == "名单.csv"


async def test_the_newest_message_is_in_sight_when_a_picture_comes_later_unless_somebody_reads_above(
    look: Visit,
) -> None:
    chat = look.phone(2).locator(".chat")
    left = "each => each.scrollHeight - each.scrollTop - each.clientHeight"
    await look.sees(2, "你的应急卡")
    await look.phone(2).locator("img").evaluate("each => each.decode()")
    await look.page.wait_for_timeout(200)
    assert await chat.evaluate(left) < 5
    await chat.evaluate("each => { each.scrollTop = 0; }")
    await look.page.wait_for_timeout(100)
    await look.stage["lu-bo"].types("/status")
    await look.sees(2, "/status")
    assert await chat.evaluate("each => each.scrollTop") == 0
    await look.types(2, "/help")
    await look.sees(2, "/help")
    await look.page.wait_for_timeout(200)
    assert await chat.evaluate(left) < 5
