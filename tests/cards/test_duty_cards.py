"""Every card about duties, in each state and language, as it stands on a phone."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import pytest
from pypdf import PdfReader

from bot.cards.card import Card
from bot.cards.changes import changed
from bot.cards.duty_overview import overview
from bot.cards.duty_weeks import picture, weeks
from bot.domain.duty.commands import AnswerDuty, AnswerInWords, ConfirmContact, DeclarePeriod, EndPeriod, PutOff
from bot.domain.duty.events import Item, Outcome
from bot.domain.duty.state import Duties
from bot.domain.message import Event, Refused
from bot.paper.render import render
from tests.cards import golden, rules
from tests.duty.office import Office, liaisons, plan
from tests.example import example

MONDAY = date(2026, 3, 9)
Language = Literal["zh-CN", "en"]


class Scene(Office):
    """The example unit on a Monday morning when the weekly round has just opened."""

    def __init__(self, language: Language) -> None:
        files = example(language)
        super().__init__(files.plan, files.roster, datetime(2026, 3, 2, 4, tzinfo=UTC))
        self.language = language
        self.until(MONDAY, time(9, 30))

    def holder(self, role: str, nth: int = 0) -> str:
        return self.unit.roster.with_role(role)[nth].id

    def item(self, nth: int = 0) -> Item:
        return Item(duty="weekly-contact", period="2026-W11", subject=self.holder("liaison", nth))

    def card(self, part: str, member: str, since: int = 0) -> Card:
        """The newest card of that kind for the member that the events since then bring."""
        cards = [c for c in changed(self.unit, self.log[since:]) if part in c.key and c.to == f"member:{member}"]
        return cards[-1]


@pytest.fixture(params=["zh-CN", "en"])
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(request.param)


def same(card: Card, scene: Scene, name: str) -> None:
    golden.check(card, scene.language, f"duty/{name}")
    rules.obeys(card, scene.unit)


def given(decided: tuple[Event, ...] | Refused) -> None:
    assert not isinstance(decided, Refused), decided


def test_a_reminder_until_it_is_answered_and_corrected(scene: Scene) -> None:
    liaison, item = scene.holder("liaison", 2), scene.item(2)
    same(scene.card("reminder", liaison), scene, "reminder_open")
    given(scene.give(PutOff(by=liaison)))
    same(scene.card("reminder", liaison), scene, "reminder_put_off")
    given(scene.give(AnswerDuty(by=liaison, item=item, outcome=Outcome.UNABLE)))
    same(scene.card("reminder", liaison), scene, "reminder_unable")
    given(scene.give(AnswerInWords(by=liaison, items=(item,), text="本周出差 <b>&")))
    given(scene.give(AnswerDuty(by=liaison, item=item, outcome=Outcome.DONE)))
    same(scene.card("reminder", liaison), scene, "reminder_corrected")
    given(scene.give(ConfirmContact(by=scene.holder("security-officer"), item=item)))
    same(scene.card("reminder", liaison), scene, "reminder_confirmed")


def test_a_reminder_of_several_things(scene: Scene) -> None:
    liaison = scene.holder("liaison", 2)
    before = len(scene.log)
    given(scene.give(DeclarePeriod(by=scene.holder("office-head"), name="重要会议", end=date(2026, 3, 20))))
    same(scene.card("reminder", liaison, before), scene, "reminder_several")
    same(scene.card("period/", scene.holder("director"), before), scene, "period_declared")


def test_a_period_that_is_prolonged(scene: Scene) -> None:
    liaison, office = scene.holder("liaison", 2), scene.holder("office-head")
    given(scene.give(DeclarePeriod(by=office, name="重要会议", end=date(2026, 3, 10))))
    before = len(scene.log)
    given(scene.give(DeclarePeriod(by=office, name="重要会议", end=date(2026, 3, 27))))
    same(scene.card("period/", scene.holder("director"), before), scene, "period_prolonged")
    same(scene.card("reminder", liaison, before), scene, "reminder_prolonged")


def test_a_period_that_is_cut_short(scene: Scene) -> None:
    liaison, office = scene.holder("liaison", 2), scene.holder("office-head")
    given(scene.give(DeclarePeriod(by=office, name="重要会议", end=date(2026, 3, 27))))
    scene.until(date(2026, 3, 10), time(9, 30))
    before = len(scene.log)
    given(scene.give(EndPeriod(by=office, period="sensitive-2026-03-09")))
    same(scene.card("period/", scene.holder("director"), before), scene, "period_cut_short")
    same(scene.card("reminder", liaison, before), scene, "reminder_cut_short")
    before = len(scene.log)
    scene.until(date(2026, 3, 11), time(9, 30))
    same(scene.card("reminder", liaison, before), scene, "reminder_of_the_next_morning")


def test_overdue_late_and_told_upward(scene: Scene) -> None:
    liaison = scene.holder("liaison", 2)
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 3), item=scene.item(3), outcome=Outcome.UNABLE)))
    scene.until(date(2026, 3, 19), time(9, 30))
    same(scene.card("digest/1", scene.holder("office-head")), scene, "digest_office")
    same(scene.card("digest/2", scene.holder("director")), scene, "digest_director")
    scene.down(date(2026, 3, 25), time(14))
    scene.until(date(2026, 3, 25), time(14, 30))
    same(scene.card("reminder", liaison), scene, "reminder_late")


def test_who_did_not_prove_that_they_are_reached_is_told_by_group(scene: Scene) -> None:
    scene.until(date(2026, 3, 16), time(12))
    liaisons = {member.id for member in scene.unit.roster.with_role("liaison")}
    for member in scene.unit.roster.members:
        if member.id in liaisons or member.group[:1] == ("order",):
            item = Item(duty="reach", period="2026-03", subject=member.id)
            given(scene.give(AnswerDuty(by=member.id, item=item, outcome=Outcome.DONE)))
    scene.until(date(2026, 3, 18), time(12))
    same(scene.card("digest/1", scene.holder("office-head")), scene, "digest_reach")


def test_the_other_side(scene: Scene) -> None:
    guard = scene.holder("security-officer")
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 2), item=scene.item(2), outcome=Outcome.DONE)))
    same(scene.card("confirm", guard), scene, "confirming")
    for nth in range(len(scene.unit.roster.with_role("liaison"))):
        scene.give(ConfirmContact(by=guard, item=scene.item(nth)))
    same(scene.card("confirm", guard), scene, "confirming_done")


def test_a_name_that_was_tapped_by_mistake_is_taken_back_by_whoever_tapped_it(scene: Scene) -> None:
    guard, other = (member.id for member in scene.unit.roster.with_role("security-officer"))
    item = scene.item(2)
    given(scene.give(ConfirmContact(by=guard, item=item)))
    back = next(b.command for row in scene.card("confirm", guard).buttons for b in row if b.text.startswith("↩"))
    assert scene.give(ConfirmContact(by=other, item=item, back=True)) == Refused(key="duty.not_yours")
    given(scene.give(replace(back, by=guard)))
    assert scene.give(ConfirmContact(by=guard, item=item, back=True)) == ()
    assert scene.unit.duties.find(item)[1].open
    assert "☐" in str(scene.card("confirm", guard).buttons[-1])
    assert "☑" not in scene.card("reminder", item.subject).text
    given(scene.give(ConfirmContact(by=other, item=item)))
    assert not scene.unit.duties.find(item)[1].open


def test_the_month_and_what_the_calendar_lacks(scene: Scene) -> None:
    scene.until(date(2026, 4, 2), time(12))
    same(scene.card("month/2026-03", scene.holder("director")), scene, "month")
    scene.down(date(2027, 6, 24), time(12))
    scene.until(date(2027, 6, 25), time(12))
    same(scene.card("calendar/term", scene.holder("office-head")), scene, "lacks_term")


def test_the_weeks_at_a_glance_put_whoever_is_behind_first(scene: Scene) -> None:
    answered, unable = scene.item(2), scene.item(1)
    given(scene.give(AnswerDuty(by=answered.subject, item=answered, outcome=Outcome.DONE)))
    given(scene.give(AnswerDuty(by=unable.subject, item=unable, outcome=Outcome.UNABLE)))
    scene.until(MONDAY + timedelta(days=7), time(9, 30))
    late = scene.item(0)
    given(scene.give(AnswerDuty(by=late.subject, item=late, outcome=Outcome.DONE)))
    card = picture(scene.unit, scene.holder("director"), "1:1")
    assert card is not None
    same(card, scene, "weeks")
    rows = card.attachment.data["groups"][0]["rows"]
    assert sorted(row["cells"][1] for row in rows[:3]) == ["missed", "missed", "unable"]
    assert [row["cells"][1] for row in rows[3:]] == ["late", "done"]
    assert {row["cells"][2] for row in rows} == {"open"}


def test_no_picture_before_the_first_round(scene: Scene) -> None:
    assert picture(replace(scene.unit, duties=Duties()), "boss", "1:1") is None


def test_of_a_crowd_forty_are_shown_and_the_others_counted() -> None:
    office = Office(plan(), liaisons(100), datetime(2026, 3, 2, 4, tzinfo=UTC))
    office.until(MONDAY + timedelta(days=7), time(9, 30))
    grid = weeks(office.unit)
    assert grid is not None
    assert sum(len(group["rows"]) for group in grid["groups"]) == 40
    assert grid["rest"] == "另有 61 人未列出，其中 61 人有未完成"


def test_the_month_is_on_paper_for_the_director_and_in_words_for_the_office(scene: Scene) -> None:
    scene.until(date(2026, 4, 2), time(12))
    director = scene.card("month/2026-03", scene.holder("director"))
    assert director.attachment is not None
    pdf = render("duty_month", director.attachment.data)
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "")
    assert scene.unit.plan.name.replace(" ", "") in said
    assert scene.unit.plan.duties[0].title.replace(" ", "") in said
    office = scene.card("month/2026-03", scene.holder("office-head"))
    assert office.attachment is None
    rules.obeys(office, scene.unit)


def test_the_overview(scene: Scene) -> None:
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 2), item=scene.item(2), outcome=Outcome.DONE)))
    same(overview(scene.unit, scene.holder("office-head"), "1:1", MONDAY), scene, "overview")


def test_the_overview_says_who_is_behind_since_when_also_from_earlier_weeks(scene: Scene) -> None:
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 2), item=scene.item(2), outcome=Outcome.DONE)))
    scene.until(date(2026, 3, 24), time(12))
    same(overview(scene.unit, scene.holder("office-head"), "1:1", date(2026, 3, 24)), scene, "overview_behind")
