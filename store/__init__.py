"""The event log and the outbox; `protocol` says what a store promises, `open_store` and `open_reader` give one."""

from store.sqlite import open_reader, open_store

__all__ = ["open_reader", "open_store"]
