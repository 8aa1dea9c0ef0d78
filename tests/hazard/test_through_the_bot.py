"""A hazard as people have it on their phones: from a photo to somebody else's look at the fix."""

import json
from pathlib import Path

from bot.delivery.limits import NO_LIMITS
from bot.domain.readiness import Health
from bot.reports.status import status
from bot.service import Service
from config.roster import Roster
from tests.e2e.stage import Stage, stage


def service(full: Stage) -> Service:
    assert full.muster is not None
    return full.muster.service


async def test_from_a_photo_to_verified(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    owner_id = full.member(group="casualty", lead=True)
    owner = full[owner_id]
    await finder.sends_photo("/hazard 配电房 灭火器过期两个月")
    receipt = await finder.sees("隐患 H-2026-001", "地点：配电房", "灭火器过期两个月", f"已报：{full.office.name}")
    await full.office.sees("隐患 H-2026-001", "灭火器过期两个月", finder.name)
    await full.office.sees("隐患 H-2026-001 照片 1", finder.name)
    full.director.sees_no("H-2026-001")

    await finder.replies(receipt, "就是门后那两具")
    await finder.sees("已记入 H-2026-001")
    await full.office.sees("灭火器过期", "就是门后那两具")

    await full.office.taps("指派")
    question = await full.office.sees("指派 H-2026-001", "谁来整改")
    await full.office.replies(question, f"{owner.name} 3天")
    mine = await owner.sees("隐患 H-2026-001", f"责任人：{owner.name}，期限 03-05")
    picture = await owner.sees("隐患 H-2026-001 照片 1")
    await owner.sends_photo("已把通道清开", reply_to=picture)
    await full.office.sees("隐患 H-2026-001 照片 2", owner.name)
    await full.office.sees("灭火器过期", "已把通道清开")
    await full.office.sees(f"责任人：{owner.name}", "03-05")

    await owner.taps("已整改")
    await owner.sees(f"{owner.name} 已整改")
    await owner.replies(mine, "换了两具新的")
    await full.office.sees("待核验", "换了两具新的")
    await full.office.taps("退回")
    why = await full.office.sees("还差什么")
    await full.office.replies(why, "箱门还打不开")
    await owner.sees("退回", "箱门还打不开")
    await owner.taps("已整改")
    await full.office.taps("核验通过")
    await finder.sees(f"✅ {full.office.name} 核验通过，已销号")
    await owner.sees("核验通过，已销号")
    phones = (finder, owner, full.office)
    await full.telegram.until(
        lambda: not any("H-2026-001" in str(m.text) and m.buttons for p in phones for m in p.messages)
    )
    assert not list(service(full).unit.hazards.open())


async def test_several_pictures_sent_at_once_are_one_hazard(full: Stage) -> None:
    finder, guard = full["peng-yi"], full["fan-zhou"]
    await finder.types("/report 东门有人徘徊")  # a while ago, and about something else
    await full.director.sees("东门有人徘徊")
    await finder.sends_photo("/hazard 配电房 灭火器过期", album="7")
    await finder.sends_photo(album="7")
    await finder.sends_photo(album="7")
    await finder.sees("隐患 H-2026-001", "照片：3 张")
    await full.office.sees("隐患 H-2026-001 照片 3")
    await guard.types("/hazard")
    question = await guard.sees("隐患在哪里？是什么？")
    await guard.sends_photo("窗户关不上", reply_to=question, album="8")
    await guard.sends_photo(reply_to=question, album="8")
    await guard.sees("隐患 H-2026-002", "照片：2 张")
    assert list(service(full).unit.hazards.by_number) == ["H-2026-001", "H-2026-002"]
    finder.sees_no("没看懂")


async def test_pictures_of_something_else_are_no_pictures_of_the_hazard_reported_just_before(full: Stage) -> None:
    finder = full["peng-yi"]
    group = await full.gather()
    await finder.sends_photo("/hazard 配电房 灭火器过期", album="7")
    await finder.sees("隐患 H-2026-001")
    await finder.sends_photo(chat=group, album="8")
    await finder.sends_photo("/report 东门有人持刀", album="9")
    await finder.sends_photo(album="9")
    await full.telegram.until(lambda: [len(lead.photos) for lead in service(full).unit.desk.leads.values()] == [2])
    assert len(service(full).unit.hazards.by_number["H-2026-001"].photos) == 1


async def test_owner_and_day_by_buttons_and_pressing_twice(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    await finder.types("/hazard")
    question = await finder.sees("隐患在哪里？是什么？")
    await finder.replies(question, "窗户关不上")
    await finder.sees("H-2026-001", "在哪里？点一下")
    await finder.taps("档案室")
    await full.office.sees("H-2026-001", "地点：档案室")
    await full.office.taps("指派")
    card = await full.office.sees("谁来整改")
    label = card.buttons[0][0]["text"]
    await full.office.taps(label)
    await full.office.sees("几天内整改")
    await full.office.taps("今天")
    await full.office.sees("H-2026-001", "期限 03-02")
    owner = full[service(full).unit.hazards.by_number["H-2026-001"].owner]
    assert label.startswith(owner.name)
    mine = await owner.sees_button("已整改")
    fixed = mine.buttons[0][0]["callback_data"]
    assert (await (await owner.taps("已整改")).toast()).text == "已记录，等待核验"
    assert "已经记过了" in (await (await owner.forges(mine, fixed)).toast()).text
    stranger = full[full.member(group="stability", lead=True)]
    assert "不是给你的" in (await (await stranger.forges(mine, fixed)).toast()).text
    assert service(full).unit.hazards.by_number["H-2026-001"].rings[owner_id(full, full.office.name)] == 2


async def test_words_that_name_two_are_asked_back_with_buttons(full: Stage) -> None:
    one, other = full[full.member(group="order", lead=True)], full[full.member(group="casualty", lead=True)]
    await full.office.types("/hazard 配电房门锁坏")
    await full.office.taps("指派")
    question = await full.office.sees("谁来整改")
    await full.office.replies(question, f"{one.name}和{other.name} 下周一")
    which = await full.office.sees("指派 H-2026-001，期限 03-09：是哪一位？")
    assert [row[0]["text"].split()[0] for row in which.buttons] == [one.name, other.name]
    await full.office.taps(which.buttons[1][0]["text"])
    await other.sees("隐患 H-2026-001", f"责任人：{other.name}，期限 03-09")
    one.sees_no("H-2026-001")
    assert not (await full.office.sees("已记录")).buttons


async def test_nobody_verifies_their_own_fix(full: Stage) -> None:
    await full.office.types("/hazard 网络机房 空调漏水")
    await full.office.sees("H-2026-001", "空调漏水")
    await full.office.taps("指派")
    question = await full.office.sees("谁来整改")
    await full.office.replies(question, f"{full.office.name} 今天")
    await full.office.taps("已整改")
    await full.office.sees("已整改", "待核验")
    await full.director.sees("H-2026-001", "请到现场看过")
    assert all("核验通过" not in str(m.buttons) for m in full.office.messages)
    await full.director.taps("核验通过")
    await full.office.sees("核验通过，已销号", full.director.name)


async def test_overdue_goes_to_the_office_and_the_director(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    owner = full[full.member(group="casualty", lead=True)]
    await finder.types("/hazard 配电房门锁坏")
    await full.office.taps("指派")
    question = await full.office.sees("谁来整改")
    await full.office.replies(question, f"{owner.name} 今天")
    await owner.sees("责任人", "03-02")
    full.steering.forward(hours=21, minutes=1)
    await owner.sees("已逾期，还没整改")
    await full.office.sees("已逾期，还没整改")
    full.director.sees_no("H-2026-001")
    full.steering.forward(days=2)
    await full.director.sees("H-2026-001", "已逾期，还没整改")
    data = status(service(full).unit, (), full.steering.now(), Health())
    (line,) = json.loads(json.dumps(data))["hazards"]
    assert (line["number"], line["owner"], line["overdue"]) == ("H-2026-001", owner_id(full, owner.name), True)


def owner_id(full: Stage, name: str) -> str:
    return next(m.id for m in full.files.roster.members if m.name == name)


async def test_an_owner_who_leaves_the_roster(full: Stage) -> None:
    owner = full.member(group="casualty", lead=True)
    await full.office.types("/hazard 配电房门锁坏")
    await full.office.taps("指派")
    question = await full.office.sees("谁来整改")
    await full.office.replies(question, f"{full[owner].name} 7天")
    await full[owner].sees("责任人")
    unit = service(full).unit
    left = Roster(members=tuple(m for m in unit.roster.members if m.id != owner))
    await service(full).renew(unit.plan, left)
    await full.office.types("/hazards")  # any commit wakes the clock
    await full.office.sees(f"原责任人 {full[owner].name} 已不在名册，请重新指派")
    await full.office.taps("指派")
    await full.office.sees("谁来整改")


async def test_no_private_number_is_kept(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    await finder.types("/hazard 门卫电话 138-0000-0099 打不通")
    await finder.sees("没有记录：内容里有电话号码")
    assert not service(full).unit.hazards.by_number


async def test_the_register(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    other = full[full.member(group="casualty", lead=True)]
    for number in range(10):
        await finder.types(f"/hazard 档案室 第{number}处裂缝")
        await finder.sees(f"第{number}处裂缝")
    await full.office.types("/hazards")
    await full.office.sees("隐患台账：10 项未销号，0 项逾期", "H-2026-001", "第 1/2 页")
    await full.office.taps("下一页 ›")
    await full.office.sees("H-2026-010", "第 2/2 页")
    await full.director.types("/hazards")
    await full.director.sees("10 项未销号")
    await full.director.taps("H-2026-003")
    await full.director.sees("隐患 H-2026-003", "请指派责任人")
    await other.types("/hazards")
    await other.sees("没有未销号的隐患")
    await finder.types("/hazards")
    await finder.sees("与你有关的隐患：10 项")


async def test_a_serious_one_and_a_name_that_is_long(full: Stage) -> None:
    finder = full[full.member(group="order", lead=False)]
    await finder.types("/hazard 配电房 " + "𬍛" * 1500 + "<b>&")
    await finder.sees("H-2026-001", "𬍛𬍛")
    await finder.taps("重大")
    await full.director.sees("🔴 重大隐患 H-2026-001", "𬍛𬍛")
    await full.director.taps("不属实")
    why = await full.director.sees("不属实：为什么？")
    await full.director.replies(why, "是反光")
    await finder.sees("不属实", "是反光", full.director.name)
    assert not list(service(full).unit.hazards.open())


async def test_down_for_a_week_it_nags_once_and_says_that_it_is_late(tmp_path: Path) -> None:
    async with stage(tmp_path, limits=None) as played:
        async with played.playing(NO_LIMITS):
            await played.enrol()
            await played.office.types("/hazard 配电房门锁坏")
            await played.office.taps("指派")
            question = await played.office.sees("谁来整改")
            owner = played[played.member(group="casualty", lead=True)]
            await played.office.replies(question, f"{owner.name} 今天")
            await owner.sees("期限 03-02")
        played.steering.forward(days=8)
        async with played.playing(NO_LIMITS):
            await owner.sees("已逾期，还没整改", "这条提醒来晚了")
            await played.director.sees("H-2026-001", "已逾期")
            await owner.sees("📌 待办（补发，晚了）", "另外还有", "H-2026-001", "已到期")
            await played.telegram.until(lambda: sum("H-2026-001" in str(m.text) for m in owner.messages) == 2)
            await owner.taps("已整改")
            await played.office.taps("核验通过")
            await owner.sees("另外还有", "✅ 已销号")
