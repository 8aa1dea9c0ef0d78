"""Documents on phones: the emergency card, and the office that hears who has not enrolled."""

from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage


async def test_whoever_enrols_gets_an_emergency_card_as_a_picture(empty: Stage) -> None:
    member = empty.member(group="order", lead=False)
    await empty.enrol(member)
    assert (await empty[member].document("应急卡")).startswith(b"\x89PNG")
    message = await empty[member].sees("断网也能看")
    assert "photo" in message.content


async def test_a_new_phone_gets_one_of_its_own_and_the_same_phone_no_second(empty: Stage) -> None:
    member = empty.member(group="order", lead=False)
    await empty.enrol(member)
    old = empty[member]
    await old.sees("断网也能看")
    await empty.invite(member)  # the same phone opens another link
    assert empty.muster is not None
    await empty.telegram.until(lambda: len([m for m in old.messages if "登记成功" in m.text]) == 2)
    empty.phones[member] = empty.telegram.phone("新手机")
    await empty.invite(member)
    await empty[member].sees("断网也能看")
    assert len([m for m in old.messages if "断网也能看" in m.text]) == 1
    empty[member].sees_no("已作废")


async def test_the_office_hears_once_a_week_who_is_missing_until_everybody_is_in(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as scene:
        office = scene.files.roster.with_role(scene.files.plan.office)[0].id
        missing = scene.files.roster.members[5]
        async with scene.playing(NO_LIMITS):
            await scene.enrol(*(m.id for m in scene.files.roster.members if m.id != missing.id))
            scene.steering.forward(days=6, hours=21, seconds=5)  # the Monday after, nine in the morning
            await scene[office].sees("1 人还没有登记", missing.name, "muster invite")
            scene[office].sees_no("补发")
        scene.steering.forward(days=15)  # nothing runs meanwhile
        async with scene.playing(NO_LIMITS):
            await scene[office].sees("还没有登记", "补发")
            await scene.enrol(missing.id)
            scene.steering.forward(days=15)
            await scene[missing.id].types("/help")
            await scene[missing.id].sees("/report")
        assert len([m for m in scene[office].messages if "还没有登记" in m.text]) == 2
