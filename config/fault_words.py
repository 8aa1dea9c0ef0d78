"""Faults in the language of a unit's screens.

The checks say what is wrong in English, for the terminal. The English catalogue holds each of their sentences with
`{names}` for what is filled in; a sentence is found there by its form, and said in the other language with the same
values. What the catalogue does not know (a library's own words) stays as it is.
"""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Final

from config.faults import Fault, printable
from config.texts import Texts, catalogue

_FAULT: Final = "fault."
_KIND: Final = "fault.kind."
_PLACES: Final = ("fault.at_", "fault.in_", _KIND)


def worded(fault: Fault, t: Texts) -> str:
    """The fault as one line: where it stands, what is wrong, and the mend."""
    form = ("at_line" if fault.line else "in_file") + ("_key" if fault.key else "")
    place = t(_FAULT + form, file=fault.file, line=fault.line, key=fault.key[:120])
    return printable(t("fault.in_full", place=place, problem=said(fault.problem, t), mend=said(fault.mend, t)))


def said(english: str, t: Texts) -> str:
    """A sentence of the checks in that language."""
    for key, pattern in _forms():
        if (found := pattern.fullmatch(english)) is not None:
            return t(key, **{name: _kind(name, value, t) for name, value in found.groupdict().items()})
    return english


def _kind(name: str, value: str, t: Texts) -> str:
    """What a sentence is about has a word of its own: a group, a role."""
    return t(_kinds()[value]) if name == "kind" and value in _kinds() else value


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence as a pattern, those with the most words of their own first."""
    known = {key: words for key, words in _english().items() if not key.startswith(_PLACES)}
    literal = {key: sum(len(text) for text, *_ in Formatter().parse(words)) for key, words in known.items()}
    return tuple((key, _pattern(known[key])) for key in sorted(known, key=lambda key: -literal[key]))


def _pattern(words: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    for text, name, *_ in Formatter().parse(words):
        parts.append(re.escape(text))
        if name:
            some = "|".join((*map(re.escape, _kinds()), ".*")) if name == "kind" else ".*"
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{some})")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


@cache
def _kinds() -> Mapping[str, str]:
    return {words: key for key, words in _english().items() if key.startswith(_KIND)}


def _english() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue("en") if str(m.id).startswith(_FAULT)}
