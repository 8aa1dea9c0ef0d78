"""An emulated Telegram for each test, a clock that the test moves, and two clients that know nothing of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram


class Clock:
    """The time on Telegram's clock and the monotonic one; both stand still until moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.seconds = 1_000.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, **units: float) -> None:
        by = timedelta(**units)
        self.time += by
        self.seconds += by.total_seconds()


class Api:
    """Raw requests: `await api("getMe")` posts JSON and returns the whole answer."""

    def __init__(self, session: aiohttp.ClientSession, telegram: Telegram) -> None:
        self.session = session
        self.telegram = telegram

    def address(self, method: str) -> str:
        return f"{self.telegram.url}/bot{self.telegram.token}/{method}"

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(self.address(method), json=params) as response:
            answer = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def result(self, method: str, **params: Any) -> Any:
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return answer["description"]

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        return await self.result("getUpdates", **params)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def loose(clock: Clock) -> AsyncIterator[Telegram]:
    """An emulator for tests that break the protocol on purpose."""
    async with Telegram(limits=None, now=clock.now, monotonic=clock.monotonic) as telegram:
        yield telegram


@pytest.fixture
async def telegram(loose: Telegram) -> AsyncIterator[Telegram]:
    """An emulator that must have found nothing to complain of at the end."""
    yield loose
    assert loose.faults == []


@pytest.fixture
async def api(loose: Telegram) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, loose)


@pytest.fixture
async def bot(loose: Telegram) -> AsyncIterator[Bot]:
    async with Bot(loose.token, base_url=f"{loose.url}/bot", base_file_url=f"{loose.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def person(loose: Telegram) -> Phone:
    """Somebody who has pressed Start; the bot has taken it in."""
    phone = loose.phone("张伟", username="zhangwei")
    await phone.start()
    loose.updates.drop_all()
    return phone


def keyboard(*rows: list[str]) -> dict[str, Any]:
    """An inline keyboard whose buttons call the bot with their own label."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label[:10]} for label in row] for row in rows]}
