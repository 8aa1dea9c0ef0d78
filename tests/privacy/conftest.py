"""The bot running on an emulated Telegram."""

from tests.handlers.conftest import few

__all__ = ["few"]
