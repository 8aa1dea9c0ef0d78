"""One-time enrolment links, made without writing anything, so that they can be made beside a running bot."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict

from telegram import Bot
from telegram.error import TelegramError

from bot.commandline.ending import Faults
from bot.commandline.given import reader_of
from bot.delivery.request import AiohttpRequest
from bot.domain.unit import Unit
from bot.enrolment import issue, secret
from bot.service import USERNAME, fold
from config.loading import Unit as Files
from config.settings import Settings


class Invitation(TypedDict):
    """One member's link."""

    member: str
    name: str
    link: str


async def invitations(read: Settings, files: Files, token: str, members: Sequence[str]) -> list[Invitation]:
    """Links for these members, or for everybody not enrolled yet.

    Raises Faults when nobody can say what the bot is called, and StoreError.
    """
    known, enrolled = await _known(read, files)
    username = await _username(read, token) or known
    if username is None:
        raise Faults("Telegram does not say what the bot is called: check MUSTER_TOKEN and the network")
    invited = members or [member.id for member in files.roster.members if member.id not in enrolled]
    now = datetime.now(UTC)
    return [
        Invitation(
            member=member,
            name=files.roster.by_id[member].name,
            link=f"https://t.me/{username}?start={issue(secret(token), member, now)}",
        )
        for member in invited
    ]


async def _known(read: Settings, files: Files) -> tuple[str | None, set[str]]:
    """The bot's name as its last run learned it, and who is enrolled; nothing before the first run."""
    if not read.database_path.exists():
        return None, set()
    # Any other trouble with the database is told: who is enrolled is not to be guessed.
    async with reader_of(read, files) as reader:
        unit, _ = await fold(reader, Unit(plan=files.plan, roster=files.roster))
        return await reader.setting(USERNAME), set(unit.people.enrolments)


async def _username(read: Settings, token: str) -> str | None:
    bot = Bot(
        token,
        base_url=f"{read.api_url}/bot",
        request=AiohttpRequest(proxy=read.proxy),
        get_updates_request=AiohttpRequest(proxy=read.proxy),
    )
    try:
        async with bot:
            return bot.username
    except TelegramError:
        return None
