"""HTTP over aiohttp: the sessions that everything shares, and the request class for python-telegram-bot's `Bot`.

To change the HTTP library, change this file.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# A slow proxy may need seconds; after ten an answer is not worth waiting for, the card is tried again.
_CARD_TIMEOUT: Final = ClientTimeout(total=10, sock_connect=5)
_TAP_TIMEOUT: Final = ClientTimeout(total=6, sock_connect=3)
_CARD_CONNECTIONS: Final = 96
_TAP_CONNECTIONS: Final = 16
_POLL_CONNECTIONS: Final = 16
_KEEPALIVE: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """One session for cards, and a small one of its own for the answers to taps, which never queue behind cards."""

    cards: ClientSession
    taps: ClientSession


@asynccontextmanager
async def open_sessions(*, proxy: str | None = None) -> AsyncIterator[Sessions]:
    """Sessions for the gateway, closed at the end. `proxy` is an `http://` URL, with credentials if need be."""
    async with (
        _session(_CARD_CONNECTIONS, _CARD_TIMEOUT, proxy) as cards,
        _session(_TAP_CONNECTIONS, _TAP_TIMEOUT, proxy) as taps,
    ):
        yield Sessions(cards=cards, taps=taps)


def _session(connections: int, timeout: ClientTimeout, proxy: str | None) -> ClientSession:
    connector = TCPConnector(limit=connections, limit_per_host=connections, keepalive_timeout=_KEEPALIVE)
    return ClientSession(connector=connector, timeout=timeout, proxy=proxy, cookie_jar=DummyCookieJar())


class AiohttpRequest(BaseRequest):
    """What `Bot` sends its requests with. Give `Bot` two: one for `get_updates`, one for everything else."""

    __slots__ = ("_connections", "_defaults", "_proxy", "_session")

    def __init__(
        self, *, proxy: str | None = None, connections: int = _POLL_CONNECTIONS, read_timeout: float = 10.0
    ) -> None:
        self._proxy = proxy
        self._connections = connections
        self._defaults = {"read": read_timeout, "connect": 5.0, "pool": 5.0}
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take, unless a call says otherwise."""
        return self._defaults["read"]

    async def initialize(self) -> None:
        """Open the session; calling it again changes nothing."""
        if self._session is None:
            self._session = _session(self._connections, ClientTimeout(total=None), self._proxy)

    async def shutdown(self) -> None:
        """Close the session; calling it again changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917  the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises TimedOut or NetworkError with the kind of failure only, and without its cause: aiohttp's own
        errors carry the URL, and the URL carries the token.
        """
        if self._session is None:
            raise RuntimeError("this request object has not been initialized")
        timeout = ClientTimeout(
            total=None,
            connect=self._seconds(pool_timeout, "pool"),
            sock_connect=self._seconds(connect_timeout, "connect"),
            sock_read=self._seconds(read_timeout, "read"),
        )
        failure: NetworkError
        try:
            async with self._session.request(method, url, data=_form(request_data), timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError:
            failure = TimedOut()
        except (ClientError, OSError) as error:
            failure = NetworkError(type(error).__name__)
        raise failure

    def _seconds(self, given: Any, default: str) -> float | None:
        return self._defaults[default] if given is BaseRequest.DEFAULT_NONE else given


def _form(request_data: RequestData | None) -> FormData | dict[str, Any] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = FormData(request_data.json_parameters)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form
