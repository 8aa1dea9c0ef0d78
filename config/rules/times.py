"""Times of a plan that cannot be: zero, out of order, or too short to be of use."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from config.rules.finding import Finding, duration
from config.schema import write_duration
from config.tree import Node

LONGEST_CONFIRM: Final = timedelta(minutes=10)
SHORTEST_SUMMARY: Final = timedelta(minutes=1)  # a group chat takes 20 messages a minute from a bot

_ONE: Final = (
    "confirm",
    "phone_tree",
    "phone_next",
    "escalate",
    "lead_silent",
    "summary",
    "task_escalate",
    "fallback",
    "fallback_next",
    "fallback_retry",
)
_SERIES: Final = ("ring", "stand_down_ring")


def durations(plan: Node) -> Iterator[Finding]:
    """No time of the response is zero; a task's deadline counts from the start of its phase."""
    times, reports = plan.get("times"), plan.get("upward_reports")
    timed = [times.get(name) for name in _ONE] if times is not None else []
    timed += [reports.get(name) for name in ("first", "follow_up", "final")] if reports is not None else []
    timed += [task.get("deadline") for task in plan.each("tasks")]
    for node in timed:
        if node is not None and duration(node) == timedelta():
            yield Finding(node, "no time at all", "write more than 0")


def series(plan: Node) -> Iterator[Finding]:
    """Rings count from the alert, so each comes later than the one before."""
    times = plan.get("times")
    for name in _SERIES if times is not None else ():
        before = timedelta()
        for node in times.each(name) if times is not None else ():
            after = duration(node)
            if after is None:
                continue
            if after <= before:
                problem = f"{write_duration(after)} does not come after {write_duration(before)}"
                yield Finding(node, problem, "write times that grow; each counts from the alert")
            before = max(before, after)


def bounds(plan: Node) -> Iterator[Finding]:
    """A confirmation stays open for minutes, a lead is rung before being replaced, a chat is not flooded."""
    times = plan.get("times")
    if times is None:
        return
    confirm, lead, summary = times.get("confirm"), times.get("lead_silent"), times.get("summary")
    if confirm is not None and (duration(confirm) or timedelta()) > LONGEST_CONFIRM:
        problem = "an activation could be confirmed long after it was asked for"
        yield Finding(confirm, problem, f"write at most {write_duration(LONGEST_CONFIRM)}")
    rings = [after for node in times.each("ring") if (after := duration(node))]
    silent = duration(lead) if lead is not None else None
    if lead is not None and silent and rings and silent < min(rings):
        problem = "a silent lead would be replaced before being rung again"
        yield Finding(lead, problem, f"write at least {write_duration(min(rings))}, the first ring")
    pause = duration(summary) if summary is not None else None
    if summary is not None and pause and pause < SHORTEST_SUMMARY:
        yield Finding(
            summary, "summaries would flood the group chat", f"write at least {write_duration(SHORTEST_SUMMARY)}"
        )


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (durations, series, bounds)
