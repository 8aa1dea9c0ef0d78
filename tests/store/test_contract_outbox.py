"""The outbox, on every backend: what should be shown, what is shown, newest wins."""

from datetime import timedelta

import pytest
from storekit import NOON, SqliteBackend, draft, gone, retry, shown

from store.protocol import Batch, Handover, Return, Store, Waiting, Written


async def put(store: Store, *drafts: object) -> Written:
    return await store.write(Batch(drafts=drafts))


async def settle(store: Store, *outcomes: object) -> Written:
    return await store.write(Batch(outcomes=outcomes))


async def only(store: Store) -> Waiting:
    (row,) = await store.waiting()
    return row


async def test_a_new_card_waits_and_says_everything(backend: SqliteBackend) -> None:
    store = await backend.open()
    written = await put(store, draft("{}", lane=3, cause=NOON, address="chat:group"))
    expected = Waiting(card="alert/wang", address="chat:group", lane=3, body="{}", cause=NOON, revision=1)
    assert list(written.waiting) == await store.waiting() == [expected]
    await store.close()
    assert await (await backend.open()).waiting() == [expected]


async def test_a_shown_card_waits_no_more_and_a_change_makes_it_an_edit(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, shown(1))
    assert await store.waiting() == []
    written = await put(store, draft("two", cause=NOON + timedelta(minutes=1)))
    row = await only(store)
    assert (row.revision, row.body, row.chat_id, row.message_id) == (2, "two", 7, 70)
    assert row.cause == NOON + timedelta(minutes=1)
    assert list(written.waiting) == [row]


def handover(**fields: object) -> Handover:
    usual = {"address": "member:wang", "chat_id": 7, "behind": "behind:wang"}
    return Handover(
        **usual | {"left": lambda card, body, seen: f"{body}, left", "anew": lambda card, body: True} | fields
    )


async def test_a_handed_over_card_ends_where_it_stood_and_is_wanted_elsewhere(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("other", card="alert/li", address="member:li"), draft("two", card="note/wang"))
    await settle(store, shown(1), shown(1, card="alert/li", chat_id=8), shown(1, card="note/wang", message_id=71))
    written = await store.write(Batch(handovers=[handover(anew=lambda card, body: card == "alert/wang")]))
    rows = {row.card: row for row in await store.waiting()}
    assert {row.card for row in written.waiting} == set(rows) == {
        "behind/alert/wang/1",
        "behind/note/wang/1",
        "alert/wang",
    }  # fmt: skip
    left, again = rows["behind/alert/wang/1"], rows["alert/wang"]
    assert (left.address, left.chat_id, left.message_id, left.body) == ("behind:wang", 7, 70, "one, left")
    assert (again.chat_id, again.message_id, again.body, again.revision) == (None, None, "one", 2)
    await settle(
        store, shown(2, card=left.card), shown(2, chat_id=9, message_id=90), shown(2, card="behind/note/wang/1")
    )
    assert await store.waiting() == []
    assert list((await store.write(Batch(handovers=[handover()]))).waiting) == []


async def test_the_chats_are_known_in_which_something_is_in_use(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("two", card="note/wang"), draft("three", card="done/li", address="member:li"))
    assert await store.chats_in_use() == []
    await settle(store, shown(1), shown(1, card="note/wang", message_id=71), shown(1, card="done/li", chat_id=8))
    await put(store, draft("over", card="done/li", address="member:li", closed=True))
    assert await store.chats_in_use() == [("member:li", 8), ("member:wang", 7)]
    await settle(store, shown(2, card="done/li", chat_id=8))
    assert await store.chats_in_use() == [("member:wang", 7)]
    await store.write(Batch(handovers=[handover()]))
    assert await store.chats_in_use() == [("behind:wang", 7)]


async def test_a_card_that_nothing_is_left_of_or_that_has_ended_stays_as_it_is(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("two", card="done/wang"))
    await settle(store, shown(1), shown(1, card="done/wang", message_id=71))
    await put(store, draft("three", card="done/wang", closed=True))
    await settle(store, shown(2, card="done/wang", message_id=71))
    written = await store.write(Batch(handovers=[handover(left=lambda card, body, seen: None)]))
    assert list(written.waiting) == await store.waiting() == []
    assert [row.card for row in (await store.write(Batch(handovers=[handover()]))).waiting] == [
        "behind/alert/wang/1",
        "alert/wang",
    ]  # fmt: skip


