"""The statements of `queries.sql`, by name."""

from collections.abc import Mapping
from typing import Final

from store.sql import load

SQL: Final[Mapping[str, str]] = load("store.sqlite", "queries.sql")
