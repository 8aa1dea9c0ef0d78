"""Clause by clause: what carries the written plan out."""

from collections.abc import Iterator

from config.plan import Clause, Plan, Task
from config.schema import ClauseId


def coverage(plan: Plan) -> list[tuple[Clause, tuple[str, ...]]]:
    """Each clause in the order of the plan with what cites it; nothing at a clause that nothing carries out."""
    carriers: dict[ClauseId, list[str]] = {clause.id: [] for clause in plan.clauses}
    for cited, carrier in _carriers(plan):
        if cited in carriers:  # a default may cite a clause that this plan does not have
            carriers[cited].append(carrier)
    return [(clause, tuple(carriers[clause.id])) for clause in plan.clauses]


def _carriers(plan: Plan) -> Iterator[tuple[ClauseId, str]]:
    yield plan.upward_reports.clause, f"upward report: {plan.upward_reports.recipient}"
    for tier in plan.tiers:
        yield tier.clause, f"tier {tier.number}: {tier.name}"
    for group in plan.groups:
        yield group.clause, f"group {group.id}: {group.name}"
    for task in plan.tasks:
        yield task.clause, f"task {task.id}{_times(plan, task)}: {task.title}"
    for call in plan.calls:
        yield call.clause, f"call {call.id}: {call.number} {call.name}"
    for duty in plan.duties:
        yield duty.clause, f"duty {duty.id}: {duty.title}"
    for series in plan.meetings:
        yield series.clause, f"meeting {series.id}, every {series.every}: {series.title}"
    if plan.hazards is not None:
        yield plan.hazards.clause, "hazard register: found, assigned, fixed, verified by somebody else"
        yield plan.hazards.serious, "hazard register: a serious one goes to the director at once"
    for attestation in plan.attested:
        yield attestation.clause, f"by design: {attestation.how}"


def _times(plan: Plan, task: Task) -> str:
    match task.each:
        case "exits":
            return f" × {len(plan.exits)}"
        case "key_places":
            return f" × {len(plan.key_places)}"
    return ""
