"""Messages that ring because something is overdue, blocked, or somebody is silent or needs support."""

from collections.abc import Iterator
from typing import Final

from bot.cards import upward_report
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.standing import silent_lines
from bot.cards.writing import bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import CheckTask, GiveSupport, LogUpwardReport
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task

_FINAL: Final = "-final"
# What changes the words of a report that is waiting to be sent.
_REPORTED: Final = (
    e.Answered,
    e.BlockExplained,
    e.CasualtiesCounted,
    e.EmergencyCallLogged,
    e.SceneDescribed,
    e.TaskBlocked,
    e.TaskDone,
    e.TaskReopened,
)


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """New nags, and those that are settled now."""
    if not isinstance(event, e.IncidentEvent):
        return
    incident = unit.incidents[event.number]
    match event:
        case e.LeadReplaced():
            yield from _handed_over(incident, event.group, event.old)
        case e.Moved():
            for changed in (event.source, event.target):
                if changed is not None:
                    yield from _handed_over(incident, changed, event.member)
            yield from _supported(incident, event.member)
        case e.GroupFormed() | e.GroupDissolved():
            yield from _supported(incident, *incident.groups[event.group].members)
        case e.TaskOverdue() | e.TaskDone() | e.TaskReopened() | e.TaskBlocked():
            yield from _overdue(incident, event.task)
            yield from _blocked(incident, event.task)
        case e.BlockExplained():
            yield from _blocked(incident, event.task)
        case e.UpwardReportOverdue():
            yield from _report(incident, event.ordinal, event.level)
        case e.UpwardReportSent():
            yield from _report(incident, event.ordinal, 2, final=event.final)
        case e.Escalated():
            yield from _silent(incident)
        case e.Answered():
            if event.answer is e.Answer.SUPPORT or incident.roll[event.member].support:
                yield from _support(incident, event.member)
            yield from _silent(incident, event.member)
            for group in incident.groups_of(event.member):
                if group.lead is None:
                    yield from _handed_over(incident, group.id, None)
        case e.PhoneResultLogged() | e.FoundUnreachable() | e.FoundReachable() | e.AbsenceNoted():
            yield from _silent(incident, event.member)
        case e.CallsDealt():
            yield from _silent(incident, *(member for _, members in event.calls for member in members))
        case e.SupportGiven():
            yield from _support(incident, event.member)
        case e.StoodDown() | e.ExerciseOverridden() | e.Closed():
            yield from _silent(incident)
            for final in (False, True):
                yield from _report(incident, len(incident.reports) + 1, 2, final=final)
            yield from _supported(incident, *incident.roll)
            for task, state in incident.tasks.items():
                if state.overdue or state.blocked_at is not None:
                    yield from _overdue(incident, task)
                    yield from _blocked(incident, task)
    if incident.report_overdue and isinstance(event, _REPORTED):
        yield from _report(incident, len(incident.reports) + 1, incident.report_overdue)


def draw_overdue(unit: Unit, ref: Ref) -> Card | None:
    """An overdue task: level 1 to the group, level 2 to the command post."""
    incident = unit.incidents[ref.incident]
    task, state = incident.task_by_id[ref.other], incident.tasks[ref.other]
    if state.overdue < ref.ordinal:
        return None
    write = writer(unit, incident)
    settled = state.done or state.blocked or not incident.open or task not in incident.current_tasks()
    settled = settled or (ref.ordinal == 1 and ref.subject not in _nagged(incident, task))
    key = "nag.overdue_late" if state.late and state.overdue == ref.ordinal else "nag.overdue"
    name = said(incident.plan.group_by_id[task.group].name)
    due = write.due(incident.deadline(task), incident.activated_at)
    lines = [bold(write.t(key, title=said(task.title), clause=task.clause, due=due, group=name))]
    if settled:
        lines.append(write.t("nag.done" if state.done else "nag.settled"))
    check = Button(
        text=f"☐ {write.t('nag.check')}",
        command=CheckTask(number=incident.number, task=task.id),
        style=Style.PRIMARY,
    )
    return Card(
        key=f"{incident.number}/overdue/{ref.subject}/{task.id}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG if ref.ordinal == 1 else Lane.COMMAND,
        text=write.page(lines),
        buttons=() if settled else ((check,),),
        closed=settled,
    )


