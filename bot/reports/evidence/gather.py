"""The log, read once from its first record to its last, becomes an evidence pack."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.codec import load_event
from bot.reports.evidence import duties, handovers, hazards, incidents, meetings
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Head, Pack, Row
from config.plan import Plan
from config.texts import texts
from store.protocol import Record


class NothingRecorded(Exception):
    """The log has nothing of the span; one line says so."""


class Gatherer:
    """Takes records in the order of the log; what is of the span becomes the pack.

    A round of a duty belongs to the span in which it is due (what runs today also to one that ends today or later),
    a handover and an incident to the day on which they begin. What came of it is as the whole log tells it.
    """

    def __init__(self, plan: Plan, since: date, until: date, now: datetime) -> None:
        zone = ZoneInfo(plan.time_zone)
        calendar = plan.calendar
        self._now = now
        self._at = Context(
            t=texts(plan.language),
            plan=plan,
            zone=zone,
            since=since,
            until=until,
            today=now.astimezone(zone).date(),
            periods={span.id: span.name for span in (*calendar.terms, *calendar.holidays)},
        )
        self._duties = duties.Duties()
        self._meetings = meetings.Meetings()
        self._hazards = hazards.Hazards()
        self._handovers = handovers.Handovers()
        self._incidents = incidents.Incidents()
        self._versions: list[tuple[str, datetime | None]] = []
        self._plan = plan
        self._first: Record | None = None
        self._last: Record | None = None

    def take(self, record: Record) -> None:
        """Read on. Raises KeyError, ValueError or TypeError for a record that this version cannot read."""
        self._first = self._first or record
        self._last = record
        room, name = record.stream.partition("/")[0], record.event
        if name in ("PlanChanged", "RosterChanged", "Activated"):
            self._known(record)
        if room in ("duty", "duties") and name in duties.READ:
            if room == "duty" and not self._duties.wants(name, record.data):
                return
            self._duties.take(load_event(name, record.data, at=record.time, by=record.actor), self._at)
        elif room == "meeting" and name in meetings.READ:
            self._meetings.take(load_event(name, record.data, at=record.time, by=record.actor))
        elif room == "hazard" and name in hazards.READ:
            self._hazards.take(load_event(name, record.data, at=record.time, by=record.actor))
        elif room == "watch" and name in handovers.READ:
            self._handovers.take(load_event(name, record.data, at=record.time, by=record.actor), self._at)
        elif room == "incident" and name not in incidents.PASSED_OVER:
            self._incidents.take(load_event(name, record.data, at=record.time, by=record.actor), self._at)

    def pack(self) -> Pack:
        """What was read so far. Raises NothingRecorded for a span of which the log holds nothing."""
        at = self._at
        if self._first is None or self._last is None:
            raise NothingRecorded("the log is empty: nothing has been recorded yet")
        began = at.day(self._first.time)
        if at.until < began:
            raise NothingRecorded(f"the log begins on {began}: nothing is recorded from {at.since} to {at.until}")
        rows: list[Row] = [
            *self._duties.rows(at),
            *self._meetings.rows(at),
            *self._hazards.rows(at),
            *self._handovers.rows(at),
            *self._incidents.rows(at),
        ]
        gaps = sorted([*self._duties.gaps(at), *self._incidents.gaps(at)], key=lambda gap: gap.at)
        if not rows and not gaps:
            raise NothingRecorded(f"nothing is recorded from {at.since} to {at.until}; the log begins on {began}")
        return Pack(
            plan=self._plan,
            since=at.since,
            until=at.until,
            made=self._now,
            head=Head(seq=self._last.seq, hash=self._last.hash, time=self._last.time),
            versions=tuple(self._versions) or ((at.plan.version, None),),
            rows=rows,
            gaps=gaps,
        )

    def _known(self, record: Record) -> None:
        """Names of people; the plan as it read in the span."""
        at, data = self._at, record.data
        if record.event == "PlanChanged":
            if at.day(record.time) > at.until:
                return
            self._plan = Plan.model_validate(data["plan"])
            at.plan, at.t = self._plan, texts(self._plan.language)
            if at.day(record.time) < at.since:  # only the last one before the span still held in it
                self._versions.clear()
            self._versions.append((self._plan.version, record.time))
            calendar = self._plan.calendar
            at.periods |= {span.id: span.name for span in (*calendar.terms, *calendar.holidays)}
            return
        people = list(data["roster"]["members"]) if record.event == "Activated" else list(data["added"])
        people += [change["after"] for change in data.get("changed", ())]
        for person in people:
            if isinstance(person, dict):
                at.names[str(person["id"])] = str(person["name"])


def evidence(records: Iterable[Record], plan: Plan, since: date, until: date, now: datetime) -> Pack:
    """The pack of a whole log. Raises NothingRecorded; KeyError, ValueError or TypeError for an unreadable record."""
    gatherer = Gatherer(plan, since, until, now)
    for record in records:
        gatherer.take(record)
    return gatherer.pack()
