"""The upward report (clause 4.2a): its clock, on a card of the office, and its text, drafted from the log."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.casualties import casualty_line
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import TurnPanel
from bot.domain.incident.events import Answer, View
from bot.domain.incident.state import COMING, Incident
from bot.domain.message import Event
from bot.domain.unit import Unit

_SENT: Final = 3  # reports named on a card


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The office's card, whenever another report is due or none is any more."""
    match event:
        case (
            e.Activated()
            | e.UpwardReportSent()
            | e.UpwardReportOverdue()
            | e.StoodDown()
            | e.ExerciseOverridden()
            | e.Closed()
        ):
            incident = unit.incidents[event.number]
            for member in incident.roster.with_role(incident.plan.office):
                yield Ref(draw=draw, incident=event.number, subject=member.id)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To one member of the office: what is due when, and what was reported."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    due = list(clock(incident, write))
    to = said(incident.plan.upward_reports.recipient)
    lines = [bold(write.t("report.clock", recipient=to, number=incident.number)), *sent(incident, write)]
    over = write.t("nag.settled") if incident.next_report() else write.t("panel.reports_done")
    lines += [bold(line) for line in due] or [over]
    page = TurnPanel(number=incident.number, view=View.REPORT)
    return Card(
        key=f"{incident.number}/report/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        buttons=((Button(text=write.t("button.report"), command=page),),) if due else (),
        closed=not due,
    )


def clock(incident: Incident, write: Writer) -> Iterator[str]:
    """Which report is due when, or overdue since when; nothing once the final one is sent."""
    due, ordinal = incident.report_due(), incident.next_report()
    if due is not None and ordinal is not None:
        key = "post.report_overdue" if incident.report_overdue else "post.report_due"
        yield write.t(key, title=title(incident, ordinal, write), due=write.due(due, incident.activated_at))


def sent(incident: Incident, write: Writer) -> list[str]:
    """The latest of the reports that were sent: which, when, by whom."""
    lines = [
        write.t(
            "panel.report_sent",
            title=title(incident, ordinal, write),
            time=write.due(report.at, incident.activated_at),
            name=said(incident.name(report.by)),
        )
        for ordinal, report in enumerate(incident.reports, start=1)
    ]
    return lines[-_SENT:]


def title(incident: Incident, ordinal: int, write: Writer) -> str:
    """首报、续报 n、终报: what the report of that ordinal is called."""
    sent = incident.reports[ordinal - 1] if ordinal <= len(incident.reports) else None
    if sent.final if sent else incident.stood_down_at is not None:
        return write.t("report.final")
    return write.t("report.first") if ordinal == 1 else write.t("report.follow_up", count=ordinal - 1)


def draft(incident: Incident, ordinal: int, write: Writer) -> Iterator[str]:
    """The text to read out or send; what is not known is said to be unknown."""
    t = write.t
    unknown = t("unknown_yet")
    done = [task for task in incident.task_list if incident.tasks[task.id].done]
    blocked = [task for task in incident.current_tasks() if incident.tasks[task.id].blocked]
    yield bold(t("report.heading", title=title(incident, ordinal, write), number=incident.number))
    yield t("report.to", recipient=said(incident.plan.upward_reports.recipient))
    yield t("report.unit", unit=said(incident.plan.name))
    yield t("report.when", time=write.day_time(incident.activated_at))
    yield t("report.where", place=said(incident.place) or unknown)
    yield t("report.what", what=said(incident.what) or unknown)
    yield t("report.casualties", casualties=casualty_line(incident, write) or unknown)
    yield t("report.forces", arrived=incident.count(Answer.ARRIVED), coming=incident.count(*COMING))
    calls = [call.number for call in incident.plan.calls if call.id in incident.emergency_calls]
    key = "report.calls_exercise" if incident.exercise else "report.calls"
    yield t(key, calls=t("list.comma").join(calls) or t("report.none"))
    measures = write.listed([said(task.title) for task in done], most=12)
    yield t("report.measures", measures=t("list.semicolon").join(measures) or t("report.none"))
    if blocked:
        yield t("report.blocked", tasks=t("list.semicolon").join(said(task.title) for task in blocked[:8]))
    if incident.stood_down_at is not None:
        key = "report.false_alarm" if incident.false_alarm else "report.stood_down"
        yield t(key, time=write.day_time(incident.stood_down_at))
    yield t("report.contact", name=said(incident.name(incident.activated_by)), callback=said(incident.plan.callback))
