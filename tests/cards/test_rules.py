"""What holds for the cards of members and the desk beyond their words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.card import Lane
from bot.cards.changes import refs
from bot.cards.writing import LIMIT, Writer, clip, length, said, utf16
from bot.domain.desk import commands as desk
from bot.domain.incident import commands as c
from bot.domain.incident.events import Answer, Answered, Injury
from bot.domain.message import SYSTEM
from bot.domain.people import commands as people
from bot.domain.unit import Unit
from config.plan import Plan
from config.roster import Roster
from config.texts import texts
from tests.cards import rules
from tests.cards.unit import LANGUAGES, NUMBER, Play, plan, play

LONG = "𬍛" * 20  # as long as a name may be, and as wide as Telegram counts it
LINE = "<&>" + "长" * 197


def crowd(language: str) -> Play:
    """A thousand people with the longest names, half of them in one group with the longest of everything."""
    members = [
        {
            "id": f"m-{number}",
            "name": f"{number}{LONG}"[:40],
            "title": LINE,
            "phone": f"139-0000-{number:04d}",
            "tier": number % 3 + 1,
            "roles": ["director", "deputy", "office-head"][number : number + 1],
            "group": ["order", "casualty", "stability", "aftermath"] if number % 2 else "order",
            "lead": number == 1,
        }
        for number in range(1000)
    ]
    words = plan(language).model_dump(mode="json")
    words |= {"landmark": LINE, "meet": LINE, "duty_leader": LINE, "name": LINE}
    words["groups"] = [group | {"name": LINE[:40], "purpose": LINE, "safety": LINE} for group in words["groups"]]
    words["exits"] = [{"id": f"exit-{n}", "name": LINE[:40]} for n in range(60)]
    words["calls"] = [call | {"script": [*call["script"], LINE]} for call in words["calls"]]
    return Play(unit=Unit(plan=Plan.model_validate(words), roster=Roster.model_validate({"members": members})))


@pytest.mark.parametrize(("language", "exercise"), [("zh-CN", False), ("en", True)])
def test_a_thousand_people_and_the_longest_words_fit(language: str, exercise: bool) -> None:
    p = crowd(language)

    def happens(*commands: desk.DeskCommand | c.IncidentCommand) -> None:
        for command in commands:
            p.do(command)
            for card in p.latest:
                rules.obeys(card, p.unit)

    happens(
        desk.ReportLead(by="m-9", text=LINE * 20),
        *(desk.ExtendLead(by="m-9", lead="1", text=LINE * 9) for _ in range(12)),
        desk.ProposeActivation(by="m-0", exercise=exercise, place=LINE * 9, what="𬍛" * 4000),
        desk.ConfirmActivation(by="m-0", proposal="1"),
        *(c.GiveAnswer(by=f"m-{n}", number=NUMBER, answer=Answer.EN_ROUTE) for n in range(1, 14)),
        *(c.GiveAnswer(by=f"m-{n}", number=NUMBER, answer=Answer.ARRIVED) for n in (1, 2, 50)),
        *(c.GiveAnswer(by=f"m-{n}", number=NUMBER, answer=Answer.SUPPORT) for n in range(1, 14)),
    )
    p.now += p.incident.plan.times.phone_tree
    happens(
        c.DealCalls(by=SYSTEM, number=NUMBER),
        c.CountCasualties(by="m-1", number=NUMBER, injury=Injury.MISSING, count=99_999),
        *(c.BlockTask(by="m-1", number=NUMBER, task=f"guard-exit-{n}") for n in range(16)),
        *(c.ExplainBlock(by="m-1", number=NUMBER, task=f"guard-exit-{n}", text=LINE * 9) for n in range(16)),
        c.Escalate(by=SYSTEM, number=NUMBER),
        c.IssueBulletin(by="m-0", number=NUMBER, text="𬍛" * 4000),
        c.ProposeStandDown(by="m-0", number=NUMBER),
        c.ConfirmStandDown(by="m-0", number=NUMBER),
    )


def test_one_answer_draws_a_handful_of_cards_whatever_the_roster() -> None:
    p = crowd("zh-CN")
    p.do(
        desk.ProposeActivation(by="m-0", exercise=False),
        desk.ConfirmActivation(by="m-0", proposal="1"),
        *(c.GiveAnswer(by=f"m-{n}", number=NUMBER, answer=Answer.ARRIVED) for n in range(1, 12)),
    )
    decided = p.gives(c.GiveAnswer(by="m-77", number=NUMBER, answer=Answer.EN_ROUTE))
    assert [type(event) for event in decided] == [Answered]
    assert {ref.subject for ref in refs(p.unit, decided)} <= {"m-77", "m-0", "m-1", "m-2", ""}
    assert len(p.latest) < 20


def test_the_news_of_the_stand_down_goes_before_the_ends_of_old_alerts(scene: Play) -> None:
    scene.activate().stand_down(false_alarm=True)
    assert scene.card("stand_down/su/0").lane is Lane.ALERT
    assert scene.card("alert/su/0").lane is Lane.STATUS


def test_a_live_alert_goes_before_the_ends_of_the_exercise_that_it_overrides(scene: Play) -> None:
    scene.activate(exercise=True).activate()
    assert scene.card("2026-001/alert/su/0").lane is Lane.STATUS
    assert scene.card("2026-002/alert/su/0").lane is Lane.ALERT


def test_leaders_are_alerted_first(scene: Play) -> None:
    scene.activate()
    alerts = [card.to for card in scene.latest if "/alert/" in card.key]
    tiers = [scene.unit.roster.by_id[to.removeprefix("member:")].tier for to in alerts]
    assert tiers == sorted(tiers)
    assert len(alerts) == len(scene.unit.roster.members)


def test_once_120_is_called_nobody_is_asked_to_call(chinese: Play) -> None:
    chinese.activate().answer(Answer.EN_ROUTE, "xia").wait(minutes=4).answer(Answer.ARRIVED, "kong")
    asked = [card.to for key, card in chinese.screens.items() if "/call/" in key and "ambulance" in key]
    assert {"member:lin", "member:bai", "member:xia", "member:kong"} <= set(asked)
    chinese.do(c.LogEmergencyCall(by="kong", number=NUMBER, call="ambulance"))
    calls = [card for key, card in chinese.screens.items() if "/call/" in key and "ambulance" in key]
    assert all("120 已拨打：孔维" in card.text for card in calls)
    assert not any(card.buttons for card in calls)


def test_the_first_on_scene_gets_the_call_and_a_slip_of_the_thumb_passes_it_on(chinese: Play) -> None:
    chinese.activate().answer(Answer.ARRIVED, "kong").wait(seconds=5).answer(Answer.ARRIVED, "he")
    assert chinese.buttons("call/kong/ambulance")
    assert not chinese.card("call/he/ambulance").buttons
    chinese.answer(Answer.EN_ROUTE, "kong")
    assert not chinese.buttons("call/kong/ambulance")
    assert chinese.buttons("call/he/ambulance")


def test_a_checklist_closes_for_whoever_is_not_there_after_all(chinese: Play) -> None:
    chinese.activate().answer(Answer.ARRIVED, "kong").answer(Answer.EN_ROUTE, "kong")
    assert chinese.card("first_response/kong").closed


def test_members_do_not_see_phone_numbers(scene: Play) -> None:
    scene.activate().answer(Answer.ARRIVED, "su", "kong")
    for key in ("alert/su/0", "group/su/order/response", "first_response/kong"):
        assert "138-" not in scene.card(key).text, key


def test_when_the_office_is_out_of_reach_the_leaders_hear_of_it(scene: Play) -> None:
    scene.do(people.LoseReach(by=SYSTEM, member="wei", reason="blocked"))
    assert {card.to for card in scene.latest} == {"member:lin", "member:shen"}


def test_in_an_incident_the_command_post_hears_of_reach_and_not_the_office_twice(scene: Play) -> None:
    scene.activate().do(people.LoseReach(by=SYSTEM, member="su", reason="blocked"))
    assert not [card for card in scene.latest if card.key.startswith("people/")]


def test_two_people_lost_in_one_instant_are_two_messages(scene: Play) -> None:
    for member in ("su", "ye"):
        scene.do(people.LoseReach(by=SYSTEM, member=member, reason="blocked"))
    assert len([key for key in scene.screens if key.startswith("people/office/wei/reach/")]) == 2


def test_the_welcome_is_new_each_time_that_somebody_enrols(scene: Play) -> None:
    for code in ("b", "c"):
        scene.wait(seconds=1).do(people.Enrol(by="su", member="su", account=7, code=code))
    assert len([key for key in scene.screens if key.startswith("people/welcome/su/")]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_live_cannot_be_made_to_look_like_an_exercise(language: str) -> None:
    write = Writer(t=texts(language), zone=ZoneInfo("UTC"))
    mark = texts(language)("exercise.mark").strip()
    assert mark not in write.page([f"{mark}{said(mark)}"])


def test_a_deadline_on_another_day_says_which() -> None:
    write = Writer(t=texts("zh-CN"), zone=ZoneInfo("Asia/Shanghai"))
    since = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    assert write.due(datetime(2026, 3, 2, 15, 50, tzinfo=UTC), since) == "23:50"
    assert write.due(datetime(2026, 3, 2, 16, 10, tzinfo=UTC), since) == "03-03 00:10"


def test_a_page_that_is_too_long_ends_with_a_count_of_its_lines() -> None:
    write = Writer(t=texts("en"), zone=ZoneInfo("UTC"), exercise=True)
    page = write.page(["𬍛" * 100] * 60)
    assert length(page) <= LIMIT
    *kept, last = page.split("\n")
    assert last == f"[EXERCISE] …and {60 - len(kept)} more lines"


def test_words_are_cut_as_telegram_counts_them() -> None:
    assert utf16(clip("𬍛" * 50, 31)) <= 31
    assert clip("短", 31) == "短"
    assert said("a\n<b> & c ") == "a &lt;b&gt; &amp; c"


def test_unenrolled_people_are_counted_before_the_alert_goes_out() -> None:
    p = play("en", enrolled=False).enrol("lin", "shen")
    assert "10 of them cannot be reached" in p.propose().card("desk/proposal/1").text


def test_what_is_written_for_the_command_post_is_not_for_the_group_chat(scene: Play) -> None:
    hurt = "老李胸口疼，喘不上气"
    scene.do(people.LinkGroup(by="lin", chat=-1, title="群", may_pin=True))
    scene.do(desk.ReportLead(by="su", text=hurt, photo="file", location=(1.0, 2.0)))
    scene.activate().answer(Answer.ARRIVED, "su", "kong")
    scene.do(
        c.AddNote(by="su", number=NUMBER, text=f"现场：{hurt}", photo="file", location=(1.0, 2.0)),
        c.BlockTask(by="su", number=NUMBER, task="cordon"),
        c.ExplainBlock(by="su", number=NUMBER, task="cordon", text=f"因为{hurt}"),
    )
    scene.wait(minutes=25)
    group = [card for card in scene.screens.values() if card.to == "chat:group"]
    assert len(group) >= 3, [card.key for card in group]
    for card in group:
        rules.obeys(card, scene.unit)
        assert hurt not in card.text
