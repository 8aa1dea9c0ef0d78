"""Handovers of the duty roster as rows: who had to take over when, and when they did."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.domain.message import Event
from bot.domain.watch import events as e
from bot.domain.watch.schedule import Shift
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Kind, Row, Status

READ: Final = frozenset(kind.__name__ for kind in (e.HandoverDue, e.ShiftTakenOver, e.HandoverNagged, e.SwapAgreed))
CLAUSE: Final = "7.3b"  # duty standby and a leader on duty


@dataclass(kw_only=True)
class Handovers:
    """Those that were due in the span."""

    due: list[e.HandoverDue] = field(default_factory=list)
    taken: dict[tuple[str, str], e.ShiftTakenOver] = field(default_factory=dict)  # handover, shift
    nagged: dict[str, int] = field(default_factory=dict)
    swapped: dict[str, e.SwapAgreed] = field(default_factory=dict)

    def take(self, event: Event, at: Context) -> None:
        """Read on."""
        match event:
            case e.HandoverDue():
                if at.within(at.day(event.due)):
                    self.due.append(event)
            case e.ShiftTakenOver():
                self.taken.setdefault((event.handover, event.shift.id), event)
            case e.HandoverNagged():
                self.nagged[event.handover] = max(self.nagged.get(event.handover, 0), event.level)
            case e.SwapAgreed():
                self.swapped[event.shift.id] = event

    def rows(self, at: Context) -> Iterator[Row]:
        """A row each shift that began, and each that passed while nobody looked."""
        for event in self.due:
            for shift in event.missed:
                yield self._row(event, shift, at, asked=False)
            for shift in event.incoming:
                yield self._row(event, shift, at, asked=True)

    def _row(self, event: e.HandoverDue, shift: Shift, at: Context, *, asked: bool) -> Row:
        t = at.t
        taken = self.taken.get((event.handover, shift.id))
        if taken is not None:
            status = Status.LATE if taken.at > event.nag_at else Status.DONE
        elif not asked:
            status = Status.NOT_ASKED
        else:
            status = at.ended(at.day(shift.end))
        marks = [t("evidence.asked_late")] if event.late else []
        level = self.nagged.get(event.handover, 0) if asked else 0
        marks += [t("evidence.told_office")] if level > 1 else [t("evidence.nagged")] if level else []
        swap = self.swapped.get(shift.id)
        if swap is not None:
            marks.append(t("evidence.swapped", giver=at.name(swap.giver), to=at.name(swap.to)))
        return Row(
            kind=Kind.HANDOVER,
            clause=CLAUSE,
            id=shift.id,
            what=t(f"evidence.watch_{shift.kind}"),
            who=at.name(taken.shift.member if taken is not None else shift.member),
            asked=event.due if asked else shift.start,
            due=event.nag_at if asked else None,
            done=taken.at if taken is not None else None,
            by=at.name(taken.by) if taken is not None else "",
            status=status,
            marks=tuple(marks),
            note=t("evidence.shift", start=at.stamp(shift.start), end=at.stamp(shift.end)),
        )
