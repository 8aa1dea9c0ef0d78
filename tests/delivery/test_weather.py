"""Bad weather: one chat refused, everybody refused, nobody answers, answers lost. Nobody is forgotten, nobody waits
for anybody else.
"""

from contextlib import ExitStack

import pytest

from bot.cards.card import Lane
from bot.delivery.answers import Reason
from store.protocol import Batch


async def alerts(delivery, count):
    await delivery.wants_all(
        [delivery.draft(f"alert/{number}", "集合", to=f"member:m{number}") for number in range(1, count + 1)]
    )


@pytest.mark.parametrize("wait", [1, 34, 3600])
async def test_one_chat_that_is_told_to_wait_waits_alone(delivery, telegram, wait):
    people = await delivery.people(10)
    unlucky = people[4]
    with telegram.weather.floods(seconds=wait, chat=unlucky.id):
        await alerts(delivery, 10)
        for person in people:
            if person is not unlucky:
                await person.sees("集合")
        await delivery.quiet()
        await delivery.wants("other", "另一条", to="member:m5", lane=Lane.NAG)
        await delivery.passes(max(0, wait - 20))
        await delivery.quiet()
        assert delivery.sends(unlucky) == 1, "nothing is tried before Telegram's deadline"
        (row, _) = await delivery.waiting()
        assert row.attempts == 1
        assert row.next_try is not None
        await delivery.passes(min(wait, 20) + 0.1)
        await unlucky.sees("集合")
    assert delivery.dispatcher.standing().paused_until is None
    await delivery.all_shown(10)


async def test_when_everybody_is_refused_everything_pauses_and_nothing_is_tried_meanwhile(delivery, telegram):
    people = await delivery.people(60)
    telegram.weather.floods(seconds=30)
    await alerts(delivery, 60)
    await delivery.until(lambda: delivery.dispatcher.standing().paused_until is not None)
    await delivery.quiet()
    refused = delivery.sends()
    assert refused < 60, "no more than what was out already"
    await delivery.passes(15)
    await delivery.quiet()
    assert delivery.sends() == refused
    await delivery.passes(16)
    for person in people:
        await person.sees("集合")
    await delivery.all_shown(60)


@pytest.mark.parametrize("how", ["refused", "reset", "bad-gateway"])
async def test_an_outage_is_probed_gently_and_over_soon_after_telegram_is_back(delivery, telegram, how):
    people = await delivery.people(20)
    await telegram.down(how)
    await alerts(delivery, 20)
    await delivery.until(lambda: delivery.dispatcher.standing().unreachable)
    await delivery.quiet()
    before = delivery.sends()
    for _ in range(60):
        await delivery.passes(1)
        await delivery.quiet()
    if how == "bad-gateway":
        assert 10 <= delivery.sends() - before <= 60, "one at a time, a few seconds apart"
    assert len(await delivery.waiting()) == 20
    await telegram.up()
    await delivery.passes(3)
    for person in people:
        await person.sees("集合")
    await delivery.all_shown(20)
    assert not delivery.dispatcher.standing().unreachable


async def test_an_outage_that_hangs_does_not_hang_us(delivery, telegram):
    people = await delivery.people(30)
    hole = telegram.weather.swallows()
    await alerts(delivery, 30)
    await delivery.until(lambda: delivery.dispatcher.standing().in_flight >= 28)
    await delivery.passes(6)
    assert delivery.dispatcher.standing().unreachable
    hole.ends()
    await delivery.passes(3)
    for person in people:
        await person.sees("集合")


async def test_sends_that_hang_take_no_place_from_the_others(stopped, telegram):
    people = await stopped.people(5)
    await stopped.starts(at_once=3)
    for person in people[:3]:
        telegram.weather.swallows(chat=person.id)
    await alerts(stopped, 5)
    await stopped.until(lambda: stopped.dispatcher.standing().in_flight == 3)
    for person in people[3:]:
        await stopped.passes(6)
        await person.sees("集合")


