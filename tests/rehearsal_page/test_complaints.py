"""What goes wrong is said on the page in the unit's language; what Telegram says to the bot stays Telegram's own."""

import re

import aiohttp
import pytest

from bot.rehearsal.bot_process import BotFailed
from bot.rehearsal.complaints import _WORDS, Complaint
from bot.rehearsal.page.server import Page as Server
from bot.rehearsal.phones import NotOnScreen
from bot.rehearsal.stage import Stage


@pytest.mark.parametrize("why", _WORDS)
def test_both_languages_say_the_same(why: str) -> None:
    chinese, english = _WORDS[why]
    assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english))
    assert not re.search("[a-z]", re.sub(r"{\w+}", "", chinese))


def test_whoever_develops_reads_english_and_the_page_its_own_language() -> None:
    complaint = Complaint(why="no_button", who="林远", what="「确认启动」", seconds=15.0)
    error = NotOnScreen(complaint, "── 屏幕 ──")
    assert str(error) == "林远 finds no button 「确认启动」 within 15 s. The screen:\n── 屏幕 ──"
    assert error.complaint.said("zh-CN") == "林远 没有看到按钮「确认启动」（等了 15 秒）"
    assert str(BotFailed(Complaint(why="bot_ended"), "no token")) == "the bot ended: no token"


async def test_a_phone_that_blocks_the_bot_says_so_on_the_page(stage: Stage) -> None:
    await stage.director.start()
    await stage.director.blocks()
    async with Server(stage, seed=1) as server, aiohttp.ClientSession() as session:
        url = await server.listen(0)
        given = {"do": "types", "user": stage.director.id, "text": "/help"}
        async with session.post(f"{url}do", json=given) as answer:
            assert (await answer.json())["problem"] == f"{stage.director.name} 屏蔽了机器人，发不出去"
