"""Events and commands as JSON and back. A type's name is its name in the log, so a type is never renamed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from bot.domain.desk import commands as desk_commands
from bot.domain.desk import events as desk_events
from bot.domain.duty import commands as duty_commands
from bot.domain.duty import events as duty_events
from bot.domain.hazard import commands as hazard_commands
from bot.domain.hazard import events as hazard_events
from bot.domain.incident import attempts
from bot.domain.incident import commands as incident_commands
from bot.domain.incident import events as incident_events
from bot.domain.meeting import commands as meeting_commands
from bot.domain.meeting import events as meeting_events
from bot.domain.message import Command, Event
from bot.domain.people import absence, sign
from bot.domain.people import commands as people_commands
from bot.domain.people import events as people_events
from bot.domain.privacy import commands as privacy_commands
from bot.domain.privacy import events as privacy_events
from bot.domain.watch import commands as watch_commands
from bot.domain.watch import events as watch_events

M = TypeVar("M", Event, Command)
_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def dump_event(event: Event) -> dict[str, Any]:
    """What the log keeps as `data`: everything but the time and the actor, which have places of their own."""
    data: dict[str, Any] = _adapter(type(event)).dump_python(event, mode="json", exclude={"at", "by"})
    return data


def load_event(name: str, data: Mapping[str, Any], *, at: datetime, by: str) -> Event:
    """The event of that name. Raises KeyError for a name that this version does not know."""
    event: Event = _adapter(EVENTS[name]).validate_python({**data, "at": at, "by": by})
    return event


@lru_cache(maxsize=65_536)  # a card is drawn a hundred times with the same buttons
def dump_command(command: Command) -> str:
    """The command as a button holds it: JSON with its `type`, without who gives it."""
    adapter = _adapter(type(command))
    text = adapter.dump_json(replace(command, by=""), exclude={"by"}, exclude_defaults=True).decode()
    return f'{{"type":"{type(command).__name__}"{"," if len(text) > 2 else ""}{text[1:]}'


def load_command(text: str, *, by: str) -> Command:
    """The command, given by `by`. Raises KeyError or ValueError for what this version does not know."""
    data: dict[str, Any] = json.loads(text)
    command: Command = _adapter(COMMANDS[data.pop("type")]).validate_python({**data, "by": by})
    return command


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Built at first use: compiling all of them would double the time that the command line takes to start."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _kinds(base: type[M], *modules: Any) -> Iterator[tuple[str, type[M]]]:
    for module in modules:
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, base) and kind.__module__ == module.__name__:
                yield kind.__name__, kind


EVENTS = dict(
    _kinds(
        Event,
        people_events,
        absence,
        sign,
        desk_events,
        incident_events,
        attempts,
        watch_events,
        privacy_events,
        hazard_events,
        duty_events,
        meeting_events,
    )
)
COMMANDS = dict(
    _kinds(
        Command,
        people_commands,
        absence,
        sign,
        desk_commands,
        incident_commands,
        attempts,
        watch_commands,
        privacy_commands,
        hazard_commands,
        duty_commands,
        meeting_commands,
    )
)
