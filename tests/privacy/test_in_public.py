"""What the group chat and a group's robot tell of words that somebody typed: no numbers, and no report of a witness."""

import pytest

from bot.cards.fallback import words
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Detail
from bot.domain.notes import without_numbers
from bot.domain.people import commands as people
from config.roster import Roster
from tests.cards.examples.channels import silent
from tests.cards.unit import NUMBER, Play, play

CHAT = -100
WITNESS = "张老师心脏病发作，电话 138-0000-0999"


@pytest.fixture
def linked() -> Play:
    return play("zh-CN").do(people.LinkGroup(by="lin", chat=CHAT, title="指挥群", may_pin=True))


def in_chat(p: Play) -> str:
    """Everything that the group chat was ever shown."""
    return "\n".join(card.text for card in p.screens.values() if card.to == "chat:group")


def status(p: Play) -> str:
    return p.card(f"status/{CHAT}").text


def activated(p: Play, **more: str) -> Play:
    p.do(desk.ProposeActivation(by="lin", exercise=False, **more)).wait(seconds=1)
    return p.do(desk.ConfirmActivation(by="lin", proposal=f"{p.unit.desk.proposal_count}"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("三楼起火，找 138-0000-0999", "三楼起火,找 …"),
        ("三楼起火，找１３８ ００００ ０９９９", "三楼起火,找…"),
        ("找一三八〇〇〇〇〇九九九", "找…"),
        ("身份证 11010119900307123X 的人", "身份证 … 的人"),
        ("call +44 7700 900999", "call +…"),
        ("2026-03-02 08:00 起，2026-001 的 305 室，打 120 110 119", None),
    ],
)
def test_numbers_of_people_are_left_out_and_days_and_rooms_are_not(typed: str, shown: str | None) -> None:
    assert without_numbers(typed) == (shown or typed)


@pytest.mark.parametrize("typed", ["1" * 20_000, "1 " * 10_000, "1-" * 10_000, "2026-" * 5_000, "一" * 20_000])
def test_whatever_was_typed_is_read_once_and_holds_nobody_up(typed: str) -> None:
    assert len(without_numbers(typed)) <= len(typed)  # a pattern that goes back over its steps would not come to an end


def test_a_leaders_words_stand_in_the_group_without_their_numbers(linked: Play) -> None:
    activated(linked, place="图书馆 0791-88880001", what="起火，找 138-0000-0999")
    assert "起火" in status(linked)
    assert "图书馆" in status(linked)
    linked.do(c.IssueBulletin(by="lin", number=NUMBER, text="请打 138-0000-0999"))
    assert "请打 …" in in_chat(linked)
    assert "0999" not in in_chat(linked)
    assert "88880001" not in in_chat(linked)
    assert "138-0000-0999" in linked.card("alert/su/0").text  # who is alerted reads what was typed


def test_what_a_witness_reported_is_in_the_alert_and_not_in_the_group(linked: Play) -> None:
    linked.do(desk.ReportLead(by="su", text=WITNESS))
    activated(linked, lead="1")
    assert "心脏病" in linked.card("alert/ye/0").text
    assert "心脏病" not in in_chat(linked)
    assert "见各人自己的警报" in status(linked)
    linked.do(c.DescribeScene(by="lin", number=NUMBER, detail=Detail.WHAT, text="有人受伤"))
    assert "有人受伤" in status(linked)
    linked.answer(Answer.ARRIVED, "su")
    linked.do(c.DescribeScene(by="su", number=NUMBER, detail=Detail.WHAT, text=WITNESS))
    assert "心脏病" in linked.card("alert/ye/0").text
    assert "心脏病" not in in_chat(linked)


def test_a_witnesss_words_stay_out_of_the_group_after_many_more_reports(linked: Play) -> None:
    linked.do(desk.ReportLead(by="su", text=WITNESS))
    activated(linked, lead="1")
    for number in range(60):
        linked.do(desk.ReportLead(by="ye", text=f"看见烟 {number}"))
    linked.do(c.DescribeScene(by="lin", number=NUMBER, detail=Detail.PLACE, text="图书馆三楼"))
    assert "图书馆三楼" in status(linked)
    assert "心脏病" not in in_chat(linked)


def test_a_groups_robot_is_told_no_more_than_the_group() -> None:
    p = silent(play("zh-CN"))
    p.do(c.DescribeScene(by="su", number=NUMBER, detail=Detail.WHAT, text=WITNESS))
    p.do(c.DescribeScene(by="su", number=NUMBER, detail=Detail.PLACE, text="三楼，138-0000-0999"))
    p.wait(minutes=3, seconds=1)
    incident = p.unit.incidents[NUMBER]
    group = [incident.plan.channel(a.channel).group for a in incident.attempts.values()]
    told = [words(p.unit, incident, attempt)[1] for attempt in incident.attempts.values()]
    assert set(group) == {True, False}
    assert ["心脏病" in text for text in told] == [not public for public in group]
    assert ["0999" in text for text in told] == [not public for public in group]


def test_why_a_task_is_blocked_is_for_its_group_and_the_command_post(linked: Play) -> None:
    activated(linked)
    task = next(task for task in linked.incident.task_list if task.first_response)
    lead = linked.incident.groups[task.group].lead
    outside = next(
        m for m in linked.incident.roll if not list(linked.incident.groups_of(m)) and m not in ("lin", "shen")
    )
    linked.answer(Answer.ARRIVED, lead, outside)
    linked.do(c.BlockTask(by=lead, number=NUMBER, task=task.id))
    linked.do(c.ExplainBlock(by=lead, number=NUMBER, task=task.id, text="李老师胸痛走不动"))
    assert "胸痛" in linked.card(f"group/{lead}/{task.group}/response").text
    checklist = linked.card(f"first_response/{outside}").text
    assert "胸痛" not in checklist
    assert "原因见本组" in checklist


def test_whoever_leaves_the_roster_is_to_be_taken_out_of_the_group(linked: Play) -> None:
    roster = linked.unit.roster
    linked.do(people.TakeUnit(by="system", plan=linked.unit.plan, roster=roster)).wait(minutes=1)
    fewer = Roster(members=tuple(member for member in roster.members if member.id != "he"))
    linked.do(people.TakeUnit(by="system", plan=linked.unit.plan, roster=fewer))
    assert "他们还在群「指挥群」里，请在群里移出" in linked.latest_card("people/files/wei").text
