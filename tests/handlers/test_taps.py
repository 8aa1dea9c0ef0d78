"""Taps: the toast tells the truth, and what the button says proves nothing."""

from tests.e2e.stage import Stage


async def test_a_button_that_was_never_given_out(few: Stage) -> None:
    await few.activate()
    alert = await few["su-long"].sees("紧急集结")
    for data in ("nonsense", "x" * 64, "'; DROP TABLE buttons; --"):
        toast = await (await few["su-long"].forges(alert, data)).toast()
        assert toast.text == "这个按钮已失效，请用最新的消息"
        assert toast.alert


async def test_another_persons_button(few: Stage) -> None:
    await few.activate()
    alert = await few["su-long"].sees("紧急集结")
    token = next(b["callback_data"] for row in alert.buttons for b in row if b["text"] == "已到达")
    own = await few["tang-he"].sees("紧急集结")
    toast = await (await few["tang-he"].forges(own, token)).toast()
    assert (toast.text, toast.alert) == ("这个按钮不是给你的", True)
    few["su-long"].sees_no("✅ 已到达")


async def test_authority_is_read_anew_at_the_tap(few: Stage) -> None:
    """The proposal was made by a deputy who is none any more when it is confirmed."""
    assert few.muster is not None
    await few.deputy.types("/activate 图书馆")
    await few.deputy.sees("确认启动？")
    service = few.muster.service
    today = service.unit.roster
    demoted = [m.model_dump() | ({"roles": ["staff"]} if m.id == "shen-ruo" else {}) for m in today.members]
    await service.renew(service.unit.plan, type(today).model_validate({"members": demoted}, context={"trusted": True}))
    toast = await (await few.deputy.taps("确认启动")).toast()
    assert (toast.text, toast.alert) == ("你没有这项权限", True)
    assert service.unit.running() is None


async def test_a_tap_on_a_message_that_telegram_no_longer_shows(few: Stage) -> None:
    await few.activate()
    tap = await few["su-long"].taps("收到", inaccessible=True)
    assert (await tap.toast()).text == "已记录：收到 12:00"


async def test_a_toast_in_an_exercise_says_so(few: Stage) -> None:
    await few.activate("/drill")
    assert (await (await few["su-long"].taps("收到")).toast()).text == "【演练】已记录：收到 12:00"


async def test_a_tap_that_comes_twice_counts_once(few: Stage) -> None:
    assert few.muster is not None
    number = await few.activate()
    await (await few["su-long"].taps("在途")).toast()
    few.telegram.updates.duplicate()
    await (await few["tang-he"].taps("收到")).toast()
    incident = few.muster.service.unit.incidents[number]
    store = few.muster.service._store
    answers = [r async for r in store.records(f"incident/{number}") if r.event == "Answered" and r.actor == "su-long"]
    assert len(answers) == 1
    assert incident.roll["su-long"].answer == "en_route"
