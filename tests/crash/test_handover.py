"""Killed between noting that a message arrived on an old account and handing it over to the new one."""

from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from bot.domain.people.events import Enrolled
from bot.domain.unit import Unit
from bot.service import fold, recorded
from store.protocol import Batch
from store.sqlite import open_store
from tests.e2e.stage import Stage, stage


async def dies_before_it_hands_over(made: Stage, member: str, account: int) -> None:
    """Write what such a bot leaves: the new account is in the log, and the message stands on the old one."""
    store = await open_store(made.settings.database_path, unit=made.files.plan.unit)
    _, versions = await fold(store, Unit(plan=made.files.plan, roster=made.files.roster))
    event = Enrolled(at=made.steering.now(), by=member, member=member, account=account, code="spent")
    await store.write(Batch(events=[recorded(event, versions)]))
    await store.close()


async def test_what_stands_on_the_old_account_alone_is_handed_over_after_the_restart(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        member = made.member(group="order", lead=False)
        director = made.files.roster.with_role("director")[0].id
        async with made.playing(NO_LIMITS):
            await made.enrol(director, member)
            await made.activate()
            old = made[member]
            await old.sees_button("已到达")
            await old.sees("断网也能看")
        made.phones[member] = new = made.telegram.phone("新手机")
        await new.start()
        await dies_before_it_hands_over(made, member, new.id)
        async with made.playing(NO_LIMITS):
            await new.sees_button("已到达")
            await made.telegram.until(lambda: not any(message.buttons for message in old.messages))
            await old.sees("这里已停用", "在新账号里继续")
            await old.sees_no_longer("断网也能看")
            await new.taps("已到达")
            await made.director.sees("已到达 1")
        assert len([message for message in new.messages if "紧急集结" in message.text]) == 1