@pytest.mark.parametrize("lost", ["fails", "cuts"])
async def test_an_answer_lost_after_delivery_costs_at_most_one_repeat(delivery, telegram, lost):
    people = await delivery.people(3)
    getattr(telegram.weather, lost)(chat=people[1].id, times=1, delivered=True)
    await alerts(delivery, 3)
    for person in (people[0], people[2]):
        await person.sees("集合")
    await delivery.until(lambda: delivery.sends(people[1]) == 1)
    await delivery.passes(5)
    await delivery.all_shown(3)
    copies = [one for one in people[1].messages if one.from_bot]
    assert len(copies) == 2
    await delivery.wants("alert/2", "已结束", to="member:m2")
    assert (await people[1].sees("已结束")).id == copies[1].id


async def test_an_alert_that_stays_unanswered_is_tried_again_every_few_seconds_for_as_long_as_it_takes(
    delivery, telegram
):
    (lin, other) = await delivery.people(2)
    bad = telegram.weather.fails(chat=lin.id)
    await delivery.wants("alert", "集合")
    for number in range(12):
        await delivery.wants("chatter", f"第 {number} 条", to="member:m2", lane=Lane.NAG)
        tries = delivery.sends(lin)
        await delivery.passes(5)
        await delivery.until(lambda tries=tries: delivery.sends(lin) > tries)
        await delivery.quiet()
    bad.ends()
    await delivery.passes(5)
    await lin.sees("集合")
    await other.sees("第 11 条")


@pytest.mark.parametrize(
    ("misfortune", "reason"),
    [("blocks", Reason.BLOCKED), ("deactivates", Reason.DEACTIVATED)],
)
async def test_whoever_cannot_be_reached_is_known_at_once_and_holds_up_nobody(delivery, misfortune, reason):
    lost, lin = await delivery.people(2)
    await getattr(lost, misfortune)()
    await alerts(delivery, 2)
    await delivery.until(lambda: delivery.gone)
    assert delivery.gone == [("alert/1", "member:m1", reason)]
    await lin.sees("集合")
    await delivery.quiet()
    assert await delivery.waiting() == []
    assert ("alert/1", "member:m1", reason) in await delivery.store.delivered("alert/")


async def test_who_never_enrolled_who_never_started_and_a_group_that_is_not_linked(delivery, telegram):
    stranger = telegram.phone("从未启动")
    delivery.chats["member:m1"] = stranger.id
    await delivery.wants("alert/1", "集合", to="member:m1")
    await delivery.wants("alert/2", "集合", to="member:m2")
    await delivery.wants("status", "响应中", to="chat:group", lane=Lane.STATUS)
    await delivery.until(lambda: len(delivery.gone) == 3)
    reasons = {card: reason for card, _, reason in delivery.gone}
    assert reasons["alert/1"] in {Reason.NOT_FOUND, Reason.NEVER_STARTED}
    assert reasons["alert/2"] == Reason.NEVER_ENROLLED
    assert reasons["status"] == Reason.NO_GROUP
    await delivery.quiet()
    assert await delivery.waiting() == []


async def test_a_listener_that_fails_is_told_again_and_only_then_is_the_card_written_off(delivery):
    (lin,) = await delivery.people(1)
    await lin.blocks()
    delivery.deaf = 2
    await delivery.wants("alert", "集合")
    await delivery.until(lambda: not delivery.deaf)
    assert len(await delivery.waiting()) == 1
    await delivery.until(lambda: delivery.gone)
    await delivery.quiet()
    assert await delivery.waiting() == []


async def test_what_was_shown_is_told_again_to_a_listener_that_failed(delivery):
    """Such as the one that hands over what reached an old account, on a disk that was full just then."""
    (lin,) = await delivery.people(1)
    delivery.deaf = 2
    await delivery.wants("alert", "集合")
    await lin.sees("集合")
    await delivery.until(lambda: delivery.shown)
    assert (delivery.deaf, [one.card for one in delivery.shown]) == (0, ["alert"])


async def test_somebody_who_comes_back_gets_the_next_revision(delivery):
    (lin,) = await delivery.people(1)
    await lin.blocks()
    await delivery.wants("alert", "集合")
    await delivery.until(lambda: delivery.gone)
    await delivery.quiet()
    await lin.start()
    await delivery.wants("alert", "集合，东门")
    await lin.sees("东门")


