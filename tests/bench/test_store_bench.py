"""How fast the store commits, durably, with one caller and with many."""

import asyncio
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.protocol import Batch, NewEvent, Store
from store.sqlite import open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def event(stream: str, version: int) -> NewEvent:
    return NewEvent(
        stream=stream, version=version, time=NOON, actor="wang", event="arrived", data={"place": "三号楼", "n": version}
    )


async def call(store: Store, stream: str, times: int) -> list[float]:
    """Seconds that each of so many writes took."""
    taken = []
    for version in range(1, times + 1):
        begun = time.perf_counter()
        await store.write(Batch(events=[event(stream, version)]))
        taken.append(time.perf_counter() - begun)
    return taken


@pytest.mark.bench
@pytest.mark.parametrize(("callers", "times"), [(1, 2000), (64, 400)])
async def test_commits_a_second(tmp_path: Path, callers: int, times: int) -> None:
    store = await open_store(tmp_path / "muster.db", unit="institute")
    begun = time.perf_counter()
    taken = await asyncio.gather(*(call(store, f"stream/{number}", times) for number in range(callers)))
    total = time.perf_counter() - begun
    await store.close()
    cuts = statistics.quantiles([seconds for each in taken for seconds in each], n=100)
    print(
        f"\nstore, {callers} caller(s), one event a commit: {callers * times / total:,.0f} commits/s, "
        f"p50 {cuts[49] * 1000:.2f} ms, p99 {cuts[98] * 1000:.2f} ms"
    )


@pytest.mark.bench
async def test_rows_a_second_in_large_batches(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "muster.db", unit="institute")
    begun = time.perf_counter()
    for first in range(1, 50_001, 5000):
        await store.write(Batch(events=[event("stream", version) for version in range(first, first + 5000)]))
    total = time.perf_counter() - begun
    begun = time.perf_counter()
    assert await store.verify() is None
    checked = time.perf_counter() - begun
    await store.close()
    print(f"\nstore, 5,000 events a commit: {50_000 / total:,.0f} events/s; verify: {50_000 / checked:,.0f} events/s")
