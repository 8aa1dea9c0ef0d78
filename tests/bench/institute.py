"""A unit of any size whose people all have phones, and the bot as a process of its own beside the emulated Telegram."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

from bot.enrolment import issue, secret
from bot.rehearsal.bot_process import BotProcess, safe_environment
from bot.rehearsal.chats import Message
from bot.rehearsal.exchange import Query
from bot.rehearsal.limits import TELEGRAM_LIMITS
from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from config import example_folder
from config.loading import load_unit

TOKEN = "123456:" + "B" * 35
MUSTER = (sys.executable, "-m", "bot", "run")
FREE = (sys.executable, str(Path(__file__).with_name("free_bot.py")))
GROUPS = ("stability", "order", "rescue", "casualty", "aftermath")


def unit_of(folder: Path, count: int) -> Path:
    """The example unit with so many people: its own 24, and more in all groups."""
    folder.mkdir()
    copy(example_folder() / "plan.yaml", folder)
    roster = (example_folder() / "roster.yaml").read_text(encoding="utf-8")
    people = [
        f"  - {{id: person-{n}, name: 人员{n}, title: 职员, phone: 139-{n // 10_000:04}-{n % 10_000:04},"
        f" roles: [staff], tier: {2 + n % 2}, group: {GROUPS[n % len(GROUPS)]}}}\n"
        for n in range(25, count + 1)
    ]
    (folder / "roster.yaml").write_text(roster + "".join(people), encoding="utf-8")
    return folder


@dataclass(kw_only=True)
class Institute:
    """Everybody enrolled; the bot runs."""

    telegram: Telegram
    phones: dict[str, Phone]
    bot: BotProcess
    alerts: dict[str, Message] = field(default_factory=dict)

    async def activates(self) -> float:
        """The director activates; returns when the confirming tap was made (monotonic seconds)."""
        director = next(iter(self.phones.values()))
        await director.types("/activate 图书馆 三楼有人受伤")
        await director.sees_button("确认启动", timeout=30)
        # A person reads before confirming; meanwhile the limits' buckets fill up.
        await asyncio.sleep(2)
        tap = await director.taps("确认启动")
        return tap.query.tapped

    async def alerted(self) -> float:
        """When the last member's alert was accepted (monotonic seconds)."""
        seen = len(self.telegram.accepted)
        waiting = {phone.id: member for member, phone in self.phones.items() if member not in self.alerts}
        last = 0.0
        seen = 0
        while waiting:
            await self.telegram.until(lambda seen=seen: len(self.telegram.accepted) > seen, 60)
            taken = self.telegram.accepted[seen:]
            seen += len(taken)
            for one in taken:
                if one.chat_id not in waiting or one.method != "sendMessage":
                    continue
                message = self.telegram.world.chats[one.chat_id].messages[one.message_id]
                if "紧急集结" in message.text and message.keyboard is not None:
                    self.alerts[waiting.pop(one.chat_id)] = message
                    last = one.at
        return last

    def taps(self, member: str, label: str) -> Query:
        """A member answers on the alert, at once."""
        message = self.alerts[member]
        key = next(key for row in message.buttons for key in row if key["text"].endswith(label))
        return self.telegram.exchange.tap(self.phones[member].user, message, key["text"], key["callback_data"])

    def edited_after(self, query: Query, message: Message, since: int) -> float | None:
        """When the card under a tap was edited after it; `since` is how long `accepted` was at the tap."""
        return next(
            (
                one.at
                for one in self.telegram.accepted[since:]
                if one.message_id == message.id and one.chat_id == query.chat.id and one.method == "editMessageText"
            ),
            None,
        )

    def megabytes(self) -> float:
        """Resident memory of the bot's process now."""
        said = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.bot.pid)], capture_output=True, text=True, check=True
        ).stdout
        return int(said) / 1024

    def seconds_of_cpu(self) -> float:
        """Processor time of the bot's process so far."""
        said = subprocess.run(
            ["ps", "-o", "cputimes=", "-p", str(self.bot.pid)], capture_output=True, text=True, check=True
        ).stdout
        return float(said)


@asynccontextmanager
async def institute(
    folder: Path, count: int, *, limited: bool, command: Sequence[str] = MUSTER
) -> AsyncIterator[Institute]:
    """Enrol everybody without limits, then start the bot anew, with Telegram's limits if `limited`."""
    unit = unit_of(folder / "unit", count)
    roster = load_unit(unit).roster
    async with Telegram(token=TOKEN, limits=None, strict=False) as telegram:
        environment = safe_environment(
            os.environ,
            {
                "MUSTER_TOKEN": TOKEN,
                "MUSTER_API_URL": telegram.url,
                "MUSTER_DATABASE": f"sqlite:///{folder}/muster.db",
                "MUSTER_UNIT": str(unit),
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
        phones = {member.id: telegram.phone(member.name) for member in roster.members}
        preparing = BotProcess(FREE, folder=folder, environment=environment)
        await preparing.start()
        for member, phone in phones.items():
            await phone.start(issue(secret(TOKEN), member, datetime.now(UTC)))
        await telegram.until(lambda: len(telegram.accepted) >= count, 120)
        await preparing.stop()
        bot = BotProcess(command, folder=folder, environment=environment)
        await bot.start()
        try:
            asked = len(telegram.requests)
            await telegram.until(lambda: any(c.method == "getUpdates" for c in list(telegram.requests)[asked:]), 30)
            if limited:
                telegram.turnstile.limits = TELEGRAM_LIMITS
            yield Institute(telegram=telegram, phones=phones, bot=bot)
            assert bot.runs, bot.last_words()
        finally:
            await bot.stop()
