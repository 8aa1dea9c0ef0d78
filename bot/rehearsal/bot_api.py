"""The Bot API: what every method has in common, and the table of methods. Answers are `result` values or refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.rehearsal.chats import Chat, Json, Message, Status, User, World
from bot.rehearsal.exchange import Exchange
from bot.rehearsal.files import Upload
from bot.rehearsal.keyboards import check_markup
from bot.rehearsal.limits import Turnstile
from bot.rehearsal.markup import Entity, Parsed, parse_html, trim, units
from bot.rehearsal.refusals import bad_request, forbidden, malformed, upgraded
from bot.rehearsal.updates import Expiry

Method = Callable[["BotApi", Json], Any]

METHODS: Final[dict[str, tuple[str, Method]]] = {}
MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024


def method(name: str) -> Callable[[Method], Method]:
    """Put a function into the table under its Bot API name."""

    def enter(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return enter


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message or an edit that Telegram took, at `at` monotonic seconds."""

    at: float
    method: str
    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A request that breaks the protocol."""

    method: str
    problem: str
    params: Json


class BotApi:
    """One bot's view of the world."""

    def __init__(self, *, exchange: Exchange, turnstile: Turnstile, expiry: Expiry) -> None:
        self.exchange = exchange
        self.turnstile = turnstile
        self.expiry = expiry
        self.accepted: list[Accepted] = []
        self.violations: list[Violation] = []
        self._serving = ""

    def call(self, method: str, params: Json) -> Any:
        """Carry out a method, given in lower case. Raises Refusal."""
        name, function = METHODS[method]
        self._serving = name
        return function(self, params)

    @property
    def world(self) -> World:
        """Everybody and everything."""
        return self.exchange.world

    @property
    def me(self) -> User:
        """The bot itself."""
        return self.exchange.world.me

    def chat(self, params: Json, key: str = "chat_id") -> Chat:
        """The chat that the request names. Raises the refusal of one that is out of the bot's reach."""
        number = integer(params, key, missing="chat_id is empty")
        chat = self.world.chats.get(number)
        if chat is None:
            user = self.world.users.get(number)
            if user is not None and self.world.knows(user):
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        place = chat.members.get(self.me.id)
        if place is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise upgraded(chat.migrated_to.id)
        if chat.person is not None and chat.person.deactivated:
            raise forbidden("user is deactivated")
        kind = "supergroup" if chat.type == "supergroup" else "group"
        match place.status:
            case Status.KICKED if chat.is_private:
                raise forbidden("bot was blocked by the user")
            case Status.KICKED:
                raise forbidden(f"bot was kicked from the {kind} chat")
            case Status.LEFT:
                raise forbidden(f"bot is not a member of the {kind} chat")
        return chat

    def text(self, params: Json, key: str = "text", *, most: int = MOST_TEXT) -> tuple[str, list[Entity]]:
        """The words of the request with their entities, after parsing and within the length."""
        source = params.get(key) or ""
        if not isinstance(source, str):
            raise malformed(f"{key} must be a string")
        mode = str(params.get("parse_mode") or "").lower()
        if mode not in ("", "html"):
            raise malformed("unsupported parse_mode: this Telegram reads HTML only")
        if mode:
            parsed = parse_html(source)
        else:
            given = params.get("entities" if key == "text" else "caption_entities") or []
            parsed = trim(Parsed(text=source, entities=given, loose=[]))
        for loose in parsed.loose:
            problem = f"an ampersand that is not escaped: {loose!r}"
            self.violations.append(Violation(method=self._serving, problem=problem, params=params))
        if units(parsed.text) > most:
            raise malformed("message is too long" if key == "text" else "message caption is too long")
        return parsed.text, parsed.entities

    def keyboards(self, params: Json) -> tuple[Json | None, Json | None]:
        """The inline keyboard, and whatever else may be asked for under a message."""
        markup = check_markup(params.get("reply_markup"))
        if markup is None:
            return None, None
        return (markup, None) if "inline_keyboard" in markup else (None, markup)

    def replied(self, chat: Chat, params: Json) -> Message | None:
        """The message that is replied to."""
        wanted = params.get("reply_parameters") or {}
        number = wanted.get("message_id", params.get("reply_to_message_id"))
        if number is None:
            return None
        found = chat.messages.get(int(number))
        if found is None and not (wanted or params).get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return found

    def admit(self, chat: Chat) -> None:
        """Count a message or an edit against the limits."""
        self.turnstile.admit(chat.id)

    def accept(self, name: str, message: Message) -> Message:
        """Keep in mind that Telegram took this."""
        self.accepted.append(
            Accepted(at=self.exchange.monotonic(), method=name, chat_id=message.chat.id, message_id=message.id)
        )
        return message

    def may(self, chat: Chat, right: str) -> bool:
        """Whether the bot holds an administrator right; in a private chat it needs none."""
        return chat.is_private or chat.members[self.me.id].may(right)


def integer(params: Json, key: str, *, missing: str | None = None, default: int | None = None) -> int:
    """A whole number of the request. Raises a refusal when there is none and no `default`."""
    value = params.get(key, default)
    if value is None or value == "":
        raise malformed(missing or f"{key} is not specified")
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        if key == "chat_id":
            raise bad_request("chat not found") from error
        raise malformed(f"{key} must be an integer") from error


def number(params: Json, key: str) -> float:
    """A number of the request. Raises a refusal when it is none."""
    try:
        return float(params[key])
    except (KeyError, TypeError, ValueError) as error:
        raise malformed(f"{key} must be a number") from error


def flag(params: Json, key: str) -> bool:
    """A yes or no of the request; absent is no."""
    return params.get(key) in (True, "true", "True", "1", 1)


def upload(params: Json, key: str) -> str | Upload | None:
    """A file of the request: its id, or what was uploaded."""
    value = params.get(key)
    if isinstance(value, str) and value.startswith("attach://"):
        attached = params.get(value.removeprefix("attach://"))
        return attached if isinstance(attached, Upload) else None
    return value if isinstance(value, (str, Upload)) else None
