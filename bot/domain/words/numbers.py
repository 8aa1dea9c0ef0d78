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

_DIGITS: Final = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "": 0}
# Figures anywhere in a short answer; numerals only where they can be nothing else: 「一切正常」 gives no number, nor do
# 「周三」, 「第三次」, 「上一次」, 「一次都没有」 and 「十几次」.
_FIGURES: Final = re.compile(r"\D{0,12}?(\d{1,7})\D{0,40}", re.DOTALL)
_COUNTERS: Final = "[次人个件起份条项名处回遍位场台家户天]"
_NUMERALS: Final = "零〇一二两三四五六七八九十"
_SPOKEN: Final = re.compile(
    rf"(?:[^\d{_NUMERALS}百千万几第每没未无不]{{0,12}}?(?:(?<=[共计是为:])|一共|(?=(?:{CHINESE}|[零〇]) ?{_COUNTERS})"
    rf"(?<![上下这那再另同某周期拜])))?(?P<words>{CHINESE}|[零〇]) ?{_COUNTERS}?"
    rf"(?:左右)?(?:[ ,.。;、!~](?!.*[{_NUMERALS}百千万]{_COUNTERS})\D{{0,40}})?"
)


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


def count(text: str) -> int | None:
    """The one number that an answer in words gives; None when it gives none, or several."""
    words = plain(text)
    if (figures := _FIGURES.fullmatch(words)) is not None:
        return int(figures[1])
    spoken = _SPOKEN.fullmatch(words)
    return number(spoken["words"]) if spoken is not None else None
