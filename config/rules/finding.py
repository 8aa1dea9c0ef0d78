"""What a rule finds, and what several rules look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from config.faults import Fault
from config.schema import parse_duration
from config.tree import Node


class Finding(NamedTuple):
    """At that node: what is wrong, and what to write instead."""

    node: Node
    problem: str
    mend: str

    def fault(self, file: str) -> Fault:
        """The finding as a fault of that file."""
        return Fault(file=file, line=self.node.line, key=self.node.key, problem=self.problem, mend=self.mend)


def repeated(items: Iterable[Node], key: str, kind: str) -> Iterator[Finding]:
    """Items whose text under `key` an earlier item has already."""
    first: dict[str, Node] = {}
    for item in items:
        text, node = item.text(key), item.get(key)
        if text is None or node is None:
            continue
        if text in first:
            yield Finding(node, f"{kind} {text} stands twice, first in line {first[text].line}", "rename or remove one")
        first.setdefault(text, node)


def named_twice(item: Node, key: str, kind: str = "", mend: str = "keep one of them") -> Iterator[Finding]:
    """Texts of the list under `key` that stand in it before."""
    seen: set[str] = set()
    for text, node in item.texts(key):
        if text in seen:
            yield Finding(node, f"{kind} {text} stands twice" if kind else f"{text} stands twice", mend)
        seen.add(text)


def duration(node: Node) -> timedelta | None:
    """The duration; None when it is none, which is a fault of shape."""
    try:
        return parse_duration(node.value)
    except PydanticCustomError:
        return None


@dataclass(frozen=True)
class Known:
    """The ids that a reference may name."""

    kind: str  # what they are the ids of, e.g. "group"
    ids: frozenset[str]

    def check(self, text: str, node: Node) -> Iterator[Finding]:
        """A finding when nothing has that id."""
        if text not in self.ids:
            near = get_close_matches(text, self.ids, n=1)
            few = ", ".join(sorted(self.ids)[:8]) + (" …" if len(self.ids) > 8 else "")
            mend = (
                f"did you mean {near[0]}?" if near else f"write one of: {few}" if few else f"add it to the {self.kind}s"
            )
            yield Finding(node, f"the plan has no {self.kind} {text}", mend)

    def check_each(self, item: Node, *keys: str) -> Iterator[Finding]:
        """Findings for the references under those keys, be they one or a list."""
        for key in keys:
            for text, node in item.texts(key):
                yield from self.check(text, node)


def known(plan: Node, kind: str, plural: str, key: str = "id") -> Known:
    """The ids that a list of the plan gives out."""
    return Known(kind, frozenset(text for item in plan.each(plural) if (text := item.text(key)) is not None))
