"""`roster.yaml` written anew with as little of it changed as possible: comments, order of keys and layout stay.

A library's round trip would lay out the whole file its own way. Here the text of whoever is unchanged is not touched
at all; of whoever changed only the values that did; newcomers are written as their neighbour is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import takewhile
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config import tree
from config.roster import Member, Roster
from config.shape import shape

_WIDE: Final = 1_000_000
_FILE: Final = "roster.yaml"


class _CannotSay(Exception):
    """The text is laid out in a way that is not followed here."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """The new text; `kept` is False where the layout could not be followed, and comments are gone."""

    text: str
    kept: bool = True
    orphans: Sequence[tuple[str, str]] = field(default_factory=tuple)  # a comment that stood above a removed member


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One member in the text: what stands above it (blank lines, comments), and its own lines."""

    id: str
    above: str
    own: str
    member: Member | None  # None where the entry is at fault


def rewritten(text: str | None, roster: Roster) -> Written:
    """A text that reads as that roster, as close to the old one as can be."""
    if text is not None:
        try:
            made = _in_place(text, roster)
            if _read(made.text) == roster:
                return made
        except _CannotSay:
            pass
    plain = {"members": [entry_of(member) for member in roster.members]}
    return Written(text=_dumped(plain, flow=False), kept=text is None)


def entry_of(member: Member) -> dict[str, Any]:
    """Everything that an entry says; a channel's address is left out of dumps, and must not be lost here."""
    plain = {name: value for name, value in member.model_dump(mode="json").items() if value not in (None, [])}
    if member.channels:
        plain["channels"] = [
            {"id": way.id, "address": way.address} if way.address is not None else way.id for way in member.channels
        ]
    if member.lead and member.lead == member.group:
        plain["lead"] = True
    return plain


def _in_place(text: str, roster: Roster) -> Written:
    head, entries, tail = _taken_apart(text)
    known = {entry.id: entry for entry in reversed(entries)}  # of two with one id the first counts
    here = roster.by_id
    made, above, carried, orphans = [head], dict[str, str](), "", []
    for entry in entries:
        if entry.id in here and known[entry.id] is entry:
            above[entry.id] = _joined(carried, entry.above)
            carried = ""
        else:
            carried = _joined(carried, entry.above)
            orphans += [(entry.id, line) for line in _last_comment(entry.above)]
    model = entries[0].own
    end = "\r\n" if "\r\n" in text else "\n"
    for member in roster.members:
        found = known.get(member.id)
        if found is None:
            made.append(_new(member, model, end))
        else:
            own = found.own if found.member == member else _edited(found, member, end)
            made.append(above[member.id] + own)
            model = found.own
    lines = [part if part.endswith("\n") or not part else part + end for part in made]
    return Written(text="".join([*lines, carried, tail]), orphans=tuple(orphans))


def _taken_apart(text: str) -> tuple[str, list[_Entry], str]:
    """The lines before the first member, each member, and the lines after the last."""
    root = _composed(text)
    found = [v for k, v in root.value if k.value == "members"] if isinstance(root, MappingNode) else []
    if len(found) != 1 or not isinstance(found[0], SequenceNode) or found[0].flow_style or not found[0].value:
        raise _CannotSay
    key = next(k for k, _ in root.value if k.value == "members")
    at = _line_end(text, int(key.end_mark.index))
    head, entries = text[:at], []
    for item in found[0].value:
        start, end = _line_start(text, item.start_mark.index), _line_end(text, _last(item))
        dash = text[start : item.start_mark.index]
        if not isinstance(item, MappingNode) or start < at or dash.strip() != "-" or not dash.endswith(" "):
            raise _CannotSay
        value = _read_entry(text[start:end])
        entries.append(
            _Entry(id=value[0], above=text[at:start], own=text[start:end], member=value[1]),
        )
        at = end
    return head, entries, text[at:]


def _read_entry(own: str) -> tuple[str, Member | None]:
    """The id that stands there, and the member if the entry is sound."""
    root, faults = tree.parse(_FILE, f"members:\n{own}")
    items = root.each("members") if root is not None else ()
    if len(items) != 1:
        raise _CannotSay
    roster = None if faults else shape(_FILE, root, Roster)[0] if root is not None else None
    return items[0].text("id") or "", roster.members[0] if roster is not None else None


