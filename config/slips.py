"""Slips of the keyboard that YAML does not explain: tabs, and the full-width punctuation of a Chinese input method.

A full-width colon is an ordinary letter to YAML, so `name：林远` is no key and the error, if there is one,
points somewhere else.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from config.faults import Fault

_LONGEST: Final = 1000  # characters of a line that is looked at: nobody types more, and patterns take their time
_Slip = tuple[re.Pattern[str], str, str]  # where it is seen, the problem, the mend

# Wrong wherever they stand in a file that YAML could not read.
_ANYWHERE: Final[tuple[_Slip, ...]] = (
    (re.compile(r"^ *\t\s*\S"), "a tab in the indentation", "indent with spaces"),
    (re.compile(r"^\s*\u3000\s*\S"), "a full-width space in the indentation", "indent with ordinary spaces"),
    (
        re.compile(r"^\s*(?:- +)?[\"“]?[a-z_]{2,40}[\"”]?\s?："),
        "a full-width colon （：） after a key",
        "write : and a space",
    ),
    (re.compile(r"^[^#\"']*[:,\[-] +\"[^\"]*$"), "a quote that is not closed on its line", "close it"),
    (re.compile(r"^\s*－\s*\S"), "a full-width dash before a list item", "write - and a space"),
)
# Right in many a text, and only suspicious where YAML stumbled.
_NEAR: Final[tuple[_Slip, ...]] = (
    (re.compile(r"^\s*＃"), "a full-width ＃ before a comment", "write #"),
    (re.compile(r"^\s*[—–]\s*\S"), "a dash that is no hyphen before a list item", "write - and a space"),
    (re.compile(r"\{[^}\"']*[，、]\s*[a-z_]{2,40}:"), "a full-width comma （，） between keys", "write , and a space"),
    (re.compile(r"\[[\w\s\"'-]*[，、]|[\"']\s*[，、]"), "a full-width comma （，） in a list", "write , and a space"),
    (
        re.compile(r"[:,\[-]\s*[^\"'{}\s,][^\"'{},]*\{\w*\}|:\s+\{\w*\}"),
        "{ } in a text without quotes",
        'write "…" around it',
    ),
    (re.compile(r"^\s*(?:- +)?[a-z_]{2,40}:[^\s:/]"), "no space after the colon", "write : and a space"),
    (re.compile(r":\s+[@`%]"), "a sign that cannot begin a text", 'write "…" around the text'),
)
_CONTINUED: Final = re.compile(r"^\s*[a-z_]{2,40}\s?(?:：|:(?=\S))")
# What the library says, what it means, and what mends it; the last is for whatever else it may say.
_READINGS: Final = (
    (
        "another document",
        "a second document begins here (---)",
        "take the --- out; a file holds one plan or one roster",
    ),
    (
        "mapping values are not allowed",
        "a colon where none can be",
        'indent keys alike; put text that holds ": " in quotes',
    ),
    (
        "expected ',' or",
        "this [ or { is not closed, or a comma is missing in it",
        "close it, and part its items by commas",
    ),
    ("expected ':'", "no colon after this key, or in the line above", "write : and a space after each key"),
    ("unexpected end of stream", "this quote is never closed", "close it on the same line"),
    (
        "expected <block end>",
        "this line does not go on from those above",
        "indent the keys of one map alike; keep a text within one pair of quotes",
    ),
    ("that cannot start any token", "a sign that cannot begin a text", "put the text in quotes"),
    ("alias", "a text cannot begin with *", "put it in quotes"),
    ("", "this is not YAML", "look at this line and the one above: indentation, colons, quotes, brackets"),
)
_IN_VALUE: Final = (
    ("：", "it holds a full-width colon; in YAML write : and a space"),
    ("，", "it holds a full-width comma; in a list write , and a space"),
    ("、", "it holds 、; in a list write , and a space"),
    ("“", 'it holds full-width quotes; write " or leave them out'),
    ("”", 'it holds full-width quotes; write " or leave them out'),
    ("［", "it holds a full-width bracket; write [ and ]"),
)


def slips(file: str, text: str, stumbled: Container[int] = ()) -> Iterator[Fault]:
    """The slips in a text that YAML could not read; `stumbled` has the lines (from 1) that it could not get over."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > _LONGEST or line.lstrip().startswith("#"):
            continue
        for pattern, problem, mend in (*_ANYWHERE, *(_NEAR if number in stumbled else ())):
            if pattern.search(line):
                yield Fault(file=file, line=number, key="", problem=problem, mend=mend)
                break


def reading(problem: str) -> tuple[str, str]:
    """Problem and mend, in words for a person, of what the YAML library ran into."""
    return next((words, mend) for said, words, mend in _READINGS if said in problem)


def continued_key(file: str, lines: Sequence[str], first: int, last: int) -> Iterator[Fault]:
    """Lines (from 0, after `first`) that YAML takes as more of the value above, but which look like a key."""
    for number in range(first + 1, min(last + 1, len(lines))):
        if _CONTINUED.match(lines[number]):
            yield Fault(
                file=file,
                line=number + 1,
                key="",
                problem="YAML reads this line as more of the value above",
                mend="write : (half-width) and a space after the key, and indent it like the other keys",
            )


def hint(value: object) -> str | None:
    """What full-width punctuation in a refused value was probably meant for."""
    if not isinstance(value, str):
        return None
    return next((mend for sign, mend in _IN_VALUE if sign in value), None)
