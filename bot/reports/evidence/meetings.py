"""Meetings and what was agreed at them as rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.domain.meeting import events as e
from bot.domain.message import Event
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Kind, Row, Status

READ: Final = frozenset(
    kind.__name__
    for kind in (
        e.MeetingProposed,
        e.DateFixed,
        e.DateCancelled,
        e.MinutesAdded,
        e.MeetingHeld,
        e.ActionsAdded,
        e.ActionDone,
        e.ActionFailed,
        e.ActionNagged,
        e.OfficeNagged,
    )
)


@dataclass(kw_only=True)
class _Meeting:
    proposed: e.MeetingProposed
    fixed: e.DateFixed | None = None
    held: e.MeetingHeld | None = None
    minutes: list[e.MinutesAdded] = field(default_factory=list)
    moved: int = 0
    nagged: bool = False
    gone_up: bool = False
    actions: dict[int, tuple[e.Draft, e.ActionsAdded]] = field(default_factory=dict)
    results: dict[int, e.ActionDone | e.ActionFailed] = field(default_factory=dict)


@dataclass(kw_only=True)
class Meetings:
    """All meetings of the log; which of them are of the span is decided at the end."""

    by_id: dict[str, _Meeting] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Read on."""
        if isinstance(event, e.MeetingProposed):
            self.by_id[event.meeting] = _Meeting(proposed=event)
        if not isinstance(event, e.MeetingEvent) or event.meeting not in self.by_id:
            return
        meeting = self.by_id[event.meeting]
        match event:
            case e.DateFixed():
                meeting.moved += meeting.fixed is not None
                meeting.fixed = event
            case e.DateCancelled():
                meeting.fixed = None
                meeting.moved += 1
            case e.MinutesAdded():
                meeting.minutes.append(event)
            case e.MeetingHeld():
                meeting.held = event
            case e.ActionsAdded():
                meeting.actions |= {n: (draft, event) for n, draft in enumerate(event.actions, start=event.first)}
            case e.ActionDone() | e.ActionFailed():
                meeting.results[event.action] = event
            case e.OfficeNagged():
                meeting.nagged = True
                meeting.gone_up = meeting.gone_up or bool(event.director)

    def rows(self, at: Context) -> Iterator[Row]:
        """Meetings that were held, or had to be, in the span; actions whose day lies in it."""
        for meeting in self.by_id.values():
            row = _meeting(meeting, at)
            when = row.due if row.done is None else at.day(meeting.fixed.when if meeting.fixed else meeting.proposed.at)
            running = row.status is Status.OPEN and at.until >= at.today
            if (when is not None and at.within(when)) or running:
                yield row
            for number, (draft, added) in meeting.actions.items():
                if at.within(draft.due) or (draft.due > at.until >= at.today):
                    yield _action(meeting, number, draft, added, at)


def _meeting(meeting: _Meeting, at: Context) -> Row:
    t, proposed, held, fixed = at.t, meeting.proposed, meeting.held, meeting.fixed
    when = None
    if held is not None:
        when = fixed.when if fixed is not None and fixed.when <= held.at else held.at
    marks = [t("evidence.moved", count=meeting.moved)] if meeting.moved else []
    marks += [t("evidence.nagged")] if meeting.nagged else []
    marks += [t("evidence.told_director")] if meeting.gone_up else []
    note = []
    if held is not None:
        note.append(t("evidence.present", count=len(held.present), names=t("list.comma").join(held.present)))
        note.append(t("evidence.recorded", name=at.name(held.by), time=at.stamp(held.at)))
    note += [
        t("evidence.minutes", name=at.name(minutes.by), time=at.stamp(minutes.at))
        + (t("evidence.file") if minutes.file else "")
        for minutes in meeting.minutes
    ]
    late = when is not None and at.day(when) > proposed.ends
    missed = Status.NOT_OWED if proposed.called and at.ended(proposed.ends) is Status.UNANSWERED else None
    return Row(
        kind=Kind.MEETING,
        clause=proposed.terms.clause,
        id=proposed.meeting,
        what=proposed.terms.title,
        period=proposed.period,
        who=t("list.comma").join(proposed.members.values()),
        asked=proposed.at,
        due=proposed.ends,
        done=when,
        by=at.name(held.by) if held is not None else "",
        status=(Status.LATE if late else Status.DONE) if when is not None else missed or at.ended(proposed.ends),
        marks=tuple(marks),
        note=t("evidence.joint").join(note),
    )


def _action(meeting: _Meeting, number: int, draft: e.Draft, added: e.ActionsAdded, at: Context) -> Row:
    result = meeting.results.get(number)
    if result is None:
        status = at.ended(draft.due)
    elif isinstance(result, e.ActionFailed):
        status = Status.UNABLE
    else:
        status = Status.LATE if at.day(result.at) > draft.due else Status.DONE
    done = isinstance(result, e.ActionDone)
    return Row(
        kind=Kind.ACTION,
        clause=meeting.proposed.terms.clause,
        id=f"{meeting.proposed.meeting}/{number}",
        what=at.said(draft.what),
        period=meeting.proposed.period,
        who=draft.name,
        asked=added.at,
        due=draft.due,
        done=result.at if result is not None and done else None,
        by=at.name(result.by) if result is not None else "",
        status=status,
    )