def _edited(entry: _Entry, member: Member, end: str) -> str:
    """The member's lines with the values that differ; written anew where that does not come out right."""
    before = entry.member
    try:
        own = entry.own
        for name, value in _differences(before, member) if before is not None else ():
            own = _set(own, name, value, end)
        if _read_entry(own) == (member.id, member):
            return own
    except _CannotSay:
        pass
    return _new(member, entry.own, end)


def _differences(before: Member, after: Member) -> Iterator[tuple[str, Any]]:
    """Names and new values; `lead: true` means something else in other groups."""
    plain = entry_of(after)
    for name in Member.model_fields:
        if getattr(before, name) != getattr(after, name) or (name == "lead" and before.group != after.group):
            yield name, plain.get(name)


def _set(own: str, name: str, value: Any, end: str) -> str:
    """One value set, added, or, when it is None, taken out."""
    item = _item(own)
    names = [key.value for key, _ in item.value]
    if name not in names:
        return own if value is None else _added(own, item, name, value, end)
    place = names.index(name)
    key, node = item.value[place]
    if value is None:
        return _without(own, item, place)
    if isinstance(node, ScalarNode) and isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    start: int = node.start_mark.index
    between = own[key.end_mark.index : start]
    words = _flow(value)
    if "\n" in between:  # a list below its key
        if between.strip() != ":":
            raise _CannotSay
        start, words = int(key.end_mark.index), f": {words}"
    return own[:start] + words + own[_last(node) :]


def _added(own: str, item: MappingNode, name: str, value: Any, end: str) -> str:
    last = _last(item.value[-1][1])
    if item.flow_style:
        return f"{own[:last]}, {name}: {_flow(value)}{own[last:]}"
    at = _line_end(own, last)
    line = f"{' ' * item.start_mark.column}{name}: {_flow(value)}{end}"
    return own[:at] + ("" if own[:at].endswith("\n") else end) + line + own[at:]


def _without(own: str, item: MappingNode, place: int) -> str:
    key, node = item.value[place]
    if place == 0:
        raise _CannotSay
    if item.flow_style:
        return own[: _last(item.value[place - 1][1])] + own[_last(node) :]
    return own[: _line_start(own, key.start_mark.index)] + own[_line_end(own, _last(node)) :]


def _new(member: Member, like: str, end: str) -> str:
    """The lines of somebody who is written as `like` is."""
    item = _item(like)
    dash = f"{' ' * (item.start_mark.column - 2)}- "
    plain = entry_of(member)
    if item.flow_style:
        inner = ", ".join(f"{name}: {_flow(value)}" for name, value in plain.items())
        return f"{dash}{{{inner}}}{end}"
    lines = [f"{name}: {_flow(value)}" for name, value in plain.items()]
    return dash + (end + " " * len(dash)).join(lines) + end


def _flow(value: Any) -> str:
    """The value as it may stand after a key, within braces or not."""
    return _dumped([value], flow=True).strip()[1:-1]


def _dumped(value: Any, *, flow: bool) -> str:
    yaml: Any = YAML()
    out = StringIO()
    yaml.width, yaml.allow_unicode, yaml.default_flow_style = _WIDE, True, flow
    yaml.dump(value, out)
    return out.getvalue()


def _read(text: str) -> Roster | None:
    root, faults = tree.parse(_FILE, text)
    return shape(_FILE, root, Roster)[0] if root is not None and not faults else None


def _composed(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise _CannotSay from error


def _item(own: str) -> MappingNode:
    item = _composed(own).value[0]
    assert isinstance(item, MappingNode)
    return item


def _last(node: Node) -> int:
    """Where the text of a node ends, without the comments and the blank lines after it."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        raise _CannotSay
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _joined(carried: str, above: str) -> str:
    """What stood above a member who is gone, and what stands above the next: not two gaps in a row."""
    return above if not carried.strip() and above[:1] in ("\n", "\r") else carried + above


def _last_comment(above: str) -> list[str]:
    """The comment that touches what comes below it, if there is one."""
    lines = list(takewhile(lambda line: line.strip().startswith("#"), reversed(above.splitlines())))
    return [" ".join(line.strip().lstrip("#").strip() for line in reversed(lines))] if lines else []
