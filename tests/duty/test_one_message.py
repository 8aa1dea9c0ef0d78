"""What somebody owes on a morning comes as one message: duties, hazards and actions of meetings together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cards.card import Card
from bot.domain.duty.commands import AnswerDuty, OpenRound
from bot.domain.duty.events import Outcome
from bot.domain.hazard import commands as h
from bot.domain.meeting import commands as m
from bot.domain.message import Refused
from bot.domain.people.absence import GoAway
from config.plan import Language
from tests.cards import golden, rules
from tests.cards.unit import LANGUAGES, Play, play
from tests.meeting.scenes import Q2, following, meeting, until

THURSDAY, MONDAY = datetime(2026, 6, 4, 2, 0, tzinfo=UTC), datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def scene(
    language: Language = "zh-CN", *, duty: bool = True, who: tuple[str, ...] = ("tang", "lin"), on: str = "monday"
) -> Play:
    """Thursday: hazards that are due on Monday, when the weekly duty of the security officer opens too."""
    made = following(play(language))
    weekly = {
        "id": "weekly",
        "clause": "6.4",
        "title": "与保卫处专职人员联系" if language == "zh-CN" else "Contact with the security office",
        "who": {"members": [*who]},
        "when": [{"every": "week", "on": on}],
    }
    raw = {**made.unit.plan.model_dump(), "duties": [weekly] if duty else []}
    made.unit = replace(made.unit, plan=type(made.unit.plan).model_validate(raw))
    return until(made, THURSDAY)


def hazards(made: Play, owner: str, *places: str) -> list[str]:
    numbers = []
    for place in places:
        made.do(h.ReportHazard(by="kong", place=made.word(place), text=made.word("why")))
        numbers.append(next(reversed(made.unit.hazards.by_number)))
        made.do(h.AssignHazard(by="wei", hazard=numbers[-1], owner=owner, days=4))
    return numbers


def action(made: Play, owner: str) -> None:
    """From a meeting on the next day, due on Monday."""
    made.do(m.FixDate(by="wei", meeting=Q2, when=made.now + DAY))
    until(made, made.now + DAY)
    name = made.unit.roster.by_id[owner].name
    what = "6月8日" if made.language == "zh-CN" else "2026-06-08"
    made.do(m.DraftActions(by="wei", meeting=Q2, text=f"{name} {made.word('why')} {what}"))
    assert meeting(made).drafts[-1].drafts, meeting(made).drafts
    made.do(m.ConfirmActions(by="wei", meeting=Q2, draft=1))


def new(made: Play, member: str, at: datetime) -> list[Card]:
    """The messages that come until then, edits of earlier ones apart."""
    before = set(made.screens)
    until(made, at)
    return [card for key, card in made.screens.items() if key not in before and card.to == f"member:{member}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_duty_hazards_and_action_come_as_one_message(language: Language) -> None:
    made = scene(language)
    hazards(made, "tang", "east", "west")
    action(made, "tang")
    (card,) = new(made, "tang", MONDAY + timedelta(hours=2))
    golden.check(card, language, "duty/day_all")
    rules.obeys(card, made.unit)
    made.do(h.FixHazard(by="tang", hazard="H-2026-001"), m.FinishAction(by="tang", meeting=Q2, action=1))
    golden.check(made.screens[card.key], language, "duty/day_some_done")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hazards_without_a_duty_are_one_message_too(language: Language) -> None:
    made = scene(language, duty=True)
    hazards(made, "fan", "east", "west")
    (card,) = new(made, "fan", MONDAY + timedelta(hours=2))
    golden.check(card, language, "duty/day_hazards")
    rules.obeys(card, made.unit)
    assert card.reply is not None
    assert made.gives(replace(card.reply, by="fan", text="已换锁")) == Refused(key="duty.name_hazard")


def test_a_single_hazard_comes_by_itself_with_its_own_buttons() -> None:
    made = scene()
    (number,) = hazards(made, "bai", "east")
    (card,) = new(made, "bai", MONDAY + timedelta(hours=2))
    assert card.key.startswith(f"hazard/{number}/bai/")


def test_a_hazard_is_opened_from_the_days_message() -> None:
    made = scene()
    first, second = hazards(made, "fan", "east", "west")
    (card,) = new(made, "fan", MONDAY + timedelta(hours=2))
    commands = {button.text: button.command for row in card.buttons for button in row}
    assert set(commands) == {first, second}
    made.do(replace(commands[second], by="fan"))
    assert any(one.key.startswith(f"hazard/{second}/fan/") and one.buttons for one in made.latest)


def test_the_next_morning_it_is_one_message_again_and_the_old_one_ends() -> None:
    made = scene()
    hazards(made, "fan", "east", "west")
    (first,) = new(made, "fan", MONDAY + timedelta(hours=2))
    (second,) = new(made, "fan", MONDAY + DAY + timedelta(hours=2))
    assert first.key != second.key
    assert not made.screens[first.key].buttons
    assert "最新" in made.screens[first.key].text


def test_the_office_hears_of_several_overdue_hazards_in_one_message() -> None:
    made = scene()
    hazards(made, "fan", "east", "west")
    until(made, MONDAY + timedelta(hours=2))
    (card,) = new(made, "wei", MONDAY + DAY + timedelta(hours=2))
    assert all(number in card.text for number in ("H-2026-001", "H-2026-002"))


def test_a_round_opened_by_hand_just_before_the_hour_does_not_swallow_the_hazard_of_the_morning() -> None:
    """Whoever has read that message does not look at it again: the hazard rings by itself."""
    made = scene()
    until(made, MONDAY + timedelta(hours=2))
    made.do(h.ReportHazard(by="kong", place="配电房", text="门锁坏"))
    made.do(h.AssignHazard(by="wei", hazard="H-2026-001", owner="tang", days=1))
    until(made, MONDAY + DAY - timedelta(minutes=5))
    made.do(OpenRound(by="wei", duty="weekly"))
    (card,) = new(made, "tang", MONDAY + DAY + timedelta(minutes=2))
    assert card.key.startswith("hazard/H-2026-001/tang/")


def test_without_any_duty_in_the_plan_each_still_comes() -> None:
    made = scene(duty=False)
    hazards(made, "fan", "east", "west")
    assert len(new(made, "fan", MONDAY + timedelta(hours=2))) == 2


def test_down_in_the_morning_it_is_one_message_when_the_bot_is_back() -> None:
    made = scene()
    hazards(made, "tang", "east", "west")
    made.now = MONDAY + timedelta(hours=5)
    (card,) = new(made, "tang", made.now)
    assert "补发，晚了" in card.text
    assert "H-2026-002" in card.text


def test_whoever_is_away_gets_none_and_the_office_hears_in_one() -> None:
    made = scene()
    hazards(made, "fan", "east", "west")
    made.do(GoAway(by="fan", until=MONDAY + DAY))
    before = set(made.screens)
    until(made, MONDAY + timedelta(hours=2))
    fresh = [card for key, card in made.screens.items() if key not in before]
    assert not [card for card in fresh if card.to == "member:fan" and "H-2026" in card.text]
    assert len([card for card in fresh if card.to == "member:wei" and "H-2026" in card.text]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_of_next_week_stands_in_the_days_message_and_is_answered_there(language: Language) -> None:
    made = scene(language)
    made.do(m.FixDate(by="wei", meeting=Q2, when=MONDAY + 7 * DAY + timedelta(hours=6)))
    before = set(made.screens)
    until(made, MONDAY + timedelta(hours=2))
    fresh = {card.to: key for key, card in made.screens.items() if key not in before}
    assert fresh["member:shen"].startswith(f"meeting/{Q2}/reminder/"), "no duty: by itself"
    key = fresh["member:lin"]
    golden.check(made.screens[key], language, "duty/day_meeting")
    rules.obeys(made.screens[key], made.unit)
    comes = next(b.command for row in made.screens[key].buttons for b in row if isinstance(b.command, m.GiveAttendance))
    made.do(replace(comes, by="lin"))
    golden.check(made.screens[key], language, "duty/day_meeting_coming")


def test_the_last_hour_before_a_meeting_always_rings() -> None:
    made = scene()
    made.do(m.FixDate(by="wei", meeting=Q2, when=MONDAY + timedelta(hours=1)))  # at nine it begins in an hour
    until(made, MONDAY - timedelta(hours=1))
    cards = new(made, "lin", MONDAY + timedelta(minutes=30))
    assert sorted(card.key.partition("/")[0] for card in cards) == ["duties", "meeting"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_that_was_not_held_stands_in_the_offices_day_message(language: Language) -> None:
    """Two weeks before the quarter's end: no date yet. The office's own card stays where it is, with its buttons."""
    made = scene(language, who=("wei",), on="tuesday")
    tuesday = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)
    until(made, tuesday - timedelta(hours=1))
    (card,) = new(made, "wei", tuesday + timedelta(hours=2))
    golden.check(card, language, "duty/day_not_held")
    rules.obeys(card, made.unit)
    own = f"meeting/{Q2}/office/0/wei"
    assert made.screens[own].buttons
    taps = [b.command for row in card.buttons for b in row]
    made.do(replace(next(tap for tap in taps if isinstance(tap, m.OpenPoll)), by="wei"))
    golden.check(made.screens[card.key], language, "duty/day_not_held_poll")
    made.do(m.FixDate(by="wei", meeting=Q2, when=made.now + DAY))
    golden.check(made.screens[card.key], language, "duty/day_not_held_dated")
    until(made, made.now + DAY)
    golden.check(made.screens[card.key], language, "duty/day_not_held_begun")
    held = next(
        b.command for row in made.screens[card.key].buttons for b in row if isinstance(b.command, m.HoldMeeting)
    )
    made.do(replace(held, by="wei"))
    golden.check(made.screens[card.key], language, "duty/day_held")


def test_a_day_is_fixed_from_the_days_message_and_a_nag_that_comes_alone_rings_by_itself() -> None:
    made = scene(who=("wei",), on="tuesday")
    until(made, datetime(2026, 6, 23, 3, 0, tzinfo=UTC))
    card = next(card for card in reversed(made.screens.values()) if card.key.startswith("duties/reminder/wei/"))
    taps = [replace(button.command, by="wei") for row in card.buttons for button in row]
    made.do(next(tap for tap in taps if isinstance(tap, m.AskMeeting)))
    (question,) = [card for card in made.latest if card.to == "member:wei"]
    assert question.reply == m.FixDateInWords(meeting=Q2)
    made.do(*(tap for tap in taps if isinstance(tap, AnswerDuty) and tap.outcome is Outcome.DONE))
    until(made, datetime(2026, 6, 26, tzinfo=UTC))
    (alone,) = new(made, "wei", datetime(2026, 6, 26, 3, 0, tzinfo=UTC))  # a Friday, the last before its last days
    assert alone.key == f"meeting/{Q2}/office/3/wei"
    assert not made.screens[f"meeting/{Q2}/office/0/wei"].buttons, "the new one took the buttons along"


def test_the_director_reads_of_a_meeting_that_was_not_held_in_the_days_message() -> None:
    made = scene(who=("lin",), on="tuesday")
    tuesday = datetime(2026, 7, 7, 1, 0, tzinfo=UTC)  # seven days after the quarter's end
    until(made, tuesday - timedelta(hours=1))
    (card,) = [card for card in new(made, "lin", tuesday + timedelta(minutes=5)) if "digest" not in card.key]
    assert card.key.startswith("duties/reminder/lin/")
    assert "形势分析会还没开" in card.text


def test_what_is_no_longer_of_this_day_is_not_on_the_message() -> None:
    made = scene()
    hazards(made, "tang", "east")
    until(made, MONDAY + timedelta(hours=2))
    number = "H-2026-001"
    made.do(h.FixHazard(by="tang", hazard=number), h.VerifyHazard(by="wei", hazard=number))
    cards = new(made, "tang", datetime(2026, 6, 15, 3, 0, tzinfo=UTC))
    assert cards
    assert not [card for card in cards if number in card.text]
    assert date(2026, 6, 15) == made.unit.duties.day


def test_in_a_month_full_of_hazards_nobody_gets_two_messages_of_a_morning() -> None:
    """Duties, hazards of three owners, actions and a meeting; the office and the director hear of what is overdue."""
    made = scene()
    made.do(m.FixDate(by="wei", meeting=Q2, when=made.now + DAY))
    until(made, made.now + DAY)
    names = [made.unit.roster.by_id[owner].name for owner in ("tang", "fan", "shen")]
    made.do(
        m.DraftActions(
            by="wei", meeting=Q2, text="\n".join(f"{name} 换锁 6月{9 + n}日" for n, name in enumerate(names))
        )
    )
    made.do(m.ConfirmActions(by="wei", meeting=Q2, draft=1))
    rung = 0
    for day in range(20):
        morning = datetime(2026, 6, 8, 0, 59, tzinfo=UTC) + day * DAY
        until(made, morning - timedelta(hours=1))
        for n, owner in enumerate(("tang", "fan", "shen")):
            if (day + n) % 3 == 0:
                made.do(h.ReportHazard(by="kong", place="配电房", text="门锁坏"))
                number = next(reversed(made.unit.hazards.by_number))
                made.do(h.AssignHazard(by="wei", hazard=number, owner=owner, days=(day + n) % 4))
        until(made, morning)
        before = set(made.screens)
        until(made, morning + timedelta(minutes=2))
        fresh = [key for key in made.screens if key not in before]
        told = [made.screens[key].to for key in fresh if _of_the_morning(key)]
        assert len(told) == len(set(told)), sorted(key for key in fresh if _of_the_morning(key))
        rung += len(told)
    assert rung > 40


def _of_the_morning(key: str) -> bool:
    """Not the digest."""
    return not any(part in key for part in ("duties/digest", "duties/month", "/photo/"))
