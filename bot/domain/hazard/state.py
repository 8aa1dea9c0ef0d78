"""The hazards as the log tells them, and what of it is on whose screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.hazard import events as e

REGISTER: Final = "register"  # in the place of a number: the stream of who looked at the register
CLOSED_KEPT: Final = 300  # closed hazards kept in memory, for late taps and for who owned what where
PAGES_KEPT: Final = 200


class Phase(StrEnum):
    """How far a hazard has come."""

    FOUND = "found"
    ASSIGNED = "assigned"
    FIXED = "fixed"
    VERIFIED = "verified"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody added."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody has begun. `ordinal` tells their questions about this hazard apart; `over`: it is answered."""

    question: e.Question
    ordinal: int
    owner: str = ""
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """One hazard. `rings` counts the messages that each member got about it; the last one is theirs."""

    number: str
    reporter: str
    at: datetime
    place: str
    text: str
    source: str = ""
    album: str = ""
    serious: bool = False
    phase: Phase = Phase.FOUND
    since: datetime  # of the phase
    owner: str | None = None
    owner_name: str = ""  # of the owner, or of the one who has left, as it was when they were assigned
    due: date | None = None
    fixed_by: str | None = None
    fixed_at: datetime | None = None
    reason: str = ""  # of the last return, or of the dismissal
    returned_by: str | None = None
    ended_by: str | None = None
    left: str | None = None  # the owner who is no longer on the roster
    verifiers: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    photos: tuple[tuple[str, str], ...] = ()  # who sent it, and the file
    rings: Mapping[str, int] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)  # by member
    steps: frozenset[str] = frozenset()  # nags of this phase that have been
    put_off: datetime | None = None
    late: bool = False  # the last nag came late
    gone_up: bool = False  # the director has heard that it is overdue
    in_day: Mapping[str, datetime] = field(default_factory=dict)  # member → when the day's message named it last

    @property
    def open(self) -> bool:
        """Whether anything is left to do."""
        return self.phase not in (Phase.VERIFIED, Phase.DISMISSED)

    @property
    def waiting(self) -> bool:
        """Whether it waits to be fixed."""
        return self.phase in (Phase.FOUND, Phase.ASSIGNED)

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not fixed."""
        return self.phase is Phase.ASSIGNED and self.due is not None and today > self.due


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the register on somebody's screen, as of that time."""

    member: str
    page: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Hazards:
    """All that are open, the latest that are closed, and which page of the register somebody looks at."""

    by_number: Mapping[str, Hazard] = field(default_factory=dict)
    last_numbers: Mapping[int, int] = field(default_factory=dict)  # year → last number given
    pages: Mapping[int, "Page"] = field(default_factory=dict)  # by ordinal
    page_count: int = 0

    def open(self) -> Iterator[Hazard]:
        """Those that are open, oldest first."""
        return (hazard for hazard in self.by_number.values() if hazard.open)

    def overdue(self, today: date) -> list[Hazard]:
        """Those whose day has passed, oldest first."""
        return [hazard for hazard in self.open() if hazard.overdue(today)]


def apply(hazards: Hazards, event: e.HazardEvent) -> Hazards:
    """The state after the event."""
    if isinstance(event, e.RegisterTurned):
        pages = {**hazards.pages, event.ordinal: Page(member=event.by, page=event.page, at=event.at)}
        kept = dict(list(pages.items())[-PAGES_KEPT:])
        return replace(hazards, pages=kept, page_count=max(hazards.page_count, event.ordinal))
    if isinstance(event, e.HazardReported):
        year, ordinal = (int(part) for part in event.hazard.split("-")[1:])
        hazards = replace(hazards, last_numbers={**hazards.last_numbers, year: ordinal})
        return _kept(hazards, _reported(event))
    found = hazards.by_number.get(event.hazard)
    return _kept(hazards, _applied(found, event)) if found is not None else hazards


def _reported(event: e.HazardReported) -> Hazard:
    hazard = Hazard(
        number=event.hazard,
        reporter=event.by,
        at=event.at,
        since=event.at,
        place=event.place,
        text=event.text,
        source=event.source,
        album=event.album,
        serious=event.serious,
        photos=((event.by, event.photo),) if event.photo else (),
    )
    return _rung(hazard, event.by, *event.told)


