"""What a meeting has to speak about, taken from what is open."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.domain.duty.state import Duties
from bot.domain.hazard.state import Hazards
from bot.domain.incident.state import Incident
from bot.domain.meeting.events import Open, Point
from bot.domain.meeting.state import Meetings

_EACH = 8  # of a kind
_LONGEST = 160


def agenda(
    hazards: Hazards, incidents: Iterable[Incident], meetings: Meetings, overdue: Iterable[str] = ()
) -> tuple[Point, ...]:
    """Overdue duties, open hazards, the last incident with what was noted after it, actions that are not done."""
    found = [
        *(Point(kind=Open.DUTY, words=words) for words in list(overdue)[:_EACH]),
        *list(_hazards(hazards))[:_EACH],
        *list(_last_incident(incidents, _last_meeting(meetings)))[:_EACH],
        *list(_actions(meetings))[:_EACH],
    ]
    return tuple(Point(kind=point.kind, words=_line(point.words)) for point in found)


def overdue(duties: Duties, today: date) -> Iterator[str]:
    """What should have been answered by now: the duty, its period, and how many answers are missing."""
    for round_ in duties.all_rounds():
        missing = sum(part.open for part in round_.parts.values())
        if missing and round_.due_on < today:
            yield f"{round_.terms.title} {round_.period} ×{missing}"


def _hazards(hazards: Hazards) -> Iterator[Point]:
    for hazard in hazards.open():
        words = " ".join(part for part in (hazard.number, hazard.place, hazard.text) if part)
        yield Point(kind=Open.HAZARD, words=words)


def _last_incident(incidents: Iterable[Incident], since: datetime | None) -> Iterator[Point]:
    """Of the last since the meeting before; notes after the stand-down are its lessons."""
    recent = [i for i in incidents if i.stood_down_at and (since is None or i.stood_down_at > since)]
    last = max(recent, key=lambda incident: incident.activated_at, default=None)
    if last is None:
        return
    words = " ".join(part for part in (last.number, last.place, last.what) if part)
    yield Point(kind=Open.INCIDENT, words=words)
    for note in last.notes:
        if last.stood_down_at and note.at >= last.stood_down_at and note.text:
            yield Point(kind=Open.LESSON, words=note.text)


def _actions(meetings: Meetings) -> Iterator[Point]:
    for meeting in meetings.by_id.values():
        for action in meeting.actions:
            if action.done_by is None:
                yield Point(kind=Open.ACTION, words=f"{action.name} {action.what}")


def _last_meeting(meetings: Meetings) -> datetime | None:
    return max((m.held_at for m in meetings.by_id.values() if m.held_at), default=None)


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
