"""Whatever apprise can reach. It says yes or no and hides the vendor's code: prefer another kind where there is one."""

import asyncio
import logging
from typing import Any, Final
from urllib.parse import quote

from bot.channels.message import Accepted, Message, Outcome, Own, Refused, Unavailable, own
from bot.channels.webhook import fill, placed

_TIMEOUT: Final = 20.0


class Apprise:
    """`url` is an apprise URL and a template."""

    def __init__(self, *, url: str) -> None:
        self._url = url

    async def send(self, message: Message) -> Outcome:
        """One notification."""
        try:
            import apprise
        except ImportError:
            return Refused(reason=own(Own.NO_APPRISE))
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes addresses, and they hold tokens
        sender: Any = apprise.Apprise()
        if not sender.add(fill(self._url, placed(message), lambda text: quote(text, safe=""))):
            return Refused(reason=own(Own.APPRISE_ADDRESS))
        try:
            async with asyncio.timeout(_TIMEOUT):
                taken = await sender.async_notify(title=message.subject, body=message.text)
        except TimeoutError:
            return Unavailable(reason=own(Own.TIMEOUT, f"{_TIMEOUT:.0f} s"))
        except Exception as error:  # a plugin may raise anything
            return Unavailable(reason=own(Own.ERROR, f"{type(error).__name__}: {error}"))
        return Accepted(words="apprise: sent") if taken else Unavailable(reason=own(Own.APPRISE_FAILED))
