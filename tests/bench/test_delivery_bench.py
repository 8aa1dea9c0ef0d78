"""How fast alerts go out: with Telegram's limits on against the best that they allow, and without limits.

The emulated Telegram is a process of its own, so that each side has a core. Figures are printed, nothing is judged.
"""

import asyncio
import json
import logging
import sys
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import pytest
import structlog
import uvloop

from bot.cards.body import dump
from bot.cards.card import Lane
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gateway import Gateway
from bot.delivery.limits import NO_LIMITS, TELEGRAM_LIMITS, Limits
from bot.delivery.request import open_sessions
from bot.rehearsal.telegram import TOKEN
from store.protocol import Batch, Draft, Shown, Store
from store.sqlite import open_store

pytestmark = pytest.mark.bench

ALERT = dump(
    {
        "text": "<b>图书馆三楼发现可疑物品</b>\n集合点：东门广场\n你的组：秩序维护组\n" + "请立即前往集合点。" * 20,
        "keys": [
            [{"text": "收到", "token": "a1b2c3d4"}, {"text": "在途", "token": "a1b2c3d5"}],
            [{"text": "已到达", "token": "a1b2c3d6"}, {"text": "无法到达", "token": "a1b2c3d7"}],
        ],
    }
)


class Run:
    """One delivery to a crowd, and when what was shown."""

    dispatcher: Dispatcher

    def __init__(self, gateway: Gateway, store: Store, people: list[int]) -> None:
        self.gateway = gateway
        self.store = store
        self.people = people
        self.shown_at: dict[tuple[str, int], float] = {}
        self.news = asyncio.Event()

    async def on_shown(self, shown: list[Shown]) -> None:
        now = time.monotonic()
        self.shown_at |= {(one.card, one.revision): now for one in shown}
        self.news.set()

    async def wants(self, cards: list[tuple[str, int]], body: str, lane: Lane) -> None:
        cause = datetime.now(UTC)
        drafts = [
            Draft(card=card, address=f"member:{person}", lane=lane, body=body, cause=cause) for card, person in cards
        ]
        self.dispatcher.offer((await self.store.write(Batch(drafts=drafts))).waiting)

    async def all_alerted(self, count: int) -> float:
        """When the last of so many alerts was recorded as accepted."""
        while len(first := [at for (_, revision), at in self.shown_at.items() if revision == 1]) < count:
            self.news.clear()
            await self.news.wait()
        return max(first)


@asynccontextmanager
async def running(folder: Path, count: int, limits: Limits):
    word = "limits" if limits.overall else "free"
    program = [sys.executable, str(Path(__file__).with_name("crowd.py")), str(count), word]
    crowd = await asyncio.create_subprocess_exec(
        *program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20
    )
    try:
        told = json.loads(await crowd.stdout.readline())
        store = await open_store(folder / "bench.db", unit="bench", reserve=0)
        async with open_sessions() as sessions:
            gateway = Gateway(sessions, api_url=told["url"], token=TOKEN)
            run = Run(gateway, store, told["people"])
            run.dispatcher = Dispatcher(
                store=store,
                gateway=gateway,
                addresses=lambda address: int(address.removeprefix("member:")),
                clock=RealClock(),
                on_gone=_never,
                on_shown=run.on_shown,
                on_migrated=_never,
                on_pin_refused=_never,
                limits=limits,
            )
            await run.dispatcher.start()
            yield run
            await run.dispatcher.stop()
            await gateway.close()
        await store.close()
    finally:
        crowd.stdin.close()
        await crowd.wait()


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def _never(*what) -> None:
    raise AssertionError(f"delivery complains: {what}")


async def paced(folder: Path, count: int, taps_a_second: float) -> str:
    async with running(folder, count, TELEGRAM_LIMITS) as run:
        confirmed = time.monotonic()
        await run.wants([(f"alert/{number}", person) for number, person in enumerate(run.people)], ALERT, Lane.ALERT)
        alerted = asyncio.create_task(run.all_alerted(count))
        edits, toasts = await tapping(run, taps_a_second, until=alerted)
        last = await alerted - confirmed
        best = (count - 29) / 30
        line = f"{count} alerts: the last recorded after {last:.2f} s, {last / best:.3f} of {best:.2f} s"
        if not edits:
            return line
        return (
            f"{line}; {len(edits)} taps: edit p50 {_p(edits, 50):.0f} ms, max {max(edits):.0f} ms;"
            f" toast p50 {_p(toasts, 50):.1f} ms, p99 {_p(toasts, 99):.1f} ms"
        )


async def tapping(run: Run, a_second: float, *, until: asyncio.Future) -> tuple[list[float], list[float]]:
    """Tap the alerts in their order; milliseconds until each card's edit was recorded, and until each toast."""
    tapped_at: list[float] = []
    toasts: list[float] = []
    while a_second and not until.done():
        await asyncio.wait([until], timeout=1 / a_second)
        number = len(tapped_at)
        tapped_at.append(time.monotonic())
        run.gateway.answer("1", "已记录")
        await run.gateway.close()
        toasts.append((time.monotonic() - tapped_at[-1]) * 1000)
        await run.wants([(f"alert/{number}", run.people[number])], dump({"text": "已记录：收到"}), Lane.TAPPED)
    edited = {number: run.shown_at.get((f"alert/{number}", 2)) for number in range(len(tapped_at))}
    return [(at - tapped_at[number]) * 1000 for number, at in edited.items() if at], toasts


async def free(folder: Path, count: int) -> str:
    async with running(folder, count, NO_LIMITS) as run:
        alerts = [(f"alert/{number}", person) for number, person in enumerate(run.people)]
        started, cpu = time.monotonic(), time.process_time()
        await run.wants(alerts, ALERT, Lane.ALERT)
        seconds = await run.all_alerted(count) - started
        cpu = time.process_time() - cpu
        return f"{count} durable sends without limits: {count / seconds:.0f}/s ({count / cpu:.0f} a second of CPU)"


def _p(values: list[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1]


def _run(measured) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(f"\n  {runner.run(measured)}")


@pytest.fixture(autouse=True)
def _quiet():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("count", [300, 1000])
@pytest.mark.parametrize("taps_a_second", [0, 2])
def test_alerts_within_telegrams_limits(tmp_path, count, taps_a_second):
    _run(paced(tmp_path, count, taps_a_second))


def test_durable_sends_without_limits(tmp_path):
    _run(free(tmp_path, 5000))
