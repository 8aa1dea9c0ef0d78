"""The duty roster: rotations of people whom the roster has, and shifts that nobody has twice."""

from collections.abc import Callable, Iterator
from datetime import datetime

from pydantic import ValidationError

from config.duty_roster import FileShift
from config.rules.finding import Finding, Known, known, repeated
from config.tree import Node


def rotations(plan: Node) -> Iterator[Finding]:
    """Each rotation stands once and names a role of the plan; nobody stands in it twice in a row by mistake."""
    found = _rotations(plan)
    yield from repeated(found, "id", "rotation")
    roles = known(plan, "role", "roles")
    for rotation in found:
        yield from roles.check_each(rotation, "role")


def rotation_members(plan: Node, roster: Node) -> Iterator[Finding]:
    """Whoever takes turns is on the roster, and somebody holds the role of a rotation."""
    people = _people(roster)
    held = {role for member in roster.each("members") for role, _ in member.texts("roles")}
    for rotation in _rotations(plan):
        yield from _check(people, rotation, "members")
        for role, node in rotation.texts("role"):
            if role not in held:
                yield Finding(
                    node, f"nobody on the roster is {role}", f"add {role} to somebody's roles:, or name members"
                )


def shifts(duty_roster: Node, roster: Node | None) -> Iterator[Finding]:
    """Whoever has a shift is on the roster, and has no other of the kind at the same time."""
    people = _people(roster) if roster is not None else None
    for shift in duty_roster.each("shifts"):
        if people is not None:
            yield from _check(people, shift, "member")
    latest: dict[tuple[str, str], tuple[datetime, Node]] = {}
    for read, node in sorted(_read(duty_roster), key=lambda pair: (pair[0].start, pair[0].end)):
        who = (read.kind, read.member)
        if who in latest and read.start < latest[who][0]:
            problem = f"{read.member} has a shift at this time already, line {latest[who][1].line}"
            yield Finding(node, problem, "take one of the two out, or mend its times")
        if who not in latest or read.end > latest[who][0]:
            latest[who] = (read.end, node)


def _check(people: Known, item: Node, key: str) -> Iterator[Finding]:
    for finding in people.check_each(item, key):
        yield finding._replace(problem=finding.problem.replace("the plan has no", "the roster has no"))


def _people(roster: Node) -> Known:
    return known(roster, "member", "members")


def _rotations(plan: Node) -> list[Node]:
    watch = plan.get("duty_roster")
    return list(watch.each("rotations")) if watch is not None else []


def _read(duty_roster: Node) -> Iterator[tuple[FileShift, Node]]:
    for node in duty_roster.each("shifts"):
        try:
            yield FileShift.model_validate(node.plain()), node
        except ValidationError:
            continue  # a fault of shape, which is told elsewhere


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (rotations,)
