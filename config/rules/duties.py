"""Duties: each once, under a clause of the plan, owed by roles, groups and members that there are."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import time
from typing import Final

from pydantic import TypeAdapter, ValidationError

from config.calendar import Calendar, LocalTime
from config.rules.finding import Finding, known, repeated
from config.tree import Node

_TIME: Final = TypeAdapter(LocalTime)
_YEARLY: Final = re.compile(r"(0[1-9]|1[0-2])-(\d\d)")
_LEAP: Final = 2028
_QUIET: Final = ("quiet_from", "quiet_to")


def duties(plan: Node) -> Iterator[Finding]:
    """Ids stand once; clauses, roles and groups are the plan's; a duty for each key place has places."""
    found = plan.each("duties")
    yield from repeated(found, "id", "duty")
    clauses, roles, groups = (
        known(plan, "clause", "clauses"),
        known(plan, "role", "roles"),
        known(plan, "group", "groups"),
    )
    for duty in found:
        yield from clauses.check_each(duty, "clause")
        yield from roles.check_each(duty, "confirm_by")
        if (who := duty.get("who")) is not None:
            yield from roles.check_each(who, "roles")
            yield from groups.check_each(who, "groups")
        each = duty.get("each")
        if each is not None and duty.text("each") == "key_places" and not plan.each("key_places"):
            yield Finding(each, "the plan lists no key_places", "list the places under key_places: or take each: out")


def year_days(plan: Node) -> Iterator[Finding]:
    """A yearly day is one that some year has. Logs hold plans in which it was not: there it is the month's last day."""
    for duty in plan.each("duties"):
        for occasion in duty.each("when"):
            on, found = occasion.get("on"), _YEARLY.fullmatch(occasion.text("on") or "")
            if occasion.text("every") != "year" or on is None or found is None:
                continue  # anything else is a fault of shape
            if int(found[2]) > monthrange(_LEAP, int(found[1]))[1]:
                yield Finding(on, f"not a day of a year: {found[0]}", 'write month and day: on: "09-15"')


def calendar(plan: Node) -> Iterator[Finding]:
    """Terms and holidays have ids of their own; what opens at a term's start has terms to open at."""
    found = plan.get("calendar")
    spans = [*found.each("terms"), *found.each("holidays")] if found is not None else []
    yield from repeated(spans, "id", "term or holiday")
    if found is not None and found.each("terms"):
        return
    for duty in plan.each("duties"):
        for occasion in duty.each("when"):
            at = occasion.get("at")
            if at is not None and occasion.text("at") == "term-start":
                yield Finding(at, "the calendar has no terms", "list them under calendar: terms:, with start and end")


def waking(plan: Node) -> Iterator[Finding]:
    """Reminders go out at an hour at which people may be bothered; in quiet hours nobody would ever get one."""
    found = plan.get("calendar")
    written = {name: node for name in ("remind_at", *_QUIET) if found is not None and (node := found.get(name))}
    times = {name: _time(node) for name, node in written.items()}
    if not written or None in times.values():
        return  # an hour that is none is a fault of shape
    hours = Calendar.model_validate(times)
    if hours.quiet(hours.remind_at):
        node = written.get("remind_at") or next(written[name] for name in _QUIET if name in written)
        quiet = f"{hours.quiet_from:%H:%M}–{hours.quiet_to:%H:%M}"
        problem = f"reminders at {hours.remind_at:%H:%M} fall into the quiet hours {quiet}, and nobody would get one"
        yield Finding(node, problem, f"write remind_at: {hours.quiet_to:%H:%M} or later, or other quiet hours")


def _time(node: Node) -> time | None:
    try:
        return _TIME.validate_python(node.value)
    except ValidationError:
        return None


def holders(roster: Node, plan: Node) -> Iterator[Finding]:
    """Somebody on the roster owes each duty, and somebody can confirm it where the plan says so."""
    ids = {member.text("id") for member in roster.each("members")}
    roles = {role for member in roster.each("members") for role, _ in member.texts("roles")}
    for duty in plan.each("duties"):
        who = duty.get("who")
        for name, node in who.texts("members") if who is not None else ():
            if name not in ids:
                problem = f"duty {duty.text('id')} is owed by {name}, who is not on the roster"
                yield Finding(_at(roster), problem, f"add {name}, or mend plan.yaml line {node.line}")
        asked = [*(who.texts("roles") if who is not None else ()), *duty.texts("confirm_by")]
        for role, node in asked:
            if role not in roles and any(r.text("id") == role for r in plan.each("roles")):
                problem = f"nobody is {role}, who owes or confirms duty {duty.text('id')}"
                yield Finding(_at(roster), problem, f"write it at somebody, or mend plan.yaml line {node.line}")


def _at(roster: Node) -> Node:
    return roster.get("members") or roster


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (duties, year_days, calendar, waking)
WITH_PLAN: tuple[Callable[[Node, Node], Iterator[Finding]], ...] = (holders,)
