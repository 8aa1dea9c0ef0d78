"""120 and 110: the number, and the script filled in from the log (clauses 5.2 and 5.4). In an exercise: do not call."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.casualties import casualty_line
from bot.cards.ref import Drawn, Ref
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import LogEmergencyCall
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Call


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The call cards: at activation, when somebody arrives first, when what to say changes, when it is made."""
    match event:
        case e.Activated() | e.SceneDescribed() | e.CasualtiesCounted() | e.StoodDown() | e.ExerciseOverridden():
            incident = unit.incidents[event.number]
            for call in incident.plan.calls:
                yield from _all(incident, call)
        case e.Answered() if event.answer is Answer.ARRIVED:
            incident = unit.incidents[event.number]
            for call in incident.plan.calls:
                yield from _all(incident, call)
        case e.LeadReplaced():
            incident = unit.incidents[event.number]
            for call in incident.plan.calls:
                if incident.task_by_id[call.task].group == event.group:
                    yield from _all(incident, call)
        case e.EmergencyCallLogged():
            incident = unit.incidents[event.number]
            yield from _all(incident, _call(incident, event.call))
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Drawn:
    """To one of those who could make the call."""
    incident = unit.incidents[ref.incident]
    call = _call(incident, ref.other)
    write = writer(unit, incident)
    over = call.id in incident.emergency_calls or incident.phase is not Phase.RESPONSE
    done = Button(
        text=write.t("button.called"),
        command=LogEmergencyCall(number=incident.number, call=call.id),
        style=Style.SUCCESS,
    )
    copy = Button(text=write.t("button.copy_script"), copy=clip("\n".join(_plain(incident, call, write)), 256))
    return Card(
        key=f"{incident.number}/call/{ref.subject}/{call.id}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(_lines(incident, call, write)),
        buttons=() if over else ((done,), (copy,)),
        closed=over,
    )


def _call(incident: Incident, call_id: str) -> Call:
    return next(call for call in incident.plan.calls if call.id == call_id)


def _all(incident: Incident, call: Call) -> Iterator[Ref]:
    """The lead of the task's group, whoever activated, and those who arrived first."""
    group = incident.groups[incident.task_by_id[call.task].group]
    arrived = [
        (standing.answered_at, member)
        for member, standing in incident.roll.items()
        if standing.answer is Answer.ARRIVED and standing.answered_at is not None
    ]
    people = [group.lead, incident.activated_by, min(arrived)[1] if arrived else None]
    for member in dict.fromkeys(person for person in people if person is not None and person in incident.roll):
        yield Ref(draw=draw, incident=incident.number, subject=member, other=call.id)


def _plain(incident: Incident, call: Call, write: Writer) -> list[str]:
    """The script in plain words; what is not known is said to be unknown, never left out."""
    unknown = write.t("unknown_yet")
    values = {
        "place": incident.place or unknown,
        "landmark": incident.plan.landmark,
        "what": incident.what or unknown,
        "casualties": casualty_line(incident, write) or unknown,
        "callback": incident.plan.callback,
        "meet": incident.plan.meet,
    }
    return [line.format_map(values) for line in call.script]


def _lines(incident: Incident, call: Call, write: Writer) -> Iterator[str]:
    t = write.t
    made = incident.emergency_calls.get(call.id)
    if made is not None:
        name, time = said(incident.name(made.by)), write.time(made.at)
        key = "call.made_exercise" if incident.exercise else "call.made"
        yield bold(t(key, number=call.number, name=name, time=time))
        return
    if incident.phase is not Phase.RESPONSE:
        yield t("call.over", number=call.number)
        return
    if incident.exercise:
        yield bold(t("call.exercise", number=call.number))
        yield t("call.exercise_script")
    else:
        yield bold(t("call.heading", number=call.number, name=said(call.name)))
    yield from (f"• {said(line)}" for line in _plain(incident, call, write))
