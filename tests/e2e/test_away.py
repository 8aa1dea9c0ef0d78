"""Being away: said in words or by a button, told to those concerned, over by itself; alerts come all the same."""

from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage


async def test_the_director_is_away_and_comes_back_by_the_clock(full: Stage) -> None:
    await full.director.types("/away 3天")
    card = await full.director.sees("你外出至 03-05", "仍可启动预案")
    assert [b["text"] for row in card.buttons for b in row] == ["我回来了"]
    await full.deputy.sees("林远（所长）外出至 03-05", "紧急情况由 沈若 指挥")
    await full.office.sees("林远（所长）外出至 03-05")
    full[full.member(group="order", lead=False)].sees_no("外出")
    full.steering.forward(days=3, minutes=1)
    await full.director.sees("已恢复在岗")
    await full.deputy.sees("林远（所长）已回来", "紧急情况由 林远 指挥")


async def test_one_tap_is_enough_to_be_back(full: Stage) -> None:
    await full.director.types("/away 周五")
    await full.director.sees("你外出至 03-06 23:59")
    await full.director.taps("我回来了")
    await full.director.sees("外出已结束")
    await full.deputy.sees("林远（所长）已回来")
    await full.director.types("/back")
    await full.director.sees("林远 没有外出")


async def test_what_cannot_be_read_is_asked_back_with_buttons(full: Stage) -> None:
    await full.deputy.types("/away 好一阵子")
    card = await full.deputy.sees("外出到什么时候？")
    assert [b["text"] for row in card.buttons for b in row] == ["今天", "3 天", "一周"]
    await full.deputy.taps("一周")
    await full.deputy.sees("已记录：沈若 外出至 03-09 23:59")
    await full.deputy.sees("你外出至 03-09 23:59")


async def test_the_office_says_it_of_somebody_and_nobody_else_may(full: Stage) -> None:
    member = full[full.member(group="order", lead=False)]
    name = full.files.roster.by_id[full.member(group="order", lead=False)].name
    await full.office.types(f"/away {name} 3天")
    await full.office.sees(f"已记录：{name} 外出至 03-05")
    await member.sees("魏岚 记录：你外出至 03-05")
    await member.types("/away 林远 3天")
    await member.sees("没有这项权限")
    full.director.sees_no("你外出至")


async def test_a_name_that_is_nobodys_is_not_taken_for_a_word_about_oneself(full: Stage) -> None:
    await full.office.types("/away 好一阵子")
    assert "名册上没有" not in (await full.office.sees("你外出到什么时候？")).text
    await full.office.types("/away 王无此人 3天")
    await full.office.sees("名册上没有「王无此人」", "你外出到什么时候？")
    await full.office.types("/readiness")
    assert "外出" not in (await full.office.sees("准备情况")).text


async def test_an_absent_member_is_alerted_all_the_same(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    await full[member].types("/away 3天")
    await full[member].sees("你外出至")
    await full.activate()
    await full[member].sees("紧急集结")


async def test_an_absence_outlives_a_stop_and_is_ended_late(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as made:
        async with made.playing(NO_LIMITS):
            await made.enrol()
            await made.director.types("/away 2小时")
            await made.director.sees("你外出至")
        made.steering.forward(hours=5)
        async with made.playing(NO_LIMITS):
            await made.director.sees("已恢复在岗", "通知迟到")
            await made.deputy.sees("林远（所长）已回来")


async def test_readiness_names_who_is_away_and_a_word_ends_a_long_silence(full: Stage) -> None:
    member = full.member(group="order", lead=False)
    name = full.files.roster.by_id[member].name
    await full.office.types(f"/away {name} 200天")
    await full.office.sees("已记录")
    full.steering.forward(days=61)
    await full.office.types("/readiness")
    card = await full.office.sees("准备情况", f"外出 1 人：{name}", "没有动静")
    assert "林远 138-0000-0001 自 2026-03-02 没有动静" in card.text
    await full.director.types("/help")
    await full.director.sees("你可以用")
    await full.office.types("/readiness")
    await full.telegram.until(lambda: sum("准备情况" in m.text for m in full.office.messages) == 2)
    second = [m.text for m in full.office.messages if "准备情况" in m.text][-1]
    assert "没有动静" in second
    assert "林远 138-0000-0001" not in second
