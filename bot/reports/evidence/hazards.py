"""The hazard register as rows: found, assigned, fixed, verified by somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.domain.hazard import events as e
from bot.domain.message import Event
from bot.reports.evidence.context import Context
from bot.reports.evidence.pack import Kind, Row, Status

_STEPS: Final = (
    e.HazardReported,
    e.HazardPlaced,
    e.HazardMarkedSerious,
    e.HazardAssigned,
    e.HazardUnassigned,
    e.HazardFixed,
    e.HazardVerified,
    e.HazardReturned,
    e.HazardDismissed,
    e.HazardNagged,
)
READ: Final = frozenset(kind.__name__ for kind in _STEPS)
_CLOSED: Final = (e.HazardVerified, e.HazardDismissed)


@dataclass(kw_only=True)
class Hazards:
    """Every hazard's steps; which of them are of the span is decided at the end."""

    by_number: dict[str, list[e.HazardEvent]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Read on."""
        if isinstance(event, _STEPS):
            self.by_number.setdefault(event.hazard, []).append(event)

    def rows(self, at: Context) -> Iterator[Row]:
        """Hazards that were found by the end of the span and were not closed before it began."""
        for steps in self.by_number.values():
            found, last = steps[0], steps[-1]
            if not isinstance(found, e.HazardReported) or at.day(found.at) > at.until:
                continue
            if isinstance(last, _CLOSED) and at.day(last.at) < at.since:
                continue
            yield _row(found, steps, at)


def _row(found: e.HazardReported, steps: list[e.HazardEvent], at: Context) -> Row:
    place, clause = found.place, found.clause or at.plan.hazard_rules.clause
    serious = found.serious
    assigned: e.HazardAssigned | None = None
    fixed: e.HazardFixed | None = None
    ended: e.HazardVerified | e.HazardDismissed | None = None
    gone_up = False
    for step in steps:
        match step:
            case e.HazardPlaced():
                place = step.place
            case e.HazardMarkedSerious():
                clause, serious = step.clause or clause, True
            case e.HazardAssigned():
                assigned = step
            case e.HazardUnassigned():
                assigned = None
            case e.HazardFixed():
                fixed = step
            case e.HazardReturned():
                fixed = None
            case e.HazardNagged():
                gone_up = gone_up or step.director
            case e.HazardVerified() | e.HazardDismissed():
                ended = step
    status = Status.OPEN
    if ended is not None:
        status = Status.LATE if fixed is not None and fixed.late else Status.DONE
    elif fixed is None and assigned is not None:
        status = at.ended(assigned.due)
    marks = [at.t("evidence.serious")] if serious else []
    marks += [at.t("evidence.dismissed")] if isinstance(ended, e.HazardDismissed) else []
    marks += [at.t("evidence.told_director")] if gone_up else []
    return Row(
        kind=Kind.HAZARD,
        clause=clause,
        id=found.hazard,
        what=at.said(f"{place} {found.text}"),
        who=at.name(assigned.owner) if assigned is not None else "",
        asked=found.at,
        due=assigned.due if assigned is not None else None,
        done=ended.at if ended is not None else None,
        by=at.name(ended.by) if ended is not None else "",
        status=status,
        marks=tuple(marks),
        note=at.t("evidence.joint").join(_steps(steps, at)),
    )


def _steps(steps: list[e.HazardEvent], at: Context) -> Iterator[str]:
    for step in steps:
        who, time = at.name(step.by), at.stamp(step.at)
        match step:
            case e.HazardReported():
                yield at.t("evidence.hazard_found", name=who, time=time)
            case e.HazardAssigned():
                owner = at.name(step.owner)
                yield at.t("evidence.hazard_assigned", name=who, time=time, owner=owner, due=step.due.isoformat())
            case e.HazardFixed():
                late = at.t("action.after_deadline") if step.late else ""
                yield at.t("evidence.hazard_fixed", name=who, time=time) + late
            case e.HazardReturned():
                yield at.t("evidence.hazard_returned", name=who, time=time, why=at.said(step.reason) or "—")
            case e.HazardVerified():
                yield at.t("evidence.hazard_verified", name=who, time=time)
            case e.HazardDismissed():
                yield at.t("evidence.hazard_dismissed", name=who, time=time, why=at.said(step.reason) or "—")