def _applied(hazard: Hazard, event: e.HazardEvent) -> Hazard:
    match event:
        case e.HazardExtended():
            photos = (*hazard.photos, (event.by, event.photo)) if event.photo else hazard.photos
            note = Note(by=event.by, at=event.at, text=event.text)
            return replace(hazard, photos=photos, notes=(*hazard.notes, note) if event.text else hazard.notes)
        case e.HazardPlaced():
            return replace(hazard, place=event.place)
        case e.HazardMarkedSerious():
            return _rung(replace(hazard, serious=True), *event.told)
        case e.HazardAsked():
            ordinal = hazard.asks[event.by].ordinal + 1 if event.by in hazard.asks else 1
            return _asks(hazard, event.by, Ask(question=event.question, ordinal=ordinal))
        case e.OwnerChosen():
            ask = hazard.asks.get(event.by)
            return hazard if ask is None else _asks(hazard, event.by, replace(ask, owner=event.owner))
        case e.HazardAssigned():
            assigned = replace(
                hazard, owner=event.owner, owner_name=event.name, due=event.due, left=None, fixed_by=None
            )
            return _rung(_moved(assigned, Phase.ASSIGNED, event), event.owner)
        case e.HazardUnassigned():
            left = replace(hazard, owner=None, owner_name=event.name, due=None, left=event.owner)
            return _rung(_moved(left, Phase.FOUND, event), *event.told)
        case e.HazardFixed():
            fixed = replace(
                hazard, fixed_by=event.by, fixed_at=event.at, verifiers=frozenset(event.verifiers), reason=""
            )
            return _rung(_moved(fixed, Phase.FIXED, event), *event.verifiers)
        case e.HazardReturned():
            returned = replace(hazard, reason=event.reason, returned_by=event.by)
            phase = Phase.ASSIGNED if hazard.owner else Phase.FOUND
            return _rung(_moved(returned, phase, event), *((hazard.owner,) if hazard.owner else ()))
        case e.HazardVerified():
            return _rung(_moved(replace(hazard, ended_by=event.by), Phase.VERIFIED, event), hazard.reporter)
        case e.HazardDismissed():
            ended = replace(hazard, ended_by=event.by, reason=event.reason)
            return _rung(_moved(ended, Phase.DISMISSED, event), hazard.reporter)
        case e.HazardNagged():
            gone_up = hazard.gone_up or event.director
            nagged = replace(
                hazard,
                steps=hazard.steps.union(event.steps),
                late=event.late,
                gone_up=gone_up,
                put_off=None,
                in_day={**hazard.in_day, **dict.fromkeys(event.in_day, event.at)},
            )
            return _rung(nagged, *(member for member in event.told if member not in event.in_day))
        case e.NagPutOff():
            return replace(hazard, put_off=event.until)
        case e.HazardShown():
            return _rung(hazard, event.by)
        case _:
            raise TypeError(f"not an event of a hazard: {event!r}")


def _moved(hazard: Hazard, phase: Phase, event: e.HazardEvent) -> Hazard:
    """In another phase: nags count anew, and what somebody had begun is over."""
    asks = {member: replace(ask, over=True) for member, ask in hazard.asks.items()}
    return replace(
        hazard, phase=phase, since=event.at, steps=frozenset(), put_off=None, late=False, gone_up=False, asks=asks
    )


def _rung(hazard: Hazard, *members: str) -> Hazard:
    """A new message to each of these, whose earlier ones end."""
    rings = dict(hazard.rings)
    for member in dict.fromkeys(members):
        rings[member] = rings.get(member, 0) + 1
    return replace(hazard, rings=rings)


def _asks(hazard: Hazard, member: str, ask: Ask) -> Hazard:
    return replace(hazard, asks={**hazard.asks, member: ask})


def _kept(hazards: Hazards, hazard: Hazard) -> Hazards:
    by_number = {**hazards.by_number, hazard.number: hazard}
    if not hazard.open:
        closed = [number for number, one in by_number.items() if not one.open]
        for number in closed[:-CLOSED_KEPT]:
            del by_number[number]
    return replace(hazards, by_number=by_number)
