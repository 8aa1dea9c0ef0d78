"""A lead: from whoever sees something straight to the leaders."""

from tests.e2e.stage import Stage


async def test_a_lead_goes_to_the_leaders_and_can_be_activated(full: Stage) -> None:
    reporter = full[full.member(group="order", lead=False)]
    await reporter.types("/report 三号楼有烟")
    await reporter.sees("正在报给领导", "三号楼有烟")
    for leader in (full.director, full.deputy, full.office):
        card = await leader.sees("三号楼有烟", reporter.name)
        assert [b["text"] for row in card.buttons for b in row] == ["启动预案", "需核实", "误报"]
    await reporter.sends_photo("看得见火")
    await full.director.sees("看得见火")
    await reporter.sends_location(28.7, 115.8)
    await full.deputy.taps("需核实")
    await full.director.sees("需核实", full.deputy.name)
    await reporter.sees("需核实", full.deputy.name)
    await full.director.taps("启动预案")
    for phone in full.phones.values():
        phone.sees_no("紧急集结")
    await full.director.sees("确认启动？", "三号楼有烟")
    await full.director.taps("确认启动")
    await reporter.sees("紧急集结", "三号楼有烟")
    await full.deputy.sees("三号楼有烟", "已启动预案")


async def test_a_false_alarm_ends_a_lead(full: Stage) -> None:
    reporter = full[full.member(group="order", lead=False)]
    await reporter.types("/report")
    question = await reporter.sees("发生了什么？在哪里？")
    await reporter.replies(question, "有人喊叫")
    await full.office.sees("有人喊叫")
    await full.director.taps("误报")
    await reporter.sees("有人喊叫", "误报")
    card = await full.office.sees("有人喊叫", "误报")
    assert card.buttons == []
    assert full.muster is not None
    assert full.muster.service.unit.incidents == {}
