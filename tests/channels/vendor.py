"""Vendors on this machine: an HTTP server that answers as it is told, and a mail server that keeps what it gets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiohttp
from aiohttp import web
from aiosmtpd.smtp import SMTP

from bot.channels.adapters import Channels
from bot.channels.message import Message, Outcome, Recipient
from config.channels import Channel

SU = Recipient(name="苏𬍛", phone="+86 138-0000-0008", email="su@institute.example")
YE = Recipient(name="叶桐", phone="138-0000-0012", email="ye@institute.example")


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    text: str

    @property
    def json(self):
        return json.loads(self.text)


@dataclass
class Vendor:
    """An HTTP server. `answers` are given one after the other, the last for ever; a number is so many seconds' wait."""

    url: str = ""
    answers: list = field(default_factory=lambda: [{"errcode": 0, "errmsg": "ok"}])
    requests: list[Request] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, *answers) -> None:
        self.answers = list(answers)

    async def until(self, count: int, within: float = 8.0) -> None:
        await _come(self.requests, self.came, count, within)

    async def handle(self, request: web.Request) -> web.Response:
        text = await request.text()
        self.requests.append(Request(request.method, request.path, dict(request.query), dict(request.headers), text))
        self.came.set()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = await answer(request)
        status = 200
        headers = {}
        if isinstance(answer, tuple):
            status, answer, *rest = answer
            headers = rest[0] if rest else {}
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, headers=headers)
        return web.json_response(answer, status=status, headers=headers)


@asynccontextmanager
async def vendor() -> AsyncIterator[Vendor]:
    made = Vendor()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


@dataclass
class Post:
    """A mail server's handler. `refuses` maps a step (rcpt, data) to the reply that it gives."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    port: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if "rcpt" in self.refuses:
            return self.refuses["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:
        if "data" in self.refuses:
            return self.refuses["data"]
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.came.set()
        return "250 kept as 77"

    async def until(self, count: int, within: float = 8.0) -> None:
        await _come(self.mails, self.came, count, within)


async def _come(kept: list, came: asyncio.Event, count: int, within: float) -> None:
    """Until so many are kept; each sets `came`."""
    try:
        async with asyncio.timeout(within):
            while len(kept) < count:
                came.clear()
                await came.wait()
    except TimeoutError:
        raise AssertionError(f"{len(kept)} of {count} came") from None


@asynccontextmanager
async def post(**options) -> AsyncIterator[Post]:
    made = Post()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(made, loop=loop, **options), "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def channel(kind: str, **settings) -> Channel:
    """A channel as a plan has it."""
    return Channel.model_validate({"id": "way", "kind": kind, **settings})


def message(*to: Recipient, text: str = "集结", id_: str = "unit/2026-001/1") -> Message:
    return Message(id=id_, subject="紧急集结", text=text, to=to or (SU,))


async def send(to: Channel, what: Message | None = None, *, rehearsal: bool = False, **values: str) -> Outcome:
    """Through the channel, with these values in the environment."""
    async with aiohttp.ClientSession() as session:
        return await Channels(session, environment=lambda: values, rehearsal=rehearsal).send(to, what or message())


Answer = Callable[[web.Request], object]
