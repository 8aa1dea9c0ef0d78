"""The event log, on every backend."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from storekit import NOON, SqliteBackend, draft, event, log, shown

from store.protocol import Batch, Conflict, StoreError


async def test_what_was_written_is_read_back_by_the_next_process(backend: SqliteBackend) -> None:
    store = await backend.open()
    data = {"where": '三号楼 <b>"二层"</b>', "n": None, "list": [1, 2.5, True], "深": {"b": 1, "a": "\n\x00😀"}}
    written = await store.write(Batch(events=[event(1, data=data, actor="li-na", event="活动")]))
    await store.close()

    records = await log(await backend.open())

    assert records == list(written.records)
    (record,) = records
    assert (record.seq, record.version, record.actor, record.event) == (1, 1, "li-na", "活动")
    assert record.time == NOON + timedelta(seconds=1)
    assert record.data == data


async def test_a_caller_gets_the_data_that_a_replay_will_get(backend: SqliteBackend) -> None:
    store = await backend.open()
    written = await store.write(Batch(events=[event(1, data={"pair": (1, 2), "deep": {3: "three"}})]))
    assert written.records[0].data == {"pair": [1, 2], "deep": {"3": "three"}}
    assert await log(store) == list(written.records)


async def test_times_are_kept_to_the_microsecond_and_come_back_in_utc(backend: SqliteBackend) -> None:
    store = await backend.open()
    beijing = datetime(2026, 11, 24, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    written = await store.write(Batch(events=[event(1, time=beijing)]))
    (record,) = await log(store)
    assert record.time == written.records[0].time == beijing
    assert record.time.tzinfo == written.records[0].time.tzinfo == UTC


async def test_records_come_in_the_order_of_writing_and_by_stream(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1, "a"), event(1, "b"), event(2, "a")]))
    await store.write(Batch(events=[event(2, "b"), event(3, "a")]))
    assert [(r.seq, r.stream, r.version) for r in await log(store)] == [
        (1, "a", 1),
        (2, "b", 1),
        (3, "a", 2),
        (4, "b", 2),
        (5, "a", 3),
    ]
    assert [(r.seq, r.version) for r in await log(store, "b")] == [(2, 1), (4, 2)]
    assert await log(store, "c") == []
    assert [record.seq async for record in store.records(after=3)] == [4, 5]
    assert [record.version async for record in store.records("a", after=2)] == [3]


async def test_a_log_longer_than_a_page_is_read_whole(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(n // 2 + 1, "ab"[n % 2]) for n in range(2400)]))
    assert [r.seq for r in await log(store)] == list(range(1, 2401))
    assert [r.version for r in await log(store, "b")] == list(range(1, 1201))


@pytest.mark.parametrize("version", [1, 2, 4, 9])
async def test_only_the_next_version_of_a_stream_is_taken(backend: SqliteBackend, version: int) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1), event(2)]))
    with pytest.raises(Conflict, match=f"incident/2026-001 is at version 2: {version} does not follow"):
        await store.write(Batch(events=[event(version)]))
    assert len(await log(store)) == 2
    await store.write(Batch(events=[event(3)]))


async def test_of_two_who_write_one_version_one_wins(backend: SqliteBackend) -> None:
    store = await backend.open()
    results = await asyncio.gather(
        *(store.write(Batch(events=[event(1, actor=actor)])) for actor in ("wang", "li")), return_exceptions=True
    )
    assert [type(result) for result in results].count(Conflict) == 1
    assert len(await log(store)) == 1


async def test_a_batch_is_kept_whole_or_not_at_all(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(events=[event(1)], drafts=[draft("one")]))
    with pytest.raises(Conflict):
        await store.write(
            Batch(
                events=[event(1, "new"), event(1)],
                drafts=[draft("two"), draft("x", card="other", buttons={"t": "{}"})],
                outcomes=[shown(1)],
                origins=["7:70"],
                settings={"heartbeat": "now"},
            )
        )
    assert [r.stream for r in await log(store)] == ["incident/2026-001"]
    assert [(w.body, w.message_id) for w in await store.waiting()] == [("one", None)]
    assert await store.pressed("t") is None
    assert await store.origins() == set()
    assert await store.setting("heartbeat") is None


async def test_a_fault_late_in_a_batch_takes_its_events_back_too(backend: SqliteBackend) -> None:
    store = await backend.open()
    with pytest.raises(StoreError, match="no card unheard-of"):
        await store.write(Batch(events=[event(1)], outcomes=[shown(card="unheard-of")]))
    assert await log(store) == []
    await store.write(Batch(events=[event(1)]))
    assert await store.verify() is None


async def test_in_a_shared_commit_one_callers_fault_is_its_own(backend: SqliteBackend) -> None:
    store = await backend.open()
    batches = [
        Batch(events=[event(1, "a")]),
        Batch(events=[event(1, "a")], settings={"late": "yes"}),
        Batch(events=[event(1, "")]),
        Batch(events=[event(1, "b"), event(2, "b")]),
        Batch(drafts=[draft(cause=datetime(2026, 1, 1))]),  # noqa: DTZ001 - the fault
        Batch(events=[event(1, "c", data={"half": "\ud83d"})]),
        Batch(outcomes=[shown(card="unheard-of")]),
        Batch(events=[event(2, "a")]),
    ]
    results = await asyncio.gather(*map(store.write, batches), return_exceptions=True)
    assert [isinstance(result, Exception) for result in results] == [0, 1, 1, 0, 1, 1, 1, 0]
    assert isinstance(results[1], Conflict)
    assert isinstance(results[2], StoreError)
    assert [(r.seq, r.stream, r.version) for r in await log(store)] == [
        (1, "a", 1),
        (2, "b", 1),
        (3, "b", 2),
        (4, "a", 2),
    ]
    assert await store.setting("late") is None
    assert await store.verify() is None


@pytest.mark.parametrize("data", [{"x": float("nan")}, {"x": object()}])
async def test_what_json_cannot_hold_is_refused_and_harms_nobody(backend: SqliteBackend, data: dict) -> None:
    store = await backend.open()
    results = await asyncio.gather(
        store.write(Batch(events=[event(1, data=data)])), store.write(Batch(events=[event(1)])), return_exceptions=True
    )
    assert isinstance(results[0], TypeError | ValueError)
    assert await log(store) == list(results[1].records)


async def test_a_caller_who_gives_up_disturbs_nobody(backend: SqliteBackend) -> None:
    store = await backend.open()
    leaving = asyncio.create_task(store.write(Batch(events=[event(1, "a")])))
    staying = asyncio.create_task(store.write(Batch(events=[event(1, "b")])))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).records[0].stream == "b"
    assert await store.verify() is None


async def test_closing_finishes_what_is_in_line_and_refuses_the_rest(backend: SqliteBackend) -> None:
    store = await backend.open()
    writing = [asyncio.create_task(store.write(Batch(events=[event(1, f"s{n}")]))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writing)
    with pytest.raises(StoreError, match="closed"):
        await store.write(Batch(events=[event(1, "late")]))
    with pytest.raises(StoreError, match="closed"):
        await store.waiting()
    assert len(await log(await backend.reader())) == 50


async def test_an_empty_batch_is_nothing(backend: SqliteBackend) -> None:
    store = await backend.open()
    written = await store.write(Batch())
    assert (list(written.records), list(written.waiting), list(written.ended)) == ([], [], [])


async def test_two_units_in_one_database_do_not_see_each_other(backend: SqliteBackend) -> None:
    everything = Batch(
        events=[event(1)], drafts=[draft(buttons={"t": "{}"}, reply="r")], origins=["7:70"], settings={"a": "b"}
    )
    first = await backend.open("first")
    await first.write(everything)
    await first.write(Batch(outcomes=[shown()]))
    await first.close()

    second = await backend.open("second")
    assert await log(second) == []
    assert await second.waiting() == []
    assert await second.delivered("") == []
    assert await second.setting("a") is None
    assert await second.pressed("t") is None
    assert await second.replied(7, 70) is None
    assert await second.origins() == set()
    written = await second.write(everything)
    assert (written.records[0].seq, written.records[0].version) == (1, 1)
    await second.close()

    first = await backend.open("first")
    assert len(await log(first)) == 1
    assert await first.waiting() == []
    assert await first.verify() is None
