"""The menus of commands that Telegram offers while somebody types: set beside everything else, and never waited for.

Each member has the menu of what they may do in their own chat, and the group chat a short one; in the unit's language,
and in both for phones that are set to one of them. Whoever is no member, or no longer, is offered nothing. Without a
menu the bot works all the same, so what fails is logged, and tried again until Telegram takes it.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import structlog

from bot.cards.help import COMMANDS, HELP, Entry, commands_of
from bot.delivery.answers import Accepted, NotModified, RetryAfter, Unavailable
from bot.delivery.calls import Call
from bot.delivery.gateway import Gateway
from bot.domain.people.events import (
    Enrolled,
    GroupLinked,
    GroupMoved,
    PlanChanged,
    ReachRegained,
    RosterChanged,
)
from bot.domain.unit import Unit
from bot.service import Committed, Service
from config.plan import Language
from config.texts import texts
from store.protocol import Batch, Store

log = structlog.get_logger(__name__)

_LANGUAGES: Final[dict[str, Language]] = {"zh": "zh-CN", "en": "en"}  # by the code that a phone is set to
_WIDE: Final = ("default", "all_private_chats", "all_group_chats")  # what a stranger is offered: nothing
_AGAIN: Final = (5.0, 20.0, 60.0, 300.0)  # seconds between tries while Telegram takes nothing
_DONE: Final = "menus"  # the setting that tells which menus Telegram has


@dataclass(frozen=True, kw_only=True)
class Where:
    """Whose menu: a scope of the Bot API (one person's chat where `chat` says so), for phones set to a language.

    An empty `language` is for everybody else.
    """

    scope: str
    chat: int | None = None
    language: str = ""

    def payload(self) -> dict[str, Any]:
        """As the Bot API wants it."""
        scope = {"type": self.scope} | ({"chat_id": self.chat} if self.chat is not None else {})
        return {"scope": scope} | ({"language_code": self.language} if self.language else {})


Lines = tuple[tuple[str, str], ...]  # a command's name, and what it does


def menus(unit: Unit) -> dict[Where, Lines]:
    """Every menu that there should be; without lines, that there should be none."""
    languages = {"": unit.plan.language, **_LANGUAGES}
    wanted: dict[Where, Lines] = {Where(scope=scope, language=code): () for scope in _WIDE for code in languages}
    wanted |= {Where(scope="chat", chat=chat, language=code): () for chat in _strangers(unit) for code in languages}
    made: dict[tuple[Entry, ...], dict[str, Lines]] = {}
    for chat, entries in _audiences(unit):
        if entries not in made:
            made[entries] = {code: tuple(_lines(entries, language)) for code, language in languages.items()}
        wanted |= {Where(scope="chat", chat=chat, language=code): lines for code, lines in made[entries].items()}
    return wanted


def _strangers(unit: Unit) -> Iterator[int]:
    """The accounts that were a member's once: a private chat has the number of its account."""
    yield from unit.people.former
    for member, enrolment in unit.people.enrolments.items():
        if unit.roster.find(member) is None:
            yield enrolment.account


def _audiences(unit: Unit) -> Iterator[tuple[int, tuple[Entry, ...]]]:
    if unit.people.group is not None:
        yield unit.people.group.chat, tuple(entry for entry in COMMANDS if entry.group)
    by_roles: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for member in unit.roster.members:
        enrolment = unit.people.enrolments.get(member.id)
        if enrolment is None:
            continue
        if member.roles not in by_roles:
            by_roles[member.roles] = commands_of(unit, member.id)
        yield enrolment.account, by_roles[member.roles]


def _lines(entries: Sequence[Entry], language: Language) -> Iterator[tuple[str, str]]:
    t = texts(language)
    for name in (*(entry.name for entry in entries), HELP):
        yield name, t(f"menu.{name}")


class Menus:
    """Keeps Telegram's menus as they should be, once Telegram was heard (`ask`).

    What an earlier process brought about is not done again: the store keeps a digest of it, by which no account can
    be told. `bot` names the bot and its server. What strangers are offered is cleared at each start.
    """

    def __init__(self, service: Service, gateway: Gateway, store: Store, *, bot: str) -> None:
        self._service = service
        self._gateway = gateway
        self._store = store
        self._bot = bot
        self._set: dict[Where, Lines] = {}  # what Telegram has, as far as is known
        self._done: str | None = None  # what the store says of it
        self._heard = False
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Wait to be asked, and look at what changes who may do what."""
        self._service.subscribe(self._committed)
        self._task = asyncio.create_task(self._run(), name="menus")

    async def stop(self) -> None:
        """Set nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def ask(self) -> None:
        """Telegram is heard: set what is not set yet."""
        self._heard = True
        self._asked.set()

    def _committed(self, change: Committed) -> None:
        for event in change.events:
            match event:
                case Enrolled(account=chat) | GroupLinked(chat=chat):
                    self._again(chat)
                case ReachRegained(member=member) if member in self._service.unit.people.enrolments:
                    self._again(self._service.unit.people.enrolments[member].account)
                case GroupMoved() | RosterChanged() | PlanChanged():
                    self._asked.set()

    def _again(self, chat: int) -> None:
        """What this chat did not take, it may take now."""
        self._set = {where: lines for where, lines in self._set.items() if where.chat != chat}
        self._asked.set()

    async def _run(self) -> None:
        failures = 0
        while True:
            await self._asked.wait()
            self._asked.clear()
            if not self._heard:
                continue  # `ask` will come
            try:
                pause = await self._bring_up_to_date()
            except Exception:  # whatever it was, the bot goes on without a menu
                log.exception("the menus of commands could not be set")
                pause = _AGAIN[-1]
            failures = failures + 1 if pause is not None else 0
            if pause is not None:
                await self._rest(pause or _AGAIN[min(failures, len(_AGAIN)) - 1])

    async def _rest(self, seconds: float) -> None:
        """Let some time pass, and ask again."""
        await asyncio.sleep(seconds)
        self._asked.set()

    async def _bring_up_to_date(self) -> float | None:
        """None once Telegram has every menu; else the seconds for which it wants to be left alone, or 0."""
        wanted = menus(self._service.unit)
        digest = _digest(self._bot, wanted)
        if self._done is None:
            self._done = await self._store.setting(_DONE) or ""
            if self._done == digest:
                self._set = {where: lines for where, lines in wanted.items() if where.scope not in _WIDE}
        missing = {where: lines for where, lines in wanted.items() if self._set.get(where) != lines}
        if any(where.scope not in _WIDE for where in missing):
            await self._note("")  # from here on nobody knows, should we be killed
        for where, lines in missing.items():
            answer = await self._gateway.call(_call(where, lines))
            if isinstance(answer, RetryAfter | Unavailable):
                log.warning("the menus of commands are not set yet", answer=str(answer))
                return answer.seconds if isinstance(answer, RetryAfter) else 0.0
            if not isinstance(answer, Accepted | NotModified):
                log.warning("a menu of commands was refused", scope=where.scope, answer=str(answer))
            self._set[where] = lines
        await self._note(digest)
        return None

    async def _note(self, done: str) -> None:
        if done != self._done:
            await self._store.write(Batch(settings={_DONE: done}))
            self._done = done


def _digest(bot: str, wanted: Mapping[Where, Lines]) -> str:
    numbers = {lines: number for number, lines in enumerate(dict.fromkeys(wanted.values()))}
    whose = [(where.scope, where.chat, where.language, numbers[lines]) for where, lines in wanted.items()]
    return sha256(repr((bot, list(numbers), whose)).encode()).hexdigest()


def _call(where: Where, lines: Lines) -> Call:
    payload = where.payload()
    if not lines:
        return Call(method="deleteMyCommands", payload=payload)
    payload["commands"] = [{"command": name, "description": words} for name, words in lines]
    return Call(method="setMyCommands", payload=payload)