async def test_an_end_that_the_old_chat_has_not_seen_yet_is_shown_there_and_nowhere_else(
    backend: SqliteBackend,
) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("two", card="alert/wu", address="member:wu"))
    await settle(store, shown(1), shown(1, card="alert/wu", chat_id=8))
    await put(store, draft("over", closed=True), draft("news", card="alert/wu", address="member:wu"))
    written = await store.write(Batch(handovers=[handover(left=lambda card, body, seen: None if seen else "left")]))
    rows = {row.card: row for row in await store.waiting()}
    assert [row.card for row in written.waiting] == ["alert/wang"]
    left = rows["alert/wang"]
    assert (left.address, left.chat_id, left.message_id, left.body, left.revision) == ("behind:wang", 7, 70, "left", 3)
    assert (rows["alert/wu"].address, rows["alert/wu"].body) == ("member:wu", "news")
    await settle(store, shown(3))
    assert [row.card for row in await store.waiting()] == ["alert/wu"]


async def test_what_could_not_be_shown_in_the_old_chat_is_wanted_in_the_new_one(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, shown(1))
    await put(store, draft("two"))
    await settle(store, gone(2))
    written = await store.write(Batch(handovers=[handover()]))
    assert [(row.card, row.chat_id, row.body) for row in written.waiting] == [
        ("behind/alert/wang/2", 7, "two, left"),
        ("alert/wang", None, "two"),
    ]


