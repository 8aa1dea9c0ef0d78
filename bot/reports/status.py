"""What `muster status` says: the open incident, who is reachable, what is overdue, what falls due next."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from bot.cards.readiness import line
from bot.cards.upward_report import title
from bot.cards.writing import Writer, writer
from bot.domain.hazard.state import Hazard
from bot.domain.hazard.state import Phase as HazardPhase
from bot.domain.incident.state import Incident, Phase
from bot.domain.readiness import Health, findings
from bot.domain.timers import timers
from bot.domain.unit import Unit
from store.protocol import Waiting


def status(unit: Unit, waiting: Sequence[Waiting], at: datetime, health: Health) -> dict[str, Any]:
    """Plain data, for JSON. Times are ISO 8601 in UTC; who has not answered has the answer null."""
    incident = unit.running() or next(reversed(unit.open_incidents()), None)
    due = min((timer.when for timer in timers(unit)), default=None)
    group = unit.people.group
    return {
        "unit": unit.plan.unit,
        "name": unit.plan.name,
        "incident": _incident(incident) if incident else None,
        "open_incidents": [
            {"number": i.number, "exercise": i.exercise, "phase": i.phase} for i in unit.open_incidents()
        ],
        "reachable": {member.id: _reach(unit, member.id) for member in unit.roster.members},
        "hazards": [_hazard(hazard) for hazard in unit.hazards.open()],
        "overdue": [
            *(line for i in unit.open_incidents() for line in _overdue(unit, i)),
            *_overdue_between(unit, at),
        ],
        "group_chat": {"title": group.title, "may_pin": group.may_pin} if group else None,
        "away": {member: _time(absence.until) for member, absence in unit.people.absences.items()},
        "readiness": [
            {
                "key": found.key,
                "member": found.member or None,
                "values": dict(found.values),
                "since": _time(found.since),
                "text": unescape(line(unit, found, writer(unit))),
            }
            for found in findings(unit, at, health)
        ],
        "free_bytes": health.free,
        "last_backup": _time(health.backup),
        "waiting": len(waiting),
        "next_due": due.isoformat() if due else None,
    }


def lines(data: dict[str, Any], write: Writer) -> Iterator[str]:
    """The same for people, in the unit's words and time; every line about an exercise says so."""
    t, incident = write.t, data["incident"]
    if incident is None:
        yield t("status.none")
    else:
        mark = t("exercise.mark") if incident["exercise"] else ""
        yield from (mark + line for line in _incident_lines(incident, write))
    for item in data["overdue"]:
        mark = t("exercise.mark") if item["exercise"] else ""
        yield f"{mark}⏰ {item['number']} {item['what']}"
    for hazard in data["hazards"]:
        what = " ".join(filter(None, (hazard["number"], hazard["place"], hazard["text"])))
        yield ("⏰ " if hazard["overdue"] else "") + t("status.hazard", what=what)
    missing = {member: reach for member, reach in data["reachable"].items() if reach is not True}
    everybody = len(data["reachable"])
    yield t("status.reachable", count=everybody - len(missing), total=everybody)
    if data["group_chat"]:
        yield t("status.group", title=data["group_chat"]["title"])
    for found in data["readiness"]:
        yield found["text"]


def _incident_lines(incident: dict[str, Any], write: Writer) -> Iterator[str]:
    t = write.t
    kind = "exercise" if incident["exercise"] else "live"
    corrected = incident["false_alarm"] and incident["phase"] == Phase.AFTERMATH
    phase = "false_alarm" if corrected else incident["phase"]
    yield t(f"post.heading_{kind}_{phase}", number=incident["number"])
    yield t("alert.where", place=incident["place"] or t("unknown_yet"))
    yield t("alert.what", what=incident["what"] or t("unknown_yet"))
    if incident["commander"] is not None:
        name = incident["answers"][incident["commander"]]["name"]
        yield t("action.command", name=name, time=_told_time(incident["in_command_since"], write))
    if incident["unseconded"] is not None:
        yield t(f"second.flag_{incident['unseconded']}")
    for answer in incident["answers"].values():
        silence = t("standing.away" if answer["away"] else "standing.silent")
        said = t(f"answer.{answer['answer']}") if answer["answer"] else silence
        yield f"  {answer['name']} — {said}"
    for group in incident["groups"].values():
        yield t("chat.group", group=group["name"], coming=group["coming"], total=len(group["members"]))
    done = sum(task["done_by"] is not None for task in incident["tasks"].values())
    yield t("post.tasks", done=done, total=len(incident["tasks"]))


