"""The hash chain of the log: each record's hash covers the record and the hash of the one before it.

There is one chain a unit, across all its streams. Whoever changes, removes, adds or reorders a record has to
recompute every hash after it; a copy of a later hash kept elsewhere (a backup, a report) then tells. The chain
finds tampering and rot; against somebody who may rewrite the whole file it is only as good as that copy.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

GENESIS: Final = "0" * 64  # what stands before the first record of a unit

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(data: Mapping[str, Any]) -> str:
    """The one JSON text of `data`. TypeError or ValueError when JSON cannot hold it."""
    return _encode(data)


def link(
    previous: str, *, unit: str, seq: int, stream: str, version: int, time: str, actor: str, event: str, data: str
) -> str:
    """The hash of a record after `previous`, in hexadecimal; `time` and `data` are the texts as they are stored.

    SHA-256 over the previous hash, a newline and the canonical JSON array of the fields in the order above.
    """
    fields = _encode([unit, seq, stream, version, time, actor, event])
    # The stored text of `data` is canonical already: spliced in, it need not be parsed to be checked. Bytes that
    # are not UTF-8 come out of a damaged file as surrogates; they must spoil the hash, not end the check.
    return hashlib.sha256(f"{previous}\n{fields[:-1]},{data}]".encode(errors="surrogateescape")).hexdigest()
