"""Who goes next: limits are kept, urgent goes first, nobody starves, and whoever has to wait waits alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.card import Lane
from bot.delivery.backlog import Backlog, Entry
from bot.delivery.limits import NO_LIMITS, TELEGRAM_LIMITS, Bucket, Limit, Limits
from bot.delivery.pacing import Refusals, Sent, pick
from store.protocol import Waiting

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
ROUNDING = 1e-6


@dataclass(kw_only=True)
class Sender:
    """A dispatcher without a network, on a clock that jumps from one thing to do to the next."""

    limits: Limits = TELEGRAM_LIMITS
    takes: float = 0.05
    now: float = 1000.0
    sent_at: list[tuple[float, Entry]] = field(default_factory=list)
    backlog: Backlog = field(init=False)
    sent: Sent = field(init=False)
    flying: list[tuple[float, int]] = field(default_factory=list)
    orders: int = 0

    def __post_init__(self) -> None:
        self.backlog = Backlog(self.limits)
        self.sent = Sent.nothing(self.limits)

    def wants(self, card: str, chat: int, lane: Lane, *, revision: int = 1) -> None:
        self.orders += 1
        cause = START + timedelta(seconds=self.now)
        row = Waiting(card=card, address=f"member:m{chat}", lane=lane, body="{}", cause=cause, revision=revision)
        entry = Entry(row=row, chat=chat, lane=lane, since=self.now, order=self.orders)
        if older := self.backlog.find(card):
            entry.inherit(older)
        self.backlog.add(entry, self.now)

    def runs(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            self.lands()
            self.backlog.rouse(self.now)
            choice = pick(self.now, self.backlog, self.sent)
            assert choice == pick(self.now, self.backlog, self.sent), "looking changes nothing"
            if choice.entry:
                self.backlog.take(choice.entry, self.now)
                self.sent = self.sent.after(self.now, choice.charged)
                self.flying.append((self.now + self.takes, choice.entry.chat))
                self.sent_at.append((self.now, choice.entry))
                continue
            ahead = [at for at in (choice.wake_at, *(back for back, _ in self.flying)) if at is not None]
            if not ahead or min(ahead) > end:
                self.now = end
                return
            assert min(ahead) > self.now, "the time to look again lies ahead"
            self.now = min(ahead)

    def lands(self) -> None:
        back = [one for one in self.flying if one[0] <= self.now]
        self.flying = [one for one in self.flying if one[0] > self.now]
        for _, chat in back:
            self.backlog.release(chat, self.now)

    def cards(self) -> list[str]:
        return [entry.row.card for _, entry in self.sent_at]

    def when(self, card: str) -> float:
        return next(at for at, entry in self.sent_at if entry.row.card == card)


def assert_within(limit: Limit, times: Sequence[float]) -> None:
    """No window of any length holds more than the burst and what has come in since."""
    for first, start in enumerate(times):
        for last in range(first, len(times)):
            allowed = limit.burst + (times[last] - start) / limit.every
            assert last - first + 1 <= allowed + ROUNDING


chats = st.integers(-2, 12).filter(bool)
wishes = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.01, 0.3, 2.0]), chats, st.sampled_from(Lane), st.integers(0, 3)), max_size=80
)


@given(wishes=wishes, takes=st.sampled_from([0.0, 0.05, 3.0]))
@settings(max_examples=60, deadline=None)
def test_no_window_of_time_holds_more_than_its_bucket_and_everything_goes_out_in_the_end(wishes, takes):
    sender = Sender(takes=takes)
    latest = {}
    for revision, (gap, chat, lane, card) in enumerate(wishes, 1):
        sender.runs(gap)
        sender.wants(f"{chat}/{card}", chat, lane, revision=revision)
        latest[f"{chat}/{card}"] = revision
    sender.runs(1200)

    assert len(sender.backlog) == 0
    shown = {}
    by_chat = defaultdict(list)
    for at, entry in sender.sent_at:
        assert entry.row.revision > shown.get(entry.row.card, 0), "an older revision never follows a newer one"
        shown[entry.row.card] = entry.row.revision
        by_chat[entry.chat].append(at)
    assert shown == latest
    assert_within(TELEGRAM_LIMITS.overall, [at for at, _ in sender.sent_at])
    for chat, times in by_chat.items():
        assert_within(TELEGRAM_LIMITS.for_chat(chat), times)
        assert all(later - earlier >= takes - ROUNDING for earlier, later in pairwise(times))


@given(wishes=wishes, rest=st.sampled_from([1.0, 34.0, 3600.0]))
@settings(max_examples=40, deadline=None)
def test_a_chat_that_has_to_wait_delays_nobody(wishes, rest):
    alone, beside = Sender(), Sender()
    beside.backlog.rest(99, beside.now + rest, beside.now)
    beside.wants("waits", 99, Lane.ALERT)
    for revision, (gap, chat, lane, card) in enumerate(wishes, 1):
        for sender in (alone, beside):
            sender.runs(min(gap, 0.01))
            sender.wants(f"{chat}/{card}", chat, lane, revision=revision)
    for sender in (alone, beside):
        sender.runs(rest + 600)

    assert beside.when("waits") >= 1000 + rest
    before = [(at, entry.row.card) for at, entry in beside.sent_at if at < 1000 + rest and entry.chat != 99]
    assert before == [(at, entry.row.card) for at, entry in alone.sent_at][: len(before)]
    assert len(beside.sent_at) == len(alone.sent_at) + 1


@given(amounts=st.lists(st.integers(0, 60), min_size=6, max_size=6))
@settings(max_examples=40, deadline=None)
def test_without_shares_lanes_go_strictly_in_order_and_oldest_first_within_one(amounts):
    sender = Sender(limits=NO_LIMITS, takes=0.0)
    chat = 0
    for lane, amount in zip(reversed(Lane), reversed(amounts), strict=True):
        for _ in range(amount):
            chat += 1
            sender.wants(str(chat), chat, lane)
    sender.runs(1)
    went = [(entry.lane, entry.order) for _, entry in sender.sent_at]
    assert went == sorted(went)


def test_alerts_to_three_hundred_take_hardly_longer_than_telegram_allows():
    sender = Sender()
    for chat in range(1, 301):
        sender.wants(f"alert/{chat}", chat, Lane.ALERT)
    for chat in range(1, 16):
        sender.wants(f"command/{chat}", chat + 1000, Lane.COMMAND)
    sender.runs(60)
    alerts = [at for at, entry in sender.sent_at if entry.lane == Lane.ALERT]
    assert alerts[-1] - 1000 <= 1.05 * (300 - 29) / 30
    assert sender.cards()[0] == "command/1", "the command post hears at once too"


def test_taps_beside_a_thousand_alerts_are_shown_within_a_second_and_cost_the_alerts_little():
    sender = Sender()
    for chat in range(1, 1001):
        sender.wants(f"alert/{chat}", chat, Lane.ALERT)
    asked = {}
    for tap in range(60):
        sender.runs(0.5)
        asked[f"tap/{tap}"] = sender.now
        sender.wants(f"tap/{tap}", 2000 + tap, Lane.TAPPED)
        sender.wants("command", 5000, Lane.COMMAND, revision=tap)
    sender.runs(60)
    alerts = [at for at, entry in sender.sent_at if entry.lane == Lane.ALERT]
    assert alerts[-1] - 1000 <= 1.15 * (1000 - 29) / 30
    assert max(sender.when(card) - at for card, at in asked.items()) <= 1.0


def test_the_command_post_is_not_starved_by_a_storm_of_taps():
    sender = Sender()
    for chat in range(1, 301):
        sender.wants(f"tap/{chat}", chat, Lane.TAPPED)
    sender.wants("command", 5000, Lane.COMMAND)
    sender.wants("group", -5, Lane.STATUS)
    sender.wants("nag", 6000, Lane.NAG)
    sender.wants("document", 7000, Lane.DOCUMENT)
    sender.runs(3)
    assert {"command", "group", "nag", "document"} <= set(sender.cards())


def test_a_card_that_changes_all_the_time_keeps_its_place():
    sender = Sender(limits=Limits(overall=Limit(burst=1, every=1.0), private=None, group=None))
    for chat in range(1, 6):
        sender.wants(f"status/{chat}", chat, Lane.STATUS)
    for revision in range(2, 30):
        sender.runs(0.25)
        sender.wants("status/3", 3, Lane.STATUS, revision=revision)
    assert sender.cards()[:3] == ["status/1", "status/2", "status/3"]


def test_what_waited_for_an_hour_still_goes_first_when_its_time_comes():
    sender = Sender()
    sender.backlog.rest(7, sender.now + 3600, sender.now)
    sender.wants("late alert", 7, Lane.ALERT)
    sender.runs(3599)
    for chat in range(100, 400):
        sender.wants(f"alert/{chat}", chat, Lane.ALERT)
    sender.runs(30)
    assert sender.when("late alert") - (1000 + 3600) < 0.1


def test_after_a_pause_for_everybody_what_piled_up_leaves_at_the_paced_rate():
    sender = Sender()
    sender.sent = sender.sent.paused(sender.now + 5)
    for chat in range(1, 101):
        sender.wants(f"alert/{chat}", chat, Lane.ALERT)
    sender.runs(7)
    times = [at for at, _ in sender.sent_at]
    assert times[0] >= 1005
    assert len([at for at in times if at < 1006]) <= 31


def test_three_chats_refused_within_a_second_are_a_refusal_of_everything_until_the_earliest_deadline():
    refusals = Refusals().add(10.0, 1, 15.0).add(10.2, 2, 3610.0)
    assert refusals.pause_until is None
    assert refusals.add(10.4, 2, 16.0).pause_until is None, "one chat twice is still one chat"
    assert refusals.add(10.9, 3, 16.0).pause_until == 15.0
    assert refusals.add(11.5, 3, 16.0).pause_until is None


def test_a_drained_bucket_gives_one_token_at_its_deadline_and_the_rest_one_by_one():
    bucket = Bucket(Limit(burst=3, every=2.0)).drained(100.0)
    assert bucket.ready_at == 100.0
    assert bucket.take(100.0).ready_at == 102.0


def test_what_telegram_never_answered_goes_behind_what_was_never_tried():
    sender = Sender(limits=Limits(overall=Limit(burst=1, every=1.0), private=None, group=None))
    sender.wants("may have arrived", 1, Lane.ALERT)
    entry = sender.backlog.drop("may have arrived", sender.now)
    entry.unanswered = 1
    sender.backlog.add(entry, sender.now)
    sender.wants("never tried", 2, Lane.ALERT)
    sender.runs(2)
    assert sender.cards() == ["never tried", "may have arrived"]
