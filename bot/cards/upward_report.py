"""The upward report, drafted from the log: first, follow-up and final (clause 4.2a)."""

from collections.abc import Iterator

from bot.cards.casualties import casualty_line
from bot.cards.writing import Writer, bold, said
from bot.domain.incident.events import Answer
from bot.domain.incident.state import COMING, Incident


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
    yield t("report.calls", calls=t("list.comma").join(calls) or t("report.none"))
    measures = write.listed([said(task.title) for task in done], most=12)
    yield t("report.measures", measures=t("list.comma").join(measures) or t("report.none"))
    if blocked:
        yield t("report.blocked", tasks=t("list.comma").join(said(task.title) for task in blocked[:8]))
    if incident.stood_down_at is not None:
        key = "report.false_alarm" if incident.false_alarm else "report.stood_down"
        yield t(key, time=write.day_time(incident.stood_down_at))
    yield t("report.contact", name=said(incident.name(incident.activated_by)), callback=said(incident.plan.callback))
