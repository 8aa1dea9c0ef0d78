"""Any interleaving of any batches: what was acknowledged, no more and no less, is what a replay gives."""

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from storekit import SqliteBackend, draft, event, gone, log, retry, shown

from store.protocol import Batch, Conflict, Record, Store, Waiting

STREAMS = st.sampled_from(["incident/1", "people", "duty/一"])
CARDS = st.sampled_from(["alert/wang", "alert/li", "status"])

# How far ahead of its stream an event claims to be: 0 is right, anything else a conflict.
events = st.lists(st.tuples(STREAMS, st.sampled_from([0, 0, 0, 0, 0, -1, 1])), max_size=3)
drafts = st.lists(
    st.builds(
        draft,
        body=st.sampled_from(["one", "two", "三"]),
        card=CARDS,
        closed=st.booleans(),
        lane=st.integers(1, 3),
        address=st.sampled_from(["member:wang", "member:wang", "member:li"]),
    ),
    max_size=3,
)
outcomes = st.lists(
    st.one_of(
        st.builds(shown, revision=st.integers(1, 4), card=CARDS),
        st.builds(gone, revision=st.integers(1, 4), card=CARDS),
        st.builds(retry, card=CARDS),
    ),
    max_size=2,
)
groups = st.lists(st.lists(st.tuples(events, drafts, outcomes), min_size=1, max_size=4), min_size=1, max_size=5)


class Callers:
    """Concurrent callers who each believe to know the versions, and what they were told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.acknowledged: list[Record] = []
        self.waiting: dict[str, Waiting] = {}
        self._versions: Counter[str] = Counter()

    async def together(self, group: list[tuple]) -> None:
        # All of a group write before any of them hears back, so they share commits and some conflict.
        guess = self._versions.copy()
        batches = [self._batch(guess, *parts) for parts in group]
        for result in await asyncio.gather(*map(self.store.write, batches), return_exceptions=True):
            if isinstance(result, Conflict | ValueError) or "no card" in str(result):
                continue
            assert not isinstance(result, BaseException)
            self.acknowledged.extend(result.records)
            for record in result.records:
                self._versions[record.stream] = record.version
            for row in result.waiting:
                self.waiting[row.card] = row
            for card in result.ended:
                self.waiting.pop(card)

    def _batch(self, guess: Counter[str], events: list, drafts: list, outcomes: list) -> Batch:
        new = []
        for stream, ahead in events:
            guess[stream] += 1
            new.append(event(guess[stream] + ahead, stream, data={"n": len(new), "什么": stream}))
        return Batch(events=new, drafts=drafts, outcomes=outcomes)


@settings(max_examples=40, deadline=None)
@given(groups)
async def test_a_replay_gives_what_was_acknowledged(groups: list[list[tuple]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        backend = SqliteBackend(Path(folder))
        callers = Callers(await backend.open())
        for group in groups:
            await callers.together(group)
        await callers.store.close()

        replayed = await backend.open()
        assert await log(replayed) == callers.acknowledged
        for stream in {record.stream for record in callers.acknowledged}:
            versions = [record.version for record in await log(replayed, stream)]
            assert versions == list(range(1, len(versions) + 1))
        assert await replayed.verify() is None
        # Whoever listened to the answers knows of every row that waits, in its newest revision.
        for row in await replayed.waiting():
            heard = callers.waiting[row.card]
            assert (heard.revision, heard.body, heard.address) == (row.revision, row.body, row.address)
        await backend.close()
