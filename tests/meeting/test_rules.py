"""The rules of meetings: when dates are proposed, who may do what, what comes when nobody acts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.codec import dump_event, load_event
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.events import Attendance, Question
from bot.domain.meeting.wording import draft, moment
from bot.domain.message import Command, Event, Refused
from bot.domain.people.absence import GoAway
from bot.domain.timers import timers
from bot.domain.unit import apply
from tests.cards.unit import Play, play
from tests.meeting.scenes import Q2, following, meeting, proposed, until


@pytest.fixture
def scene() -> Play:
    return play()


def fixed(p: Play) -> Play:
    proposed(p)
    return p.do(c.FixDate(by="wei", meeting=Q2, when=meeting(p).candidates[0]))


def begun(p: Play) -> Play:
    fixed(p)
    return until(p, meeting(p).candidates[0])


def test_a_meeting_of_each_quarter_is_proposed_and_none_of_the_past(scene: Play) -> None:
    following(scene)
    seen = [event for event in scene.happens(datetime(2027, 6, 30, tzinfo=UTC)) if isinstance(event, e.MeetingProposed)]
    assert [event.period for event in seen] == ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    for event in seen:
        assert all(scene.unit.plan.working_days.working((day + timedelta(hours=8)).date()) for day in event.candidates)
        assert all((day + timedelta(hours=8)).date() <= event.ends for day in event.candidates)


def test_a_nag_brings_days_that_are_not_past(scene: Play) -> None:
    proposed(scene)
    until(scene, datetime(2026, 7, 8, 1, 0, tzinfo=UTC))
    assert min(meeting(scene).candidates) > datetime(2026, 7, 8, 1, 0, tzinfo=UTC)


def test_the_last_meeting_of_the_year_is_nagged_about_into_the_next(scene: Play) -> None:
    following(scene)
    scene.happens(datetime(2026, 11, 30, tzinfo=UTC))
    nags = [n for n in scene.happens(datetime(2027, 2, 1, tzinfo=UTC)) if isinstance(n, e.OfficeNagged)]
    assert [n.at.date() for n in nags] == [
        date(2026, 12, 17),
        date(2026, 12, 24),
        date(2026, 12, 28),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 4),
        date(2027, 1, 7),
    ]
    assert [n.director for n in nags] == [(), (), (), (), (), ("lin",), ("lin",)]


def test_down_for_half_a_year_it_is_caught_up_once_and_late(scene: Play) -> None:
    following(scene)
    scene.now = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
    seen = [event for event in scene.happens(scene.now) if isinstance(event, e.MeetingProposed)]
    assert [(event.period, event.late) for event in seen] == [("2026-Q3", True)]


def test_at_night_nobody_hears_of_what_was_missed(scene: Play) -> None:
    following(scene)
    scene.now = datetime(2026, 6, 5, 15, 0, tzinfo=UTC)  # Friday, 23:00 in Shanghai
    seen = [event for event in scene.happens(datetime(2026, 6, 9, tzinfo=UTC)) if isinstance(event, e.MeetingProposed)]
    assert [event.at for event in seen] == [datetime(2026, 6, 8, 1, 0, tzinfo=UTC)]


def test_the_hour_stays_where_the_clock_is_put_back(scene: Play) -> None:
    """Berlin leaves summer time on 25 October 2026."""
    following(scene, zone="Europe/Berlin", propose=80, ahead=15)
    scene.happens(datetime(2026, 10, 13, 12, 0, tzinfo=UTC))
    one = meeting(scene, "analysis-2026-Q4")
    scene.do(c.FixDate(by="wei", meeting=one.id, when=datetime(2026, 10, 28, 14, 0, tzinfo=UTC)))
    seen = scene.happens(datetime(2026, 10, 28, 14, 0, tzinfo=UTC))
    at = [event.at for event in seen if isinstance(event, e.MeetingReminded)]
    assert at[0] == datetime(2026, 10, 14, 7, 0, tzinfo=UTC)  # the hour of reminding, in summer time
    assert at[2] == datetime(2026, 10, 27, 8, 0, tzinfo=UTC)
    assert at[-1] == datetime(2026, 10, 28, 14, 0, tzinfo=UTC)
    assert [day.astimezone(scene.unit.time_zone).hour for day in one.candidates] == [15, 10, 15]
    assert one.candidates[0] == datetime(2026, 10, 27, 14, 0, tzinfo=UTC)


def test_reminders_that_were_past_when_the_date_was_fixed_are_not_sent(scene: Play) -> None:
    proposed(scene)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=scene.now + timedelta(days=3)))
    seen = [event for event in scene.happens(scene.now + timedelta(days=3)) if isinstance(event, e.MeetingReminded)]
    assert [event.steps for event in seen] == [(86_400,), (3_600,), (0,)]


def test_nobody_is_reminded_on_a_day_off(scene: Play) -> None:
    proposed(scene)
    monday = datetime(2026, 6, 15, 7, 0, tzinfo=UTC)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=monday))
    seen = [event for event in scene.happens(monday) if isinstance(event, e.MeetingReminded)]
    assert [(event.steps, event.at.day) for event in seen] == [
        ((7 * 86_400,), 8),  # the invitation came fourteen days before
        ((86_400,), 12),
        ((3_600,), 15),
        ((0,), 15),
    ]


def test_a_poll_closes_on_a_working_day(scene: Play) -> None:
    proposed(scene)
    until(scene, datetime(2026, 6, 3, 8, 0, tzinfo=UTC))  # Wednesday; three days later is Saturday
    scene.do(c.OpenPoll(by="wei", meeting=Q2))
    assert meeting(scene).closes == datetime(2026, 6, 8, 1, 0, tzinfo=UTC)


def test_whoever_is_away_is_not_reminded_before_the_meeting_and_may_sign_in_at_it(scene: Play) -> None:
    proposed(scene)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    scene.do(GoAway(by="shen", until=scene.now + timedelta(days=60)))
    seen = [n for n in scene.happens(meeting(scene).candidates[0]) if isinstance(n, e.MeetingReminded)]
    assert {n.steps: "shen" in n.told for n in seen} == {
        (14 * 86_400,): False,
        (7 * 86_400,): False,
        (86_400,): False,
        (3_600,): False,
        (0,): True,
    }


def test_an_owner_who_is_away_is_left_alone_and_the_office_hears_at_once(scene: Play) -> None:
    ordered(scene)
    before = meeting(scene).actions[0].nags
    scene.do(GoAway(by="tang", until=datetime(2026, 6, 18, 12, tzinfo=UTC)))
    (seen, *_) = [n for n in scene.happens(datetime(2026, 6, 17, 12, tzinfo=UTC)) if isinstance(n, e.ActionNagged)]
    assert (seen.owner, seen.office, seen.spared) == ("tang", ("wei",), True)
    assert meeting(scene).actions[0].nags == before


def test_a_vote_pressed_twice_counts_once_and_a_stranger_has_none(scene: Play) -> None:
    proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    day = meeting(scene).candidates[1]
    vote = c.Vote(by="lin", meeting=Q2, day=day, suits=True)
    scene.do(vote)
    assert scene.gives(vote) == ()
    assert meeting(scene).counts()[day] == 1
    assert scene.refuses(replace(vote, by="su")) == "meeting.not_yours"
    assert scene.refuses(c.FinishVote(by="shen", meeting=Q2)) == "meeting.choose_first"
    assert scene.gives(c.OpenPoll(by="wei", meeting=Q2)) == ()


def test_when_the_poll_is_over_the_day_that_suits_most_is_fixed(scene: Play) -> None:
    proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    day = meeting(scene).candidates[2]
    scene.do(c.Vote(by="lin", meeting=Q2, day=day, suits=True))
    until(scene, datetime(2026, 6, 4, 2, 0, tzinfo=UTC))
    assert (meeting(scene).when, meeting(scene).how) == (day, e.Fixing.POLL_OVER)


def test_a_poll_that_nobody_answers_comes_back_to_the_office(scene: Play) -> None:
    proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    until(scene, datetime(2026, 6, 4, 2, 0, tzinfo=UTC))
    assert (meeting(scene).when, meeting(scene).closes, meeting(scene).rings) == (None, None, 1)


@pytest.mark.parametrize(
    "command",
    [
        c.OpenPoll(by="shen", meeting=Q2),
        c.FixDateInWords(by="shen", meeting=Q2, text="6月20日"),
        c.CallMeeting(by="shen", series="analysis", after=0),
        c.HoldMeeting(by="shen", meeting=Q2),
        c.GiveAttendance(by="shen", meeting=Q2, member="lin", attendance=Attendance.PRESENT),
        c.AddAgenda(by="su", meeting=Q2, text="x"),
        c.AskMeeting(by="shen", meeting=Q2, question=Question.ACTIONS),
    ],
)
def test_only_the_office_and_the_chair_run_it(scene: Play, command: Command) -> None:
    proposed(scene)
    assert scene.refuses(command) == "meeting.not_yours"


def test_private_numbers_are_refused_in_points_minutes_and_actions(scene: Play) -> None:
    begun(scene)
    for command in (
        c.AddAgenda(by="lin", meeting=Q2, text="联系 138-0000-0001"),
        c.AddMinutes(by="wei", meeting=Q2, text="他的证 36010219900307451X"),
        c.AddMinutes(by="wei", meeting=Q2, text="见附件", file="file", file_name="张某138-0000-0001.docx"),
        c.DraftActions(by="wei", meeting=Q2, text="唐禾 致电 13800000001 6月30日"),
    ):
        assert scene.refuses(command).startswith("note.")


def test_it_is_not_held_before_its_time_and_held_only_once(scene: Play) -> None:
    fixed(scene)
    assert scene.refuses(c.HoldMeeting(by="wei", meeting=Q2)) == "meeting.not_yet"
    assert scene.refuses(c.GiveAttendance(by="lin", meeting=Q2, attendance=Attendance.PRESENT)) == "meeting.not_yet"
    until(scene, meeting(scene).candidates[0])
    scene.do(c.HoldMeeting(by="lin", meeting=Q2))
    assert scene.gives(c.HoldMeeting(by="wei", meeting=Q2)) == ()
    assert scene.refuses(c.FixDateInWords(by="wei", meeting=Q2, text="6月30日")) == "meeting.held"
    assert not [t for t in timers(scene.unit) if isinstance(t.command, c.NagOffice | c.RemindMeeting)]


def ordered(p: Play) -> Play:
    begun(p).do(c.HoldMeeting(by="wei", meeting=Q2))
    p.do(c.DraftActions(by="wei", meeting=Q2, text="唐禾 更换灭火器 6月17日\n谁去看看\n何青：报送统计，明天"))
    return p.do(c.ConfirmActions(by="wei", meeting=Q2, draft=1))


def test_actions_nag_their_owner_then_the_office_then_the_director(scene: Play) -> None:
    ordered(scene)
    assert scene.gives(c.ConfirmActions(by="wei", meeting=Q2, draft=1)) == ()
    assert [(a.owner, a.what, a.due.day) for a in meeting(scene).actions] == [
        ("tang", "更换灭火器", 17),
        ("he", "报送统计", 17),
    ]
    assert scene.refuses(c.FinishAction(by="su", meeting=Q2, action=1)) == "meeting.not_yours"
    scene.do(c.FinishAction(by="he", meeting=Q2, action=2))
    seen = [n for n in scene.happens(datetime(2026, 7, 1, tzinfo=UTC)) if isinstance(n, e.ActionNagged)]
    assert [(n.at.day, n.office, n.director) for n in seen] == [
        (17, (), ()),
        (18, ("wei",), ()),
        (22, ("wei",), ()),  # the 19th is a holiday
        (23, ("wei",), ("lin",)),
    ]


@pytest.mark.parametrize(
    ("line", "owner", "what", "due"),
    [
        ("唐禾 更换灭火器 12月10日", "tang", "更换灭火器", date(2026, 12, 10)),
        ("1. 请何青５天内报送统计", "he", "请 报送统计", date(2026, 6, 6)),
        ("苏𬍛，检查门窗，2026-07-01前", "su", "检查门窗", date(2026, 7, 1)),
        ("tang check 3 doors by Friday", "tang", "check 3 doors", date(2026, 6, 5)),
        ("范舟 整理资料 下周三", "fan", "整理资料", date(2026, 6, 10)),
        ("唐禾 更换灭火器", None, "", None),
        ("唐禾 2026-05-01 更换灭火器", None, "", None),
        ("唐禾 与何青核对名单 下周一", "tang", "与何青核对名单", date(2026, 6, 8)),
        ("唐禾 周三前把3-5号楼的门修好", "tang", "把3-5号楼的门修好", date(2026, 6, 3)),
        ("谁 更换 明天", None, "", None),
        ("唐禾 明天", None, "", None),
    ],
)
def test_an_action_in_words(scene: Play, line: str, owner: str | None, what: str, due: date | None) -> None:
    found = draft(line, scene.unit.roster, scene.unit.plan.calendar, date(2026, 6, 1))
    assert (found and (found.owner, found.what, found.due)) == (owner and (owner, what, due))


@pytest.mark.parametrize(
    ("words", "day", "hour", "minute"),
    [
        ("12月10日 15:00", date(2026, 12, 10), 15, 0),
        ("6-20 下午3点半", date(2026, 6, 20), 15, 30),
        ("next Wednesday 3 pm", date(2026, 6, 10), 15, 0),
        ("明天", date(2026, 6, 2), 9, 0),
        ("下周一下午三点", date(2026, 6, 8), 15, 0),
        ("Dec 3 2:30 pm", date(2026, 12, 3), 14, 30),
    ],
)
def test_a_date_in_words(scene: Play, words: str, day: date, hour: int, minute: int) -> None:
    zone = scene.unit.time_zone
    expected = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    assert moment(words, date(2026, 6, 1), scene.unit.plan.calendar, zone, time(9, 0)) == expected


@pytest.mark.parametrize("words", ["6月20日 15:00", "定在 6-20 下午3点。", "June 20, 3 pm"])
def test_a_date_alone_in_reply_to_the_offices_card_is_the_date(scene: Play, words: str) -> None:
    proposed(scene).do(replace(scene.card(f"meeting/{Q2}/office/0/wei").reply, by="wei", text=words))
    assert meeting(scene).when == datetime(2026, 6, 20, 7, 0, tzinfo=UTC)


def test_other_words_in_reply_to_the_offices_card_are_told_what_to_do(scene: Play) -> None:
    proposed(scene)
    words = replace(scene.card(f"meeting/{Q2}/office/0/wei").reply, by="wei", text="6月20日不行")
    assert scene.refuses(words) == "meeting.tap_or_date"
    assert scene.refuses(replace(words, text="")) == "meeting.tap_or_date"
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    assert scene.refuses(replace(words, text="6月25日 15:00")) == "meeting.tap_fixed"
    until(scene, meeting(scene).candidates[0])
    assert scene.refuses(replace(words, text="讨论了值班")) == "meeting.tap_after"


def test_words_in_reply_to_the_poll_are_told_to_tap(scene: Play) -> None:
    proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    words = replace(scene.card(f"meeting/{Q2}/poll/1/lin").reply, by="lin", text="6月20日可以")
    assert scene.refuses(words) == "meeting.tap_days"
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    assert scene.refuses(words) == "meeting.poll_over"


def test_every_event_reads_back_from_the_log() -> None:
    scene = proposed(play())
    before = scene.unit
    log: list[Event] = []
    day = meeting(scene).candidates[0]
    for command in (
        c.OpenPoll(by="wei", meeting=Q2),
        c.Vote(by="lin", meeting=Q2, day=day, suits=True),
        c.FixDate(by="wei", meeting=Q2, when=day),
        c.CancelDate(by="wei", meeting=Q2, when=day),
        c.AskMeeting(by="wei", meeting=Q2, question=Question.DATE),
        c.FixDateInWords(by="wei", meeting=Q2, text="6月22日 15:00"),
        c.AddAgenda(by="lin", meeting=Q2, text="值班"),
        c.GiveAttendance(by="lin", meeting=Q2, attendance=Attendance.COMING),
    ):
        decision = scene.gives(command)
        assert decision, command
        assert not isinstance(decision, Refused), decision
        log += decision
    log += scene.happens(datetime(2026, 6, 22, 8, 0, tzinfo=UTC))
    for command in (
        c.HoldMeeting(by="wei", meeting=Q2),
        c.AddMinutes(by="wei", meeting=Q2, file="file", file_name="纪要.docx"),
        c.DraftActions(by="wei", meeting=Q2, text="唐禾 换锁 6月24日"),
        c.ConfirmActions(by="wei", meeting=Q2, draft=1),
        c.NoteAction(by="tang", meeting=Q2, action=1, text="等配件"),
        c.FailAction(by="tang", meeting=Q2, action=1),
        c.FinishAction(by="wei", meeting=Q2, action=1),
    ):
        decision = scene.gives(command)
        assert decision, command
        assert not isinstance(decision, Refused), decision
        log += decision
    for event in log:
        read = load_event(type(event).__name__, dump_event(event), at=event.at, by=event.by)
        assert read == event
        before = apply(before, read)
    assert before.meetings == scene.unit.meetings