async def test_a_group_that_became_a_supergroup_is_written_to_under_its_new_number(delivery, telegram):
    (lin,) = await delivery.people(1)
    group = telegram.group("所应急群", [lin])
    await group.adds_bot()
    old = delivery.chats["chat:group"] = group.id
    await delivery.wants("status", "响应中", to="chat:group", lane=Lane.STATUS)
    await group.sees("响应中")
    await delivery.all_shown(1)
    new = await group.migrates()
    await delivery.wants("status", "已到达 3", to="chat:group", lane=Lane.STATUS)
    await delivery.wants("milestone", "现场已封锁", to="chat:group", lane=Lane.STATUS)
    await group.sees("已到达 3")
    await group.sees("现场已封锁")
    await delivery.all_shown(3)
    assert delivery.migrated == [(old, new)]
    assert {one.chat_id for one in delivery.shown[1:]} == {new}


async def test_a_card_that_telegram_never_takes_is_put_aside_with_a_reason_and_nobody_waits_for_it(stopped, telegram):
    await stopped.starts()
    people = await stopped.people(3)
    await stopped.wants_all(
        [
            stopped.draft("alert/1", "集合", to="member:m1"),
            stopped.draft("alert/2", "<b>没有结束", to="member:m2"),
            stopped.draft("alert/3", "集合", to="member:m3"),
        ]
    )
    await people[0].sees("集合")
    await people[2].sees("集合")
    await stopped.until(lambda: stopped.gone)
    card, address, reason = stopped.gone[0]
    assert (card, address) == ("alert/2", "member:m2")
    assert "can't parse entities" in reason
    await stopped.quiet()
    assert await stopped.waiting() == []


async def test_a_full_disk_loses_no_outcome_and_repeats_no_message(delivery):
    people = await delivery.people(3)
    drafts = [delivery.draft(f"alert/{number}", "集合", to=f"member:m{number}") for number in (1, 2, 3)]
    written = await delivery.store.write(Batch(drafts=drafts))
    delivery.store.full = True
    delivery.dispatcher.offer(written.waiting)
    for person in people:
        await person.sees("集合")
    await delivery.until(lambda: delivery.dispatcher.standing().unrecorded == 3)
    delivery.dispatcher.offer(await delivery.waiting())
    assert delivery.shown == [], "nothing counts as shown before it is recorded"
    delivery.store.full = False
    await delivery.all_shown(3)
    assert delivery.sends() == 3
    assert await delivery.waiting() == []


async def test_a_crash_between_send_and_record_repeats_that_message_and_skips_none(stopped, telegram):
    people = await stopped.people(5)
    await stopped.starts()
    with ExitStack() as stack:
        hold = stack.enter_context(telegram.hold("sendMessage", after=2, delivered=True))
        await alerts(stopped, 5)
        await stopped.until(lambda: hold.waiting == 3)
        await stopped.all_shown(2)
        await stopped.crashes()
    stopped.seconds.ahead += 60
    await stopped.starts()
    await stopped.all_shown(5)
    copies = [sum(one.from_bot for one in person.messages) for person in people]
    assert sorted(copies) == [1, 1, 2, 2, 2]
    assert await stopped.waiting() == []


async def test_stopping_waits_for_what_is_out_and_records_it(stopped, telegram):
    people = await stopped.people(4)
    await stopped.starts(at_once=2)
    with telegram.weather.slows(seconds=0.2):
        await alerts(stopped, 4)
        await stopped.until(lambda: stopped.sends() == 2)
        await stopped.dispatcher.stop()
    assert len(stopped.shown) == 2
    assert len(await stopped.waiting()) == 2
    await stopped.starts()
    for person in people:
        await person.sees("集合")
    await stopped.all_shown(4)
    assert stopped.sends() == 4


async def test_after_a_restart_a_chat_that_was_told_to_wait_an_hour_still_waits(stopped, telegram):
    (lin,) = await stopped.people(1)
    await stopped.starts()
    telegram.weather.floods(seconds=3600, chat=lin.id)
    await stopped.wants("alert", "集合")
    await stopped.until(lambda: stopped.sends() == 1)
    await stopped.quiet()
    await stopped.dispatcher.stop()
    await stopped.starts()
    await stopped.passes(3590)
    await stopped.quiet()
    assert stopped.sends() == 1
    await stopped.passes(11)
    await lin.sees("集合")
