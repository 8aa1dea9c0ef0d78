"""The page that a tap on one's own card opens: groups, tasks, the report, figures, reporting for others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards import tasks, upward_report
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.command_post import headcounts
from bot.cards.ref import Ref
from bot.cards.standing import people_lines, standing_line
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import (
    AppointLead,
    CountCasualties,
    DescribeScene,
    DissolveGroup,
    FormGroup,
    GiveAnswer,
    IncidentCommand,
    IssueBulletin,
    LogUpwardReport,
    Move,
    TakeHeadcount,
    TurnPanel,
)
from bot.domain.incident.events import Answer, Detail, Injury, View
from bot.domain.incident.state import Incident, Panel
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Task

_TOGETHER: Final = 3  # pages that one person can have opened within one commit
PAGE: Final = 20  # people on one page of names
_PEOPLE: Final = frozenset({View.GROUPS, View.GROUP, View.MEMBER, View.PROXY})
_WORK: Final = frozenset({View.TASKS, View.REPORT})
_NAMES: Final = frozenset({View.GROUP, View.MEMBER})  # pages that say how people stand
_REFRESHED: Final[Mapping[type[Event], frozenset[View]]] = {
    e.Answered: _PEOPLE | {View.REPORT},
    e.SupportGiven: _NAMES,
    e.FoundUnreachable: _NAMES,
    e.AbsenceNoted: _PEOPLE,
    e.FoundReachable: _NAMES,
    e.CallsDealt: _NAMES,
    e.PhoneResultLogged: _NAMES,
    e.LeadReplaced: _PEOPLE,
    e.Moved: _PEOPLE,
    e.GroupFormed: _PEOPLE,
    e.GroupDissolved: _PEOPLE,
    e.TaskDone: _WORK,
    e.TaskReopened: _WORK,
    e.TaskBlocked: _WORK,
    e.BlockExplained: _WORK,
    e.TaskOverdue: _WORK,
    e.EmergencyCallLogged: _WORK,
    e.UpwardReportSent: _WORK,
    e.SceneDescribed: frozenset({View.SCENE, View.REPORT}),
    e.CasualtiesCounted: frozenset({View.CASUALTIES, View.REPORT}),
    e.HeadcountTaken: frozenset({View.HEADCOUNT}),
    e.BulletinIssued: frozenset({View.BULLETIN}),
    e.StoodDown: frozenset(View),
    e.ExerciseOverridden: frozenset(View),
    e.Closed: frozenset(View),
}

Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What a page shows: lines and buttons, or a question that is answered in words."""

    lines: Iterable[str]
    rows: Rows = ()
    reply: IncidentCommand | None = None
    ask: str | None = None


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The page that was turned, the one it replaced, and open pages whose figures changed."""
    if not isinstance(event, e.IncidentEvent):
        return
    incident = unit.incidents[event.number]
    if isinstance(event, e.PanelTurned):
        yield from _refs(incident, event.by)
    elif views := _REFRESHED.get(type(event)):
        for member, panel in incident.panels.items():
            if panel.view in views or (member == event.by and panel.view is View.CLOSED):
                yield from _refs(incident, member)


def draw(unit: Unit, ref: Ref) -> Card:
    """To whoever opened it. An older page of the same person is closed."""
    incident = unit.incidents[ref.incident]
    panel = incident.panels[ref.subject]
    write = writer(unit, incident)
    open_here = ref.ordinal == panel.opened and panel.view is not View.CLOSED and _serves(incident, panel)
    page = _PAGES[panel.view](incident, panel, write) if open_here else _Page(lines=[write.t("panel.closed")])
    return Card(
        key=f"{incident.number}/panel/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(page.lines),
        buttons=page.rows,
        reply=page.reply,
        ask=page.ask,
        closed=not open_here,
    )


def _refs(incident: Incident, member: str) -> Iterator[Ref]:
    opened = incident.panels[member].opened
    for ordinal in range(opened, max(0, opened - _TOGETHER), -1):
        yield Ref(draw=draw, incident=incident.number, subject=member, ordinal=ordinal)


def _serves(incident: Incident, panel: Panel) -> bool:
    """After stand-down only the aftermath's tasks and the report are still of use."""
    return incident.open and (incident.stood_down_at is None or panel.view in _WORK)


