"""What holds for the cards of the command post, the office and the group chat beyond their words."""

from datetime import timedelta

import pytest

from bot.cards.card import Card, Lane
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Detail, Injury, PhoneResult, View
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from config.roster import Roster
from tests.cards.unit import NUMBER, Play


def turn(p: Play, view: View, subject: str = "", *, by: str = "lin") -> Card:
    """Open a page; what is on the screen then."""
    p.do(c.TurnPanel(by=by, number=NUMBER, view=view, subject=subject))
    return p.latest_card(f"panel/{by}")


def to_group(p: Play) -> list[str]:
    """What the last command said in the group chat as messages of their own."""
    return [card.text for card in p.latest if card.to == "chat:group" and not card.pin]


def test_the_command_post_sees_it_and_nobody_else(scene: Play) -> None:
    scene.activate()
    posts = {card.to for key, card in scene.screens.items() if "/post/" in key}
    assert posts == {"member:lin", "member:shen", "member:wei"}


def test_the_silent_are_named_by_tier(chinese: Play) -> None:
    chinese.activate()
    lines = chinese.card("post/lin").text.split("无应答 11 人：</b>\n")[1].split("\n")
    by_name = {member.name: member.tier for member in chinese.unit.roster.members}
    tiers = [by_name[line.split()[0]] for line in lines]
    assert tiers == sorted(tiers)
    assert len(tiers) == 11


def test_fixed_words_stand_on_the_buttons(chinese: Play) -> None:
    chinese.activate()
    words = [word for row in chinese.buttons("post/lin") for word in row]
    assert words == ["分组", "任务", "通报", "上报", "解除响应", "伤亡", "清点", "补充情况", "代报"]
    chinese.stand_down()
    assert chinese.buttons("post/lin") == [["任务", "上报"], ["关闭事件"]]


def test_after_a_false_alarm_there_are_no_tasks_to_open(chinese: Play) -> None:
    chinese.activate().stand_down(false_alarm=True)
    assert chinese.buttons("post/lin") == [["上报"], ["关闭事件"]]


def test_blocked_tasks_are_named_before_overdue_ones(chinese: Play) -> None:
    chinese.activate().wait(minutes=11)
    chinese.do(c.BlockTask(by="tang", number=NUMBER, task="guard-west"))
    lines = chinese.card("post/lin").text.split("\n")
    marks = [line.removeprefix("<b>")[0] for line in lines if "受阻：" in line or "超时：" in line]
    assert marks[0] == "⛔"
    assert set(marks[1:]) == {"⏰"}


def test_many_overdue_tasks_leave_room_for_the_silent(chinese: Play) -> None:
    words = chinese.unit.plan.model_dump(mode="json")
    words["exits"] = [{"id": f"exit-{n}", "name": f"{n} 号疏散口" + "长" * 30} for n in range(80)]
    p = Play(unit=type(chinese.unit)(plan=type(chinese.unit.plan).model_validate(words), roster=chinese.unit.roster))
    text = p.activate().wait(minutes=30).card("post/lin").text
    assert "…另有 " in text
    assert all(member.phone in text for member in p.unit.roster.members if member.id != "lin")


def test_the_card_says_when_the_group_chat_is_lost_and_found(chinese: Play) -> None:
    chinese.activate()
    assert "没有绑定指挥群" in chinese.card("post/lin").text
    chinese.do(people.LinkGroup(by="lin", chat=-5, title="群", may_pin=False))
    assert "不能置顶" in chinese.card("post/lin").text
    chinese.do(people.NoteGroupRights(by=SYSTEM, chat=-5, may_pin=True))
    assert "⚠️" not in chinese.card("post/lin").text


def test_a_gap_shows(chinese: Play) -> None:
    chinese.activate().wait(seconds=30)
    chinese.do(c.NoticeGap(by=SYSTEM, number=NUMBER, since=chinese.now - timedelta(minutes=3), until=chinese.now))
    assert "恢复后已重新询问未答的人" in chinese.card("post/lin").text


# pages


def test_a_page_that_is_opened_again_later_is_a_new_message_and_the_old_one_ends(chinese: Play) -> None:
    chinese.activate()
    first = turn(chinese, View.TASKS)
    chinese.wait(seconds=30)
    second = turn(chinese, View.TASKS)
    assert second.key != first.key
    assert chinese.card(first.key).closed
    assert not second.closed


