"""What a button says proves nothing: forged, old, somebody else's."""

from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from config import example_folder
from tests.e2e.stage import Stage, stage


async def test_a_forged_button_and_somebody_elses_do_nothing(full: Stage) -> None:
    await full.activate()
    member, other = full[full.member(group="order", lead=False)], full[full.member(group="order", lead=True)]
    card = await member.sees("紧急集结")
    made_up = await (await member.forges(card, "made-up-by-hand")).toast()
    assert "已失效" in made_up.text
    theirs = await other.sees_button("无法到达")
    token = theirs.buttons[1][0]["callback_data"]
    stolen = await (await member.forges(card, token)).toast()
    assert "不是给你的" in stolen.text
    await full.director.sees("无应答 23")


async def test_buttons_still_work_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await made.activate()
            member = made[made.member(group="order", lead=True)]
            await member.sees("紧急集结")
        async with made.playing(NO_LIMITS):
            toast = await (await member.taps("已到达")).toast()
            assert toast.text.startswith("已记录：已到达")
            await made.director.sees("已到达 1")


async def test_the_english_unit_speaks_english(tmp_path: Path) -> None:
    async with stage(tmp_path, unit=example_folder("en"), limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol()
        await made.director.types("/activate Library fire")
        await made.director.taps("Confirm activation")
        member = made[made.member(group="order", lead=True)]
        await member.sees("EMERGENCY", "Library", "fire")
        toast = await (await member.taps("Arrived")).toast()
        assert toast.text.startswith("Recorded: Arrived")
        await made.director.sees("Arrived 1")
        for phone in made.phones.values():
            shown = [m.text for m in phone.messages if m.from_bot]
            assert not any("\u4e00" <= character <= "\u9fff" for text in shown for character in text), shown