def _turn(incident: Incident, text: str, view: View, subject: str = "") -> Button:
    return Button(text=text, command=TurnPanel(number=incident.number, view=view, subject=subject))


def _group_name(incident: Incident, group: str) -> str:
    return incident.plan.group_by_id[group].name


def _groups(incident: Incident, _panel: Panel, write: Writer) -> _Page:
    rows = []
    for group in incident.groups.values():
        coming = sum(incident.roll[member].coming for member in group.members)
        mark = f"{coming}/{len(group.members)}" if group.formed else write.t("panel.unformed")
        rows.append([_turn(incident, f"{clip(_group_name(incident, group.id), 30)} {mark}", View.GROUP, group.id)])
    rows.append([_close(incident, write)])
    return _Page(lines=[bold(write.t("panel.groups")), write.t("panel.groups_how")], rows=rows)


def _group(incident: Incident, panel: Panel, write: Writer) -> _Page:
    group = incident.groups.get(panel.subject)
    if group is None:
        return _Page(lines=[write.t("panel.closed")])
    members = [incident.roster.by_id[member] for member in group.members]
    rows = [
        [_turn(incident, clip(member.name, 30) + ("★" if member.id == group.lead else ""), View.MEMBER, subject)]
        for member in members[:PAGE]
        for subject in [f"{member.id} {group.id}"]
    ]
    number = incident.number
    rows.append(
        [
            Button(text=write.t("button.dissolve"), command=DissolveGroup(number=number, group=group.id))
            if group.formed
            else Button(text=write.t("button.form"), command=FormGroup(number=number, group=group.id)),
            _turn(incident, write.t("button.back"), View.GROUPS, "all"),
        ]
    )
    name = said(_group_name(incident, group.id))
    heading = bold(name if group.formed else write.t("post.group_unformed", group=name))
    lines = [heading, write.t("panel.group_how")]
    lines += people_lines(incident, members, write)
    return _Page(lines=lines, rows=rows)


def _member(incident: Incident, panel: Panel, write: Writer) -> _Page:
    member_id, _, source = panel.subject.partition(" ")
    member = incident.roster.find(member_id)
    if member is None or source not in incident.groups:
        return _Page(lines=[write.t("panel.closed")])
    number = incident.number
    rows = [
        [
            Button(
                text=write.t("button.move_to", group=clip(_group_name(incident, target), 24)),
                command=Move(number=number, member=member.id, source=source, target=target),
            )
        ]
        for target in incident.groups
        if target != source
    ]
    in_group = member.id in incident.groups[source].members
    if in_group and incident.groups[source].lead != member.id:
        appoint = AppointLead(number=number, group=source, member=member.id)
        rows.append([Button(text=write.t("button.appoint"), command=appoint)])
    rows.append([_turn(incident, write.t("button.back"), View.GROUP, source)])
    now_in = [_group_name(incident, group.id) for group in incident.groups_of(member.id)]
    where = write.t("list.comma").join(said(name) for name in now_in) or "—"
    lines = [standing_line(incident, member, write, phone=True), write.t("panel.member_in", groups=where)]
    return _Page(lines=lines, rows=rows)


def _tasks(incident: Incident, _panel: Panel, write: Writer) -> _Page:
    current: list[Task] = tasks.most_urgent(incident, incident.current_tasks())
    rows = (*tasks.buttons(incident, current, write), (_close(incident, write),))
    return _Page(lines=[bold(write.t("panel.tasks")), *tasks.lines(incident, current, write)], rows=rows)


def _bulletin(incident: Incident, _panel: Panel, write: Writer) -> _Page:
    return _Page(
        lines=[write.t("panel.bulletin", count=len(incident.roll))],
        reply=IssueBulletin(number=incident.number),
        ask=write.t("panel.bulletin_ask"),
    )


def _report(incident: Incident, _panel: Panel, write: Writer) -> _Page:
    ordinal, due = incident.next_report(), incident.report_due()
    sent = upward_report.sent(incident, write)
    if ordinal is None or due is None:
        return _Page(lines=[*sent, write.t("panel.reports_done")], rows=[[_close(incident, write)]])
    log = Button(
        text=write.t("button.reported"),
        command=LogUpwardReport(number=incident.number, ordinal=ordinal),
        style=Style.SUCCESS,
    )
    by = write.due(due, incident.activated_at)
    lines = [*upward_report.draft(incident, ordinal, write), "", write.t("panel.report_due", due=by)]
    return _Page(lines=[*sent, *lines], rows=[[log], [_close(incident, write)]])


