"""What an evidence pack holds, as plain data. Times are UTC; whoever writes them uses the pack's zone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from config.plan import Plan


class Kind(StrEnum):
    """What a row is about; the spreadsheet has one sheet a kind. The first five are a duty's `sort`."""

    CONTACT = "contact"
    REPORT = "report"
    ATTESTATION = "attestation"
    INSPECTION = "inspection"
    SIGN_OFF = "sign_off"
    MEETING = "meeting"
    ACTION = "action"
    HAZARD = "hazard"
    HANDOVER = "handover"
    ACTIVATION = "activation"
    EXERCISE = "exercise"


class Status(StrEnum):
    """What became of it."""

    DONE = "done"
    LATE = "late"  # done, after its time
    UNANSWERED = "unanswered"  # its time is over and nobody answered
    UNABLE = "unable"  # somebody said that it could not be done
    NOT_ASKED = "not_asked"  # the plan wanted it and nobody was asked: the bot was down, or nobody holds the duty
    OPEN = "open"  # its time is not over yet
    NOT_OWED = "not_owed"  # counts for nothing: a period without a working day, somebody who left, a false alarm


MISSED: Final = (Status.UNANSWERED, Status.UNABLE, Status.NOT_ASKED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One thing that was to be done: what, by whom, until when, and what came of it.

    `who` owed it, `by` did it or signed. `marks` are short words (corrected, confirmed from the other side), `note`
    what was written, in the people's own words.
    """

    kind: Kind
    clause: str
    id: str
    what: str
    period: str = ""
    who: str = ""
    asked: date | datetime | None = None
    due: date | datetime | None = None
    done: date | datetime | None = None
    by: str = ""
    status: Status
    marks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How much was owed and what came of it: owed = in time + late + missed + open."""

    counts: Mapping[Status, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Tally":
        """Count the rows."""
        counts: dict[Status, int] = {}
        for row in rows:
            counts[row.status] = counts.get(row.status, 0) + 1
        return cls(counts=counts)

    def __getitem__(self, status: Status) -> int:
        return self.counts.get(status, 0)

    @property
    def missed(self) -> int:
        """Not answered, said to be impossible, or never asked."""
        return sum(self[status] for status in MISSED)

    @property
    def owed(self) -> int:
        """All that counts."""
        return self[Status.DONE] + self[Status.LATE] + self.missed + self[Status.OPEN]

    def figures(self) -> tuple[int, ...]:
        """In the order of `evidence.summary_columns`: owed, in time, late, missed and of these each reason, open."""
        reasons = (self[status] for status in MISSED)
        return (self.owed, self[Status.DONE], self[Status.LATE], self.missed, *reasons, self[Status.OPEN])


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A time in which the bot was down or deaf, in words."""

    at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """The last record of the log when the pack was made; its hash proves all the records before it."""

    seq: int
    hash: str
    time: datetime


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything, for the days `since` to `until`, both included. `versions` are those of the plan in these days."""

    plan: Plan
    since: date
    until: date
    made: datetime
    head: Head
    versions: Sequence[tuple[str, datetime | None]]
    rows: Sequence[Row]
    gaps: Sequence[Gap] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The unit's."""
        return ZoneInfo(self.plan.time_zone)

    @cached_property
    def by_clause(self) -> dict[str, list[Row]]:
        """The rows under each clause, the plan's clauses in its order, then what it no longer has."""
        found: dict[str, list[Row]] = {clause.id: [] for clause in self.plan.clauses}
        for row in self.rows:
            found.setdefault(row.clause, []).append(row)
        return found

    @cached_property
    def by_kind(self) -> dict[Kind, list[Row]]:
        """The rows of each kind there is any of."""
        found: dict[Kind, list[Row]] = {kind: [] for kind in Kind}
        for row in self.rows:
            found[row.kind].append(row)
        return {kind: rows for kind, rows in found.items() if rows}

    def summary(self, *, exercises: bool) -> list[tuple[str, Tally]]:
        """Clause by clause; exercises are never counted with what was real."""
        tallies = [
            (clause, Tally.of(row for row in rows if (row.kind is Kind.EXERCISE) is exercises))
            for clause, rows in self.by_clause.items()
        ]
        return [(clause, tally) for clause, tally in tallies if tally.counts]
