"""A file of a unit as text: found, of a sane size, and in UTF-8; otherwise a fault that says how to get there."""

import codecs
import re
from pathlib import Path
from typing import Final

from config.faults import Fault

LARGEST: Final = 2_000_000  # bytes; a roster of a thousand people is a tenth of it

_AS_UTF8: Final = "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(file: Path) -> str | Fault:
    """The text of the file, without a byte order mark; or why it cannot be read."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            return _fault(
                file, f"{size:,} bytes, at most {LARGEST:,} are read", "keep only the plan or the roster in it"
            )
        data = file.read_bytes()
    except FileNotFoundError:
        return _fault(file, "this file is missing", f"write it, or take {file.name} of the example unit")
    except IsADirectoryError:
        return _fault(file, "this is a folder", "put a file of that name in its place")
    except OSError as error:
        return _fault(file, f"cannot be read ({error.strerror})", "let the account that runs Muster read it")
    return _decode(file, data)


def _decode(file: Path, data: bytes) -> str | Fault:
    if data.startswith(_UTF16) or b"\0" in data[:2]:
        return _fault(file, "the file is in UTF-16", _AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            return _fault(file, "the file is not in UTF-8", _AS_UTF8, line)
        return _fault(file, "the file is in GB18030 (GBK)", _AS_UTF8, line)
    if not text.strip():
        return _fault(file, "the file is empty", f"write it, or take {file.name} of the example unit")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        return _fault(file, f"a control character (U+{ord(control.group()):04X})", "delete it", line)
    return text


def _fault(file: Path, problem: str, mend: str, line: int = 0) -> Fault:
    return Fault(file=file.name, line=line, key="", problem=problem, mend=mend)
