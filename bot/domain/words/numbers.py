"""Words made plain, and numbers in them."""

import re
import unicodedata
from typing import Final

CHINESE: Final = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"  # 1 to 99
_ENGLISH: Final = {
    "a couple of": 2, "an": 1, "a": 1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
ENGLISH: Final = f"(?:{'|'.join(_ENGLISH)})"

# Letters and figures of which words in Latin script are made. Chinese ones beside them are no part of the word, as in
# 「截止Friday」; \b would take them for one.
LATIN: Final = "0-9A-Za-zÀ-ɏ"
BEGIN: Final = f"(?<![{LATIN}])"
END: Final = f"(?![{LATIN}])"
WORDS: Final = re.ASCII | re.IGNORECASE  # else ı counts as an i, and "frı" is a day that no table knows

_DIGITS: Final = {digit: n for n, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2, "": 0}


def plain(text: str) -> str:
    """Full-width digits and signs as half-width ones, and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def number(text: str) -> int:
    """What the digits, or the numerals of `CHINESE` or `ENGLISH`, say."""
    if text.isdecimal():
        return int(text)
    if text.lower() in _ENGLISH:
        return _ENGLISH[text.lower()]
    tens, ten, ones = text.rpartition("十")
    return (10 * (_DIGITS[tens] or 1) if ten else 0) + _DIGITS[ones]
