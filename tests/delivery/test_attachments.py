"""A card's file is made just before it is sent, changes with its recipe, and never holds anybody up."""

import asyncio

from deliverykit import Delivery
from structlog.testing import capture_logs

from bot.cards.card import Lane
from store.protocol import Batch

CALENDAR = {"name": "会议.ics", "text": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}


def offline(name: str) -> dict[str, object]:
    data = {
        "lang": "zh-CN",
        "heading": "应急卡",
        "unit": "澄湖学院",
        "name": name,
        "lines": [],
        "sections": [],
        "asof": "11-24",
    }
    return {"name": "应急卡.png", "template": "offline", "data": data, "form": "png"}


async def test_a_text_arrives_as_a_document_with_its_name_and_caption(delivery: Delivery):
    (phone,) = await delivery.people(1)
    keys = [[{"text": "参加", "token": "k1"}]]
    await delivery.wants("m", "<b>形势分析会</b>", lane=Lane.DOCUMENT, attachment=CALENDAR, keys=keys)
    assert (await phone.document("会议.ics")).decode() == CALENDAR["text"]
    message = await phone.sees("形势分析会")
    assert message.labels == [["参加"]]
    assert message.content["document"]["file_name"] == "会议.ics"


async def test_a_png_arrives_as_a_picture(delivery: Delivery):
    (phone,) = await delivery.people(1)
    await delivery.wants("m", "你的应急卡", attachment=offline("林远"))
    assert (await phone.document("你的应急卡")).startswith(b"\x89PNG")
    assert "photo" in (await phone.sees("你的应急卡")).content


async def test_other_words_edit_the_caption_and_another_recipe_the_file(delivery: Delivery):
    (phone,) = await delivery.people(1)
    await delivery.wants("m", "第一版", attachment=CALENDAR)
    first = await phone.sees("第一版")
    await delivery.wants("m", "改了字", attachment=CALENDAR)
    await phone.sees("改了字")
    assert delivery.telegram.requests[-1].method == "editMessageCaption"
    await delivery.wants("m", "改了文件", attachment=CALENDAR | {"text": "BEGIN"})
    await phone.sees("改了文件")
    assert delivery.telegram.requests[-1].method == "editMessageMedia"
    assert await phone.document("会议.ics") == b"BEGIN"
    assert [message.id for message in phone.messages if message.from_bot] == [first.id]


async def test_after_a_restart_the_file_is_made_again_from_its_recipe(stopped: Delivery):
    (phone,) = await stopped.people(1)
    await stopped.starts()
    await stopped.crashes()
    await stopped.store.write(Batch(drafts=[stopped.draft("m", "重启之后", attachment=offline("林远"))]))
    await stopped.starts()
    assert (await phone.document("重启之后")).startswith(b"\x89PNG")


async def test_what_cannot_be_made_goes_as_words_and_is_logged(delivery: Delivery):
    (phone,) = await delivery.people(1)
    with capture_logs() as logs:
        await delivery.wants("m", "看文件", attachment={"name": "x.pdf", "template": "nothing", "data": {}})
        message = await phone.sees("看文件")
    assert "document" not in message.content
    assert [log["card"] for log in logs if log["log_level"] == "error"] == ["m"]
    await delivery.wants("m", "现在有了", attachment=CALENDAR)  # the words become a document in the same place
    await phone.sees("现在有了")
    assert await phone.document("会议.ics")


async def test_an_alert_overtakes_documents_that_are_still_being_made(delivery: Delivery):
    phones = await delivery.people(30)
    drafts = [
        delivery.draft(f"p{n}", f"应急卡 {n}", to=f"member:m{n}", lane=Lane.DOCUMENT, attachment=offline(f"人{n}"))
        for n in range(1, 31)
    ]
    await delivery.wants_all(drafts)
    assert delivery.dispatcher.standing().waiting[Lane.DOCUMENT] == 30
    await delivery.wants("alert", "紧急集结", to="member:m30")
    await phones[29].sees("紧急集结")
    assert delivery.dispatcher.standing().waiting[Lane.DOCUMENT] > 0, "the documents were quicker than the test"
    await asyncio.gather(*(phone.sees("应急卡", timeout=20) for phone in phones))


async def test_the_newest_revision_wins_while_the_file_is_being_made(delivery: Delivery):
    (phone,) = await delivery.people(1)
    drafts = [delivery.draft("m", f"第 {number} 版", attachment=offline(f"人{number}")) for number in range(5)]
    written = [await delivery.store.write(Batch(drafts=[draft])) for draft in drafts]
    for each in written:
        delivery.dispatcher.offer(each.waiting)
    await phone.sees("第 4 版")
    await delivery.quiet()
    assert delivery.sends(phone) == 1