def draw_blocked(unit: Unit, ref: Ref) -> Card | None:
    """A blocked task, to the command post; the reason is added when it comes."""
    incident = unit.incidents[ref.incident]
    task, state = incident.task_by_id[ref.other], incident.tasks[ref.other]
    if state.blocked_at is None or int(state.blocked_at.timestamp()) != ref.ordinal:
        return None
    write = writer(unit, incident)
    name, group = said(incident.name(state.blocked_by or "")), said(incident.plan.group_by_id[task.group].name)
    lines = [
        bold(write.t("nag.blocked", title=said(task.title), group=group)),
        write.t("nag.blocked_by", name=name, why=said(state.why or "", 300) or write.t("nag.why_asked")),
    ]
    settled = not state.blocked or not incident.open or task not in incident.current_tasks()
    if settled:
        lines.append(write.t("nag.done" if state.done else "nag.settled"))
    return Card(
        key=f"{incident.number}/blocked/{ref.subject}/{task.id}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        closed=settled,
    )


def draw_report(unit: Unit, ref: Ref) -> Card:
    """An upward report whose clock ran out, or is sent by now."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    sent = ref.ordinal <= len(incident.reports)
    stood_down = incident.stood_down_at is not None
    # At stand-down the clock of the final report begins, and that of the others has run out for good.
    settled = sent or not incident.open or not incident.report_overdue or ref.other.endswith(_FINAL) != stood_down
    title = upward_report.title(incident, ref.ordinal, write)
    key = "nag.report_late" if incident.report_late and not sent else "nag.report"
    lines = [bold(write.t(key, title=title, number=incident.number))]
    if settled:
        lines.append(write.t("nag.report_sent" if sent else "nag.settled"))
    else:
        lines += ["", *upward_report.draft(incident, ref.ordinal, write)]
    log = Button(
        text=write.t("button.reported"),
        command=LogUpwardReport(number=incident.number, ordinal=ref.ordinal),
        style=Style.SUCCESS,
    )
    return Card(
        key=f"{incident.number}/report_nag/{ref.subject}/{ref.ordinal}/{ref.other}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=() if settled else ((log,),),
        closed=settled,
    )


def draw_silent(unit: Unit, ref: Ref) -> Card | None:
    """To the deputies: who was still silent at the plan's time, and where they stand now."""
    incident = unit.incidents[ref.incident]
    if incident.escalation is None:
        return None
    write = writer(unit, incident)
    still = [m for m in incident.escalation.members if incident.roll[m].answer is None]
    over = not still or incident.phase is not Phase.RESPONSE
    if over:
        lines = [bold(write.t("nag.silent_over", number=incident.number))]
        lines.append(write.t("nag.settled") if still else write.t("nag.all_answered"))
    else:
        key = "nag.silent_late" if incident.escalation.late else "nag.silent"
        people = [incident.roster.by_id[member] for member in still]
        lines = [bold(write.t(key, count=len(still), number=incident.number)), *silent_lines(incident, people, write)]
    return Card(
        key=f"{incident.number}/silent/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        closed=over,
    )


