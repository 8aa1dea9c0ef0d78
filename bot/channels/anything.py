"""Whatever apprise can reach. It says yes or no and hides the vendor's code: prefer another kind where there is one."""

import asyncio
from typing import Any, Final
from urllib.parse import quote

from bot.channels.message import Accepted, Message, Outcome, Refused, Unavailable
from bot.channels.webhook import fill, placed

MISSING: Final = "apprise is not installed: pip install 'muster[apprise]'"
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
            return Refused(reason=MISSING)
        sender: Any = apprise.Apprise()
        if not sender.add(fill(self._url, placed(message), lambda text: quote(text, safe=""))):
            return Refused(reason="apprise does not know this address")
        try:
            async with asyncio.timeout(_TIMEOUT):
                taken = await sender.async_notify(title=message.subject, body=message.text)
        except TimeoutError:
            return Unavailable(reason=f"no answer within {_TIMEOUT:.0f} s")
        except Exception as error:  # a plugin may raise anything
            return Unavailable(reason=f"{type(error).__name__}: {error}")
        return (
            Accepted(words="apprise: sent") if taken else Unavailable(reason="apprise: not sent; it does not say why")
        )
