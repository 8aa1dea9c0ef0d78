"""Short notes between incidents name nobody: one that carries an identity-card or phone number is refused.

Dates, amounts and numbers of hazards or incidents are let through. This is a net for slips, not a lock: whoever
means to evade it can.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import accumulate, takewhile
from typing import Final

# What people put between the digits of one number.
_RUN: Final = re.compile(r"\d+(?:[ \t\-‐‑‒–—−.·()]{1,3}\d+)*(?:[ \-]?X(?![A-Z]))?", re.IGNORECASE)
_OWN: Final = re.compile(r"(?<!\d)(?:19|20)\d\d-\d{1,3}(?![\d])")  # H-2026-003, 2026-003
_DIGITS: Final = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SPELT: Final = re.compile(rf"[{_DIGITS}](?:[ \-·.]?[{_DIGITS}]){{6,}}")  # spelt out, as one reads a number aloud
_SPELLING: Final = str.maketrans(_DIGITS, "001234567891123456789")

_DATED: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|-\d{1,3})(?!\d)")
_SHORTEST: Final = 7  # digits of a number that reaches somebody
_CARD: Final = 18  # digits of an identity card
_REGION: Final = 6  # digits that it begins with
_LONGEST: Final = 20  # digits of any number that we look for
_MOBILE: Final = re.compile(r"(?:00?86|86)?1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"0[1-9]\d{8,9}|0[3-9]\d{2}[1-9]\d{6,7}|(?:00)?86(?:10|2\d)[2-9]\d{7}")
_ABROAD: Final = re.compile(r"(?<!\d)(?:\+|00)[1-9](?:[ \-.()/]{0,3}\d){7,13}(?!\d)")
# Somebody may put anything between the groups of a number; then only its own grouping tells it from a list.
_APART: Final = re.compile(r"(?<!\d)\d++(?:[\W_]{1,3}\d++)+X?", re.IGNORECASE)
_GROUPED: Final = re.compile(  # but for 131、1201、1202 室
    r"(?<!\d)1[3-9]\d[\W_]{1,3}\d{4}[\W_]{1,3}\d{4}(?!\d|(?:[、,] ?\d{3,4}){0,20} ?[号楼层室门栋间])"
)
# 20260309, 20260309134500
_DAY: Final = re.compile(r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?(?!\d)")
_CALLED: Final = re.compile(
    r"(?:电话|手机|座机|热线|联系方式|致电|\bphone|\bmobile|\btel\b|\bcall)\D{0,6}\d(?:[ \-]?\d){6,}", re.IGNORECASE
)


def refusal_of(text: str) -> str | None:
    """Why the note is refused: `note.identity_card` or `note.phone`; None when it may stand."""
    plain = _plain(text)
    numbers = [number for run in _RUN.findall(_OWN.sub("#", plain)) for number in _numbers(run)]
    if any(_identity_card(number) for number in (*numbers, *_apart(plain))):
        return "note.identity_card"
    if any(_MOBILE.fullmatch(n) or _LANDLINE.fullmatch(n) for n in numbers):
        return "note.phone"
    called = _CALLED.search(_DAY.sub("#", _unlike(plain)))
    return "note.phone" if called or _ABROAD.search(plain) or _GROUPED.search(plain) else None


def without_numbers(text: str) -> str:
    """The text with … for whatever may be somebody's phone or identity card: seven digits and more, but for dates."""
    plain = _plain(text)
    return text if not any(_long(run[0]) for run in _RUN.finditer(_unlike(plain))) else _masked(plain)


def _masked(plain: str) -> str:
    hidden = [run.span() for run in _RUN.finditer(_unlike(plain)) if _long(run[0])]
    for start, end in reversed(hidden):
        plain = f"{plain[:start]}…{plain[end:]}"
    return plain


def _unlike(plain: str) -> str:
    """Dates and numbers of our own give way to as many signs that are no digits."""
    return _DATED.sub(lambda match: "#" * len(match[0]), plain)


def _long(run: str) -> bool:
    groups = re.findall(r"\d+", run)
    calls = all(len(group) == 3 for group in groups)  # 120 110 119
    return sum(map(len, groups)) >= _SHORTEST and not calls


def _plain(text: str) -> str:
    """Full-width and spelt-out digits as digits, without characters that nobody sees."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in seen)
    return _SPELT.sub(lambda match: match[0].translate(_SPELLING), digits)


def _numbers(run: str) -> Iterator[str]:
    """What the run may be read as: a group by itself, groups of three and more together, or single digits in a row."""
    groups = re.findall(r"\d+X?|X", run.upper())
    if len(groups) > 1 and groups[-1] == "X":
        groups = [*groups[:-2], groups[-2] + "X"]
    yield from groups
    if all(len(group) == 1 for group in groups):
        yield "".join(groups)
    for start, first in enumerate(groups):
        number = first
        for before, group in zip(groups[start:], groups[start + 1 :], strict=False):
            number += group
            if len(number) > _LONGEST or not _joins(before, group):
                break
            yield number


def _apart(plain: str) -> Iterator[str]:
    """Whole groups that make eighteen digits, whatever stands between them; the first is a region's or longer."""
    for run in _APART.findall(plain):
        groups = re.findall(r"\d+X?", run.upper())
        for start in (at for at, group in enumerate(groups) if len(group) >= _REGION):
            joined = takewhile(lambda number: len(number) <= _CARD, accumulate(groups[start:]))
            yield from (number for number in joined if len(number) == _CARD)


def _joins(before: str, group: str) -> bool:
    """Groups of one or two digits are dates and counts, but for the country's and the great cities' codes."""
    abroad = before in ("86", "0086")
    code = abroad or re.fullmatch(r"10|2\d", before) is not None
    return (len(before) >= 3 or code) and (len(group) >= 3 or (abroad and len(group) == 2))


def _identity_card(number: str) -> bool:
    """18 digits (the last may be X) or, in the old form, 15, with a possible date of birth inside."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return _is_day(number[6:14])
    return re.fullmatch(r"[1-9]\d{14}", number) is not None and _is_day(f"19{number[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False