def _casualties(incident: Incident, _panel: Panel, write: Writer) -> _Page:
    rows: list[list[Button]] = []
    for injury in Injury:
        count = incident.casualties.get(injury, 0)
        label = write.t(f"injury.{injury}", count=count)
        steps = [(f"{label}　−1", count - 1)] if count else []
        steps += [(f"{label}　+1", count + 1), ("+5", count + 5)]
        rows.append(
            [
                Button(text=text, command=CountCasualties(number=incident.number, injury=injury, count=target))
                for text, target in steps
            ]
        )
    rows.append([_close(incident, write)])
    return _Page(lines=[bold(write.t("panel.casualties")), write.t("panel.casualties_how")], rows=rows)


def _headcount(incident: Incident, panel: Panel, write: Writer) -> _Page:
    points = incident.plan.assembly_points
    place = points[0] if len(points) == 1 else next((p for p in points if p.id == panel.subject), None)
    if place is None:
        rows = [[_turn(incident, clip(p.name, 36), View.HEADCOUNT, p.id)] for p in points]
        lines = [bold(write.t("panel.headcount")), *headcounts(incident, write)]
        return _Page(lines=lines, rows=[*rows, [_close(incident, write)]])
    return _Page(
        lines=[write.t("panel.headcount_at", place=bold(said(place.name)))],
        reply=TakeHeadcount(number=incident.number, place=place.id),
        ask=write.t("panel.headcount_ask"),
    )


def _scene(incident: Incident, panel: Panel, write: Writer) -> _Page:
    asked = next((detail for detail in Detail if detail == panel.subject), None)
    if asked is None:
        rows = [[_turn(incident, write.t(f"button.detail_{detail}"), View.SCENE, detail)] for detail in Detail]
        lines = [
            write.t("alert.where", place=said(incident.place) or write.t("unknown_yet")),
            write.t("alert.what", what=said(incident.what) or write.t("unknown_yet")),
        ]
        return _Page(lines=lines, rows=[*rows, [_close(incident, write)]])
    return _Page(
        lines=[write.t(f"panel.scene_{asked}")],
        reply=DescribeScene(number=incident.number, detail=asked),
        ask=write.t("panel.scene_ask"),
    )


def _proxy(incident: Incident, panel: Panel, write: Writer) -> _Page:
    """Whoever has arrived says who else is there."""
    away = [m for m in incident.roster.members if incident.roll[m.id].answer is not Answer.ARRIVED]
    page = min(int(panel.subject or 0) if panel.subject.isdigit() else 0, max(0, (len(away) - 1) // PAGE))
    shown = away[page * PAGE : (page + 1) * PAGE]
    people = [
        Button(
            text=clip(member.name, 20),
            command=GiveAnswer(number=incident.number, answer=Answer.ARRIVED, member=member.id),
        )
        for member in shown
    ]
    rows = [people[index : index + 2] for index in range(0, len(people), 2)]
    turn = []
    if page:
        turn.append(_turn(incident, write.t("button.previous"), View.PROXY, str(page - 1)))
    if (page + 1) * PAGE < len(away):
        turn.append(_turn(incident, write.t("button.next"), View.PROXY, str(page + 1)))
    return _Page(
        lines=[bold(write.t("panel.proxy")), write.t("panel.proxy_how", count=len(away))],
        rows=[*rows, *([turn] if turn else []), [_close(incident, write)]],
    )


def _close(incident: Incident, write: Writer) -> Button:
    return _turn(incident, write.t("button.close_page"), View.CLOSED)


def _closed(_incident: Incident, _panel: Panel, write: Writer) -> _Page:
    return _Page(lines=[write.t("panel.closed")])


_PAGES: Final[Mapping[View, Callable[[Incident, Panel, Writer], _Page]]] = {
    View.GROUPS: _groups,
    View.GROUP: _group,
    View.MEMBER: _member,
    View.TASKS: _tasks,
    View.BULLETIN: _bulletin,
    View.REPORT: _report,
    View.CASUALTIES: _casualties,
    View.HEADCOUNT: _headcount,
    View.SCENE: _scene,
    View.PROXY: _proxy,
    View.CLOSED: _closed,
}
