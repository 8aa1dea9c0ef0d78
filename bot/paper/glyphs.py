"""Which characters can be printed. A typesetter draws a box for one that the font lacks, and says nothing."""

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from bot.paper.render import FONTS


def missing_glyphs(text: str) -> set[str]:
    """The characters of the text that no shipped font holds; spaces and control characters do not count."""
    return {sign for sign in text if ord(sign) not in _held() and not _unseen(sign)}


def _unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Mn")


@cache
def _held() -> frozenset[int]:
    held: set[int] = set()
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            held |= set(font.getBestCmap())
    return frozenset(held)
