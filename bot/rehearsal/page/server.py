"""The page's server: static files, one stream of events, and one door for everything that a person can do."""

import asyncio
import json
import secrets
import time
from collections import deque
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web

from bot.rehearsal.bot_process import BotFailed
from bot.rehearsal.changes import Change, Kind
from bot.rehearsal.chats import Json
from bot.rehearsal.page import views
from bot.rehearsal.page.crowd import Crowd
from bot.rehearsal.page.deeds import Deeds
from bot.rehearsal.page.refused import Refused
from bot.rehearsal.phones import NotOnScreen
from bot.rehearsal.stage import Stage

_FOLDER: Final = Path(__file__).parent
_FILES: Final = {
    "style.css": "text/css",
    **{f"{name}.js": "text/javascript" for name in ("app", "chat", "phone", "texts", "tray", "world")},
}
_LOG_KEPT: Final = 400
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Page:
    """An async context manager; `listen` binds to loopback and gives the address."""

    def __init__(self, stage: Stage, *, seed: int) -> None:
        self.stage = stage
        self.crowd = Crowd(stage, seed=seed)
        self.deeds = Deeds(stage, self.crowd, seed=seed, tell=self._broadcast)
        self._watchers: set[asyncio.Queue[str]] = set()
        self._log: deque[Json] = deque(maxlen=_LOG_KEPT)
        self._cause: float | None = None
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._port = 0
        self._run = secrets.token_hex(8)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._pulse())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.deeds.close()
        await self.crowd.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def listen(self, port: int) -> str:
        """Serve on loopback; the address. OSError when the port is taken."""
        application = web.Application(middlewares=[self._guard], client_max_size=1 << 20)
        application.add_routes(
            [
                web.get("/", self._index),
                web.get("/static/{name}", self._static),
                web.get("/events", self._events),
                web.get("/file/{id}", self._file),
                web.post("/do", self._do),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{self._port}/"

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Only this machine's own page may ask: no other site, and no name that somebody pointed at loopback."""
        hosts = {f"127.0.0.1:{self._port}", f"localhost:{self._port}"}
        origin = request.headers.get("Origin")
        if request.host not in hosts or (origin is not None and origin.removeprefix("http://") not in hosts):
            raise web.HTTPForbidden(text="this page serves this machine only")
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON only")
        response: web.StreamResponse = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _index(self, _request: web.Request) -> web.Response:
        text = (_FOLDER / "index.html").read_text("utf-8").replace("{language}", self.stage.cast.language)
        return web.Response(text=text, content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        kind = _FILES.get(request.match_info["name"])
        if kind is None:
            raise web.HTTPNotFound
        return web.Response(text=(_FOLDER / request.match_info["name"]).read_text("utf-8"), content_type=kind)

    async def _file(self, request: web.Request) -> web.Response:
        file = self.stage.telegram.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        if file.path.startswith("photos/"):
            return web.Response(body=file.data, content_type="image/jpeg")
        if file.mime == "application/pdf" and file.data.startswith(b"%PDF"):
            return web.Response(body=file.data, content_type="application/pdf")
        headers = {"Content-Disposition": "attachment"}
        return web.Response(body=file.data, content_type="application/octet-stream", headers=headers)

    async def _do(self, request: web.Request) -> web.Response:
        language = self.stage.cast.language
        try:
            given = await request.json()
            if not isinstance(given, dict):
                raise ValueError("not a JSON object")
            answer = await self.deeds.do(given)
        except Refused as refused:
            return web.json_response({"ok": False, "problem": refused.said(language)}, status=400)
        except NotOnScreen as error:
            return web.json_response({"ok": False, "problem": error.complaint.said(language)}, status=400)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            return web.json_response({"ok": False, "problem": str(error).partition("\n")[0]}, status=400)
        except BotFailed as error:
            return web.json_response({"ok": False, "problem": error.complaint.said(language)}, status=503)
        return web.json_response({"ok": True, **answer})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue()
        queue.put_nowait(_event("snapshot", self._snapshot()))
        self._watchers.add(queue)
        try:
            while True:
                await response.write((await queue.get()).encode())
        except (ConnectionResetError, asyncio.CancelledError):
            return response
        finally:
            self._watchers.discard(queue)

    def _snapshot(self) -> Json:
        chats = self.stage.telegram.world.chats.values()
        return {
            "run": self._run,
            "unit": self.stage.cast.unit,
            "language": self.stage.cast.language,
            "zone": self.stage.cast.time_zone,
            "people": views.people_view(self.stage),
            "chats": [views.chat_view(self.stage, chat) for chat in chats],
            "log": list(self._log),
            "state": self._state(),
        }

    def _state(self) -> Json:
        stage = self.stage
        return {
            "ready": stage.ready.is_set(),
            "enrolled": None if stage.ready.is_set() else stage.enrolled,
            "bot": stage.bot.runs,
            "group": stage.group.id if stage.group else None,
            "group_title": stage.group.title if stage.group else "",
            "now": stage.steering.now().timestamp(),
            "rate": stage.steering.rate,
            **self.deeds.state(),
            **self.crowd.state(),
        }

    async def _follow(self) -> None:
        with self.stage.telegram.subscribe() as changes:
            async for change in changes:
                self._changed(change)

    def _changed(self, change: Change) -> None:
        at = time.monotonic()
        by_bot = change.by_bot or change.kind is Kind.TOAST
        if not by_bot:
            self._cause = at
        cause = max(filter(None, (self._cause, self.stage.steering.moved)), default=None)
        line = views.log_line(change, round(at - cause, 2) if by_bot and cause else None)
        if line is not None:
            self._log.append(line)
            self._broadcast("log", line)
        if change.kind is Kind.TOAST:
            toast = {"user": change.who_id, "chat": change.chat_id, "text": change.text, "alert": change.alert}
            self._broadcast("toast", toast)
        elif change.kind not in (Kind.TAPPED, Kind.BLOCKED, Kind.UNBLOCKED):
            chat = self.stage.telegram.world.chats[change.chat_id]
            message = chat.messages.get(change.message_id or 0)
            pinned = chat.pinned_message()
            self._broadcast(
                "message",
                {
                    "chat": chat.id,
                    "id": change.message_id,
                    "message": views.message_view(self.stage, message) if message else None,
                    "pinned": pinned.id if pinned else None,
                },
            )
        self.crowd.saw(change)

    async def _pulse(self) -> None:
        """The state twice a second, when it is not what it was; the time once in five seconds all the same."""
        last, at = "", 0.0
        while True:
            state = self._state()
            comparable = json.dumps({k: v for k, v in state.items() if k != "now"}, ensure_ascii=False)
            if comparable != last or time.monotonic() - at > 5:
                last, at = comparable, time.monotonic()
                self._broadcast("state", state)
            with suppress(TimeoutError):
                await asyncio.sleep(0.3)

    def _broadcast(self, kind: str, body: Json) -> None:
        text = _event(kind, body)
        for watcher in self._watchers:
            watcher.put_nowait(text)


def _event(kind: str, body: Json) -> str:
    return f"event: {kind}\ndata: {json.dumps(body, ensure_ascii=False, default=_plain)}\n\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
