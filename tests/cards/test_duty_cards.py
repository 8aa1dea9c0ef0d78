"""Every card about duties, in each state and language, as it stands on a phone."""

from datetime import UTC, date, datetime, time
from typing import Literal

import pytest

from bot.cards.card import Card
from bot.cards.changes import changed
from bot.cards.duty_overview import overview
from bot.domain.duty.commands import AnswerDuty, AnswerInWords, ConfirmContact, DeclarePeriod, PutOff
from bot.domain.duty.events import Item, Outcome
from bot.domain.message import Event, Refused
from config import example_folder
from config.loading import load_unit
from tests.cards import golden, rules
from tests.duty.office import Office

MONDAY = date(2026, 3, 9)
Language = Literal["zh-CN", "en"]


class Scene(Office):
    """The example unit on a Monday morning when the weekly round has just opened."""

    def __init__(self, language: Language) -> None:
        files = load_unit(example_folder(language))
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


def test_overdue_late_and_told_upward(scene: Scene) -> None:
    liaison = scene.holder("liaison", 2)
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 3), item=scene.item(3), outcome=Outcome.UNABLE)))
    scene.until(date(2026, 3, 19), time(9, 30))
    same(scene.card("digest/1", scene.holder("office-head")), scene, "digest_office")
    same(scene.card("digest/2", scene.holder("director")), scene, "digest_director")
    scene.down(date(2026, 3, 25), time(14))
    scene.until(date(2026, 3, 25), time(14, 30))
    same(scene.card("reminder", liaison), scene, "reminder_late")


def test_the_other_side(scene: Scene) -> None:
    guard = scene.holder("security-officer")
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 2), item=scene.item(2), outcome=Outcome.DONE)))
    same(scene.card("confirm", guard), scene, "confirming")
    for nth in range(len(scene.unit.roster.with_role("liaison"))):
        scene.give(ConfirmContact(by=guard, item=scene.item(nth)))
    same(scene.card("confirm", guard), scene, "confirming_done")


def test_the_month_and_what_the_calendar_lacks(scene: Scene) -> None:
    scene.until(date(2026, 4, 2), time(12))
    same(scene.card("month/2026-03", scene.holder("director")), scene, "month")
    scene.down(date(2027, 6, 24), time(12))
    scene.until(date(2027, 6, 25), time(12))
    same(scene.card("calendar/term", scene.holder("office-head")), scene, "lacks_term")


def test_the_overview(scene: Scene) -> None:
    given(scene.give(AnswerDuty(by=scene.holder("liaison", 2), item=scene.item(2), outcome=Outcome.DONE)))
    same(overview(scene.unit, scene.holder("office-head"), "1:1"), scene, "overview")