def test_within_a_page_one_turns_in_place(chinese: Play) -> None:
    chinese.activate()
    keys = {
        turn(chinese, view, subject).key
        for view, subject in ((View.GROUPS, ""), (View.GROUP, "order"), (View.MEMBER, "su order"), (View.GROUPS, "all"))
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("view", "subject", "words"),
    [
        (View.BULLETIN, "", c.IssueBulletin(by="lin", number=NUMBER, text="西门已开")),
        (View.HEADCOUNT, "field", c.TakeHeadcount(by="lin", number=NUMBER, place="field", text="9 8")),
        (View.SCENE, "place", c.DescribeScene(by="lin", number=NUMBER, detail=Detail.PLACE, text="四楼")),
    ],
)
def test_a_question_is_a_message_of_its_own_and_ends_once_answered(
    chinese: Play, view: View, subject: str, words: c.IncidentCommand
) -> None:
    chinese.activate()
    asked = turn(chinese, view, subject)
    assert asked.reply is not None
    assert not asked.buttons
    chinese.do(words)
    ended = chinese.card(asked.key)
    assert ended.closed
    assert ended.reply is None
    chinese.wait(seconds=30)
    assert turn(chinese, view, subject).key != asked.key


def test_where_there_is_one_assembly_point_it_is_asked_for_at_once(chinese: Play) -> None:
    words = chinese.unit.plan.model_dump(mode="json")
    words["assembly_points"] = words["assembly_points"][:1]
    p = Play(unit=type(chinese.unit)(plan=type(chinese.unit.plan).model_validate(words), roster=chinese.unit.roster))
    p.activate()
    assert turn(p, View.HEADCOUNT).reply == c.TakeHeadcount(number=NUMBER, place="field")


def test_casualties_are_set_and_not_added(chinese: Play) -> None:
    chinese.activate().do(c.CountCasualties(by="bai", number=NUMBER, injury=Injury.INJURED, count=2))
    commands = [button.command for row in turn(chinese, View.CASUALTIES).buttons for button in row]
    counts = [b.count for b in commands if isinstance(b, c.CountCasualties) and b.injury is Injury.INJURED]
    assert counts == [1, 3, 7]


def test_an_open_page_follows_what_people_do(chinese: Play) -> None:
    chinese.activate().wait(minutes=3)
    turn(chinese, View.GROUP, "order")
    chinese.do(c.LogPhoneResult(by="lin", number=NUMBER, member="su", result=PhoneResult.OFF))
    assert "苏𬍛 138-0000-0005 — 无应答 📞关机（林远）" in chinese.latest_card("panel/lin").text
    chinese.answer(Answer.SUPPORT, "su")
    assert "🆘需支援" in chinese.latest_card("panel/lin").text
    chinese.do(c.GiveSupport(by="shen", number=NUMBER, member="su"))
    assert "🆘" not in chinese.latest_card("panel/lin").text


def test_a_member_is_moved_in_two_taps(chinese: Play) -> None:
    chinese.activate()
    page = turn(chinese, View.MEMBER, "su order")
    move = next(button.command for row in page.buttons for button in row if button.text == "调入 伤员救治组")
    assert move == c.Move(number=NUMBER, member="su", source="order", target="casualty")


def test_reporting_for_others_goes_by_pages_of_twenty(chinese: Play) -> None:
    crowd = [
        *chinese.unit.roster.model_dump(mode="json")["members"],
        *({"id": f"m-{n}", "name": f"第{n}人", "title": "员", "phone": "13900000000", "tier": 3} for n in range(40)),
    ]
    roster = Roster.model_validate({"members": crowd})
    p = Play(unit=type(chinese.unit)(plan=chinese.unit.plan, roster=roster)).activate().answer(Answer.ARRIVED, "su")
    seen: list[str] = []
    for page in ("", "1", "2"):
        buttons = [button for row in turn(p, View.PROXY, page, by="su").buttons for button in row]
        given = [b.command.member for b in buttons if isinstance(b.command, c.GiveAnswer)]
        assert len(given) <= 20
        seen += given
    assert sorted(seen) == sorted(member.id for member in roster.members if member.id != "su")


# what rings


def test_who_is_nagged_about_an_overdue_task(chinese: Play) -> None:
    chinese.activate().wait(minutes=5, seconds=1)
    nags = {
        key.split("/")[2]: card.lane for key, card in chinese.screens.items() if "/overdue/" in key and "cordon" in key
    }
    assert nags == {"tang": Lane.NAG}
    chinese.wait(minutes=5)
    nags = {
        key.split("/")[2]: card.lane for key, card in chinese.screens.items() if "/overdue/" in key and "cordon" in key
    }
    assert nags == {"tang": Lane.NAG} | dict.fromkeys(["lin", "shen", "wei"], Lane.COMMAND)


def test_every_nag_about_a_task_ends_when_it_is_done(chinese: Play) -> None:
    chinese.activate().wait(minutes=11).do(c.CheckTask(by="su", number=NUMBER, task="cordon"))
    nags = [card for key, card in chinese.screens.items() if "/overdue/" in key and "cordon" in key]
    assert len(nags) == 4
    assert all(card.closed and "✅ 已完成" in card.text for card in nags)


