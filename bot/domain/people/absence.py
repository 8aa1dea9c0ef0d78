"""Who is away until when. It moves command down the succession, and comes to an end by itself.

Absence takes no right away: an absent director may still activate, and whoever is away is still alerted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.message import SYSTEM, Refused, Timer
from bot.domain.people.commands import PeopleCommand
from bot.domain.people.events import PeopleEvent
from config.roster import Roster

LONGEST: Final = timedelta(days=366)  # further off is a slip of the thumb


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Since and until when somebody is away, and who said so."""

    since: datetime
    until: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class GoAway(PeopleCommand):
    """/away: be away until then; with `member`, somebody else is."""

    until: datetime
    member: str = ""

    @property
    def who(self) -> str:
        """Whom it is about."""
        return self.member or self.by


@dataclass(frozen=True, kw_only=True)
class ComeBack(PeopleCommand):
    """/back: be back before the time; with `member`, somebody else is."""

    member: str = ""

    @property
    def who(self) -> str:
        """Whom it is about."""
        return self.member or self.by


@dataclass(frozen=True, kw_only=True)
class EndAbsence(PeopleCommand):
    """The time is over."""

    member: str
    until: datetime
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class WentAway(PeopleEvent):
    """The member is away until then; said again, the new time counts."""

    member: str
    until: datetime
    before: datetime | None = None  # since when they were away by an earlier word, if they were


@dataclass(frozen=True, kw_only=True)
class CameBack(PeopleEvent):
    """The member is back: by their own word, the office's, or because the time was over (`due`)."""

    member: str
    since: datetime | None = None  # since when they had been away
    due: bool = False
    late: bool = False


AbsenceCommand = GoAway | ComeBack | EndAbsence
AbsenceEvent = WentAway | CameBack


def decide(
    absences: Mapping[str, Absence], roster: Roster, command: AbsenceCommand, at: datetime
) -> tuple[AbsenceEvent, ...] | Refused:
    """Events or a refusal; the same absence said again is a repeat."""
    match command:
        case GoAway(who=who, until=until):
            if roster.find(who) is None:
                return Refused(key="refused.gone")
            if until <= at:
                return Refused(key="away.past")
            if until - at > LONGEST:
                return Refused(key="away.too_long")
            known = absences.get(who)
            same = known is not None and known.until == until
            before = known.since if known else None
            return () if same else (WentAway(at=at, by=command.by, member=who, until=until, before=before),)
        case ComeBack(who=who):
            known = absences.get(who)
            return (CameBack(at=at, by=command.by, member=who, since=known.since),) if known else ()
        case EndAbsence():
            known = absences.get(command.member)
            if known is None or known.until != command.until or at < known.until:
                return ()
            late, since = command.late, known.since
            return (CameBack(at=at, by=command.by, member=command.member, since=since, due=True, late=late),)


def apply(absences: Mapping[str, Absence], event: AbsenceEvent) -> Mapping[str, Absence]:
    """Who is away after the event."""
    others = {member: absence for member, absence in absences.items() if member != event.member}
    if isinstance(event, CameBack):
        return others
    return {**others, event.member: Absence(since=event.at, until=event.until, by=event.by)}


def timers(absences: Mapping[str, Absence]) -> Iterator[Timer]:
    """When each absence ends."""
    for member, absence in absences.items():
        yield Timer(when=absence.until, command=EndAbsence(by=SYSTEM, member=member, until=absence.until))
