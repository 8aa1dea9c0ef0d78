"""120 and 110: the number, and the script filled in from the log (clauses 5.2 and 5.4). In an exercise: do not call."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.casualties import casualty_line
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import LogEmergencyCall
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Call

_COPIED: Final = 256  # characters that a button can copy


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The call cards: at activation, when somebody arrives first, when what to say changes, when it is made."""
    match event:
        case e.Activated() | e.SceneDescribed() | e.CasualtiesCounted():
            yield from _callers_cards(unit.incidents[event.number])
        case e.Answered():
            incident = unit.incidents[event.number]
            # Only who is there first makes a call; the many who come later change nothing here.
            there_first = event.member in incident.first_there or event.answer is not Answer.ARRIVED
            if incident.roll[event.member].arrived_at is not None and there_first:
                yield from _callers_cards(incident)
                yield from _cards(incident, [event.member, *incident.first_there])
        case e.Moved():
            yield from _cards(unit.incidents[event.number], [event.member])
        case e.LeadReplaced():
            incident = unit.incidents[event.number]
            yield from _callers_cards(incident)
            if event.old is not None:
                yield from _cards(incident, [event.old])
        case e.EmergencyCallLogged():
            # Whoever has been given the card at any time must not call a second time.
            incident = unit.incidents[event.number]
            for member in incident.roll:
                yield Ref(draw=draw, incident=incident.number, subject=member, other=event.call)
        case e.StoodDown() | e.ExerciseOverridden():
            incident = unit.incidents[event.number]
            yield from _cards(incident, incident.roll)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To one of those who could make the call; closed for whoever need not make it (any more)."""
    incident = unit.incidents[ref.incident]
    call = next(call for call in incident.plan.calls if call.id == ref.other)
    write = writer(unit, incident)
    wanted = call.id not in incident.emergency_calls and incident.phase is Phase.RESPONSE
    asks = wanted and ref.subject in _callers(incident, call)
    done = Button(
        text=write.t("button.called"),
        command=LogEmergencyCall(number=incident.number, call=call.id),
        style=Style.SUCCESS,
    )
    script = _script(incident, call, write)
    copy = Button(text=write.t("button.copy_script"), copy=clip(write.mark("\n".join(script)), _COPIED))
    return Card(
        key=f"{incident.number}/call/{ref.subject}/{call.id}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(_ask(incident, call, script, write) if asks else [bold(_settled(incident, call, write))]),
        buttons=((done,), (copy,)) if asks else (),
        closed=not asks,
    )


def _callers_cards(incident: Incident) -> Iterator[Ref]:
    """The cards of those who should make the calls that nobody has made yet."""
    for call in incident.plan.calls:
        if call.id not in incident.emergency_calls:
            for member in _callers(incident, call):
                yield Ref(draw=draw, incident=incident.number, subject=member, other=call.id)


def _cards(incident: Incident, members: Iterable[str]) -> Iterator[Ref]:
    """The cards of these members for the calls that nobody has made yet."""
    for member in members:
        for call in incident.plan.calls:
            if call.id not in incident.emergency_calls:
                yield Ref(draw=draw, incident=incident.number, subject=member, other=call.id)


def _callers(incident: Incident, call: Call) -> list[str]:
    """The lead of the task's group, whoever activated, and who arrived first; each once."""
    group = incident.groups[incident.task_by_id[call.task].group]
    people = dict.fromkeys([group.lead, incident.activated_by, *incident.first_there[:1]])
    return [person for person in people if person is not None and person in incident.roll]


def _script(incident: Incident, call: Call, write: Writer) -> list[str]:
    """What to say, in plain words; what is not known is said to be unknown, never left out."""
    unknown = write.t("call.unknown")
    values = {
        "place": incident.place or unknown,
        "landmark": incident.plan.landmark,
        "what": incident.what or unknown,
        "casualties": casualty_line(incident, write) or unknown,
        "callback": incident.plan.callback,
        "meet": incident.plan.meet,
    }
    return [line.format_map({key: " ".join(value.split()) for key, value in values.items()}) for line in call.script]


def _ask(incident: Incident, call: Call, script: Iterable[str], write: Writer) -> Iterator[str]:
    t = write.t
    if incident.exercise:
        yield bold(t("call.exercise", number=call.number))
        yield t("call.exercise_script")
    else:
        yield bold(t("call.heading", number=call.number, name=said(call.name)))
        yield t("call.script")
    yield from (f"• {said(line)}" for line in script)


def _settled(incident: Incident, call: Call, write: Writer) -> str:
    t = write.t
    made = incident.emergency_calls.get(call.id)
    if made is not None:
        key = "call.made_exercise" if incident.exercise else "call.made"
        return t(key, number=call.number, name=said(incident.name(made.by)), time=write.time(made.at))
    if incident.phase is not Phase.RESPONSE:
        return t("call.over", number=call.number)
    return t("call.handed_over", number=call.number)
