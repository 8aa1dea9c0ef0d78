"""Texts of a plan that are filled in: the places of tasks, the scripts of calls, the time zone."""

from collections.abc import Callable, Iterator
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.plan import SCRIPT_VALUES
from config.rules.finding import Finding
from config.tree import Node


def titles(plan: Node) -> Iterator[Finding]:
    """`{place}` stands in the title of a task for each place, and nowhere else."""
    for task in plan.each("tasks"):
        title = task.get("title")
        if title is None or not isinstance(title.value, str):
            continue
        each = task.get("each") is not None
        found = _values(title.value)
        if found is None or found - {"place"}:
            yield Finding(title, "{ } in a title stands only around place", "write {place}, or take { } out")
        elif each and not found:
            yield Finding(title, "one task for each place, but the title does not say which", "write {place} in it")
        elif found and not each:
            yield Finding(title, "{place} without each", "add each: exits or each: key_places, or name the place")


def scripts(plan: Node) -> Iterator[Finding]:
    """The lines of a call's script hold only values that the log can fill in."""
    there = " ".join(f"{{{name}}}" for name in SCRIPT_VALUES)
    for call in plan.each("calls"):
        for text, line in call.texts("script"):
            found = _values(text)
            if found is None:
                yield Finding(line, "a { or } without its other half", f"values are written {there}")
            for name in sorted((found or set()) - set(SCRIPT_VALUES)):
                yield Finding(line, f"unknown value {{{name}}}", f"known here: {there}")


def time_zone(plan: Node) -> Iterator[Finding]:
    """The time zone is one of the IANA database."""
    text, node = plan.text("time_zone"), plan.get("time_zone")
    if text is None or node is None:
        return
    try:
        ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Finding(node, f"no such time zone: {text[:40]}", "write it like Asia/Shanghai or Europe/London")


def callback(plan: Node) -> Iterator[Finding]:
    """The number that 120 and 110 may call back has a number in it."""
    text, node = plan.text("callback"), plan.get("callback")
    if text is not None and node is not None and sum(c.isdigit() for c in text) < 3:
        yield Finding(node, f"no number to call back: {text[:40]}", "write the number of a phone that is answered")


def _values(text: str) -> set[str] | None:
    """The names in braces; None when the braces do not pair, or hold more than a name."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(form or conversion for _, _, form, conversion in parts):
        return None
    return {name for _, name, _, _ in parts if name is not None}


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (titles, scripts, time_zone, callback)
