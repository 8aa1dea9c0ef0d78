"""Requests are read a second time once aiogram is loaded, those before as well; without it that is said in a line."""

import asyncio
import sys
from pathlib import Path

import aiohttp

from bot.rehearsal.strictness import Reading
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api

WITHOUT = "import sys; sys.modules['aiogram'] = None; sys.argv[0] = 'muster'; from bot.__main__ import main; main()"


async def test_what_came_before_the_models_were_loaded_is_read_afterwards() -> None:
    async with Telegram(strict=False) as telegram, aiohttp.ClientSession() as session, Reading(telegram) as reading:
        api, person = Api(session, telegram), telegram.phone("唐禾")
        await person.start()
        await api.result("sendMessage", chat_id=person.id, text="x", colour="red")
        assert telegram.faults == []
        reading.begins()
        assert [fault.problem for fault in await reading.faults()] == ["Bad Request: unknown field colour"]
        assert "unknown field loud" in await api.refused("sendMessage", chat_id=person.id, text="x", loud=True)
        assert [fault.method for fault in await reading.faults()] == ["sendMessage"] * 2


async def test_without_aiogram_a_rehearsal_says_so_in_one_line_and_goes_on(tmp_path: Path) -> None:
    words = ["rehearse", "--no-open", "--port", "0"]
    rehearsal = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WITHOUT, *words, cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    assert rehearsal.stdout is not None
    try:
        async with asyncio.timeout(40):
            lines = [(await rehearsal.stdout.readline()).decode() for _ in range(2)]
    finally:
        rehearsal.terminate()
        await rehearsal.communicate()
    assert "没有装 aiogram" in lines[0]
    assert "推演页面" in lines[1]
