"""A fault of a unit's files: where it stands, what is wrong, and how to mend it.

UnitFaults      a unit's plan or roster cannot be used; carries every Fault that was found
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Fault:
    """One fault. `line` counts from 1, or is 0 for the file as a whole; `key` is the path of the value, or empty."""

    file: str
    line: int
    key: str
    problem: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key[:120]}:" if self.key else ""
        return printable(f"{place}:{key} {self.problem} — {self.mend}")


class UnitFaults(Exception):
    """The unit's files cannot be used. `faults` has every fault of one run, in the order of the files."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def printable(line: str) -> str:
    """One line for any terminal and screen: what a file has quoted may hold line breaks, controls, half characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
