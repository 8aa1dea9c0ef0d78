"""Pictures and documents on the page's phones: they are shown, and they open."""

from tests.rehearsal_page.conftest import Visit


async def test_a_picture_that_somebody_sends_is_seen_and_opens(visit: Visit) -> None:
    await visit.phone(0).get_by_role("button", name="图片", exact=True).last.click()
    picture = visit.phone(0).locator(".mine img")
    await picture.wait_for()
    await picture.evaluate("each => each.decode()")
    assert await picture.evaluate("each => each.naturalWidth") > 0
    async with visit.page.context.expect_page() as opening:
        await visit.phone(0).locator(".mine a", has=visit.page.locator("img")).press("Enter")
    opened = await opening.value
    await opened.locator("img").wait_for()
    assert await opened.locator("img").evaluate("each => each.naturalWidth") > 0
    await opened.close()


async def test_the_emergency_card_of_each_member_opens(visit: Visit) -> None:
    phone = visit.phone(2)
    shown = phone.locator("article", has_text="你的应急卡")
    await shown.wait_for()
    link = shown.locator("a").first
    answer = await visit.page.request.get(visit.url.rstrip("/") + (await link.get_attribute("href") or ""))
    assert answer.ok
    kind, body = answer.headers["content-type"], await answer.body()
    if kind == "application/pdf":
        assert body.startswith(b"%PDF")
        assert await link.get_attribute("target") == "_blank"
    else:
        assert kind == "image/jpeg"
        await shown.locator("img").evaluate("each => each.decode()")
        assert await shown.locator("img").evaluate("each => each.naturalWidth") > 300


async def test_a_document_that_is_not_a_page_is_saved_under_its_name(visit: Visit) -> None:
    await visit.stage.director.sends_document("名单.csv", b"id,name\n")
    link = visit.phone(0).get_by_role("link", name="名单.csv")
    async with visit.page.expect_download() as saving:
        await link.click()
    assert (await saving.value).suggested_filename == "名单.csv"


async def test_the_newest_message_is_in_sight_when_a_picture_comes_later_unless_somebody_reads_above(
    visit: Visit,
) -> None:
    chat = visit.phone(2).locator(".chat")
    left = "each => each.scrollHeight - each.scrollTop - each.clientHeight"
    await visit.sees(2, "你的应急卡")
    await visit.phone(2).locator("img").evaluate("each => each.decode()")
    await visit.page.wait_for_timeout(200)
    assert await chat.evaluate(left) < 5
    await chat.evaluate("each => { each.scrollTop = 0; }")
    await visit.page.wait_for_timeout(100)
    await visit.stage["lu-bo"].types("/status")
    await visit.sees(2, "/status")
    assert await chat.evaluate("each => each.scrollTop") == 0
    await visit.types(2, "/help")
    await visit.sees(2, "/help")
    await visit.page.wait_for_timeout(200)
    assert await chat.evaluate(left) < 5
