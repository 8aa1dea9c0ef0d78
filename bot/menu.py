"""The menus of commands that Telegram offers while somebody types: set beside everything else, and never waited for.

Everybody gets the same menu in private, whoever may do more one of their own, and the group chat a short one; each in
the unit's language, and in both for phones that are set to one of them. Without a menu the bot works all the same, so
what fails is logged, and tried again when Telegram is next heard after a silence, and at each start.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.cards.help import COMMANDS, HELP, Entry, commands_of
from bot.delivery.answers import Accepted, Answer, NotModified, RetryAfter, Unavailable
from bot.delivery.calls import Call
from bot.delivery.gateway import Gateway
from bot.domain.authority import Right, holders
from bot.domain.people.events import Enrolled, PlanChanged, RosterChanged
from bot.domain.unit import Unit
from bot.service import Committed, Service
from config.plan import Language
from config.texts import texts

log = structlog.get_logger(__name__)

_LANGUAGES: Final[dict[str, Language]] = {"zh": "zh-CN", "en": "en"}  # by the code that a phone is set to
_PATIENCE: Final = 60.0  # seconds that Telegram may ask us to wait; a menu is not worth more
_TRIES: Final = 3


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
    """Every menu that there should be."""
    return {
        Where(scope=scope, chat=chat, language=code): tuple(_lines(entries, language))
        for scope, chat, entries in _audiences(unit)
        for code, language in {"": unit.plan.language, **_LANGUAGES}.items()
    }


def _audiences(unit: Unit) -> Iterator[tuple[str, int | None, Sequence[Entry]]]:
    yield "all_private_chats", None, [entry for entry in COMMANDS if entry.right is Right.MEMBER]
    yield "all_group_chats", None, [entry for entry in COMMANDS if entry.group]
    more = {
        member.id: None
        for right in (Right.AUTHORITY, Right.COMMAND_POST)
        for member in holders(unit.plan, unit.roster, right)
    }
    for member in more:
        enrolment = unit.people.enrolments.get(member)
        if enrolment is not None:
            yield "chat", enrolment.account, commands_of(unit, member)  # a private chat has the number of its account


def _lines(entries: Sequence[Entry], language: Language) -> Iterator[tuple[str, str]]:
    t = texts(language)
    for name in (*(entry.name for entry in entries), HELP):
        yield name, t(f"menu.{name}")


class Menus:
    """Keeps Telegram's menus as they should be, once Telegram was heard (`ask`).

    Made before the unit's files are taken, it still knows whom an earlier process gave a menu of their own.
    """

    def __init__(self, service: Service, gateway: Gateway) -> None:
        self._service = service
        self._gateway = gateway
        self._set: dict[Where, Lines] = dict.fromkeys(menus(service.unit), ())  # perhaps set, with what is not known
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
        if self._heard and any(isinstance(event, Enrolled | RosterChanged | PlanChanged) for event in change.events):
            self._asked.set()

    async def _run(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._bring_up_to_date()
            except Exception:  # whatever it was, the bot goes on without a menu
                log.exception("the menus of commands could not be set")

    async def _bring_up_to_date(self) -> None:
        wanted = menus(self._service.unit)
        calls = [(where, lines) for where, lines in wanted.items() if self._set.get(where) != lines]
        calls += [(where, ()) for where in self._set if where not in wanted]
        for where, lines in calls:
            answer = await self._send(where, lines)
            if isinstance(answer, RetryAfter | Unavailable):
                log.warning("the menus of commands are not set yet", answer=str(answer))
                return
            if not isinstance(answer, Accepted | NotModified):
                log.warning("a menu of commands was refused", scope=where.scope, answer=str(answer))
            if lines:
                self._set[where] = lines
            else:
                self._set.pop(where, None)

    async def _send(self, where: Where, lines: Lines) -> Answer:
        """The answer; where Telegram asks for a pause, the one after it."""
        payload = where.payload()
        if lines:
            payload["commands"] = [{"command": name, "description": words} for name, words in lines]
        call = Call(method="setMyCommands" if lines else "deleteMyCommands", payload=payload)
        answer = await self._gateway.call(call)
        for _ in range(_TRIES - 1):
            if not isinstance(answer, RetryAfter) or answer.seconds > _PATIENCE:
                break
            await asyncio.sleep(answer.seconds)
            answer = await self._gateway.call(call)
        return answer
