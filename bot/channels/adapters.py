"""The adapter for a channel of the plan, its settings filled from the environment; sending says no secret."""

import ipaddress
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import aiohttp

from bot.channels.anything import Apprise
from bot.channels.mail import Mail
from bot.channels.message import Accepted, Message, Outcome, Own, Recipient, Refused, Unavailable, own
from bot.channels.robots import DingTalk, Feishu, WeCom
from bot.channels.secrecy import secrets, told
from bot.channels.webhook import Webhook
from config.channels import Channel, Kind
from config.environment import NotSet, filled


class Adapter(Protocol):
    """Hands one message to one vendor."""

    async def send(self, message: Message) -> Outcome:
        """What came of it. Does not raise for what a vendor or a network does."""


class Channels:
    """Sends through the channels of a plan. In a rehearsal only what listens on this machine is really written to."""

    def __init__(
        self, session: aiohttp.ClientSession, *, environment: Callable[[], Mapping[str, str]], rehearsal: bool = False
    ) -> None:
        self._session = session
        self._environment = environment
        self._rehearsal = rehearsal

    async def send(self, channel: Channel, message: Message) -> Outcome:
        """What came of it, in words that hold no secret. Never raises but for a cancellation.

        The environment is read again each time: what is mended in `.env` serves at once.
        """
        values = self._environment()
        if self._rehearsal and not _at_home(channel, values):
            return Accepted(words=own(Own.REHEARSED))
        try:
            settings = {name: _filled(name, text, values) for name, text in channel.settings().items()}
            to = [_with_address(person, values) for person in message.to]
        except NotSet as missing:
            return Refused(reason=own(Own.NOT_SET, missing.name))
        said = secrets(_secret(channel, settings), to)
        try:
            addressed = Message(id=message.id, subject=message.subject, text=message.text, to=to)
            return told(await adapter(channel, settings, self._session).send(addressed), said)
        except Exception as error:  # a vendor must not end the worker, nor an alert wait for another
            return told(Unavailable(reason=own(Own.ERROR, f"{type(error).__name__}: {error}")), said)


def adapter(channel: Channel, settings: Mapping[str, str], session: aiohttp.ClientSession) -> Adapter:
    """The adapter of that channel; `settings` are its texts as they hold here. KeyError when one is missing."""
    has: Any = settings.get
    match channel.kind:
        case Kind.DINGTALK:
            return DingTalk(session, url=settings["url"], secret=has("secret"))
        case Kind.WECOM:
            return WeCom(session, url=settings["url"])
        case Kind.FEISHU:
            return Feishu(session, url=settings["url"], secret=has("secret"))
        case Kind.APPRISE:
            return Apprise(url=settings["url"])
        case Kind.SMTP:
            return Mail(
                host=settings["host"],
                port=channel.port,
                security=channel.security or "starttls",
                user=has("user"),
                password=has("password"),
                ca=has("ca"),
                sender=settings["sender"],
                to=has("to"),
            )
        case Kind.WEBHOOK:
            return Webhook(
                session,
                url=settings["url"],
                method=channel.method or "POST",
                headers={name: settings[f"headers.{name}"] for name in channel.headers or {}},
                body=has("body"),
                form=channel.encoding == "form",
                accepted=(channel.accepted.path, channel.accepted.value) if channel.accepted else None,
                reason=channel.reason,
            )


def _filled(name: str, text: str, values: Mapping[str, str]) -> str:
    """A body is JSON text: a quotation mark in a password must not end a string of it."""
    return filled(text, {key: json.dumps(value)[1:-1] for key, value in values.items()} if name == "body" else values)


def _with_address(person: Recipient, values: Mapping[str, str]) -> Recipient:
    if person.address is None:
        return person
    address = filled(person.address, values)
    return Recipient(name=person.name, phone=person.phone, email=person.email, address=address)


def _at_home(channel: Channel, values: Mapping[str, str]) -> bool:
    try:
        url, host = filled(channel.url or "", values), filled(channel.host or "", values)
        return here(host or urlsplit(url).hostname or "")
    except (NotSet, ValueError):
        return False


def here(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_PLAIN: Final = ("host", "sender", "to", "body", "method", "encoding", "security", "reason", "ca")


def _secret(channel: Channel, settings: Mapping[str, str]) -> list[str]:
    """Everything that opens the channel, and whatever of the rest came out of the environment."""
    written = channel.settings()
    return [text for name, text in settings.items() if name not in _PLAIN or "${" in written[name]]
