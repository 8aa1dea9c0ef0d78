"""Keeping the bot's token out of everything that is written down. It is part of every URL of the Bot API.

`redacting(token)` is a structlog processor, to stand after the one that formats exceptions; `Redaction(token)` is a
filter for the handlers of the standard library (a filter on a logger would miss its children). `redacted` is what
both do.
"""

import logging
import re
import sys
import traceback
from typing import Any, Final
from urllib.parse import quote

from structlog.typing import EventDict, Processor, WrappedLogger

MASK: Final = "<token>"
_ANY_TOKEN: Final = re.compile(r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_SHORTEST: Final = 6  # a shorter string would be found in ordinary words
_LOUD: Final = ("httpx", "httpcore", "aiohttp.client", "aiohttp.internal", "apscheduler")


def redacted(text: str, token: str) -> str:
    """The text without the token, its secret half, or anything else that looks like a token."""
    secret = token.partition(":")[2]
    for hidden in (token, quote(token, safe=""), secret):
        if len(hidden) >= _SHORTEST:
            text = text.replace(hidden, MASK)
    return _ANY_TOKEN.sub(MASK, text)


def redacting(token: str) -> Processor:
    """A structlog processor that masks the token in every value, however deeply it is nested."""

    def process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: _mask(value, token) for key, value in event.items()}

    return process


def _mask(value: Any, token: str) -> Any:
    match value:
        case str():
            return redacted(value, token)
        case bool() | int() | float() | None:
            return value
        case dict():
            return {_mask(key, token): _mask(inner, token) for key, inner in value.items()}
        case list() | tuple():
            return type(value)(_mask(inner, token) for inner in value) if type(value) in (list, tuple) else value
        case bytes():
            return redacted(value.decode(errors="replace"), token)
        case _:
            shown = str(value)
            masked = redacted(shown, token)
            return value if masked == shown and redacted(repr(value), token) == repr(value) else masked


class Redaction(logging.Filter):
    """A filter for handlers: the record passes, its message and its traceback without the token."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def _hide(self, text: str) -> str:
        return redacted(text, self._token)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true. A traceback is formatted here, so that the formatter finds it done."""
        if isinstance(record.msg, dict):  # structlog's, on its way to a formatter that renders it
            record.msg = {key: _mask(value, self._token) for key, value in _with_traceback(record.msg).items()}
            return True
        record.msg, record.args = self._hide(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = self._hide(_formatted(record.exc_info[1]))
        elif record.exc_text:
            record.exc_text = self._hide(record.exc_text)
        return True


def _with_traceback(event: dict[str, Any]) -> dict[str, Any]:
    """The event with its `exc_info` as text, in the key under which structlog's renderers look for it."""
    info = event.get("exc_info")
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if not isinstance(error, BaseException):
        return event
    return {key: value for key, value in event.items() if key != "exc_info"} | {"exception": _formatted(error)}


def _formatted(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).rstrip("\n")


def quieten(token: str) -> None:
    """Put the filter on every handler of the root logger; loggers that write URLs, or a line a wake-up, at WARNING."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, Redaction) for one in handler.filters):
            handler.addFilter(Redaction(token))
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