def test_the_office_is_told_first_and_everyone_in_authority_after_it(chinese: Play) -> None:
    chinese.activate().wait(minutes=15, seconds=1)
    told = {card.to for key, card in chinese.screens.items() if "/report_nag/" in key}
    assert told == {"member:wei"}
    chinese.wait(minutes=5)
    told = {card.to for key, card in chinese.screens.items() if "/report_nag/" in key}
    assert told == {"member:wei", "member:lin", "member:shen"}
    chinese.do(c.LogUpwardReport(by="shen", number=NUMBER, ordinal=1))
    assert all(card.closed for key, card in chinese.screens.items() if "/report_nag/" in key)


def test_the_silent_are_told_to_the_deputies_and_to_the_director_only_where_there_is_none(chinese: Play) -> None:
    chinese.activate().wait(minutes=3, seconds=1)
    assert {card.to for key, card in chinese.screens.items() if "/silent/" in key} == {"member:shen", "member:wei"}
    alone = [
        member | ({"roles": []} if member["id"] in ("shen", "wei") else {})
        for member in chinese.unit.roster.model_dump(mode="json")["members"]
    ]
    p = Play(unit=type(chinese.unit)(plan=chinese.unit.plan, roster=Roster.model_validate({"members": alone})))
    p.activate().wait(minutes=3, seconds=1)
    assert {card.to for key, card in p.screens.items() if "/silent/" in key} == {"member:lin"}


def test_asking_for_support_again_rings_again(chinese: Play) -> None:
    chinese.activate().answer(Answer.SUPPORT, "su").do(c.GiveSupport(by="lin", number=NUMBER, member="su"))
    chinese.answer(Answer.SUPPORT, "su")
    rung = [card for key, card in chinese.screens.items() if "/support/lin/su/" in key]
    assert [card.closed for card in rung] == [True, False]


def test_the_office_has_one_card_for_the_clock(chinese: Play) -> None:
    chinese.activate()
    assert "首报：09:15 前上报" in chinese.card("report/wei").text
    chinese.wait(minutes=12).do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=1))
    assert "续报（1）：10:12 前上报" in chinese.card("report/wei").text
    chinese.stand_down().do(c.LogUpwardReport(by="wei", number=NUMBER, ordinal=2))
    assert chinese.card("report/wei").closed


def test_a_note_with_a_place_is_words_and_then_the_place(chinese: Play) -> None:
    chinese.activate().do(c.AddNote(by="lin", number=NUMBER, text="这里", location=(1.0, 2.0)))
    notes = [card for card in chinese.latest if "/note/shen/" in card.key]
    assert [card.location for card in notes] == [None, (1.0, 2.0)]
    assert {card.to for card in chinese.latest if "/note/" in card.key} == {"member:shen", "member:wei"}


# the group chat


def test_a_call_is_told_once_though_its_task_is_a_milestone(chinese: Play) -> None:
    chinese.activate().do(c.CheckTask(by="bai", number=NUMBER, task="ambulance"))
    assert to_group(chinese) == ["✅ 120 已拨打 09:00"]
    assert chinese.card("status/0").text.count("120") == 1


def test_a_milestone_that_does_not_hold_is_corrected(chinese: Play) -> None:
    chinese.activate().do(c.CheckTask(by="su", number=NUMBER, task="cordon"))
    assert to_group(chinese) == ["✅ 封锁现场，拉警戒线 09:00"]
    chinese.do(c.ReopenTask(by="su", number=NUMBER, task="cordon"))
    assert to_group(chinese) == ["↩️ 更正：封锁现场，拉警戒线 还没有完成"]
    assert "封锁现场" not in chinese.card("status/0").text


def test_a_group_that_is_linked_or_moves_gets_a_pinned_card_of_its_own(chinese: Play) -> None:
    chinese.activate().do(people.LinkGroup(by="lin", chat=-5, title="群", may_pin=True))
    assert chinese.card("status/-5").pin
    chinese.do(people.MoveGroup(by=SYSTEM, old=-5, chat=-1005))
    assert chinese.card("status/-1005").pin


def test_the_group_chat_names_no_one_who_is_silent_or_hurt_and_nobody_can_press_anything(scene: Play) -> None:
    scene.do(people.LinkGroup(by="lin", chat=-5, title="chat", may_pin=True))
    scene.activate().answer(Answer.UNABLE, "he").answer(Answer.SUPPORT, "su")
    scene.do(c.CountCasualties(by="bai", number=NUMBER, injury=Injury.DEAD, count=1)).wait(minutes=11)
    said = [card for card in scene.screens.values() if card.to == "chat:group"]
    assert len(said) >= 3
    names = [member.name for member in scene.unit.roster.members]
    assert [name for card in said for name in names if name in card.text] == []
    assert not any(card.buttons or card.reply for card in said)


def test_at_the_end_nothing_is_pinned_any_more(chinese: Play) -> None:
    chinese.do(people.LinkGroup(by="lin", chat=-5, title="群", may_pin=True))
    chinese.activate(exercise=True).stand_down().wait(minutes=6)
    chinese.do(c.CloseIncident(by="lin", number=NUMBER))
    assert not chinese.card("status/-5").pin
    assert chinese.card("status/-5").closed
