"""Times of command and of the second confirmation that cannot be meant."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from config.rules.finding import Finding, duration
from config.schema import write_duration
from config.tree import Node

LONGEST_WAIT: Final = timedelta(minutes=10)  # for a second leader, while nobody is alerted


def silence(plan: Node) -> Iterator[Finding]:
    """A silent commander is rung before somebody else is asked to take over."""
    times = plan.get("times")
    node = times.get("commander_silent") if times is not None else None
    if times is None or node is None or (after := duration(node)) is None:
        return
    first = min((ring for found in times.each("ring") if (ring := duration(found))), default=timedelta())
    if after == timedelta():
        yield Finding(node, "no time at all", "write more than 0")
    elif after < first:
        problem = "command would be offered on before a silent commander was rung again"
        yield Finding(node, problem, f"write at least {write_duration(first)}, the first ring")


def second(plan: Node) -> Iterator[Finding]:
    """A live alert waits minutes for a second leader, and not longer."""
    rule = plan.get("second_confirmation")
    node = rule.get("within") if rule is not None else None
    if node is None or (within := duration(node)) is None:
        return
    if within == timedelta():
        yield Finding(node, "no time at all", "write more than 0")
    elif within > LONGEST_WAIT:
        problem = "a live alert would wait too long for a second leader"
        yield Finding(node, problem, f"write at most {write_duration(LONGEST_WAIT)}")


def silent_after(plan: Node) -> Iterator[Finding]:
    """Nobody is expected to give a sign of life every hour."""
    node = plan.get("silent_after")
    if node is not None and (after := duration(node)) is not None and after < timedelta(days=1):
        yield Finding(node, "everybody would be named as silent", "write at least 1d")


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (silence, second, silent_after)
