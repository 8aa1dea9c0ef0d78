"""Rounds of duties as rows: who owed what until when, what they answered, what was corrected, what never came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from sys import intern
from typing import Any, Final

from bot.cards.duty_words import HOLIDAYS
from bot.domain.duty import events as e
from bot.domain.duty.rounds import UNIT
from bot.domain.message import Event
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Gap, Kind, Row, Status
from config.duties import Duty

READ: Final = frozenset(
    kind.__name__
    for kind in (
        e.RoundOpened,
        e.RoundSkipped,
        e.HoldersChanged,
        e.RoundProlonged,
        e.RoundEnded,
        e.DutyAnswered,
        e.DutyReopened,
        e.ContactConfirmed,
        e.DutiesEscalated,
        e.PeriodDeclared,
        e.DayReached,
    )
)
_OPENING: Final = frozenset({e.RoundOpened.__name__, e.RoundSkipped.__name__})
_NAMES: Final = 3
_DAY: Final = timedelta(days=1)


@dataclass(kw_only=True, slots=True)
class _Part:
    owed: e.Owed
    said: list[e.DutyAnswered | e.DutyReopened | e.ContactConfirmed] = field(default_factory=list)
    told: int = 0
    left: bool = False
    ended: date | None = None  # the round, with its sensitive period


@dataclass(frozen=True, kw_only=True)
class _Unheard:
    """Working days, from `first` to `last`, on which the hour of reminding passed and nobody was reminded."""

    at: datetime
    first: date
    last: date
    days: int


@dataclass(kw_only=True)
class Duties:
    """The rounds that are due in the span, or that run while the pack is made."""

    rounds: dict[tuple[str, str], tuple[e.RoundOpened, dict[str, _Part]]] = field(default_factory=dict)
    skipped: list[e.RoundSkipped] = field(default_factory=list)
    unheard: list[_Unheard] = field(default_factory=list)
    reached: e.DayReached | None = None  # the last one read

    def wants(self, name: str, data: Mapping[str, Any]) -> bool:
        """Whether a record is of a round that is told: answers of other years are not worth reading."""
        return name in _OPENING or (data["duty"], data["period"]) in self.rounds

    def take(self, event: Event, at: Context) -> None:
        """Read on."""
        match event:
            case e.RoundOpened():
                if _is_told(event, at) or event.period in at.periods:  # a sensitive period may be prolonged
                    parts = {owed.subject: _Part(owed=owed) for owed in event.owed}
                    self.rounds[event.duty, event.period] = event, parts
            case e.RoundSkipped():
                if at.within(at.day(event.at)):
                    self.skipped.append(event)
            case e.HoldersChanged():
                _, parts = self.rounds.get((event.duty, event.period), (None, {}))
                for owed in event.added:
                    parts[owed.subject] = _Part(owed=owed)
                for subject in event.removed:
                    if subject in parts:
                        parts[subject].left = True
            case e.RoundProlonged():
                if (found := self.rounds.get((event.duty, event.period))) is not None:
                    opened, parts = found
                    self.rounds[event.duty, event.period] = replace(opened, due_on=event.due_on), parts
            case e.RoundEnded():
                _, parts = self.rounds.get((event.duty, event.period), (None, {}))
                for subject, each in parts.items():
                    each.ended, each.left = event.day, each.left or subject in event.released
            case e.DutyAnswered() | e.DutyReopened() | e.ContactConfirmed():
                part = self._part(event.duty, event.period, event.subject)
                if part is not None:
                    part.said.append(event)
            case e.DutiesEscalated():
                for item in event.items:
                    part = self._part(item.duty, item.period, item.subject)
                    if part is not None:
                        part.told = max(part.told, event.level)
            case e.PeriodDeclared():
                at.periods[event.period] = event.name
            case e.DayReached():
                self._reached(event)

    def _reached(self, event: e.DayReached) -> None:
        """A day whose hour was missed is told by what grew, not only by the days that were passed over."""
        before, self.reached = self.reached, event
        if before is None:
            return
        unheard = max(event.missed, event.unheard - before.unheard)
        if unheard:
            last = event.day if unheard > event.missed else event.day - _DAY
            self.unheard.append(_Unheard(at=event.at, first=before.day + _DAY, last=last, days=unheard))

    def _part(self, duty: str, period: str, subject: str) -> _Part | None:
        _, parts = self.rounds.get((duty, period), (None, {}))
        return parts.get(subject)

    def rows(self, at: Context) -> Iterator[Row]:
        """A row each part of each round, and one a round that was not opened."""
        for opened, parts in self.rounds.values():
            if not _is_told(opened, at):
                continue
            # A thousand rows of a round share these words: five years of them are held in memory.
            id_, period = f"{opened.duty}/{opened.period}", period_name(opened.period, at)
            for part in parts.values():
                yield _row(opened, part, at, id_=id_, period=period)
        duties = {duty.id: duty for duty in at.plan.duties}
        for event in self.skipped:
            yield _skipped(event, duties.get(event.duty), at)

    def gaps(self, at: Context) -> Iterator[Gap]:
        """Working days on which nobody was reminded."""
        for gap in self.unheard:
            if gap.first <= at.until and gap.last >= at.since:
                words = at.t("evidence.gap_days", count=gap.days, since=f"{gap.first}", until=f"{gap.last}")
                yield Gap(at=gap.at, words=words)


def _is_told(opened: e.RoundOpened, at: Context) -> bool:
    """Whether it is due in the span, or runs while the pack is made."""
    return at.within(opened.due_on) or (opened.due_on > at.until >= at.today and opened.opened_on <= at.until)


def _row(opened: e.RoundOpened, part: _Part, at: Context, *, id_: str, period: str) -> Row:
    done, status = _came_of(part, opened.due_on, at)
    last = next((said for said in reversed(part.said) if isinstance(said, e.DutyAnswered)), None)
    signer = done or last
    return Row(
        kind=Kind(opened.terms.sort),
        clause=opened.terms.clause,
        id=id_,
        what=opened.terms.title,
        period=period,
        who=_who(part.owed, at),
        asked=opened.opened_on,
        due=opened.due_on,
        done=done.at if done else None,
        by=at.name(signer.by) if signer else "",
        status=status,
        marks=tuple(_marks(opened, part, status, at)),
        note=intern(_note(last, at)) if last is not None else "",
    )


def _came_of(part: _Part, due: date, at: Context) -> tuple[e.DutyAnswered | e.ContactConfirmed | None, Status]:
    """The first word that it is done which was not taken back; a correction of its words does not make it late."""
    done: e.DutyAnswered | None = None
    unable = False
    confirmed: e.ContactConfirmed | None = None
    for said in part.said:
        match said:
            case e.ContactConfirmed():
                confirmed = None if said.back else confirmed or said
            case e.DutyReopened():
                done, unable = None, False
            case e.DutyAnswered(outcome=e.Outcome.DONE):
                done, unable = done or said, False
            case _:
                done, unable = None, True
    carried = done or confirmed
    if carried is not None:
        late = at.day(carried.at) > due or getattr(carried, "late", False)
        return carried, Status.LATE if late else Status.DONE
    if unable:
        return None, Status.UNABLE
    # What was taken back after the round's end is owed no more either.
    return None, Status.NOT_OWED if part.left or part.ended is not None else at.ended(due)


def _marks(opened: e.RoundOpened, part: _Part, status: Status, at: Context) -> Iterator[str]:
    t = at.t
    answers = [said for said in part.said if isinstance(said, e.DutyAnswered)]
    if opened.late:
        yield t("evidence.opened_late")
    if len(answers) > 1:
        yield t("evidence.corrected", count=len(answers) - 1)
    if any(isinstance(said, e.DutyReopened) for said in part.said):
        yield t("evidence.taken_back")
    for said in part.said:
        if isinstance(said, e.ContactConfirmed):
            key = "evidence.unconfirmed" if said.back else "evidence.confirmed"
            yield t(key, name=at.name(said.by), time=at.stamp(said.at))
    if part.told:
        yield t("evidence.told_office" if part.told == 1 else "evidence.told_director")
    if part.ended is not None and (part.left or status is Status.NOT_OWED):
        yield t("evidence.round_ended", day=f"{part.ended}")
    elif part.left:
        yield t("evidence.left")


def _note(last: e.DutyAnswered, at: Context) -> str:
    value = at.t("evidence.found_hazard") if last.value == e.HAZARD else last.value or ""
    return " ".join(
        filter(None, [at.said(value), at.said(last.words), at.t("evidence.file") if last.file is not None else ""])
    )


def _who(owed: e.Owed, at: Context) -> str:
    if owed.subject != UNIT:
        return owed.name
    names = [*owed.names[:_NAMES], *(["…"] if len(owed.names) > _NAMES else [])]
    return at.t("list.comma").join(names)


def _skipped(event: e.RoundSkipped, duty: Duty | None, at: Context) -> Row:
    return Row(
        kind=Kind(duty.sort if duty is not None else "attestation"),
        clause=event.clause,
        id=f"{event.duty}/{event.period}",
        what=event.title,
        period=period_name(event.period, at),
        asked=at.day(event.at),
        status=Status.NOT_OWED if event.reason is e.Skip.DAYS_OFF else Status.NOT_ASKED,
        marks=(at.t(f"evidence.skip_{event.reason}"),),
    )


def period_name(period: str, at: Context) -> str:
    """A week with its year, a month, a quarter; what the calendar or the office named."""
    head, _, tail = period.partition("-")
    if head.isdigit() and tail[:1] == "W":
        return at.t("evidence.week", year=head, week=int(tail[1:]))
    if period in at.periods:
        return at.said(at.periods[period])
    return f"{head} {at.t(f'holiday.{tail}')}" if tail in HOLIDAYS else period


def condensed(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The rows of each round, oldest due first: for when there are too many to print one by one."""
    rounds: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        rounds.setdefault((row.what, row.period), []).append(row)
    return rounds
