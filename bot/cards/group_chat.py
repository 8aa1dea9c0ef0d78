"""The group chat: one pinned card, milestones, summaries. No names of casualties, no phone numbers, no tactics."""

from collections.abc import Iterator

from bot.cards import command, in_public
from bot.cards.card import Card, Lane
from bot.cards.casualties import casualty_line
from bot.cards.heading import ending, heading
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.people.events import GroupLinked, GroupMoved
from bot.domain.unit import Unit

_SHOWN = (
    e.Activated
    | e.Answered
    | e.LeadReplaced
    | e.Moved
    | e.GroupFormed
    | e.GroupDissolved
    | e.TaskDone
    | e.TaskReopened
    | e.SceneDescribed
    | e.CasualtiesCounted
    | e.EmergencyCallLogged
    | e.CommandTaken
    | e.StoodDown
    | e.StandDownAcknowledged
    | e.ExerciseOverridden
    | e.Closed
)


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The pinned card, and a message of its own for a milestone, a summary, a bulletin."""
    at = millisecond(event.at)
    match event:
        case e.Activated() | e.StoodDown() | e.ExerciseOverridden() | e.Closed():
            yield Ref(draw=draw, incident=event.number)
            yield Ref(draw=draw_phase, incident=event.number, subject=type(event).__name__)
        case e.TaskDone() | e.TaskReopened():
            yield Ref(draw=draw, incident=event.number)
            if _milestone(unit.incidents[event.number], event.task):
                shown = draw_milestone if isinstance(event, e.TaskDone) else draw_reopened
                yield Ref(draw=shown, incident=event.number, subject=event.task, ordinal=at)
        case e.EmergencyCallLogged():
            yield Ref(draw=draw, incident=event.number)
            yield Ref(draw=draw_call, incident=event.number, subject=event.call)
        case e.CommandTaken():
            yield Ref(draw=draw, incident=event.number)
            yield Ref(draw=draw_command, incident=event.number, ordinal=len(unit.incidents[event.number].terms))
        case e.SummaryPosted():
            yield Ref(draw=draw_summary, incident=event.number, ordinal=event.summary)
        case e.BulletinIssued():
            yield Ref(draw=draw_bulletin, incident=event.number, ordinal=event.bulletin)
        case GroupLinked() | GroupMoved():
            for incident in unit.open_incidents():
                yield Ref(draw=draw, incident=incident.number, ordinal=event.chat)
        case _ if isinstance(event, _SHOWN):
            yield Ref(draw=draw, incident=event.number)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """The pinned card. A group that is linked in the middle of an incident gets one of its own."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    group = unit.people.group
    return Card(
        key=f"{incident.number}/status/{group.chat if group else 0}",
        to="chat:group",
        lane=Lane.STATUS,
        text=write.page(_status(unit, incident, write)),
        pin=incident.open,
        closed=not incident.open,
    )


def draw_phase(unit: Unit, ref: Ref) -> Card:
    """Activated, stood down, overridden, closed."""
    incident = unit.incidents[ref.incident]
    key = {
        "Activated": "chat.activated",
        "StoodDown": "chat.false_alarm" if incident.false_alarm else "chat.stood_down",
        "ExerciseOverridden": "chat.overridden",
        "Closed": "chat.closed_false_alarm" if incident.false_alarm and not incident.exercise else "chat.closed",
    }[ref.subject]
    if incident.exercise and ref.subject != "ExerciseOverridden":
        key += "_exercise"
    write = writer(unit, incident)
    place = said(in_public.place(incident)) or write.t("unknown_yet")
    line = write.t(key, number=incident.number, place=place, live=incident.overridden_by or "")
    return _message(incident, f"phase/{ref.subject}", [bold(line)], write)


def draw_milestone(unit: Unit, ref: Ref) -> Card | None:
    """A task that the plan calls a milestone is done."""
    incident = unit.incidents[ref.incident]
    state = incident.tasks[ref.subject]
    if state.done_at is None:
        return None
    write = writer(unit, incident)
    title = said(incident.task_by_id[ref.subject].title)
    line = write.t("chat.milestone", title=title, time=write.time(state.done_at))
    return _message(incident, f"milestone/{ref.subject}/{ref.ordinal}", [line], write)


def draw_reopened(unit: Unit, ref: Ref) -> Card | None:
    """A milestone was checked off by a slip of the thumb: what the chat was told does not hold."""
    incident = unit.incidents[ref.incident]
    if incident.tasks[ref.subject].done:
        return None
    write = writer(unit, incident)
    line = write.t("chat.reopened", title=said(incident.task_by_id[ref.subject].title))
    return _message(incident, f"reopened/{ref.subject}/{ref.ordinal}", [line], write)


