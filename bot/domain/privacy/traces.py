"""Which fields of which events are personal traces, and what stands there once they are deleted: one table."""

from typing import Any, Final

from bot.domain.desk import events as desk
from bot.domain.incident import events as incident
from bot.domain.message import Event
from bot.domain.privacy.events import Kind

Fields = dict[str, tuple[Kind, Any]]

_SAID: Final[Fields] = {
    "location": (Kind.LOCATIONS, None),
    "photo": (Kind.PHOTOS, None),
    "text": (Kind.WORDS, ""),
}

# Words can be about somebody's health; what the alert itself said (place, what happened) stays.
TRACES: Final[dict[type[Event], Fields]] = {
    desk.LeadReported: _SAID,
    desk.LeadExtended: _SAID,
    incident.NoteAdded: _SAID,
    incident.BlockExplained: {"text": (Kind.WORDS, "")},
    incident.PhoneResultLogged: {"result": (Kind.PHONE_RESULTS, None)},
}
BY_NAME: Final = {kind.__name__: fields for kind, fields in TRACES.items()}


def traces(event: Event) -> frozenset[Kind]:
    """The kinds of traces that the event holds."""
    fields = TRACES.get(type(event), {})
    return frozenset(kind for name, (kind, blank) in fields.items() if getattr(event, name) != blank)
