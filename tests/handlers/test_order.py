"""The line: whoever comes first is let on first, however long each has to look something up."""

import asyncio

import pytest

from handlers.order import Line


async def run(
    line: Line, log: list[str], name: str, *, person: int | None = None, looks: float = 0, fails: bool = False
):
    with line.place(person) as place:
        await asyncio.sleep(looks)
        if fails:
            raise ValueError(name)
        await place.turn()
        log.append(name)
        await asyncio.sleep(0.01)


async def test_a_slow_look_up_is_not_overtaken() -> None:
    line, log = Line(), []
    await asyncio.gather(*(run(line, log, str(n), looks=0.03 - 0.01 * n) for n in range(3)))
    assert log == ["0", "1", "2"]


async def test_nobody_waits_for_the_effect_of_those_before() -> None:
    """They share a commit: everyone has had their turn before the first one is done."""
    line, log, waiting = Line(), [], asyncio.Event()

    async def submit(name: str) -> None:
        with line.place(None) as place:
            await place.turn()
            log.append(name)
            await waiting.wait()

    tasks = [asyncio.create_task(submit(str(n))) for n in range(3)]
    async with asyncio.timeout(10):
        while len(log) < len(tasks):
            await asyncio.sleep(0)
    assert log == ["0", "1", "2"]
    waiting.set()
    await asyncio.gather(*tasks)


async def test_whoever_fails_lets_the_next_on_but_not_past_those_before() -> None:
    line, log = Line(), []
    outcomes = await asyncio.gather(
        run(line, log, "first", looks=0.03),
        run(line, log, "second", fails=True),
        run(line, log, "third"),
        return_exceptions=True,
    )
    assert log == ["first", "third"]
    assert isinstance(outcomes[1], ValueError)


async def test_ones_own_earlier_words_are_done_with_first() -> None:
    line, done = Line(), []

    async def say(name: str, person: int) -> None:
        with line.place(person) as place:
            await place.settled()
            await place.turn()
            await asyncio.sleep(0.02)
            done.append(name)

    async def look(person: int) -> list[str]:
        with line.place(person) as place:
            await place.settled()
            return list(done)

    _, mine, others = await asyncio.gather(say("lead", 1), look(1), look(2))
    assert mine == ["lead"]
    assert others == []


async def test_the_line_keeps_nothing_of_those_who_left() -> None:
    line, log = Line(), []
    await asyncio.gather(*(run(line, log, str(n), person=n) for n in range(50)))
    assert line._own == {}


@pytest.mark.parametrize("cancelled", [0, 1])
async def test_whoever_is_stopped_stops_nobody_else(cancelled: int) -> None:
    line, log = Line(), []
    tasks = [asyncio.create_task(run(line, log, str(n), looks=0.02)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[cancelled].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert log == [str(n) for n in range(3) if n != cancelled]