def _told_time(stored: str, write: Writer) -> str:
    """Month, day, hours and minutes: whoever looks from a terminal may look a day later."""
    return write.day_time(datetime.fromisoformat(stored))


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "exercise": incident.exercise,
        "phase": incident.phase,
        "false_alarm": incident.false_alarm,
        "place": incident.place,
        "what": incident.what,
        "activated_at": _time(incident.activated_at),
        "activated_by": incident.activated_by,
        "seconded_by": incident.seconded_by,
        "unseconded": incident.unseconded,
        "commander": incident.term.member if incident.term else None,
        "in_command_since": _time(incident.term.since) if incident.term else None,
        "stood_down_at": _time(incident.stood_down_at),
        "answers": _answers(incident),
        "groups": _groups(incident),
        "fallback": _fallback(incident),
        "tasks": _tasks(incident),
    }


def _answers(incident: Incident) -> dict[str, Any]:
    return {
        member.id: {
            "name": member.name,
            "answer": incident.roll[member.id].answer,
            "away": member.id in incident.away,
            "at": _time(incident.roll[member.id].answered_at),
            "by": incident.roll[member.id].reported_by,
            "delivered_at": _time(incident.roll[member.id].delivered_at),
            "rings": incident.roll[member.id].ring,
            "unreachable": incident.roll[member.id].unreachable,
            "stand_down_acknowledged_at": _time(incident.roll[member.id].stand_down_acknowledged_at),
        }
        for member in incident.roster.members
    }


def _groups(incident: Incident) -> dict[str, Any]:
    return {
        group.id: {
            "name": incident.plan.group_by_id[group.id].name,
            "formed": group.formed,
            "lead": group.lead,
            "members": list(group.members),
            "coming": sum(incident.roll[member].coming for member in group.members),
            "strength": incident.plan.group_by_id[group.id].strength,
        }
        for group in incident.groups.values()
    }


def _fallback(incident: Incident) -> list[dict[str, Any]]:
    return [
        {
            "attempt": attempt.id,
            "channel": attempt.channel,
            "purpose": attempt.purpose,
            "members": list(attempt.members),
            "wanted_at": _time(attempt.wanted_at),
            "tries": attempt.tries,
            "result": attempt.result,
            "reason": attempt.reason,
        }
        for attempt in incident.attempts.values()
    ]


def _tasks(incident: Incident) -> dict[str, Any]:
    return {
        task.id: {
            "title": task.title,
            "group": task.group,
            "clause": task.clause,
            "deadline": _time(incident.deadline(task)),
            "done_by": incident.tasks[task.id].done_by,
            "done_at": _time(incident.tasks[task.id].done_at),
            "blocked": incident.tasks[task.id].blocked,
        }
        for task in incident.current_tasks()
    }


def _overdue(unit: Unit, incident: Incident) -> Iterator[dict[str, Any]]:
    def item(id_: str, what: str, due: datetime) -> dict[str, Any]:
        return {"number": incident.number, "exercise": incident.exercise, "what": what, "id": id_, "due": _time(due)}

    for task in incident.current_tasks():
        state = incident.tasks[task.id]
        if state.overdue and not state.done:
            yield item(task.id, task.title, incident.deadline(task))
    due, ordinal = incident.report_due(), incident.next_report()
    if incident.report_overdue and due is not None and ordinal is not None:
        name = title(incident, ordinal, writer(unit, incident))
        yield item(f"report-{ordinal}", f"{name} → {incident.plan.upward_reports.recipient}", due)


def _overdue_between(unit: Unit, at: datetime) -> Iterator[dict[str, Any]]:
    """What is overdue between incidents: rounds of duties, and meetings. Hazards say so themselves."""
    today = at.astimezone(unit.time_zone).date()
    for found in unit.duties.all_rounds():
        missing = [part.owed.subject for part in found.parts.values() if part.open]
        if missing and found.due_on < today:
            what, due = f"{found.terms.title} ×{len(missing)}", found.due_on.isoformat()
            yield {
                "number": found.period,
                "exercise": False,
                "what": what,
                "id": found.duty,
                "due": due,
                "subjects": missing,
            }
    for meeting in unit.meetings.overdue(today):
        what, due = meeting.terms.title, meeting.ends.isoformat()
        yield {"number": meeting.period, "exercise": False, "what": what, "id": meeting.id, "due": due}


def _hazard(hazard: Hazard) -> dict[str, Any]:
    """`overdue` as people were told: from the first reminder after its day."""
    return {
        "number": hazard.number,
        "place": hazard.place,
        "text": hazard.text,
        "phase": hazard.phase,
        "serious": hazard.serious,
        "reporter": hazard.reporter,
        "reported_at": _time(hazard.at),
        "owner": hazard.owner,
        "due": hazard.due.isoformat() if hazard.due else None,
        "fixed_by": hazard.fixed_by,
        "fixed_at": _time(hazard.fixed_at),
        "overdue": hazard.phase is HazardPhase.ASSIGNED and bool(hazard.steps - {f"{HazardPhase.ASSIGNED}-0"}),
    }


def _reach(unit: Unit, member: str) -> bool | str:
    loss = unit.people.lost.get(member)
    return loss.reason if loss else (True if member in unit.people.enrolments else "never_enrolled")


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
