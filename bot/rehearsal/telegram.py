"""An emulated Telegram: the Bot API over HTTP on loopback, people with phones, bad weather on demand.

    async with Telegram(limits=None) as telegram:
        director = telegram.phone("所长")
        ...  # start a bot whose API address is telegram.url
        await director.start()
        await director.sees("…")

It runs in the caller's event loop and knows nothing of the bot but its token.
"""

# ruff: noqa: ASYNC109  patience is part of what is said: `await phone.sees("…", timeout=1)`

import asyncio
import json
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self, TypeVar

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

import bot.rehearsal.asking  # enters its methods into the table
import bot.rehearsal.messages  # noqa: F401  likewise
from bot.rehearsal import wire
from bot.rehearsal.bot_api import METHODS, Accepted, BotApi, Violation, integer
from bot.rehearsal.changes import Changes, Subscription
from bot.rehearsal.chats import Json, World
from bot.rehearsal.exchange import Exchange
from bot.rehearsal.groups import Group
from bot.rehearsal.limits import TELEGRAM_LIMITS, Limits, Turnstile
from bot.rehearsal.phones import Phone
from bot.rehearsal.refusals import Refusal, malformed
from bot.rehearsal.updates import Expiry, Updates
from bot.rehearsal.weather import Effect, Hold, Methods, Weather

if TYPE_CHECKING:
    from bot.rehearsal.schema import Schema

T = TypeVar("T")
Outage = Literal["refused", "reset", "bad-gateway"]

