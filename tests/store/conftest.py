"""Each backend that keeps the store's contract. A second one joins by a parameter here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from storekit import SqliteBackend


@pytest.fixture(params=[SqliteBackend], ids=["sqlite"])
async def backend(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqliteBackend]:
    made = request.param(tmp_path)
    yield made
    await made.close()
