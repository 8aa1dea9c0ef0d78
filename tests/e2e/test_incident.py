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
