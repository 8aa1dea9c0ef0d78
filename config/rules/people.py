"""The people of a roster: each once, reachable, and enough of them for every group, tier and role of the plan."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from config.rules.finding import Finding, known, named_twice, repeated
from config.tree import Node

# Two spellings of one number differ in these, after the + or 00.
_COUNTRIES: Final = ("852", "853", "886", "86", "44", "1")


def anybody(roster: Node) -> Iterator[Finding]:
    """There is somebody on the roster."""
    members = roster.get("members")
    if members is not None and members.value == []:
        yield Finding(members, "nobody is on the roster", "add the members, each with id, name, title, phone and tier")


def unique(roster: Node) -> Iterator[Finding]:
    """Each member stands once."""
    yield from repeated(roster.each("members"), "id", "member")


def phones(roster: Node) -> Iterator[Finding]:
    """Each phone is one person's, and lost no digit on the way from a spreadsheet."""
    first: dict[str, Node] = {}
    for member in roster.each("members"):
        text, node = member.text("phone"), member.get("phone")
        if text is None or node is None:
            continue
        number = _subscriber(text)
        if number in first and len(number) >= 3:
            problem = f"another member has this number, line {first[number].line}"
            yield Finding(node, problem, "write each person's own number")
        first.setdefault(number, node)
        yield from _lost_digits(text, node)


def groups_once(roster: Node) -> Iterator[Finding]:
    """Nobody names a group or a role twice."""
    for member in roster.each("members"):
        for key in ("group", "roles"):
            yield from named_twice(member, key)


def references(roster: Node, plan: Node) -> Iterator[Finding]:
    """Roles, groups and tiers are the plan's."""
    groups, roles = known(plan, "group", "groups"), known(plan, "role", "roles")
    tiers = known(plan, "tier", "tiers", key="number")
    for member in roster.each("members"):
        yield from roles.check_each(member, "roles")
        yield from groups.check_each(member, "group")
        yield from tiers.check_each(member, "tier")


def leads(roster: Node, plan: Node) -> Iterator[Finding]:
    """Each group has one lead, who is in it."""
    lead_of: dict[str, Node] = {}
    for member in roster.each("members"):
        own, lead = [text for text, _ in member.texts("group")], member.get("lead")
        for text, node in member.texts("lead"):
            if text not in own:
                mend = "write lead: true" if text in ("yes", "on") else f"add {text} to group:, or take it out of lead:"
                yield Finding(node, f"leads {text} without being in it", mend)
        for group in _leads(member):
            if group in lead_of and lead is not None:
                problem = f"group {group} has a lead already, line {lead_of[group].line}"
                yield Finding(lead, problem, "keep one; who comes next takes over when the lead is silent")
            lead_of.setdefault(group, member)
    members = roster.get("members")
    for group_id, name, _ in _groups(plan):
        if group_id not in lead_of and members is not None:
            yield Finding(members, f"group {group_id} ({name}) has no lead", "write lead: true at one of its members")


def strength(roster: Node, plan: Node) -> Iterator[Finding]:
    """Each group has at least the people that the plan asks for."""
    members, size = roster.get("members"), defaultdict[str, int](int)
    for member in roster.each("members"):
        for group in {text for text, _ in member.texts("group")}:
            size[group] += 1
    for group_id, name, least in _groups(plan):
        if members is not None and least.isascii() and least.isdigit() and size[group_id] < int(least[:9]):
            problem = f"group {group_id} ({name}) has {size[group_id]} of at least {least[:9]} people"
            yield Finding(members, problem, f"add group: {group_id} to more members")


def tiers(roster: Node, plan: Node) -> Iterator[Finding]:
    """No tier of the alert is empty."""
    members, filled = roster.get("members"), {member.text("tier") for member in roster.each("members")}
    for tier in plan.each("tiers"):
        number = tier.text("number")
        if members is not None and number is not None and number not in filled:
            yield Finding(
                members, f"nobody is in tier {number} ({tier.text('name')})", f"write tier: {number} at somebody"
            )


def holders(roster: Node, plan: Node) -> Iterator[Finding]:
    """Somebody holds each role of the succession, of the command post and of the office."""
    members, held = roster.get("members"), {r for m in roster.each("members") for r, _ in m.texts("roles")}
    names = {role.text("id"): role.text("name") for role in plan.each("roles")}
    needed = dict.fromkeys(r for key in ("succession", "command_post", "office") for r, _ in plan.texts(key))
    for role in needed:
        if members is not None and role not in held and role in names:
            yield Finding(members, f"nobody is {role} ({names[role]})", f"add {role} to somebody's roles:")


def _leads(member: Node) -> list[str]:
    """The groups that a member leads, and is in."""
    lead, own = member.get("lead"), [text for text, _ in member.texts("group")]
    if lead is not None and lead.value is True:
        return own
    return [text for text, _ in member.texts("lead") if text in own]


def _groups(plan: Node) -> Iterator[tuple[str, str, str]]:
    """Id, name and minimum strength of each group, as far as they are written."""
    for group in plan.each("groups"):
        if group_id := group.text("id"):
            yield group_id, group.text("name") or "", group.text("strength") or ""


def _subscriber(phone: str) -> str:
    """The digits that two spellings of one number share: without +86 or 0086, and without the trunk's 0."""
    digits = "".join(c for c in phone if c.isdigit())
    abroad = phone.strip().startswith("+") or digits.startswith("00")
    digits = digits.lstrip("0")
    country = next((c for c in _COUNTRIES if digits.startswith(c)), "") if abroad else ""
    return digits.removeprefix(country).lstrip("0")


def _lost_digits(phone: str, node: Node) -> Iterator[Finding]:
    """A bare run of digits is what a spreadsheet leaves: check what it may have dropped in front."""
    if not node.bare or not (phone.isascii() and phone.isdigit()) or phone.startswith("0"):
        return
    mobile = len(phone) == 11 and phone.startswith("1")
    if len(phone) == 13 and phone.startswith("86"):
        yield Finding(node, f"this number lost its +: {phone}", f'write "+{phone}"')
    elif len(phone) >= 9 and not mobile:
        yield Finding(node, f"this number may have lost its leading 0 or +: {phone}", "write all digits, in quotes")


ALONE: tuple[Callable[[Node], Iterator[Finding]], ...] = (anybody, unique, phones, groups_once)
WITH_PLAN: tuple[Callable[[Node, Node], Iterator[Finding]], ...] = (references, leads, strength, tiers, holders)
