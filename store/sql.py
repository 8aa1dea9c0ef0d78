"""Named SQL: statements live in `.sql` files, each under a line `-- name: …`, and are read once at import."""

import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_NAME: Final = re.compile(r"^-- name: (\w+)[^\n]*\n", re.MULTILINE)


def load(package: str, file: str) -> Mapping[str, str]:
    """The statements of that file by name. ValueError when two carry one name."""
    _, *parts = _NAME.split((files(package) / file).read_text(encoding="utf-8"))
    names, statements = parts[::2], [part.strip() for part in parts[1::2]]
    if len(set(names)) != len(names):
        raise ValueError(f"{file}: two statements of one name")
    return MappingProxyType(dict(zip(names, statements, strict=True)))
