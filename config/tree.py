"""YAML as a tree in which every value knows its line: read once, then checked for shape and for sense.

Scalars keep the text that was written, so clause 7.10 stays 7.10 and a phone keeps its leading zero; only
`true`, `false` and nothing at all have a meaning of their own. Anchors and tags have no use here: an
anchor is refused, because a few lines of them can stand for billions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.nodes import Node as YamlNode

from config.faults import Fault
from config.slips import continued_key, reading, slips

_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}

Value: TypeAlias = "str | bool | dict[str, Node] | list[Node] | None"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A value, the line where it begins (from 1), its path (`members[3].phone`) and how it was written."""

    value: Value
    line: int
    key: str
    bare: bool = False  # a scalar without quotes

    def get(self, name: str) -> "Node | None":
        """The value under a key; None when there is none or this is no map."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def text(self, name: str) -> str | None:
        """The text under a key; None when there is none or it is something else."""
        node = self.get(name)
        return node.value if node is not None and isinstance(node.value, str) else None

    def each(self, name: str) -> "Sequence[Node]":
        """The items of the list under a key; none when it is missing or no list."""
        node = self.get(name)
        return node.value if node is not None and isinstance(node.value, list) else ()

    def texts(self, name: str) -> "Iterator[tuple[str, Node]]":
        """The texts under a key, be it one or a list of them, each with where it stands."""
        node = self.get(name)
        for item in () if node is None else node.value if isinstance(node.value, list) else (node,):
            if isinstance(item.value, str):
                yield item.value, item

    def at(self, path: Sequence[int | str]) -> "Node":
        """The deepest node on a path of keys and indexes; parts that lead nowhere are passed over."""
        node = self
        for part in path:
            if isinstance(node.value, dict) and part in node.value:
                node = node.value[str(part)]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
        return node

    def plain(self) -> object:
        """The value without its places, for validation."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


def parse(file: str, text: str) -> tuple[Node | None, list[Fault]]:
    """The tree of a YAML text and what is wrong with it as YAML; no tree when nothing can be made of it."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        if root is None:
            return None, [_fault(file, 0, "", "there is nothing in the file", "write it, or take the example unit's")]
        growing = _Growing(file, text.splitlines())
        return growing.grow(root, "", 1), growing.faults
    except MarkedYAMLError as error:
        return None, _syntax(file, text, error)
    except YAMLError:
        return None, list(slips(file, text)) or [_fault(file, 0, "", "this is not YAML", "compare it with the example")]
    except (RecursionError, ValueError):
        # The library answers some nonsense (a version of a thousand digits, a list in a list in a list…) with these.
        return None, [_fault(file, 0, "", "this cannot be read as YAML", "compare it with the example unit")]


@dataclass
class _Growing:
    """Turns the library's nodes into ours, noting duplicate keys, keys that are not text, and aliases."""

    file: str
    lines: Sequence[str]
    faults: list[Fault] = field(default_factory=list)

    def grow(self, node: YamlNode, key: str, line: int) -> Node:
        if node.anchor is not None:
            self._note(node, key, "an anchor (&) is not read here", "write the value out each time")
            return Node(value=None, line=line, key=key)
        if isinstance(node, ScalarNode):
            return self._scalar(node, key, line)
        if isinstance(node, MappingNode):
            return Node(value=self._map(node, key), line=line, key=key)
        items = [self.grow(item, f"{key}[{i}]", _line(item)) for i, item in enumerate(node.value)]
        return Node(value=items, line=line, key=key)

    def _map(self, node: MappingNode, key: str) -> dict[str, Node]:
        children: dict[str, Node] = {}
        for name, child in node.value:
            if not isinstance(name, ScalarNode):
                self._note(name, key, "a key must be a word", "put text that begins with { or [ in quotes")
                continue
            word = self._text(name, key)
            path = f"{key}.{word}" if key else word
            if word in children:
                first = children[word].line
                self._note(name, path, f"this key stands twice, first in line {first}", "keep one of them")
                continue
            children[word] = self.grow(child, path, _line(name))
        return children

    def _scalar(self, node: ScalarNode, key: str, line: int) -> Node:
        bare = not node.style
        if bare and node.value.lower() in _WORDS:
            return Node(value=_WORDS[node.value.lower()], line=line, key=key, bare=True)
        if bare and node.start_mark.line != node.end_mark.line:
            self.faults += continued_key(self.file, self.lines, node.start_mark.line, node.end_mark.line)
        return Node(value=self._text(node, key), line=line, key=key, bare=bare)

    def _text(self, node: ScalarNode, key: str) -> str:
        """The scalar's text; an escape for half a character (`\\ud800`) is noted and replaced."""
        text = str(node.value)
        whole = text.encode("utf-8", "replace").decode("utf-8")
        if whole != text:
            self._note(node, key, "an escape for half a character", "write the character itself")
        return whole

    def _note(self, node: YamlNode, key: str, problem: str, mend: str) -> None:
        self.faults.append(_fault(self.file, _line(node), key, problem, mend))


def _line(node: YamlNode) -> int:
    return int(node.start_mark.line) + 1


def _syntax(file: str, text: str, error: MarkedYAMLError) -> list[Fault]:
    """What a person most likely mistyped, and what the library ran into, unless the one explains the other."""
    said = f"{error.context or ''} {error.problem or ''}"
    unclosed = error.context_mark is not None and ("expected ',' or" in said or "unexpected end of stream" in said)
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    stumbled = {line, line - 1}
    found = list(slips(file, text, stumbled))
    if any(fault.line in stumbled for fault in found):
        return found
    return [*found, _fault(file, line, "", *reading(said))]


def _fault(file: str, line: int, key: str, problem: str, mend: str) -> Fault:
    return Fault(file=file, line=line, key=key, problem=problem, mend=mend)
