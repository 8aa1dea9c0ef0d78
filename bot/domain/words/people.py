"""Whom words name."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.words.numbers import LATIN, plain
from config.roster import Member, Roster


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where plain words name somebody; `members` are several when they have the same name."""

    members: tuple[Member, ...]
    start: int
    end: int


def mentions(words: str, roster: Roster) -> list[Mention]:
    """Every name that stands in plain words, in order. A name within a longer one is not meant.

    An id counts where no name stands, and to tell apart people of the same name.
    """
    names = _longest_apart(_names(words, roster))
    if not names:
        return _longest_apart(_ids(words, roster.members))
    told_apart = [id_ for name in names if len(name.members) > 1 for id_ in _ids(words, name.members)]
    chosen = {member.id for id_ in told_apart for member in id_.members}
    clear = [
        Mention(
            members=tuple(m for m in name.members if m.id in chosen) or name.members, start=name.start, end=name.end
        )
        for name in names
    ]
    return _longest_apart([*clear, *told_apart])


def meant(found: Iterable[Mention]) -> list[Member]:
    """Everybody whom these may mean, once each."""
    return list({member.id: member for mention in found for member in mention.members}.values())


def without(words: str, found: Iterable[Mention]) -> str:
    """The words with a blank for each letter of these, so that every other keeps its place."""
    for mention in found:
        words = words[: mention.start] + " " * (mention.end - mention.start) + words[mention.end :]
    return words


def called(roster: Roster, words: str) -> list[Member]:
    """When words are nothing but a name: exactly that id or name, or else names that hold the words."""
    name = plain(words).lower()
    if not name:
        return []
    exact = [member for member in roster.members if name in (member.id, plain(member.name).lower())]
    return exact or [member for member in roster.members if name in plain(member.name).lower()]


def called_first(roster: Roster, words: str) -> tuple[list[Member], str]:
    """Whom the words name, wholly or by their first word, and what else they say."""
    words = plain(words)
    if found := mentions(words, roster):
        return meant(found), without(words, found).strip()
    name, _, rest = words.partition(" ")
    return called(roster, name), rest


def _names(words: str, roster: Roster) -> Iterator[Mention]:
    lower, by_name = words.lower(), dict[str, list[Member]]()
    for member in roster.members:
        by_name.setdefault(plain(member.name).lower(), []).append(member)
    for name, members in by_name.items():
        if name in lower:
            yield from _standing(words, name, members)


def _ids(words: str, members: Sequence[Member]) -> Iterator[Mention]:
    lower = words.lower()
    for member in members:
        if member.id in lower:
            yield from _standing(words, member.id, [member], apart=f"{LATIN}-")


def _standing(words: str, name: str, members: Sequence[Member], apart: str = LATIN) -> Iterator[Mention]:
    """Each place where the name stands and is no part of another word; a Chinese name need not stand apart."""
    before = rf"(?<![{apart}])" if re.match(rf"[{apart}]", name) else ""
    after = rf"(?![{apart}])" if re.search(rf"[{apart}]$", name) else ""
    for match in re.finditer(before + re.escape(name) + after, words, re.IGNORECASE):
        yield Mention(members=tuple(members), start=match.start(), end=match.end())


def _longest_apart(found: Iterable[Mention]) -> list[Mention]:
    """Those that do not overlap: the longest first, then in the order of the words."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        at = bisect_left(kept, mention.start, key=lambda one: one.start)  # the others do not overlap: two are near
        if all(mention.end <= near.start or near.end <= mention.start for near in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, mention)
    return kept
