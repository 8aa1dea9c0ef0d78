"""Answers, silence, and what is done about it."""

from tests.e2e.stage import Stage


async def test_every_answer_changes_the_card_and_the_count(full: Stage) -> None:
    await full.activate()
    others = [full[member.id] for member in full.files.roster.members if "director" not in member.roles]
    a, b, c, d, e = others[:5]
    for phone, word in ((a, "收到"), (b, "在途"), (c, "已到达"), (d, "无法到达"), (e, "需支援")):
        tap = await phone.taps(word)
        assert (await tap.toast()).text == f"已记录：{word} 12:00"
    await full.director.sees("在途 1 · 已到达 1", "无法到达 1", "需支援：")
    again = await a.taps("收到")
    assert (await again.toast()).text == "已经记过了：收到 12:00"
    await a.taps("已到达")
    await a.sees("✅ 已到达 12:00")
    await full.director.sees("已到达 2")
    await full.director.taps("已安排支援")
    await e.sees("支援已安排")


async def test_others_can_be_reported(full: Stage) -> None:
    await full.activate()
    there, also = (full.member(group="order", lead=lead) for lead in (True, False))
    await full[there].taps("已到达")
    await full[there].taps("代报他人")
    await full[there].taps(full[also].name)
    await full[also].sees("已到达", f"由 {full[there].name} 代报")
    third = full.member(group="stability", lead=True)
    await full[there].types(f"/here {full[third].name}")
    await full[there].sees(f"已代 {full[third].name} 报到")
    await full.director.sees("已到达 3")


async def test_the_silent_are_rung_again_and_old_buttons_go(full: Stage) -> None:
    await full.activate()
    answered, silent = full[full.member(group="order", lead=True)], full[full.member(group="order", lead=False)]
    await silent.sees("紧急集结")
    await answered.taps("收到")
    await full.director.sees("收到 2")
    full.steering.forward(seconds=61)
    second = await silent.sees("第 2 次提醒")
    await silent.sees("已有更新的提醒")
    with_buttons = [m for m in silent.messages if any("收到" in b["text"] for row in m.buttons for b in row)]
    assert with_buttons == [second]
    answered.sees_no("第 2 次提醒")
    full.steering.forward(minutes=1)
    await silent.sees("第 3 次提醒")
    await answered.sees("请打电话", "待拨打")
    full.steering.forward(minutes=1)
    await full.deputy.sees("仍无应答", silent.name)
    full.steering.forward(minutes=1)
    await silent.sees("第 4 次提醒")


async def test_the_phone_tree_and_its_results(full: Stage) -> None:
    await full.activate()
    caller = full[full.member(group="order", lead=True)]
    await caller.taps("收到")
    full.steering.forward(seconds=121)
    card = await caller.sees("请打电话")
    names = [row[0]["text"] for row in card.buttons]
    assert len(names) == 3
    assert [b["text"] for b in card.buttons[0]][1:] == ["接通", "未接", "关机"]
    await caller.taps("接通", on=card)
    await full.director.sees(names[0], f"📞接通（{caller.name}）")
    await full.director.sees("无应答")


async def test_a_silent_lead_is_replaced_and_both_are_told(full: Stage) -> None:
    await full.activate()
    lead, next_ = (full[full.member(group="order", lead=lead)] for lead in (True, False))
    await next_.taps("在途")
    await full.director.sees("在途 1")
    full.steering.forward(seconds=181)
    await next_.sees("你现在是秩序维护组组长")
    await lead.sees(f"秩序维护组组长现由 {next_.name} 担任")
    await next_.sees("秩序维护组", "你是组长", "无应答")


async def test_the_commander_moves_people_in_two_taps(full: Stage) -> None:
    await full.activate()
    member = full[full.member(group="order", lead=False)]
    await full.director.taps("分组")
    await full.director.taps(containing="秩序维护组 ")
    await full.director.taps(member.name)
    await full.director.taps("调入 善后处置组")
    await member.sees("你已调入善后处置组")
    await full.director.sees("现在：", "善后处置组")


async def test_details_can_be_added_after_the_alert(full: Stage) -> None:
    await full.activate("/activate")
    member = full[full.member(group="order", lead=False)]
    await member.sees("地点：待核实")
    await full.director.taps("补充情况")
    await full.director.taps("补地点")
    ask = await full.director.sees("回复本条：在哪里")
    await full.director.replies(ask, "三号楼 <2 层> & 东侧 𬍛")
    await member.sees("三号楼 <2 层> & 东侧 𬍛")


async def test_very_long_words_are_cut_not_refused(full: Stage) -> None:
    await full.activate("/activate 𬍛" + "长" * 2000 + " " + "话" * 2000)
    await full[full.member(group="order", lead=False)].sees("紧急集结", "…")


async def test_whoever_blocks_the_bot_must_be_phoned_and_is_asked_again_after(full: Stage) -> None:
    member = full[full.member(group="order", lead=False)]
    await member.blocks()
    await full.activate()
    await full.director.sees(member.name, "请打电话：已屏蔽机器人")
    await member.start()
    await member.sees("紧急集结")
