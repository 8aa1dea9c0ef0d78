"""One file, whatever it is: its shifts, or every fault of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.duty_import.calendar import read_calendar
from config.duty_import.found import Against, Found, Place
from config.duty_import.sheet import read_sheet
from config.duty_roster import FileShift, Kind
from config.faults import Fault
from config.plan import Plan
from config.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The shifts of a file, in order; they may be used only where there are no faults."""

    shifts: tuple[FileShift, ...]
    faults: Sequence[Fault]


def read(file: Path, plan: Plan, roster: Roster, *, today: date, kind: Kind | None = None) -> Imported:
    """Read a spreadsheet or, by its ending or its first line, a calendar."""
    place = Place(file=file.name, line=0)
    against = Against(roster=roster, hours=plan.duty_roster.day, zone=ZoneInfo(plan.time_zone), today=today, kind=kind)
    try:
        read_ = list((read_calendar if _is_calendar(file) else read_sheet)(file, against))
    except OSError as error:
        return Imported(shifts=(), faults=[place.fault(f"it cannot be read: {error.strerror}", "name another file")])
    except ValueError as error:
        mend = "save it as .xlsx, .csv (UTF-8) or .ics"
        return Imported(shifts=(), faults=[place.fault(str(error), mend)])
    found = [one for one in read_ if isinstance(one, Found)]
    faults = [*(one for one in read_ if isinstance(one, Fault)), *_twice(found)]
    if not found and not faults:
        faults = [place.fault("no shifts in it", "fill in the rows below the headings")]
    shifts = sorted({one.shift for one in found}, key=_order)
    return Imported(shifts=tuple(shifts), faults=sorted(faults))


def _twice(found: Sequence[Found]) -> Iterator[Fault]:
    """Somebody who has two shifts of one kind at once."""
    latest: dict[tuple[str, str], Found] = {}
    for one in sorted(found, key=lambda one: (*_order(one.shift), one.place.line)):
        who = (one.shift.kind, one.shift.member)
        before = latest.get(who)
        if before is not None and one.shift.start < before.shift.end:
            problem = f"{one.shift.member} has a shift at this time already, line {before.place.line}"
            yield one.place.fault(problem, "take one of the two out, or mend its times")
        if before is None or one.shift.end > before.shift.end:
            latest[who] = one


def _order(shift: FileShift) -> tuple[datetime, datetime, str, str]:
    return shift.start, shift.end, shift.kind, shift.member


def _is_calendar(file: Path) -> bool:
    if file.suffix.lower() in (".ics", ".ical", ".ifb"):
        return True
    with file.open("rb") as opened:
        return opened.read(64).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR")
