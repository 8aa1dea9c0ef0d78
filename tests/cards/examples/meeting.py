"""Meetings: the office's card, the poll, invitations and reminders, actions."""

from datetime import UTC, datetime

from bot.cards.card import Card
from bot.domain.meeting import commands as c
from bot.domain.meeting.events import Attendance, Question
from tests.cards.examples import example
from tests.cards.unit import Play
from tests.meeting.scenes import Q2, meeting, proposed, until


def _polled(scene: Play) -> Play:
    proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    first, second, _ = meeting(scene).candidates
    return scene.do(
        c.Vote(by="lin", meeting=Q2, day=first, suits=True),
        c.Vote(by="lin", meeting=Q2, day=second, suits=True),
        c.FinishVote(by="lin", meeting=Q2),
    )


def _fixed(scene: Play) -> Play:
    proposed(scene)
    words = ("值班安排", "The duty roster")[scene.language == "en"]
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    return scene.do(
        c.GiveAttendance(by="lin", meeting=Q2, attendance=Attendance.COMING),
        c.AddAgenda(by="lin", meeting=Q2, text=words),
    )


def _begun(scene: Play) -> Play:
    return until(_fixed(scene), datetime(2026, 6, 16, 7, 0, tzinfo=UTC))


def _ordered(scene: Play) -> Play:
    _begun(scene).do(
        c.GiveAttendance(by="lin", meeting=Q2, attendance=Attendance.PRESENT),
        c.HoldMeeting(by="wei", meeting=Q2),
    )
    zh = "唐禾 更换灭火器 6月17日\n谁去看看 <b>"
    en = "Tang He replace the extinguishers 6-17\nsomebody have a look <b>"
    return scene.do(c.DraftActions(by="wei", meeting=Q2, text=en if scene.language == "en" else zh))


def _given(scene: Play) -> Play:
    return _ordered(scene).do(c.ConfirmActions(by="wei", meeting=Q2, draft=1))


@example("meeting.office_proposed")
def _(scene: Play) -> Card:
    return proposed(scene).card(f"meeting/{Q2}/office/0/wei")


@example("meeting.office_poll")
def _(scene: Play) -> Card:
    return _polled(scene).card(f"meeting/{Q2}/office/0/wei")


@example("meeting.office_poll_none")
def _(scene: Play) -> Card:
    scene = proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    return until(scene, datetime(2026, 6, 4, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/office/1/wei")


@example("meeting.office_superseded")
def _(scene: Play) -> Card:
    scene = proposed(scene).do(c.OpenPoll(by="wei", meeting=Q2))
    return until(scene, datetime(2026, 6, 4, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/office/0/wei")


@example("meeting.office_fixed")
def _(scene: Play) -> Card:
    return _fixed(scene).card(f"meeting/{Q2}/office/0/wei")


@example("meeting.office_nagged")
def _(scene: Play) -> Card:
    return until(proposed(scene), datetime(2026, 6, 16, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/office/1/wei")


@example("meeting.office_begun")
def _(scene: Play) -> Card:
    return _begun(scene).card(f"meeting/{Q2}/office/1/wei")


@example("meeting.office_held")
def _(scene: Play) -> Card:
    return _given(scene).card(f"meeting/{Q2}/office/1/wei")


@example("meeting.office_missed")
def _(scene: Play) -> Card:
    return until(proposed(scene), datetime(2026, 8, 31, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/office/7/wei")


@example("meeting.director")
def _(scene: Play) -> Card:
    return until(proposed(scene), datetime(2026, 7, 4, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/director/lin")


@example("meeting.poll")
def _(scene: Play) -> Card:
    return _polled(scene).card(f"meeting/{Q2}/poll/1/shen")


@example("meeting.poll_chosen")
def _(scene: Play) -> Card:
    return _polled(scene).card(f"meeting/{Q2}/poll/1/lin")


@example("meeting.poll_closed")
def _(scene: Play) -> Card:
    scene = _polled(scene)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[1]))
    return scene.card(f"meeting/{Q2}/poll/1/shen")


@example("meeting.invitation")
def _(scene: Play) -> Card:
    return _fixed(scene).card(f"meeting/{Q2}/invitation/0/shen")


@example("meeting.invitation_moved")
def _(scene: Play) -> Card:
    scene = _fixed(scene)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[1]))
    return scene.card(f"meeting/{Q2}/invitation/1/shen")


@example("meeting.invitation_over")
def _(scene: Play) -> Card:
    scene = _fixed(scene)
    scene.do(c.FixDate(by="wei", meeting=Q2, when=meeting(scene).candidates[1]))
    return scene.card(f"meeting/{Q2}/invitation/0/shen")


@example("meeting.cancelled")
def _(scene: Play) -> Card:
    scene = _fixed(scene)
    scene.do(c.CancelDate(by="wei", meeting=Q2, when=meeting(scene).candidates[0]))
    return scene.card(f"meeting/{Q2}/cancelled/1/shen")


@example("meeting.reminder_days")
def _(scene: Play) -> Card:
    return until(_fixed(scene), datetime(2026, 6, 9, 8, 0, tzinfo=UTC)).latest_card(f"meeting/{Q2}/reminder")


@example("meeting.reminder_begins")
def _(scene: Play) -> Card:
    return _begun(scene).latest_card(f"meeting/{Q2}/reminder")


@example("meeting.ask_actions")
def _(scene: Play) -> Card:
    scene = _begun(scene).do(c.AskMeeting(by="wei", meeting=Q2, question=Question.ACTIONS))
    return scene.card(f"meeting/{Q2}/ask/1/wei")


@example("meeting.draft")
def _(scene: Play) -> Card:
    return _ordered(scene).card(f"meeting/{Q2}/draft/1/wei")


@example("meeting.action")
def _(scene: Play) -> Card:
    return _given(scene).card(f"meeting/{Q2}/action/1/0/tang")


@example("meeting.action_nagged")
def _(scene: Play) -> Card:
    return until(_given(scene), datetime(2026, 6, 17, 2, 0, tzinfo=UTC)).card(f"meeting/{Q2}/action/1/1/tang")


@example("meeting.action_told")
def _(scene: Play) -> Card:
    scene = _given(scene).do(c.FailAction(by="tang", meeting=Q2, action=1))
    return scene.card(f"meeting/{Q2}/told/1/wei")
