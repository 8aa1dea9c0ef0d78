"""What happened, line by line: when, who, what, under which clause."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.cards.fallback import channel_title, reason_words
from bot.cards.upward_report import title
from bot.cards.writing import Writer, reached
from bot.domain.incident import attempts as a
from bot.domain.incident import events as e
from bot.domain.incident.state import Incident
from bot.domain.message import SYSTEM
from bot.reports.markdown import plain


def timeline(incident: Incident, events: Sequence[e.IncidentEvent], write: Writer) -> Iterator[str]:
    """A line an event under a heading for each day; `incident` is the state after the last of them."""
    day: date | None = None
    for event in events:
        if isinstance(event, e.PanelTurned):  # somebody looked at a page: nothing happened
            continue
        today = event.at.astimezone(write.zone).date()
        if today != day:
            yield from ([""] if day is not None else [])
            yield from (f"### {today:%Y-%m-%d}", "")
            day = today
        what = " ".join(filter(None, [write.t(f"event.{type(event).__name__}"), _about(incident, event, write)]))
        yield "- " + write.t(
            "action.line",
            time=write.clock(event.at),
            who=write.t("action.system") if event.by == SYSTEM else plain(incident.name(event.by)),
            what=what + _late(event, write) + cited(_clause(incident, event), write),
        )


def cited(clause: str | None, write: Writer) -> str:
    """The clause in brackets; nothing where no clause of the plan is carried out."""
    return write.t("action.clause", clause=clause) if clause else ""


def names(incident: Incident, members: Sequence[str], write: Writer) -> str:
    """Everybody by name: a report leaves nobody out."""
    return write.t("list.comma").join(plain(incident.name(member)) for member in members)


def headcount(incident: Incident, event: e.HeadcountTaken, write: Writer) -> str:
    """应到、实到、未到、受伤 at one assembly point."""
    place = next((place.name for place in incident.plan.assembly_points if place.id == event.place), event.place)
    return write.t(
        "post.headcount",
        place=plain(place),
        expected=event.expected,
        present=event.present,
        missing=max(0, event.expected - event.present),
        injured=event.injured,
        time=write.time(event.at),
    )


def attached(note: e.NoteAdded | e.BulletinIssued, write: Writer) -> str:
    """That a picture or a place came with it; the report does not show either (privacy rule)."""
    shown = {"action.photo": getattr(note, "photo", None), "action.location": getattr(note, "location", None)}
    return " ".join(write.t(key) for key, value in shown.items() if value is not None)


def _late(event: e.IncidentEvent, write: Writer) -> str:
    return write.t("action.late") if getattr(event, "late", False) else ""


def _clause(incident: Incident, event: e.IncidentEvent) -> str | None:
    """The clause that the plan gives for what the event is about."""
    plan = incident.plan
    match event:
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked() | e.BlockExplained() | e.TaskOverdue():
            return incident.task_by_id[event.task].clause
        case e.GroupFormed() | e.GroupDissolved() | e.LeadReplaced():
            return plan.group_by_id[event.group].clause
        case e.Moved():
            return plan.group_by_id[event.target].clause
        case e.EmergencyCallLogged():
            return next((call.clause for call in plan.calls if call.id == event.call), None)
        case e.UpwardReportSent() | e.UpwardReportOverdue():
            return plan.upward_reports.clause
        case _:
            return None


def _about(incident: Incident, event: e.IncidentEvent, write: Writer) -> str:
    """Whom or what an event is about."""
    t = write.t
    match event:
        case e.Activated():
            return " ".join(filter(None, [plain(event.place), plain(event.what)]))
        case e.Answered():
            answer = t(f"answer.{event.answer}")
            return answer if event.by == event.member else f"{plain(incident.name(event.member))} {answer}"
        case e.RungAgain() | e.Escalated() | e.StandDownRungAgain() | e.AlertsDelivered() | e.StandDownDelivered():
            return names(incident, event.members, write)
        case e.DutyLeaderChanged():
            return names(incident, event.duty_leaders, write)
        case e.GapNoticed():
            gap = f"{write.clock(event.since)}–{write.clock(event.until)}"
            return f"{gap} {names(incident, event.members, write)}".strip()
        case e.CallsDealt():
            return "; ".join(f"{plain(incident.name(by))} → {names(incident, whom, write)}" for by, whom in event.calls)
        case e.PhoneResultLogged():
            result = t(f"phone.{event.result}") if event.result else t("privacy.deleted")
            return f"{plain(incident.name(event.member))} {result}"
        case e.FoundUnreachable():
            return f"{plain(incident.name(event.member))} {plain(reached(write, event.reason))}"
        case e.FoundReachable() | e.SupportGiven():
            return plain(incident.name(event.member))
        case e.AbsenceNoted():
            return f"{plain(incident.name(event.member))} {t('action.away' if event.away else 'action.back')}"
        case e.CommandOffered():
            return plain(incident.name(event.member))
        case e.CommandTaken():
            return plain(incident.name(event.previous))
        case e.StandDownWithdrawn():
            return t("stand_down.lapsed" if event.lapsed else "stand_down.withdrawn")
        case e.StoodDown():
            return t("action.false_alarm") if event.false_alarm else ""
        case e.ExerciseOverridden():
            return event.live
        case a.FallbackWanted() | a.ChannelTried() | a.FallbackRetried():
            return _fallback(incident, event, write)
        case _:
            return _work(incident, event, write)


def _fallback(incident: Incident, event: a.FallbackWanted | a.ChannelTried | a.FallbackRetried, write: Writer) -> str:
    """Which channel, for whom, and with what result in the vendor's words."""
    t = write.t
    purpose = t(f"fallback.purpose.{incident.attempts[event.attempt].purpose}")
    about = [f"#{event.attempt}", plain(channel_title(incident, event.channel)), purpose]
    about.append(f"→ {names(incident, event.members, write)}")
    if isinstance(event, a.ChannelTried):
        about += [t(f"fallback.result.{event.result}"), plain(reason_words(event.reason, t, whole=True))]
    return " ".join(filter(None, about))


