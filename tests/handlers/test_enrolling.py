"""Getting in: a link serves once, for a day, and its holder is told what is wrong with it."""

from datetime import timedelta

from bot.enrolment import issue, secret
from tests.e2e.stage import TOKEN, Stage

STRANGER = "本机器人只为本单位登记人员服务。"


def code(stage: Stage, member: str, *, hours_ago: float = 0) -> str:
    return issue(secret(TOKEN), member, stage.steering.now() - timedelta(hours=hours_ago))


async def test_a_link_lets_its_holder_in(few: Stage) -> None:
    phone = few.telegram.phone("白芷")
    await phone.open(few.telegram.link(code(few, "bai-zhi")))
    await phone.sees("白芷，登记成功", "校医", "伤员救治组")


async def test_the_same_link_opened_again_by_the_same_person_changes_nothing(few: Stage) -> None:
    phone = few.telegram.phone("白芷")
    link = code(few, "bai-zhi")
    await phone.start(link)
    await phone.sees("登记成功")
    await phone.start(link)
    await phone.sees("白芷，你已登记，不用再点。")


async def test_a_spent_link_lets_nobody_else_in(few: Stage) -> None:
    phone, other = few.telegram.phone("白芷"), few.telegram.phone("路人")
    link = code(few, "bai-zhi")
    await phone.start(link)
    await phone.sees("登记成功")
    await other.start(link)
    await other.sees("这个邀请链接已用过，请向办公室要新的")
    await other.types("/status")
    await other.sees(STRANGER)


async def test_a_link_is_good_for_a_day(few: Stage) -> None:
    phone = few.telegram.phone("白芷")
    await phone.start(code(few, "bai-zhi", hours_ago=25))
    await phone.sees("这个邀请链接已过期，请向办公室要新的。")
    phone.sees_no("登记成功")
    await phone.start(code(few, "bai-zhi", hours_ago=23))
    await phone.sees("登记成功")


async def test_a_made_up_code_is_a_strangers_word(few: Stage) -> None:
    phone = few.telegram.phone("路人")
    await phone.start("A" * 36)
    await phone.sees(STRANGER)
    await few.director.start("A" * 36)
    await few.director.sees("你可以用：")


async def test_an_account_that_is_somebodys_does_not_become_another(few: Stage) -> None:
    await few["su-long"].start(code(few, "bai-zhi"))
    await few["su-long"].sees("这个账号已登记为 苏𬍛")


async def test_a_new_phone_takes_the_place_of_the_old_one(few: Stage) -> None:
    new = few.telegram.phone("苏𬍛的新手机")
    await new.start(code(few, "su-long"))
    await new.sees("苏𬍛，登记成功")
    await few["su-long"].types("/status")
    await few["su-long"].sees(STRANGER)


async def test_whoever_is_asked_a_question_in_the_same_breath_is_in_already(few: Stage) -> None:
    """Start and a command come in one batch: the command is not a stranger's."""
    phone = few.telegram.phone("白芷")
    few.telegram.updates.withhold()
    await phone.start(code(few, "bai-zhi"))
    await phone.types("/status")
    few.telegram.updates.release()
    await phone.sees("现在没有事件")
    phone.sees_no(STRANGER)