def draw_call(unit: Unit, ref: Ref) -> Card:
    """120 or 110 was called."""
    incident = unit.incidents[ref.incident]
    call = next(call for call in incident.plan.calls if call.id == ref.subject)
    write = writer(unit, incident)
    time = write.time(incident.emergency_calls[call.id].at)
    key = "chat.called_exercise" if incident.exercise else "chat.called"
    return _message(incident, f"called/{call.id}", [write.t(key, number=call.number, time=time)], write)


def draw_command(unit: Unit, ref: Ref) -> Card | None:
    """Somebody else commands: the role, no name and no number."""
    incident = unit.incidents[ref.incident]
    if incident.term is None or len(incident.terms) != ref.ordinal:
        return None
    write = writer(unit, incident)
    line = write.t("chat.command_taken", role=command.role(incident), time=write.time(incident.term.since))
    return _message(incident, f"command/{ref.ordinal}", [line], write)


def draw_summary(unit: Unit, ref: Ref) -> Card:
    """Where things stand, at the plan's intervals."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    time = write.time(incident.summary_at or incident.activated_at)
    key = "chat.summary_late" if incident.summary_late else "chat.summary"
    return _message(
        incident, f"summary/{ref.ordinal}", [bold(write.t(key, time=time)), *figures(incident, write)], write
    )


def draw_bulletin(unit: Unit, ref: Ref) -> Card:
    """What the command post says to everybody."""
    incident = unit.incidents[ref.incident]
    write = writer(unit, incident)
    bulletin = incident.bulletins[ref.ordinal - 1]
    heading = bold(write.t("bulletin.heading", time=write.time(bulletin.at), number=incident.number))
    return _message(incident, f"bulletin/{ref.ordinal}", [heading, said(in_public.words(bulletin.text), 2000)], write)


def _milestone(incident: Incident, task: str) -> bool:
    """Whether the plan calls this task a milestone. Calling 120 is told as the call that it is, and only once."""
    calls = (call for call in incident.plan.calls if call.id in incident.emergency_calls)
    return incident.task_by_id[task].milestone and all(call.task != task for call in calls)


def _message(incident: Incident, what: str, lines: list[str], write: Writer) -> Card:
    return Card(key=f"{incident.number}/chat/{what}", to="chat:group", lane=Lane.STATUS, text=write.page(lines))


def _status(unit: Unit, incident: Incident, write: Writer) -> Iterator[str]:
    t = write.t
    yield heading(incident, write)
    yield t("alert.where", place=said(in_public.place(incident)) or t("unknown_yet"))
    yield t("alert.what", what=said(in_public.what(unit, incident, write)) or t("unknown_yet"))
    yield t("alert.assembly", place=said(incident.plan.assembly_points[0].name))
    yield t("chat.since", time=write.time(incident.activated_at))
    if incident.term is not None and incident.phase is Phase.RESPONSE:
        yield t("chat.command", role=command.role(incident))
    yield from ending(incident, write)
    yield ""
    yield from figures(incident, write)


def figures(incident: Incident, write: Writer) -> Iterator[str]:
    """The count, groups, milestones, calls and casualties, without a name."""
    t = write.t
    if incident.phase is Phase.RESPONSE:
        yield t(
            "post.count",
            acknowledged=incident.count(Answer.ACKNOWLEDGED),
            en_route=incident.count(Answer.EN_ROUTE),
            arrived=incident.count(Answer.ARRIVED),
            silent=incident.count(None),
        )
        for group in incident.groups.values():
            if group.formed:
                plan = incident.plan.group_by_id[group.id]
                coming = sum(incident.roll[member].coming for member in group.members)
                yield t("chat.group", group=said(plan.name), coming=coming, total=len(group.members))
    elif incident.phase is Phase.AFTERMATH:
        known = sum(standing.stand_down_acknowledged_at is not None for standing in incident.roll.values())
        yield t("post.acknowledged", count=known, total=len(incident.roll))
    for task in incident.task_list:
        state = incident.tasks[task.id]
        if state.done_at is not None and _milestone(incident, task.id):
            yield t("chat.milestone", title=said(task.title), time=write.time(state.done_at))
    for call in incident.plan.calls:
        made = incident.emergency_calls.get(call.id)
        if made is not None:
            key = "chat.called_exercise" if incident.exercise else "chat.called"
            yield t(key, number=call.number, time=write.time(made.at))
    if casualties := casualty_line(incident, write):
        yield t("post.casualties", casualties=casualties)
