"""Ids of a plan: given once, and named only where they exist."""

from collections.abc import Callable, Iterator

from config.rules.finding import Finding, known, named_twice, repeated
from config.tree import Node

PLACES = ("exits", "key_places")
_KINDS = {
    "clauses": "clause",
    "roles": "role",
    "groups": "group",
    "tasks": "task",
    "calls": "call",
    "meetings": "meeting",
}


def unique(plan: Node) -> Iterator[Finding]:
    """Every id stands once; the three lists of places share one set of ids, for people are counted by place."""
    for plural, kind in _KINDS.items():
        yield from repeated(plan.each(plural), "id", kind)
    yield from repeated(plan.each("tiers"), "number", "tier")
    places = [place for plural in ("assembly_points", *PLACES) for place in plan.each(plural)]
    yield from repeated(places, "id", "place")


def expanded(plan: Node) -> Iterator[Finding]:
    """A task for each place gets the place's id after its own: that must not be another task's id."""
    tasks = {text: task.line for task in plan.each("tasks") if (text := task.text("id"))}
    for task in plan.each("tasks"):
        each, node = task.text("each"), task.get("each")
        for place in plan.each(each) if each in PLACES else ():
            made = f"{task.text('id')}-{place.text('id')}"
            if node is not None and made in tasks:
                problem = f"this makes a task {made}, which line {tasks[made]} has already"
                yield Finding(node, problem, "rename one of the two")


def clauses(plan: Node) -> Iterator[Finding]:
    """Whatever cites a clause cites one that the plan has."""
    there = known(plan, "clause", "clauses")
    for plural in ("tiers", "groups", "tasks", "calls", "meetings", "attested"):
        for item in plan.each(plural):
            yield from there.check_each(item, "clause")
    if (reports := plan.get("upward_reports")) is not None:
        yield from there.check_each(reports, "clause")
    if (hazards := plan.get("hazards")) is not None:
        yield from there.check_each(hazards, "clause", "serious")


def groups(plan: Node) -> Iterator[Finding]:
    """Every task is some group's."""
    there = known(plan, "group", "groups")
    for task in plan.each("tasks"):
        yield from there.check_each(task, "group")


def roles(plan: Node) -> Iterator[Finding]:
    """Succession, command post, office and meetings name roles of the plan, each once."""
    there = known(plan, "role", "roles")
    yield from there.check_each(plan, "succession", "command_post", "office")
    for key in ("succession", "command_post"):
        yield from named_twice(plan, key, "role", "keep the first")
    for meeting in plan.each("meetings"):
        yield from there.check_each(meeting, "members")


def calls(plan: Node) -> Iterator[Finding]:
    """Logging a call checks off one task, so the task exists and is not one for each place."""
    there = known(plan, "task", "tasks")
    for_each = {task.text("id") for task in plan.each("tasks") if task.text("each")}
    for call in plan.each("calls"):
        yield from there.check_each(call, "task")
        for text, node in call.texts("task"):
            if text in for_each:
                yield Finding(node, f"task {text} is one for each place", "name a task without each")


def places(plan: Node) -> Iterator[Finding]:
    """A task for each place has places."""
    for task in plan.each("tasks"):
        each, node = task.text("each"), task.get("each")
        if node is not None and each in PLACES and not plan.each(each):
            yield Finding(node, f"the plan lists no {each}", f"list the places under {each}: or take each: out")


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (
    unique,
    expanded,
    clauses,
    groups,
    roles,
    calls,
    places,
)
