"""The one place that speaks to the Bot API about messages: rendered JSON out, the meaning of the answer back.

Nothing here raises for anything that the network or Telegram may do; see `answers`. No error text, log line or
`repr` holds the token.
"""

import asyncio
import json
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientSession, FormData

from bot.delivery.answers import Accepted, Answer, Malformed, RetryAfter, Unavailable, interpret
from bot.delivery.calls import Call
from bot.delivery.request import Sessions

log = structlog.get_logger(__name__)

_JSON: Final = {"Content-Type": "application/json"}
_TOAST_MOST: Final = 200
_TOAST_WAITS: Final = (0.1, 0.5, 1.5)  # between tries; later a tap's answer is of no use to anybody
_TOASTS_AT_ONCE: Final = 4096


class Gateway:
    """Calls of the Bot API at `api_url` for the bot with that token."""

    def __init__(self, sessions: Sessions, *, api_url: str, token: str) -> None:
        self._sessions = sessions
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._toasts: set[asyncio.Task[None]] = set()

    async def call(self, call: Call) -> Answer:
        """Make the call over the session for cards."""
        return await self._post(self._sessions.cards, call)

    def answer(self, callback_query_id: str, text: str = "", *, alert: bool = False) -> None:
        """Answer a tap, over a session of its own and without waiting; `close` waits for those under way.

        `text` is cut at 200 characters; none just ends the button's spinner.
        """
        if len(self._toasts) >= _TOASTS_AT_ONCE:
            log.warning("tap left unanswered: too many answers under way")
            return
        payload: dict[str, Any] = {"callback_query_id": callback_query_id}
        if text:
            payload |= {"text": text[:_TOAST_MOST], "show_alert": alert}
        task = asyncio.create_task(self._toast(Call(method="answerCallbackQuery", payload=payload)))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def pin(self, chat_id: int, message_id: int) -> Answer:
        """Pin a message without a sound; Malformed with Telegram's words when the bot lacks the right."""
        payload = {"chat_id": chat_id, "message_id": message_id, "disable_notification": True}
        return await self.call(Call(method="pinChatMessage", payload=payload))

    async def leave(self, chat_id: int) -> Answer:
        """Leave a group."""
        return await self.call(Call(method="leaveChat", payload={"chat_id": chat_id}))

    async def close(self) -> None:
        """Wait for the answers to taps that are under way."""
        while self._toasts:
            await asyncio.gather(*self._toasts, return_exceptions=True)

    async def _toast(self, call: Call) -> None:
        for wait in (*_TOAST_WAITS, None):
            match await self._post(self._sessions.taps, call):
                case Accepted():
                    return
                case RetryAfter(seconds=seconds):
                    pause = seconds
                case Unavailable():
                    pause = 0.0
                case refused:
                    # Nearly always "query is too old": the card itself shows what the tap did.
                    log.debug("tap not answered", answer=refused)
                    return
            if wait is None or pause > _TOAST_WAITS[-1]:
                log.warning("tap not answered: Telegram cannot be reached")
                return
            await asyncio.sleep(max(wait, pause))

    async def _post(self, session: ClientSession, call: Call) -> Answer:
        try:
            body = json.dumps(call.payload, ensure_ascii=False).encode() if call.file is None else _form(call)
        except (TypeError, ValueError) as error:  # a lone surrogate, for one
            return Malformed(f"the message cannot be written as JSON: {type(error).__name__}")
        headers = _JSON if call.file is None else None
        try:
            async with session.post(self._base + call.method, data=body, headers=headers) as response:
                return interpret(response.status, await response.read())
        except TimeoutError:
            return Unavailable("no answer in time")
        except (ClientError, OSError) as error:
            # The kind only: some of these errors print the URL.
            return Unavailable(f"no connection to Telegram: {type(error).__name__}")


def _form(call: Call) -> FormData:
    """The call as a form with its file; what is neither text nor number goes as JSON."""
    assert call.file is not None
    form = FormData(quote_fields=False)  # else a Chinese file name arrives as %E4%BC…
    for name, value in call.payload.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        text.encode()
        form.add_field(name, text)
    name = " ".join(call.file.name.split())
    form.add_field(call.part, call.file.content, filename=name, content_type=call.file.mime)
    return form