TOKEN: Final = "710000000:rehearsal-token-of-no-real-bot"
_GET_UPDATES: Final = "getUpdates"
_NAMES: Final = {name.lower(): name for name, _ in METHODS.values()} | {_GET_UPDATES.lower(): _GET_UPDATES}
_REQUESTS_KEPT: Final = 20_000


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One request: `ok`, `code` and `description` are what was answered (None: nothing yet), `done` what happened."""

    method: str
    params: Json
    at: float  # monotonic seconds
    time: datetime
    ok: bool | None = None
    code: int | None = None
    description: str = ""
    done: bool = False

    @property
    def chat_id(self) -> int | None:
        """The chat that it names."""
        try:
            return int(self.params["chat_id"])
        except (KeyError, TypeError, ValueError):
            return None


class Telegram:
    """One Telegram with one bot; an async context manager that serves while it is open.

    `limits=None` takes everything; `strict` checks each request against aiogram's models, `now` dates messages and
    expiry, `monotonic` drives the limits. `privacy` is BotFather's switch: in groups the bot gets commands, mentions
    and replies only, unless it is an administrator. What broke the protocol is in `faults`.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "muster_bot",
        limits: Limits | None = TELEGRAM_LIMITS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        strict: bool = True,
        privacy: bool = True,
        expiry: Expiry = Expiry(),  # noqa: B008  frozen
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.token = token
        self.world = World(bot_id=int(token.partition(":")[0]), username=username)
        self.changes = Changes(now)
        self.updates = Updates(now=now, expiry=expiry)
        self.exchange = Exchange(
            world=self.world,
            updates=self.updates,
            changes=self.changes,
            now=now,
            monotonic=monotonic,
            privacy=privacy,
        )
        self.turnstile = Turnstile(limits, monotonic)
        self.api = BotApi(exchange=self.exchange, turnstile=self.turnstile, expiry=expiry)
        self.weather = Weather(self.changes, monotonic, _NAMES.values())
        self.requests: deque[Call] = deque(maxlen=_REQUESTS_KEPT)
        self.phones: dict[int, Phone] = {}
        self._schema = _load_schema() if strict else None
        self._address = (host, port)
        self._place: socket.socket | None = None
        self._server: web.Server | None = None
        self._listener: asyncio.Server | None = None
        self._outage: Outage | None = None
        self._revoked = False

    async def __aenter__(self) -> Self:
        self._server = web.Server(
            self._serve, request_factory=self._request, handler_cancellation=True, access_log=None
        )
        self._place = _bound(self._address)
        self._address = self._place.getsockname()[:2]
        await self._listen()
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.weather.clears()
        self.updates.close()
        self.changes.close()
        if self._listener is not None:
            self._listener.close()
        if self._server is not None:
            await self._server.shutdown(0.1)
        if self._place is not None:
            self._place.close()

    @property
    def url(self) -> str:
        """The address of this Bot API, without a slash at the end."""
        return f"http://{self._address[0]}:{self._address[1]}"

    @property
    def faults(self) -> list[Violation]:
        """Every request that broke the protocol, whatever it was answered."""
        return self.api.violations

    @property
    def accepted(self) -> list[Accepted]:
        """Every message and edit that was taken, in order."""
        return self.api.accepted

    def link(self, payload: str) -> str:
        """The deep link that starts the bot with that payload."""
        return f"https://t.me/{self.world.me.username}?start={payload}"

    # people

    def phone(
        self, name: str, *, user_id: int | None = None, username: str | None = None, language: str = "zh-hans"
    ) -> Phone:
        """A new person with a phone set to a language, who has not started the bot yet. ValueError: the id is taken."""
        user = self.world.add_user(name, user_id=user_id, username=username, language=language)
        phone = self.phones[user.id] = Phone(self.exchange, user)
        return phone

    def group(self, title: str, members: Sequence[Phone], *, supergroup: bool = False) -> Group:
        """A new group without the bot; the first member owns it."""
        chat = self.world.add_group(title, [phone.user for phone in members], supergroup=supergroup)
        return Group(self.exchange, chat, self.phones)

    # watching

    async def until(self, predicate: Callable[[], T], timeout: float = 10.0) -> T:
        """The first true answer of `predicate`, asked again after each change. TimeoutError after `timeout` s."""
        return await self.changes.until(predicate, timeout)

    def subscribe(self) -> Subscription:
        """Everything that changes on any screen from now on."""
        return self.changes.subscribe()

    def calls(self, method: str | None = None, *, chat: int | None = None, ok: bool | None = None) -> list[Call]:
        """The last requests, oldest first: of one method, to one chat, with that outcome."""
        return [
            call
            for call in self.requests
            if (method is None or call.method == method)
            and (chat is None or call.chat_id == chat)
            and (ok is None or call.ok is ok)
        ]

    def hold(self, methods: Methods = None, *, after: int = 0, delivered: bool = False) -> Hold:
        """Stop the world at a point; see `Weather.hold`."""
        return self.weather.hold(methods, after=after, delivered=delivered)

    def push_raw(self, value: object) -> int:
        """Give the bot any JSON as an update; returns its number."""
        return self.updates.push_raw(value)

    # outages

    async def down(self, how: Outage = "refused") -> None:
        """Telegram is gone: no listener, or every request is cut off, or a bad gateway answers."""
        self._outage = how
        if how == "refused" and self._listener is not None:
            self._listener.close()
            self._listener = None
        if how != "bad-gateway" and self._server is not None:
            for connection in self._server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        await asyncio.sleep(0)

    async def up(self) -> None:
        """Telegram is back, at the same address."""
        self._outage = None
        if self._listener is None:
            await self._listen()

    def becomes_strict(self, schema: "Schema") -> None:
        """From now on each request is checked against these models; those before now are looked at too."""
        self._schema = schema
        for call in self.requests:
            try:
                schema.check(call.method.lower(), call.params)
            except Refusal as refusal:
                self.faults.append(Violation(method=call.method, problem=refusal.description, params=call.params))

    def revokes_token(self) -> None:
        """The owner asked for a new token: the old one is answered 401."""
        self._revoked = True

    # serving

    async def _listen(self) -> None:
        assert self._server is not None
        listening = _bound(self._address)
        self._listener = await asyncio.get_running_loop().create_server(self._server, sock=listening, backlog=4096)

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=wire.MOST_BYTES)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._outage == "reset":
            return _break(request)
        try:
            if self._outage is not None:
                raise Refusal(502, "Bad Gateway")
            token, what, is_file = wire.address(request.raw_path.partition("?")[0])
            if token != self.token or self._revoked:
                raise Refusal(401, "Unauthorized")
            if is_file:
                return self._file(what)
            name = _NAMES.get(what.lower())
            if name is None:
                raise Refusal(404, "Not Found")
            params = await wire.read(request)
        except Refusal as refusal:
            return self._refused(self._log(request.raw_path.rpartition("/")[2], {}), refusal)
        call = self._log(name, params)
        return await (self._answer(call) if self.weather.fair else self._through_weather(request, call))

    async def _through_weather(self, request: web.BaseRequest, call: Call) -> web.StreamResponse:
        holds = self.weather.holds_for(call.method)
        for hold in holds:
            if not hold.delivered:
                await hold.wait()
        met = self.weather.met_by(call.method, call.chat_id)
        obstacle = next((each for each in met if each.effect is not Effect.SLOW), None)
        response: web.StreamResponse | None = None
        if obstacle is None or obstacle.delivered:
            response = await self._answer(call)
        for hold in holds:
            if hold.delivered:
                await hold.wait()
        for delay in met:
            if delay.effect is Effect.SLOW:
                await delay.pass_by()
        if obstacle is None:
            assert response is not None
            return response
        match obstacle.effect:
            case Effect.FAIL | Effect.FLOOD:
                return self._refused(call, obstacle.refusal(self.exchange.monotonic()))
            case Effect.SWALLOW:
                call.ok = None
                await obstacle.over.wait()
        call.ok = None
        return _break(request)

    async def _answer(self, call: Call) -> web.StreamResponse:
        method = call.method.lower()
        try:
            if self._schema is not None:
                self._schema.check(method, call.params)
            if call.method == _GET_UPDATES:
                result = await self._poll(call.params)
            else:
                result = json.dumps(self.api.call(method, call.params), ensure_ascii=False, separators=(",", ":"))
        except Refusal as refusal:
            return self._refused(call, refusal)
        except Exception as error:
            problem = f"the emulator itself failed: {error!r}"
            self.faults.append(Violation(method=call.method, problem=problem, params=call.params))
            raise
        call.ok, call.code, call.done = True, 200, True
        self.changes.wake()
        return wire.answer_text(200, f'{{"ok":true,"result":{result}}}')

    async def _poll(self, params: Json) -> str:
        allowed = params.get("allowed_updates")
        if allowed is not None and not isinstance(allowed, list):
            raise malformed("can't parse allowed updates JSON object")
        return await self.updates.poll(
            offset=integer(params, "offset", default=0),
            limit=integer(params, "limit", default=100),
            seconds=integer(params, "timeout", default=0),
            allowed=allowed,
        )

    def _log(self, method: str, params: Json) -> Call:
        call = Call(method=method, params=params, at=self.exchange.monotonic(), time=self.exchange.now())
        self.requests.append(call)
        self.changes.wake()
        return call

    def _refused(self, call: Call, refusal: Refusal) -> web.Response:
        call.ok, call.code, call.description = False, refusal.code, refusal.description
        if refusal.violation:
            self.faults.append(Violation(method=call.method, problem=refusal.description, params=call.params))
        self.changes.wake()
        return wire.answer(refusal.code, refusal.as_json())

    def _file(self, path: str) -> web.Response:
        for file in self.world.files.values():
            if file.path == path:
                return web.Response(body=file.data, content_type=file.mime or "application/octet-stream")
        raise Refusal(404, "Not Found")


def _load_schema() -> "Schema":
    # Read only when asked for: a rehearsal that is not strict does without aiogram.
    from bot.rehearsal.schema import Schema

    return Schema()


def _bound(address: tuple[str, int]) -> socket.socket:
    """A socket at that address that does not listen: it keeps the port ours while nobody listens there."""
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(address)
    place.setblocking(False)
    return place


def _break(request: web.BaseRequest) -> web.Response:
    """Cut the connection with a reset, without an answer."""
    transport = request.transport
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
