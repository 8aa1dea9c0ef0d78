"""Buttons, replies, origins and settings, on every backend."""

import pytest
from storekit import SqliteBackend, draft, shown

from store.protocol import Batch, Pressed, StoreError


async def test_a_button_is_known_by_its_token_also_after_the_card_has_changed(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(drafts=[draft("one", buttons={"t1": '{"已到达":1}', "t2": "{}"})]))
    await store.write(Batch(drafts=[draft("two", buttons={"t3": '{"x":3}'})]))
    assert await store.pressed("t1") == Pressed(card="alert/wang", address="member:wang", command='{"已到达":1}')
    assert await store.pressed("t3") == Pressed(card="alert/wang", address="member:wang", command='{"x":3}')
    assert await store.pressed("never given out") is None
    await store.close()
    assert (await (await backend.open()).pressed("t2")).command == "{}"


async def test_a_token_may_be_given_again_but_never_changes_its_meaning(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(drafts=[draft("one", buttons={"t": "arrive"})]))
    await store.write(Batch(drafts=[draft("two", buttons={"t": "arrive"})]))
    for other in (draft("three", buttons={"t": "cancel"}), draft("three", card="else", buttons={"t": "arrive"})):
        with pytest.raises(StoreError, match="stands for something else"):
            await store.write(Batch(drafts=[other]))
    assert (await store.pressed("t")).command == "arrive"
    assert [row.body for row in await store.waiting()] == ["two"]


async def test_a_reply_is_known_by_the_message_it_answers(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(drafts=[draft("one", reply="why"), draft("one", card="silent")]))
    await store.write(
        Batch(outcomes=[shown(1, chat_id=-1009, message_id=5), shown(1, card="silent", chat_id=-1009, message_id=6)])
    )
    assert await store.replied(-1009, 5) == Pressed(card="alert/wang", address="member:wang", command="why")
    assert await store.replied(-1009, 6) is None
    assert await store.replied(-1009, 7) is None
    assert await store.replied(7, 5) is None
    await store.write(Batch(drafts=[draft("one", reply=None)]))
    assert await store.replied(-1009, 5) is None


async def test_a_message_that_was_sent_anew_is_known_by_its_new_number(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(drafts=[draft("one", reply="why")]))
    await store.write(Batch(outcomes=[shown(1, message_id=70)]))
    await store.write(Batch(drafts=[draft("two", reply="why")]))
    await store.write(Batch(outcomes=[shown(2, message_id=90)]))
    assert await store.replied(7, 70) is None
    assert (await store.replied(7, 90)).command == "why"


async def test_origins_are_known_for_48_hours(backend: SqliteBackend) -> None:
    store = await backend.open()
    await store.write(Batch(origins=["7:70", "7:71"]))
    backend.clock.advance(hours=47)
    await store.write(Batch(origins=["7:71", "8:1"]))
    assert await store.origins() == {"7:70", "7:71", "8:1"}
    backend.clock.advance(hours=2)
    assert await store.origins() == {"7:71", "8:1"}
    await store.write(Batch(settings={"a": "b"}))
    backend.clock.advance(hours=-2)
    assert await store.origins() == {"7:71", "8:1"}  # what had become too old is no longer kept
    await store.close()
    assert await (await backend.open()).origins() == {"7:71", "8:1"}


async def test_a_setting_is_its_newest_value(backend: SqliteBackend) -> None:
    store = await backend.open()
    assert await store.setting("heartbeat") is None
    await store.write(Batch(settings={"heartbeat": "1", "群": "-1009"}))
    await store.write(Batch(settings={"heartbeat": "2"}))
    assert await store.setting("heartbeat") == "2"
    assert await (await backend.reader()).setting("群") == "-1009"
