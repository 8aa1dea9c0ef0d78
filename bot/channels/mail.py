"""Mail by SMTP: the server's reply code decides, and the message keeps its Message-ID when it is sent again."""

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from bot.channels.message import Accepted, Message, Outcome, Own, Refused, Unavailable, own
from bot.channels.webhook import fill, placed

Security = Literal["starttls", "ssl", "none"]
PORTS: Final[dict[Security, int]] = {"starttls": 587, "ssl": 465, "none": 25}
_TIMEOUT: Final = 15.0  # seconds for each step
_WHOLE: Final = 30.0  # for all of it


class Mail:
    """`to` is a template, `{email}` or the roster's address by default. Certificates are checked."""

    def __init__(
        self,
        *,
        host: str,
        port: int | None,
        security: Security,
        user: str | None,
        password: str | None,
        ca: str | None,
        sender: str,
        to: str | None,
    ) -> None:
        self._host, self._port, self._security = host, port or PORTS[security], security
        self._user, self._password, self._ca = user, password, ca
        self._sender, self._to = sender, to

    async def send(self, message: Message) -> Outcome:
        """One mail."""
        import aiosmtplib  # by its first mail, not by everybody's start

        # What it raises where a server offers no STARTTLS or no login; its other errors are kinds of their own.
        cannot = (aiosmtplib.SMTPException, aiosmtplib.SMTPNotSupported)
        values = placed(message)
        to = fill(self._to, values) if self._to else values["address"] or values["email"]
        if not to:
            return Refused(reason=own(Own.NO_EMAIL))
        try:
            context = (
                await asyncio.to_thread(_context, self._ca, _changed(self._ca)) if self._security != "none" else None
            )
        except OSError as error:
            return Refused(reason=own(Own.CA, str(error.strerror)))
        try:
            async with asyncio.timeout(_WHOLE):
                _, words = await aiosmtplib.send(
                    self._mail(message, to),
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._security == "ssl",
                    start_tls=self._security == "starttls",
                    tls_context=context,
                    timeout=_TIMEOUT,
                )
        except (TimeoutError, aiosmtplib.SMTPTimeoutError):
            return Unavailable(reason=own(Own.TIMEOUT))
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _settled(error.recipients[0].code, error.recipients[0].message)
        except aiosmtplib.SMTPResponseException as error:
            return _settled(error.code, error.message)
        except ssl.SSLCertVerificationError as error:
            return Refused(reason=own(Own.UNTRUSTED, error.verify_message))
        except (aiosmtplib.SMTPException, OSError) as error:
            cause = error.__cause__
            if isinstance(cause, ssl.SSLCertVerificationError):
                return Refused(reason=own(Own.UNTRUSTED, cause.verify_message))
            if type(error) in cannot:
                return Refused(reason=own(Own.CANNOT, str(error)))
            return Unavailable(reason=own(Own.UNREACHABLE, f"{type(error).__name__}: {error}"))
        except ValueError as error:  # an address that no header takes
            return Refused(reason=own(Own.ADDRESS, str(error)))
        return Accepted(words=words)

    def _mail(self, message: Message, to: str) -> EmailMessage:
        mail = EmailMessage()
        name = message.to[0].name if len(message.to) == 1 else ""
        mail["From"], mail["Subject"] = self._sender, message.subject
        mail["To"] = formataddr((name, to)) if "," not in to else to
        mail["Date"] = formatdate(localtime=False)
        host = self._sender.rpartition("@")[2].strip("<> ") or "muster.invalid"
        mail["Message-ID"] = f"<{message.id.replace('/', '.')}.muster@{host}>"
        mail["Importance"], mail["X-Priority"] = "high", "1"
        mail.set_content(message.text)
        return mail


@lru_cache(maxsize=8)
def _context(ca: str | None, _changed: float) -> ssl.SSLContext:
    """Reading a machine's certificates takes 50 ms: in a thread and once, not for each of a hundred mails."""
    return ssl.create_default_context(cafile=ca)


def _changed(ca: str | None) -> float:
    """When the file with one's own authority was written: a mended one serves at once. Raises OSError."""
    return Path(ca).stat().st_mtime if ca else 0.0


def _settled(code: int, words: str) -> Outcome:
    """A 4xx reply may be another one later; a 5xx reply will not."""
    reason = f"SMTP {code} {words}"
    return Refused(reason=reason) if code >= 500 else Unavailable(reason=reason)
