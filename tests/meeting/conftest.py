"""The stage of the end-to-end tests."""

from tests.e2e.conftest import empty, full

__all__ = ["empty", "full"]
