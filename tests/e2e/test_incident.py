"""An incident from /activate to closing, as people see it."""

from tests.e2e.stage import Stage


async def test_the_director_activates_and_everybody_is_alerted(full: Stage) -> None:
    await full.director.types("/activate 图书馆 有人受伤")
    card = await full.director.sees("确认启动？", "图书馆", "有人受伤", "24 人")
    assert [[b["text"] for b in row] for row in card.buttons] == [["确认启动", "取消"]]
    for phone in full.phones.values():
        phone.sees_no("紧急集结")
    await full.director.taps("确认启动")
    for phone in full.phones.values():
        await phone.sees("紧急集结", "图书馆", "有人受伤")
    assert full.group is not None
    await full.group.sees("已启动应急响应")
    await full.director.sees("响应中", "警报送达 24/24")
    pinned = await full.telegram.until(lambda: full.group and full.group.pinned)
    assert "响应中" in pinned.text


async def test_an_activation_can_be_cancelled_and_lapses(full: Stage) -> None:
    await full.director.types("/activate")
    await full.director.taps("取消")
    await full.director.sees("已取消，没有通知任何人")
    await full.director.types("/activate 东门")
    await full.director.sees("确认启动？", "东门")
    full.steering.forward(seconds=61)
    card = await full.director.sees("超时作废")
    assert card.buttons == []
    assert full.muster is not None
    assert full.muster.service.unit.incidents == {}


async def test_two_activations_in_one_instant_are_one_incident(full: Stage) -> None:
    await full.director.types("/activate 图书馆")
    await full.deputy.types("/activate 图书馆")
    await full.director.sees("确认启动？")
    await full.deputy.sees("确认启动？")
    first = await full.director.taps("确认启动")
    second = await full.deputy.taps("确认启动")
    assert (await first.toast()).text == "已启动 2026-001，正在通知所有人"
    refused = await second.toast()
    assert refused.alert
    assert "2026-001" in refused.text
    await full.deputy.sees("别人已先启动 2026-001")
    assert full.muster is not None
    assert list(full.muster.service.unit.incidents) == ["2026-001"]


async def test_members_may_not_activate_and_strangers_hear_one_sentence(full: Stage) -> None:
    member = full[full.member(group="order", lead=False)]
    await member.types("/activate 图书馆")
    await member.sees("你没有这项权限")
    stranger = full.telegram.phone("路人")
    await stranger.start()
    await stranger.sees("本机器人只为本单位登记人员服务。")
    for words in ("/activate", "/drill x", "/report 起火", "/status", "/help", "你好"):
        await stranger.types(words)
    await full.director.types("/help")
    await full.director.sees("/activate [地点] [情况]")
    bot_said = {message.text for message in stranger.messages if message.from_bot}
    assert bot_said == {"本机器人只为本单位登记人员服务。"}


async def test_from_tasks_to_closing(full: Stage) -> None:
    await full.activate()
    assert full.group is not None
    medic = full[full.member(group="casualty", lead=True)]
    guard = full[full.member(group="order", lead=True)]
    await medic.taps("已到达")
    await guard.taps("已到达")
    await full.director.sees("已到达 2")
    call = await medic.sees("马上拨打 120", "图书馆")

    await medic.taps("已拨打", on=call)
    await medic.sees("120 已拨打", medic.name)
    await full.director.sees("120 已拨打")
    await full.group.sees("120 已拨打")

    first = await guard.taps(containing="☐ 1 封锁现场")
    assert (await first.toast()).text.startswith("已完成")
    await full.group.sees("✅ 封锁现场")
    await guard.taps(containing="☑")
    await guard.sees_button("受阻")
    await guard.taps("受阻")
    question = await guard.sees("受阻：回复本条")
    await full.director.sees("受阻", "原因待报")
    await guard.replies(question, "东门打不开")
    await full.director.sees("东门打不开")

    await full.director.taps("伤亡")
    await full.director.taps(containing="受伤 0　+1")
    await full.director.taps(containing="受伤 1　+1")
    await full.director.sees("伤亡：受伤 2")
    await full.director.taps("通报")
    ask = await full.director.sees("内容马上发给全体")
    await full.director.replies(ask, "西门已开，从西门走")
    await full.group.sees("通报", "西门已开")
    await medic.sees("通报", "西门已开")

    await full.office.taps("上报")
    await full.office.sees("首报", "受伤 2", "学校综治办")
    await full.office.taps("已上报")
    await full.director.sees("续报")

    await full.director.taps("解除响应")
    await full.director.sees("确认解除响应")
    medic.sees_no("响应解除")
    await full.director.taps("确认解除")
    for phone in full.phones.values():
        await phone.sees("响应解除", "停止赶往现场")
        await phone.taps("已知悉")
    await full.director.sees("已知悉 24/24", "善后中")
    assert full.muster is not None
    incident = full.muster.service.unit.incidents["2026-001"]
    for task in incident.current_tasks():
        incident = full.muster.service.unit.incidents["2026-001"]
        lead = incident.groups[task.group].lead
        assert lead is not None
        await full[lead].taps(containing=f"{task.title[:20]}")
    await full.office.taps("上报")
    await full.office.sees("终报")
    await full.office.taps("已上报")
    await full.director.sees("已结束 2026-001")
    await full.group.sees("善后完成，事件结束")


async def test_the_group_chat_holds_no_phone_number(full: Stage) -> None:
    await full.activate()
    medic = full[full.member(group="casualty", lead=True)]
    await medic.taps("需支援")
    await full.director.sees("需要支援", medic.name)
    full.steering.forward(minutes=10, seconds=1)
    assert full.group is not None
    await full.group.sees("情况小结")
    screen = full.group.screen()
    for member in full.files.roster.members:
        assert member.phone not in screen
        assert member.phone.replace("-", "") not in screen


async def test_everything_in_an_exercise_says_so(full: Stage) -> None:
    await full.activate("/drill 图书馆 模拟起火")
    assert full.group is not None
    medic = full[full.member(group="casualty", lead=True)]
    toast = await (await medic.taps("已到达")).toast()
    assert toast.text.startswith("【演练】")
    await medic.sees("不要拨打 120")
    await full.group.sees("演练开始")
    await full.director.taps("解除响应")
    await full.director.taps("确认解除")
    await medic.sees("演练结束")
    enrolled = ("登记成功", "已绑定", "应急卡")
    for chat in [*full.phones.values(), full.group]:
        for message in chat.messages:
            if message.from_bot and message.text and not any(words in message.text for words in enrolled):
                assert all(line.startswith("【演练】") for line in message.text.splitlines() if line), message.text


async def test_a_live_activation_ends_a_running_exercise(full: Stage) -> None:
    await full.activate("/drill 图书馆")
    medic = full[full.member(group="casualty", lead=True)]
    await medic.sees("演练集结 2026-001")
    await full.deputy.types("/activate 食堂 起火")
    await full.deputy.taps("确认启动")
    await medic.sees("【演练】", "演练 2026-001 终止", "2026-002")
    await medic.sees("🔴 紧急集结 2026-002", "食堂")
    assert full.group is not None
    await full.group.sees("演练终止", "2026-002")
