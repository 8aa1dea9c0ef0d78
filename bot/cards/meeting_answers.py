"""Answers to /meeting (开会): how meetings stand; to the office and the chair, with what to do next."""

from datetime import date

from bot.cards import meeting as office_card
from bot.cards.answers import answer
from bot.cards.card import Button, Card, Style
from bot.cards.writing import bold, clip, writer
from bot.domain.meeting.commands import CallMeeting, WriteToMeeting
from bot.domain.meeting.decide import runs
from bot.domain.unit import Unit
from config.meetings import MeetingSeries


def meetings(unit: Unit, member: str, origin: str, today: date) -> Card:
    """Those at which something is left to do; and, to whoever runs them, calling one."""
    write = writer(unit)
    leads = runs(unit.staff, member)
    lines, rows, reply = [], [], None
    for meeting in unit.meetings.open():
        if not leads and member not in meeting.members and member not in {a.owner for a in meeting.actions}:
            continue
        lines += [*office_card.lines_of(unit, meeting, write), ""]
        rows = office_card.buttons(unit, meeting, write) if leads else []  # of the latest: one keyboard a message
        reply = WriteToMeeting(meeting=meeting.id) if leads else None
    free = [series for series in unit.plan.meetings if unit.meetings.unheld(series.id) is None]
    if leads:
        rows += [(_call(unit, series, today),) for series in free]
    if not lines:
        lines = [bold(write.t("meeting.none")), *([write.t("meeting.how_call")] if leads and free else [])]
    return answer(member, origin, write.page(lines), buttons=tuple(rows), reply=reply)


def _call(unit: Unit, series: MeetingSeries, today: date) -> Button:
    period = series.period(today).name
    after = unit.meetings.called.get((series.id, period), 0)
    return Button(
        text=clip(writer(unit).t("button.meeting_call", title=series.title), 60),
        command=CallMeeting(series=series.id, after=after),
        style=Style.PRIMARY,
    )
