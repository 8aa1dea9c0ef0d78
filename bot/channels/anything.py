"""Whatever apprise can reach. It says yes or no and hides the vendor's code: prefer another kind where there is one."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, Final
from urllib.parse import quote

from bot.channels.message import Accepted, Message, Outcome, Own, Refused, Unavailable, own
from bot.channels.webhook import fill, placed

_TIMEOUT: Final = 20.0
_THREADS: Final = 20


class Apprise:
    """`url` is an apprise URL and a template.

    All of it happens in threads of its own: loading the library and its plugins takes a second, in which nobody's tap
    would be answered, and a vendor that hangs takes no thread from anybody else.
    """

    _threads: ClassVar = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="apprise")

    def __init__(self, *, url: str) -> None:
        self._url = url

    async def send(self, message: Message) -> Outcome:
        """One notification."""
        url = fill(self._url, placed(message), lambda text: quote(text, safe=""))
        try:
            async with asyncio.timeout(_TIMEOUT):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, _notified, url, message.subject, message.text)
        except TimeoutError:
            return Unavailable(reason=own(Own.TIMEOUT, f"{_TIMEOUT:.0f} s"))
        except Exception as error:  # a plugin may raise anything
            return Unavailable(reason=own(Own.ERROR, f"{type(error).__name__}: {error}"))


def _notified(url: str, subject: str, text: str) -> Outcome:
    try:
        import apprise
    except ImportError:
        return Refused(reason=own(Own.NO_APPRISE))
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes addresses, and they hold tokens
    sender: Any = apprise.Apprise()
    if not sender.add(url):
        return Refused(reason=own(Own.APPRISE_ADDRESS))
    taken = sender.notify(title=subject, body=text)
    return Accepted(words="apprise: sent") if taken else Unavailable(reason=own(Own.APPRISE_FAILED))
