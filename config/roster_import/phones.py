"""Phone numbers as they stand in the cells of a spreadsheet."""

import re
import unicodedata
from typing import Final

ROUNDED: Final = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d+)")  # 1.38E+10


def number_of(text: str) -> str:
    """A phone number without what spreadsheets and keyboards do to it."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'").removeprefix("tel:")
    if found := ROUNDED.fullmatch(plain):
        whole, part, power = found[1], found[2] or "", int(found[3])
        return whole + part if len(part) == power else plain
    plain = re.sub(r"[\u2010-\u2015\u2212.]|(?<=\d)\)", "-", plain).replace("(", "").replace(")", "")
    plain = re.sub(r"^(\d+)-0$", r"\1", plain) if re.fullmatch(r"\d{5,}-0", plain) else plain
    return re.sub(r"-{2,}|\s*-\s*", "-", " ".join(plain.split()))


def digits_of(phone: str) -> str:
    """The digits by which two ways of writing one number are the same: without the country's code and zeros before."""
    digits = re.sub(r"\D", "", phone)
    return digits.removeprefix("0086").lstrip("0") if not re.match(r"\+?86", phone) else digits[2:].lstrip("0")


def is_rounded(text: str, phone: str) -> bool:
    """Whether the text is what a spreadsheet shows of that number."""
    found, digits = ROUNDED.fullmatch(text.strip()), re.sub(r"\D", "", phone)
    if found is None or len(digits) > 15:
        return False
    last = 10 ** max(0, int(found[3][:2]) - len(found[2] or ""))
    return bool(abs(float(f"{found[1]}.{found[2] or 0}e{found[3][:2]}") - int(digits)) <= last / 2)
