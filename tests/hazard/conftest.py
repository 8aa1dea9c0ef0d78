"""Fixtures: the example unit on stage, everybody enrolled."""

from tests.e2e.conftest import full

__all__ = ["full"]
