"""Duty rosters as a calendar (.ics): who is on duty from an event's attendees or its title, in any time zone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from pydantic import ValidationError

from config.duty_import.found import Against, Found, Place, people, refusal
from config.duty_roster import FileShift, Hours, Kind
from config.faults import Fault
from config.roster import Member, Roster

_BACK: Final = timedelta(days=31)
_AHEAD: Final = timedelta(days=400)
_LEADER: Final = re.compile(r"带班(领导|人员|人)?|leader on duty|duty leader|\bleader\b", re.IGNORECASE)
_DUTY: Final = re.compile(r"值班(人员|人|员)?|\bon[ -]duty\b|\bduty\b", re.IGNORECASE)
_EDGES: Final = " 　:：-–—·()（）[]【】,，"


def read_calendar(file: Path, against: Against) -> Iterator[Found | Fault]:
    """Every shift from a month ago until a year ahead, and every fault, event by event."""
    text = _text(file.read_bytes())
    if text.lstrip().startswith("BEGIN:VCALENDAR") and not text.rstrip().endswith("END:VCALENDAR"):
        last = text.rstrip().count("\n") + 1
        yield Place(file=file.name, line=last).fault("the file breaks off here", "export or download it again")
        return
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        yield Place(file=file.name, line=0).fault(
            "this is not an iCalendar file", f"export it again ({str(error)[:60]})"
        )
        return
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "BEGIN:VEVENT"]
    events = list(calendar.walk("VEVENT"))
    if not events:
        yield Place(file=file.name, line=0).fault("no events in it", "export the calendar with its events")
    whole: dict[str, list[Any]] = {}
    places: dict[str, Place] = {}
    for number, event in enumerate(events):
        line = lines[number] if number < len(lines) else 0
        title = " ".join(str(event.get("SUMMARY", "")).split())[:40]
        place = Place(file=file.name, line=line, key=f"event {number + 1} “{title}”")
        faults = list(_broken(event, place))
        yield from faults
        uid = str(event.get("UID", "")) or f"#{number}"
        places.setdefault(uid, place)
        whole.setdefault(uid, [])
        if not faults and str(event.get("STATUS", "")).upper() != "CANCELLED":
            whole[uid].append(event)
    for uid, series in whole.items():
        if series:
            yield from _series(series, places[uid], against)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _broken(event: Any, place: Place) -> Iterator[Fault]:
    """Properties that could not be read: the library leaves them out without a word."""
    for name, problem in event.errors:
        yield place.fault(f"{name or 'a property'} cannot be read: {str(problem)[:60]}", "mend it and export again")
    if event.errors:
        return
    if "DTSTART" not in event:
        yield place.fault("no beginning", "give the event a date")
        return
    for name in ("DTSTART", "DTEND"):
        moment = event.get(name)
        zone = moment.params.get("TZID") if moment is not None else None
        if zone is not None and isinstance(moment.dt, datetime) and moment.dt.tzinfo is None:
            yield place.fault(f"unknown time zone {str(zone)[:40]}", "write one like Asia/Shanghai")
            return
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    if end is not None and isinstance(start, datetime) == isinstance(end, datetime):
        naive = isinstance(start, datetime) and (start.tzinfo is None) != (end.tzinfo is None)
        if not naive and end <= start:
            yield place.fault(f"it ends {end:%Y-%m-%d %H:%M} before it begins", "mend the end")


def _series(series: list[Any], place: Place, against: Against) -> Iterator[Found | Fault]:
    one = Calendar()
    for event in series:
        one.add_component(event)
    try:
        repeated = recurring_ical_events.of(one).between(against.today - _BACK, against.today + _AHEAD)
    except Exception as error:  # the library raises whatever the rule makes it stumble over
        yield place.fault(f"how it repeats cannot be read: {str(error)[:60]}", "mend it and export again")
        return
    said: set[Fault] = set()
    for event in repeated:
        for found in _event(event, place, against):
            if isinstance(found, Fault):
                if found not in said:  # a weekly event with a wrong name is one fault, not fifty
                    yield found
                said.add(found)
            else:
                yield found


def _event(event: Any, place: Place, against: Against) -> Iterator[Found | Fault]:
    title = str(event.get("SUMMARY", ""))
    meant = _kind(f"{title} {_categories(event)}") or against.kind
    if meant is None:
        mend = "write 值班 or 带班 into the title, or import with --kind duty or --kind leader"
        yield place.fault("it does not say whether it is 值班 or 带班", mend)
        return
    for one in _members(event, title, against.roster, place):
        if isinstance(one, Fault):
            yield one
            continue
        for start, end in _times(event, against.hours, against.zone):
            try:
                shift = FileShift(kind=meant, member=one.id, start=start, end=end)
            except ValidationError as error:
                yield place.fault(*refusal(error))
            else:
                yield Found(shift=shift, place=place)


def _kind(words: str) -> Kind | None:
    if _LEADER.search(words):
        return "leader"
    return "duty" if _DUTY.search(words) else None


def _categories(event: Any) -> str:
    found = event.get("CATEGORIES")
    return " ".join(str(c) for c in found.cats) if found is not None and hasattr(found, "cats") else ""


def _members(event: Any, title: str, roster: Roster, place: Place) -> Iterator[Member | Fault]:
    """Attendees where there are any, else whoever the title names once its words for the kind are gone."""
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        yield from _attendee(attendee, roster, place)
    if attendees:
        return
    names = _DUTY.sub(" ", _LEADER.sub(" ", title)).strip(_EDGES)
    if not names:
        yield place.fault("it names nobody", "write the name into the title, or add an attendee")
    else:
        yield from people(names, roster, place)


def _attendee(attendee: Any, roster: Roster, place: Place) -> Iterator[Member | Fault]:
    """By the name shown, by the address before the @, or by the number of a tel: address."""
    name = str(getattr(attendee, "params", {}).get("CN", "")).strip('"')
    address = re.sub(r"^(mailto|tel):", "", str(attendee), flags=re.IGNORECASE)
    candidates = [words for words in (name, address.split("@")[0], address) if words]
    for words in candidates:
        found = list(people(words, roster, place))
        if found and all(isinstance(one, Member) for one in found):
            yield from found
            return
    yield from people(name or address, roster, place)


def _times(event: Any, hours: Hours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Local times of the plan's zone; an event of whole days is one shift a day, with the plan's hours."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    if isinstance(start, datetime):
        yield _local(start, zone), _local(end, zone)
        return
    for n in range(max(1, (end - start).days)):
        begins = datetime.combine(start + timedelta(days=n), hours.at)
        yield begins, begins + hours.length


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment.astimezone(zone) if moment.tzinfo is not None else moment).replace(tzinfo=None)
