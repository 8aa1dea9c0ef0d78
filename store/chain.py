"""The hash chain of the log: each record's hash covers the record and the hash of the one before it.

Of the data it covers a salted digest, so that data can be taken out of a record and the chain still holds: the digest
stays, the salt goes with the data, and a later record of the kind `REDACTED` seals what remains. Records from before
have no salt; their hash covers the data itself.

There is one chain a unit, across all its streams. Whoever changes, removes, adds or reorders a record has to
recompute every hash after it; a copy of a later hash kept elsewhere (a backup, a report) then tells. The chain
finds tampering and rot; against somebody who may rewrite the whole file it is only as good as that copy.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

GENESIS: Final = "0" * 64  # what stands before the first record of a unit
REDACTED: Final = "Redacted"  # the event that says which records had something taken out, and seals what remains

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(data: Mapping[str, Any]) -> str:
    """The one JSON text of `data`. TypeError or ValueError when JSON cannot hold it."""
    return _encode(data)


def link(
    previous: str, *, unit: str, seq: int, stream: str, version: int, time: str, actor: str, event: str, data: str
) -> str:
    """The hash of a record after `previous`, in hexadecimal; `time` is the text as it is stored.

    `data` is what stands for the data: `committed(digest)`, or in an old record the stored text itself.
    SHA-256 over the previous hash, a newline and the canonical JSON array of the fields in the order above.
    """
    return _hash(previous, [unit, seq, stream, version, time, actor, event], data)


def new_salt() -> str:
    """Some 128 bits that nobody can guess."""
    return secrets.token_urlsafe(16)


def digest_of(salt: str, data: str) -> str:
    """What a record's hash covers of its data: SHA-256 over the salt, a newline and the stored text."""
    return hashlib.sha256(f"{salt}\n{data}".encode(errors="surrogateescape")).hexdigest()


def committed(digest: str) -> str:
    """The digest as it stands for the data in `link`."""
    return f'"{digest}"'


def seal(
    salt: str, *, unit: str, seq: int, stream: str, version: int, time: str, actor: str, event: str, data: str
) -> str:
    """What a redaction keeps of a record as it leaves it, the new salt included."""
    return _hash(salt, [unit, seq, stream, version, time, actor, event], data)


def _hash(before: str, known: list[str | int], data: str) -> str:
    fields = _encode(known)
    # The stored text of `data` is canonical already: spliced in, it need not be parsed to be checked. Bytes that
    # are not UTF-8 come out of a damaged file as surrogates; they must spoil the hash, not end the check.
    return hashlib.sha256(f"{before}\n{fields[:-1]},{data}]".encode(errors="surrogateescape")).hexdigest()
