"""What is wrong with the shifts ahead: gaps, double bookings, people who are away, gone or out of reach."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.domain.watch.events import Finding, Trouble
from bot.domain.watch.schedule import Schedule, Shift
from config.duty_roster import Kind

_BACK: Final = timedelta(days=3)  # a gap that has begun keeps its beginning, and so its key
_DAY: Final = timedelta(days=1)
_SHORTEST: Final = timedelta(minutes=1)


def findings(
    schedule: Schedule,
    since: datetime,
    until: datetime,
    *,
    reachable: Callable[[str], bool],
    away: Callable[[str, datetime], bool],
) -> tuple[Finding, ...]:
    """Everything wrong with the shifts that overlap that time, by when it begins."""
    shifts = schedule.between(since - _BACK, until)
    ahead = [shift for shift in shifts if shift.end > since]
    found = [*_double(ahead), *_people(schedule, ahead, reachable, away)]
    for kind in schedule.kinds():
        mine = [shift for shift in shifts if shift.kind == kind]
        match schedule.plan.duty_roster.cover(kind):
            case "always":
                found += _gaps(kind, mine, since, until)
            case "daily":
                found += _empty_days(schedule, kind, mine, since, until)
            case "no":
                pass
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.key)))


def _gaps(kind: Kind, shifts: Sequence[Shift], since: datetime, until: datetime) -> Iterator[Finding]:
    """Every time without anybody. The key is where it begins, for its end may lie beyond the horizon."""
    covered = since - _BACK
    for shift in (*shifts, None):
        start = shift.start if shift is not None else until
        if start - covered >= _SHORTEST and start > since and covered < until:
            begun = covered if covered > since - _BACK else None
            key = f"gap/{kind}/{begun:%Y-%m-%dT%H:%MZ}" if begun else f"gap/{kind}/open"
            yield Finding(
                key=key, trouble=Trouble.GAP, kind=kind, start=max(covered, since), end=start if shift else None
            )
        if shift is not None:
            covered = max(covered, shift.end)


def _empty_days(
    schedule: Schedule, kind: Kind, shifts: Sequence[Shift], since: datetime, until: datetime
) -> Iterator[Finding]:
    """Whole local days on which nobody has a shift."""
    day = since.astimezone(schedule.zone).date()
    while (end := datetime.combine(day + _DAY, time(), schedule.zone).astimezone(UTC)) <= until:
        start = datetime.combine(day, time(), schedule.zone).astimezone(UTC)
        if not any(shift.start < end and start < shift.end for shift in shifts):
            yield Finding(key=f"gap/{kind}/{day}", trouble=Trouble.GAP, kind=kind, start=start, end=end)
        day += _DAY


def _double(shifts: Sequence[Shift]) -> Iterator[Finding]:
    """Somebody's shifts that overlap, be they of one kind or of two."""
    last: dict[str, Shift] = {}
    for shift in shifts:
        before = last.get(shift.member)
        if before is not None and before.overlaps(shift):
            yield Finding(
                key=f"double/{before.id}/{shift.id}",
                trouble=Trouble.DOUBLE,
                kind=shift.kind,
                member=shift.member,
                start=shift.start,
                end=min(before.end, shift.end),
            )
        if before is None or shift.end > before.end:
            last[shift.member] = shift


def _people(
    schedule: Schedule,
    shifts: Sequence[Shift],
    reachable: Callable[[str], bool],
    away: Callable[[str, datetime], bool],
) -> Iterator[Finding]:
    """Whoever cannot do a shift of theirs. Out of reach is said once a person, away and gone once a shift."""
    out_of_reach: set[str] = set()
    for shift in shifts:
        member = shift.member
        if schedule.roster.find(member) is None:
            trouble, key = Trouble.LEFT, f"left/{member}/{shift.id}"
        elif away(member, shift.start):
            trouble, key = Trouble.AWAY, f"away/{member}/{shift.id}"
        elif not reachable(member) and member not in out_of_reach:
            out_of_reach.add(member)
            trouble, key = Trouble.UNREACHABLE, f"unreachable/{member}"
        else:
            continue
        yield Finding(key=key, trouble=trouble, kind=shift.kind, member=member, start=shift.start, end=shift.end)