def _work(incident: Incident, event: e.IncidentEvent, write: Writer) -> str:
    """The same for what is done at the scene."""
    t, groups = write.t, incident.plan.group_by_id
    match event:
        case e.TaskDone() | e.TaskReopened() | e.TaskBlocked():
            return plain(incident.task_by_id[event.task].title)
        case e.TaskOverdue():
            return plain(incident.task_by_id[event.task].title) + _told(event, write)
        case e.BlockExplained():
            return f"{plain(incident.task_by_id[event.task].title)} — {plain(event.text)}"
        case e.LeadReplaced():
            old = plain(incident.name(event.old)) if event.old else "—"
            return f"{plain(groups[event.group].name)} {old} → {plain(incident.name(event.new))}"
        case e.Moved():
            source = plain(groups[event.source].name) if event.source else "—"
            return f"{plain(incident.name(event.member))} {source} → {plain(groups[event.target].name)}"
        case e.GroupFormed() | e.GroupDissolved():
            return plain(groups[event.group].name)
        case e.CasualtiesCounted():
            return t(f"injury.{event.injury}", count=event.count)
        case e.HeadcountTaken():
            return headcount(incident, event, write)
        case e.SceneDescribed():
            kind = "alert.where" if event.detail is e.Detail.PLACE else "alert.what"
            return t(kind, place=plain(event.text), what=plain(event.text))
        case e.NoteAdded() | e.BulletinIssued():
            return " ".join(filter(None, [plain(event.text), attached(event, write)]))
        case e.EmergencyCallLogged():
            return next((call.number for call in incident.plan.calls if call.id == event.call), event.call)
        case e.UpwardReportSent():
            return title(incident, event.ordinal, write)
        case e.UpwardReportOverdue():
            return title(incident, event.ordinal, write) + _told(event, write)
        case _:
            return ""


def _told(event: e.TaskOverdue | e.UpwardReportOverdue, write: Writer) -> str:
    """At the first level whose work it is, at the second the command post."""
    return write.t("action.to_leaders") if event.level >= 2 else ""