def draw_support(unit: Unit, ref: Ref) -> Card:
    """Somebody asks for support: one tap tells them that it is being seen to."""
    incident = unit.incidents[ref.incident]
    standing, member = incident.roll[ref.other], incident.roster.by_id[ref.other]
    write = writer(unit, incident)
    open_ = standing.support and incident.phase is Phase.RESPONSE
    group = write.t("list.comma").join(
        said(incident.plan.group_by_id[group.id].name) for group in incident.groups_of(member.id)
    )
    lines = [bold(write.t("nag.support", name=said(member.name), phone=member.phone, group=group or "—"))]
    if not open_:
        lines.append(write.t("nag.support_given" if not standing.support else "nag.settled"))
    give = Button(
        text=write.t("button.give_support"),
        command=GiveSupport(number=incident.number, member=member.id),
        style=Style.SUCCESS,
    )
    return Card(
        key=f"{incident.number}/support/{ref.subject}/{member.id}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        buttons=((give,),) if open_ else (),
        closed=not open_,
    )


def _nagged(incident: Incident, task: Task) -> list[str]:
    """The lead of the task's group; where it has none, whoever is coming."""
    group = incident.groups[task.group]
    if group.lead is not None:
        return [group.lead]
    return [member for member in group.members if incident.roll[member].coming]


def _handed_over(incident: Incident, group: str, former: str | None) -> Iterator[Ref]:
    """Overdue tasks of a group whose people changed: of who is nagged now, and of who was before.

    Before it had a lead that was everybody.
    """
    before = incident.groups[group].members if former is None else (former,)
    for task in incident.tasks_of(group):
        if incident.tasks[task.id].overdue:
            for member in dict.fromkeys([*_nagged(incident, task), *before]):
                yield Ref(draw=draw_overdue, incident=incident.number, subject=member, other=task.id, ordinal=1)


def _overdue(incident: Incident, task: str) -> Iterator[Ref]:
    level = incident.tasks[task].overdue
    if level >= 1:
        for member in _nagged(incident, incident.task_by_id[task]):
            yield Ref(draw=draw_overdue, incident=incident.number, subject=member, other=task, ordinal=1)
    if level >= 2:
        for leader in incident.command_post():
            yield Ref(draw=draw_overdue, incident=incident.number, subject=leader.id, other=task, ordinal=2)


def _blocked(incident: Incident, task: str) -> Iterator[Ref]:
    state = incident.tasks[task]
    if state.blocked_at is None:
        return
    at = int(state.blocked_at.timestamp())
    for leader in incident.command_post():
        yield Ref(draw=draw_blocked, incident=incident.number, subject=leader.id, other=task, ordinal=at)


def _report(incident: Incident, ordinal: int, level: int, *, final: bool | None = None) -> Iterator[Ref]:
    """Level 1 to the office; level 2 to everyone who may activate as well. The final one rings by itself."""
    kind = _FINAL if (incident.stood_down_at is not None if final is None else final) else ""
    office = {member.id for member in incident.roster.with_role(incident.plan.office)}
    told: dict[str, str] = dict.fromkeys(sorted(office), "office")
    if level >= 2:
        told |= {m.id: "leader" for m in incident.roster.with_role(*incident.plan.succession) if m.id not in office}
    for member, as_what in told.items():
        yield Ref(draw=draw_report, incident=incident.number, subject=member, ordinal=ordinal, other=as_what + kind)


def _silent(incident: Incident, *members: str) -> Iterator[Ref]:
    """The deputies: everyone in the succession but the first; the first where there is nobody else.

    With `members`, only if they were told about one of these.
    """
    if incident.escalation is None or (members and not set(members) & set(incident.escalation.members)):
        return
    leaders = incident.roster.with_role(*incident.plan.succession)
    for leader in leaders[1:] or leaders:
        yield Ref(draw=draw_silent, incident=incident.number, subject=leader.id)


def _supported(incident: Incident, *members: str) -> Iterator[Ref]:
    """The cards about those of the members who wait for support."""
    for member in members:
        if incident.roll[member].support:
            yield from _support(incident, member)


def _support(incident: Incident, member: str) -> Iterator[Ref]:
    asked = incident.roll[member].supports
    for leader in incident.command_post():
        if leader.id != member and asked:
            yield Ref(draw=draw_support, incident=incident.number, subject=leader.id, other=member, ordinal=asked)
