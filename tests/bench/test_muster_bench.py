"""How fast a real `muster run` alerts, answers taps, and how much memory it takes: printed, nothing is judged.

The emulated Telegram lives in this process, the bot in its own, so that each side has a core.
"""

import asyncio
import time
from pathlib import Path
from statistics import quantiles

import pytest
import uvloop

from bot.rehearsal.exchange import Query
from tests.bench.institute import FREE, MUSTER, Institute, institute

pytestmark = pytest.mark.bench

ANSWERS = ("收到", "在途", "已到达")


def _p(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _run(measured) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(f"\n  {runner.run(measured)}")


async def activation(folder: Path, count: int, taps_a_second: float) -> str:
    async with institute(folder, count, limited=True) as unit:
        at_rest = unit.megabytes()
        confirmed = await unit.activates()
        alerted = asyncio.create_task(unit.alerted())
        taps = await tapping(unit, taps_a_second, until=alerted)
        last = await alerted - confirmed
        # Each tapped card is edited; the last of them may still be on its way.
        await asyncio.sleep(3)
        best = (count - 29) / 30
        refused = sum(call.code == 429 for call in unit.telegram.requests)
        lines = [
            f"{count} members, {taps_a_second} taps/s: the last alert accepted {last:.2f} s after the confirming tap,"
            f" {last / best:.3f} of {best:.2f} s; {refused} requests refused with 429;"
            f" memory {at_rest:.0f} MB at rest, {unit.megabytes():.0f} MB after"
        ]
        if taps:
            toasts = [(query.answered - query.tapped) * 1000 for query, *_ in taps if query.answered]
            edits = [
                (at - query.tapped) * 1000
                for query, member, since in taps
                if (at := unit.edited_after(query, unit.alerts[member], since)) is not None
            ]
            lines.append(
                f"{len(taps)} taps: {len(toasts)} toasts, p50 {_p(toasts, 50):.1f} ms, p99 {_p(toasts, 99):.1f} ms;"
                f" {len(edits)} own cards edited, p50 {_p(edits, 50):.0f} ms, max {max(edits):.0f} ms"
            )
        return "\n    ".join(lines)


async def tapping(unit: Institute, a_second: float, *, until: asyncio.Future) -> list[tuple[Query, str, int]]:
    """One member after the other answers, in the order of their alerts."""
    taps: list[tuple[Query, str, int]] = []
    while a_second and not until.done():
        await asyncio.wait([until], timeout=1 / a_second)
        member = next((m for m in unit.alerts if m not in {tapped for _, tapped, _ in taps}), None)
        if member is not None:
            since = len(unit.telegram.accepted)
            taps.append((unit.taps(member, "收到"), member, since))
    return taps


async def storm(folder: Path, count: int, a_second: int, seconds: int, command: tuple[str, ...]) -> str:
    """Everybody taps again and again, so many times a second, whether or not the bot keeps up."""
    async with institute(folder, count, limited=False, command=command) as unit:
        await unit.activates()
        await unit.alerted()
        await asyncio.sleep(3)
        members = list(unit.alerts)
        cpu = unit.seconds_of_cpu()
        queries: list[Query] = []
        begun = time.monotonic()
        while len(queries) < a_second * seconds:
            due = min(int((time.monotonic() - begun) * a_second) + 1, a_second * seconds)
            for number in range(len(queries), due):
                answer = ANSWERS[number // len(members) % len(ANSWERS)]
                queries.append(unit.taps(members[number % len(members)], answer))
            await asyncio.sleep(0.001)
        offered = len(queries) / (time.monotonic() - begun)
        await unit.telegram.until(lambda: queries[-1].answered is not None, 120)
        await unit.telegram.until(lambda: all(query.answered is not None for query in queries), 120)
        took = max(query.answered or 0 for query in queries) - begun
        delays = [((query.answered or 0) - query.tapped) * 1000 for query in queries]
        kept = sum((query.text or "").startswith("已记录") for query in queries)
        paced = "edits paced as for Telegram" if command is MUSTER else "edits not paced"
        return (
            f"{len(queries)} taps at {offered:.0f}/s, {paced}: answered {len(queries) / took:.0f}/s,"
            f" p50 {_p(delays, 50):.0f} ms, p99 {_p(delays, 99):.0f} ms ({kept} said 已记录);"
            f" the bot's processor {unit.seconds_of_cpu() - cpu:.0f} s; memory {unit.megabytes():.0f} MB"
        )


@pytest.mark.parametrize("count", [300, 1000])
@pytest.mark.parametrize("taps_a_second", [0, 2])
def test_activation_within_telegrams_limits(tmp_path, count, taps_a_second):
    _run(activation(tmp_path, count, taps_a_second))


@pytest.mark.parametrize("command", [MUSTER, FREE], ids=["paced", "free"])
def test_a_thousand_taps_a_second(tmp_path, command):
    _run(storm(tmp_path, 1000, 1000, 5, command))
