"""An event as the store takes it."""

from collections.abc import MutableMapping

from bot.domain.codec import dump_event
from bot.domain.message import Event
from store.protocol import NewEvent, Redaction


def recorded(event: Event, versions: MutableMapping[str, int], redaction: Redaction | None = None) -> NewEvent:
    """The next record of the event's stream; `versions` holds each stream's last, and counts on."""
    version = versions[event.stream] = versions.get(event.stream, 0) + 1
    return NewEvent(
        stream=event.stream,
        version=version,
        time=event.at,
        actor=event.by,
        event=type(event).__name__,
        data=dump_event(event),
        redaction=redaction,
    )