async def test_newest_wins(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    written = await put(store, draft("two"), draft("three"))
    row = await only(store)
    assert (row.body, row.revision) == ("three", 3)
    assert list(written.waiting) == [row]


async def test_what_was_shown_while_a_newer_text_came_in_leaves_an_edit_waiting(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await put(store, draft("two"))
    written = await settle(store, shown(1))
    row = await only(store)
    assert (row.revision, row.body, row.message_id) == (2, "two", 70)
    assert list(written.waiting) == [row]


async def test_the_same_card_again_is_no_news(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    assert list((await put(store, draft("one", cause=NOON + timedelta(hours=1)))).waiting) == []
    row = await only(store)
    assert (row.revision, row.cause) == (1, NOON)
    await settle(store, shown(1))
    assert list((await put(store, draft("one"))).waiting) == []
    assert await store.waiting() == []


async def test_another_lane_hurries_a_waiting_card_but_does_not_edit_a_shown_one(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one", lane=4))
    assert [(w.lane, w.revision) for w in (await put(store, draft("one", lane=2))).waiting] == [(2, 2)]
    await settle(store, shown(2))
    assert list((await put(store, draft("one", lane=4))).waiting) == []
    assert await store.waiting() == []


async def test_a_card_that_gets_another_addressee_is_a_new_message(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, shown(1))
    await put(store, draft("one", address="member:li"))
    row = await only(store)
    assert (row.address, row.revision, row.message_id) == ("member:li", 2, None)


async def test_news_from_the_old_addressee_does_not_make_the_new_message_an_edit(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await put(store, draft("one", address="member:li"))
    await settle(store, shown(1))
    row = await only(store)
    assert (row.address, row.revision, row.message_id) == ("member:li", 2, None)


async def test_outcomes_are_idempotent(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, retry(1), retry(1))
    assert (await only(store)).attempts == 1
    await settle(store, shown(1))
    await settle(store, shown(1), shown(1, message_id=71))
    await settle(store, retry(5), gone(1))
    assert await store.waiting() == []
    assert await store.delivered("alert/") == [("alert/wang", "member:wang", None)]
    await put(store, draft("two"))
    row = await only(store)
    assert (row.message_id, row.attempts, row.next_try) == (70, 0, None)


async def test_a_card_to_be_tried_again_remembers_when_and_a_new_text_does_not_hurry_it(
    backend: SqliteBackend,
) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    written = await settle(store, retry(3, next_try=NOON + timedelta(seconds=34)))
    assert list(written.waiting) == []  # whoever tries again knows
    row = await only(store)
    assert (row.attempts, row.next_try) == (3, NOON + timedelta(seconds=34))
    await put(store, draft("two"))
    row = await only(store)
    assert (row.attempts, row.next_try) == (0, NOON + timedelta(seconds=34))


async def test_a_card_closed_before_anything_was_shown_is_never_sent(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("one", card="other"))
    written = await put(store, draft("over", closed=True))
    assert list(written.waiting) == []
    assert list(written.ended) == ["alert/wang"]
    assert [row.card for row in await store.waiting()] == ["other"]
    assert list((await put(store, draft("over", card="new", closed=True))).ended) == []
    assert await store.delivered("") == []


async def test_a_card_closed_with_the_same_words_is_not_sent_either(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    assert list((await put(store, draft("one", closed=True))).ended) == ["alert/wang"]
    assert await store.waiting() == []


async def test_a_card_closed_while_its_first_text_was_on_the_way_is_edited(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await put(store, draft("over", closed=True))
    written = await settle(store, shown(1))
    row = await only(store)
    assert (row.body, row.message_id) == ("over", 70)
    assert list(written.waiting) == [row]


async def test_a_shown_card_shows_its_end(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, shown(1))
    written = await put(store, draft("over", closed=True))
    assert list(written.waiting) == [await only(store)]
    assert list(written.ended) == []


async def test_a_card_that_is_gone_waits_no_more_and_says_why(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, gone(1, reason="blocked the bot"))
    await settle(store, gone(1, reason="another reason"))
    assert await store.waiting() == []
    assert await store.delivered("") == [("alert/wang", "member:wang", "blocked the bot")]
    assert list((await put(store, draft("one"))).waiting) == []
    assert list((await put(store, draft("over", closed=True))).waiting) == []
    assert await store.waiting() == []
    assert await store.delivered("") == [("alert/wang", "member:wang", "blocked the bot")]


async def test_a_new_text_is_tried_again_after_gone(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await settle(store, gone(1))
    written = await put(store, draft("two"))
    assert list(written.waiting) == [await only(store)]
    assert await store.delivered("") == []
    await settle(store, shown(2))
    assert await store.delivered("") == [("alert/wang", "member:wang", None)]


async def test_gone_for_an_older_text_leaves_the_newer_one_waiting(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await put(store, draft("two"))
    written = await settle(store, gone(1))
    assert await store.waiting() == [await only(store)]
    assert list(written.waiting) == []  # nothing of the row changed
    await put(store, draft("over", closed=True))
    await settle(store, gone(1))
    assert await store.delivered("") == [("alert/wang", "member:wang", "blocked the bot")]


@pytest.mark.parametrize("outcome", [shown(2), gone(2)])
async def test_a_revision_that_nobody_wanted_is_refused(backend: SqliteBackend, outcome: object) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    with pytest.raises(ValueError, match="no revision 2"):
        await settle(store, outcome)
    assert (await only(store)).revision == 1


async def test_waiting_is_oldest_cause_first_and_then_as_the_cards_came(backend: SqliteBackend) -> None:
    store = await backend.open()
    later = NOON + timedelta(minutes=1)
    await put(store, draft(card="late", cause=later), draft(card="zhang"), draft(card="an"), draft(card="ma"))
    await put(store, draft("two", card="zhang"))
    assert [row.card for row in await store.waiting()] == ["zhang", "an", "ma", "late"]


async def test_delivered_is_by_prefix_and_only_what_was_seen_or_given_up(backend: SqliteBackend) -> None:
    store = await backend.open()
    names = ["alert/1", "alert/2", "alert/3", "alerts", "alert/四", "a%", "task/1"]
    await put(store, *(draft(card=name, address=f"member:{n}") for n, name in enumerate(names)))
    await settle(store, *(shown(1, card=name) for name in names if name != "alert/2"), gone(1, card="alert/2"))
    await put(store, draft("one", card="alert/9"), draft("two", card="alert/3", address="member:2"))
    assert await store.delivered("alert/") == [
        ("alert/1", "member:0", None),
        ("alert/2", "member:1", "blocked the bot"),
        ("alert/3", "member:2", None),
        ("alert/四", "member:4", None),
    ]
    assert await store.delivered("a%") == [("a%", "member:5", None)]
    assert len(await store.delivered("")) == len(names)


async def test_an_outcome_may_come_with_the_draft_that_brings_its_card(backend: SqliteBackend) -> None:
    store = await backend.open()
    written = await store.write(Batch(drafts=[draft("one")], outcomes=[shown(1)]))
    assert list(written.waiting) == await store.waiting() == []
    await store.write(Batch(drafts=[draft("two", closed=True)], outcomes=[shown(1)]))
    assert (await only(store)).message_id == 70


async def test_what_is_put_aside_waits_for_the_return_however_it_changes_meanwhile(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("unseen", card="task/wang"), draft("asked", card="answer/wang"))
    await settle(store, shown(1), shown(1, card="answer/wang", message_id=71))
    leaves = handover(aside=NOON, anew=lambda card, body: not card.startswith("answer"))
    written = await store.write(Batch(handovers=[leaves]))
    assert {row.card for row in written.waiting} == {"behind/alert/wang/1", "behind/answer/wang/1"}
    await settle(store, shown(2, card="behind/alert/wang/1"), shown(2, card="behind/answer/wang/1", message_id=71))
    assert await store.waiting() == []

    assert list((await put(store, draft("two"))).waiting) == []
    await settle(store, gone(1, card="task/wang"))  # heard only now
    await store.close()

    store = await backend.open()
    back = Return(address="member:wang", wanted=lambda card, body, since: since == NOON)
    written = await store.write(Batch(returns=[back]))
    assert [(row.card, row.body, row.message_id) for row in written.waiting] == [
        ("alert/wang", "two", None),
        ("task/wang", "unseen", None),
    ]
    assert list(written.waiting) == await store.waiting()


async def test_what_ended_while_it_was_aside_or_is_of_use_no_more_is_not_shown_again(backend: SqliteBackend) -> None:
    store = await backend.open()
    await put(store, draft("one"), draft("old", card="duty/wang"))
    await settle(store, shown(1), shown(1, card="duty/wang", message_id=71))
    await store.write(Batch(handovers=[handover(aside=NOON)]))
    await settle(store, shown(2, card="behind/alert/wang/1"), shown(2, card="behind/duty/wang/1", message_id=71))
    await put(store, draft("over", closed=True))
    back = Return(address="member:wang", wanted=lambda card, body, since: card != "duty/wang")
    assert list((await store.write(Batch(returns=[back]))).waiting) == await store.waiting() == []
    everything = Return(address="member:wang", wanted=lambda card, body, since: True)
    assert list((await store.write(Batch(returns=[everything]))).waiting) == []


async def test_what_was_on_its_way_when_it_was_put_aside_is_handed_over_once_it_is_there(
    backend: SqliteBackend,
) -> None:
    store = await backend.open()
    await put(store, draft("one"))
    await store.write(Batch(handovers=[handover(aside=NOON)]))
    assert await store.waiting() == []
    await settle(store, shown(1))
    written = await store.write(Batch(handovers=[handover(aside=NOON)]))
    assert [(row.card, row.body) for row in written.waiting] == [("behind/alert/wang/2", "one, left")]
    await settle(store, shown(2, card="behind/alert/wang/2"))
    assert await store.waiting() == []


async def test_what_ended_while_it_was_aside_is_shown_once_it_begins_anew_after_the_return(
    backend: SqliteBackend,
) -> None:
    store = await backend.open()
    await put(store, draft("due", card="report/wang"), draft("old", card="duty/wang"))
    await settle(store, shown(1, card="report/wang"), shown(1, card="duty/wang", message_id=71))
    await store.write(Batch(handovers=[handover(aside=NOON)]))
    await settle(store, shown(2, card="behind/report/wang/1"), shown(2, card="behind/duty/wang/1", message_id=71))
    await put(store, draft("done", card="report/wang", closed=True))
    back = Return(address="member:wang", wanted=lambda card, body, since: False)
    assert list((await store.write(Batch(returns=[back]))).waiting) == await store.waiting() == []
    await put(store, draft("due again", card="report/wang"), draft("new", card="duty/wang"))
    assert {(row.card, row.body, row.message_id) for row in await store.waiting()} == {
        ("report/wang", "due again", None),
        ("duty/wang", "new", None),
    }


async def test_what_is_put_aside_from_the_first_is_not_sent_before_the_return(backend: SqliteBackend) -> None:
    store = await backend.open()
    written = await put(store, draft("one", aside=NOON), draft("two", card="duty/wang", aside=NOON))
    assert list(written.waiting) == await store.waiting() == []
    await put(store, draft("three", card="duty/wang", aside=NOON, closed=True))
    back = Return(address="member:wang", wanted=lambda card, body, since: since == NOON)
    written = await store.write(Batch(returns=[back]))
    assert [(row.card, row.body) for row in written.waiting] == [("alert/wang", "one")]
    assert list(written.waiting) == await store.waiting()
