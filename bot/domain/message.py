"""What goes in and what is kept: commands are imperative, events are past tense, a refusal has a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # when a timer is due as soon as somebody looks
SYSTEM: Final = "system"  # the actor when nobody acted: the clock, the delivery, the intake


@dataclass(frozen=True, kw_only=True)
class Command:
    """What somebody wants. `by` is a member id or SYSTEM and is filled in where the person is known."""

    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, when (UTC) and by whom; together with its stream it needs nothing else to be understood."""

    at: datetime
    by: str

    @property
    def stream(self) -> str:
        """The stream of the log that keeps this event."""
        raise NotImplementedError  # each aggregate's base class names its stream


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why a command has no effect: the id of a text, and the values that it names."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


Decision = tuple[Event, ...] | Refused  # what a command brings about; nothing when it repeats what is so already


@dataclass(frozen=True, kw_only=True)
class Timer:
    """A command that falls due at `when`.

    `silence` marks a timer that holds somebody's silence against them, or tells what may no longer be true once it can
    be sent: it waits while we cannot hear (promise 3).
    """

    when: datetime
    command: Command
    silence: bool = False


GRACE: Final = timedelta(seconds=60)  # later than this, what fell due is labelled late
