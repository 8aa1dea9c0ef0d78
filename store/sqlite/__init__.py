"""The store on SQLite: `open_store` for the bot, `open_reader` for everyone beside it."""

from store.sqlite.opening import open_reader, open_store
from store.sqlite.reading import SqliteReader
from store.sqlite.writing import SqliteStore

__all__ = ["SqliteReader", "SqliteStore", "open_reader", "open_store"]
