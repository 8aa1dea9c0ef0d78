"""Fallback channels: the other ways to reach somebody whom Telegram does not reach, as plan data.

A channel's settings may hold `${NAME}`, which is taken from the environment or from `.env`, so that no secret need
stand in a file. Settings never leave the plan: they are in no event, no dump and no `repr`.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from config.schema import Id, Line, Name, Schema, refused

# What a message fills in a template: one person's, but for the text, the subject and the message's own number.
PERSONAL: Final = ("name", "phone", "email", "address")
PLACEHOLDERS: Final = (*PERSONAL, "text", "subject", "id")
VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PLACEHOLDER: Final = re.compile(r"(?<!\$)\{([A-Za-z_]+)\}")


class Kind(StrEnum):
    """Who carries the message."""

    DINGTALK = "dingtalk"
    WECOM = "wecom"
    FEISHU = "feishu"
    SMTP = "smtp"
    WEBHOOK = "webhook"  # a gateway for SMS or voice
    APPRISE = "apprise"


ROBOTS: Final = frozenset({Kind.DINGTALK, Kind.WECOM, Kind.FEISHU})

# The settings that a kind must have, and those that it may have besides.
REQUIRED: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.DINGTALK: ("url",),
    Kind.WECOM: ("url",),
    Kind.FEISHU: ("url",),
    Kind.SMTP: ("host", "sender"),
    Kind.WEBHOOK: ("url",),
    Kind.APPRISE: ("url",),
}
OPTIONAL: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.DINGTALK: ("secret",),
    Kind.WECOM: (),
    Kind.FEISHU: ("secret",),
    Kind.SMTP: ("to", "port", "security", "user", "password", "ca"),
    Kind.WEBHOOK: ("method", "headers", "body", "encoding", "accepted", "reason"),
    Kind.APPRISE: (),
}
SETTINGS: Final = tuple(dict.fromkeys(name for table in (REQUIRED, OPTIONAL) for kind in table for name in table[kind]))


def _json(value: object) -> object:
    """A template is written as JSON text, so that a number in it stays a number."""
    if not isinstance(value, str):
        return value
    try:
        json.loads(value)
    except ValueError as error:
        raise refused(f"not JSON: {error}", """write it in single quotes, like '{"mobile": "{phone}"}'""") from error
    return value


Setting = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Template = Annotated[str, StringConstraints(min_length=1, max_length=4000), BeforeValidator(_json)]
_HIDDEN: Final[Any] = Field(exclude=True, repr=False)


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+", text):
        raise refused(f"not an e-mail address: {text[:40]}", "write it like lin@example.org")
    return text


Email = Annotated[str, StringConstraints(max_length=200), AfterValidator(_email)]


class Accepted(Schema):
    """Which answer of a gateway means yes: the value at a path of its JSON, like `result.code` and `0`."""

    path: Line
    value: Line


class Channel(Schema):
    """One channel. A robot serves a group: one message names everybody; else each person gets a message."""

    id: Id
    kind: Kind
    name: Name | None = None  # what the command post reads; the id by default
    reaches: Literal["person", "group"] | None = None
    url: Annotated[Setting | None, _HIDDEN] = None
    secret: Annotated[Setting | None, _HIDDEN] = None
    host: Annotated[Setting | None, _HIDDEN] = None
    port: Annotated[Annotated[int, Field(ge=1, le=65535)] | None, _HIDDEN] = None
    security: Annotated[Literal["starttls", "ssl", "none"] | None, _HIDDEN] = None
    user: Annotated[Setting | None, _HIDDEN] = None
    password: Annotated[Setting | None, _HIDDEN] = None
    ca: Annotated[Setting | None, _HIDDEN] = None  # file with the certificate of the institution's own authority
    sender: Annotated[Setting | None, _HIDDEN] = None
    to: Annotated[Setting | None, _HIDDEN] = None
    method: Annotated[Literal["GET", "POST", "PUT"] | None, _HIDDEN] = None
    headers: Annotated[Mapping[str, Setting] | None, _HIDDEN] = None
    body: Annotated[Template | None, _HIDDEN] = None
    encoding: Annotated[Literal["json", "form"] | None, _HIDDEN] = None
    accepted: Annotated[Accepted | None, _HIDDEN] = None
    reason: Annotated[Line | None, _HIDDEN] = None  # path of the gateway's own words

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    @property
    def group(self) -> bool:
        """Whether one message serves several people."""
        return self.reaches == "group" or (self.reaches is None and self.kind in ROBOTS)

    def settings(self) -> dict[str, str]:
        """Every text of the settings, by its place: `url`, `headers.Authorization`."""
        found = {name: value for name in SETTINGS if isinstance(value := getattr(self, name), str)}
        return found | {f"headers.{name}": value for name, value in (self.headers or {}).items()}

    def variables(self) -> tuple[str, ...]:
        """The names that have to come from the environment."""
        return tuple(dict.fromkeys(name for text in self.settings().values() for name in VARIABLE.findall(text)))

    def without_settings(self) -> Self:
        """What an incident keeps: id, kind, name, and whether it serves a group."""
        return self.model_copy(update=dict.fromkeys(SETTINGS))


class Way(Schema):
    """A channel as the roster names it for one person; `address` where it is not their phone or mail."""

    id: Id
    address: Annotated[Setting | None, _HIDDEN] = None


def placeholders(text: str) -> tuple[str, ...]:
    """The `{names}` of a template; `${NAMES}` of the environment are none."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))
