"""The phone tree: each caller gets two or three names of those who have not answered."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import LogPhoneResult
from bot.domain.incident.events import PhoneResult
from bot.domain.incident.state import Incident, Phase
from bot.domain.message import Event
from bot.domain.unit import Unit

_STYLES: Final = {PhoneResult.REACHED: Style.SUCCESS, PhoneResult.NO_ANSWER: None, PhoneResult.OFF: Style.DANGER}


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The callers' cards: new names, results, and names struck off because they answered."""
    match event:
        case e.CallsDealt():
            incident = unit.incidents[event.number]
            for caller, members in event.calls:
                yield from (_latest(incident, c) for m in members for c in incident.roll[m].callers if c != caller)
                newest = len(incident.calls_of(caller))
                yield Ref(draw=draw, incident=event.number, subject=caller, ordinal=newest)
                if newest > len(members):
                    yield Ref(draw=draw, incident=event.number, subject=caller, ordinal=newest - len(members))
        case e.PhoneResultLogged() | e.Answered():
            incident = unit.incidents[event.number]
            yield from (_latest(incident, caller) for caller in incident.roll[event.member].callers)
        case e.StoodDown() | e.ExerciseOverridden() | e.SceneDescribed():
            incident = unit.incidents[event.number]
            callers = {caller for standing in incident.roll.values() for caller in standing.callers}
            yield from (_latest(incident, caller) for caller in sorted(callers))
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To one caller. More names are a new message with all of them, so that it rings; the older one is closed."""
    incident = unit.incidents[ref.incident]
    names = incident.calls_of(ref.subject)
    write = writer(unit, incident)
    newest = ref.ordinal == len(names)
    asks = (
        newest and incident.phase is Phase.RESPONSE and any(_to_call(incident, ref.subject, member) for member in names)
    )
    return Card(
        key=f"{incident.number}/calls/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(_lines(incident, ref.subject, names, write) if newest else [write.t("calls.superseded")]),
        buttons=_buttons(incident, ref.subject, names, write) if asks else (),
        closed=not asks,
    )


def _latest(incident: Incident, caller: str) -> Ref:
    return Ref(draw=draw, incident=incident.number, subject=caller, ordinal=len(incident.calls_of(caller)))


def _to_call(incident: Incident, caller: str, member: str) -> bool:
    standing = incident.roll[member]
    return standing.caller == caller and standing.answer is None and standing.phone is not PhoneResult.REACHED


def _lines(incident: Incident, caller: str, names: list[str], write: Writer) -> Iterator[str]:
    t = write.t
    yield bold(t("calls.heading", number=incident.number))
    if incident.phase is not Phase.RESPONSE:
        yield t("calls.over")
        return
    if not any(_to_call(incident, caller, member) for member in names):
        yield bold(t("calls.done"))
    else:
        yield t("calls.ask_exercise" if incident.exercise else "calls.ask")
        place, assembly = said(incident.place) or t("unknown_yet"), said(incident.plan.assembly_points[0].name)
        yield t("calls.say", place=place, assembly=assembly)
    for member in names:
        standing, found = incident.roll[member], incident.roster.by_id[member]
        if standing.caller is not None and standing.caller != caller:
            yield f"• {bold(said(found.name))} — {t('calls.passed_on', name=said(incident.name(standing.caller)))}"
            continue
        if standing.answer is not None:
            state = t("calls.answered")
        elif standing.phone is not None:
            state = t(f"phone.{standing.phone}")
        else:
            state = t("calls.open")
        yield f"• {bold(said(found.name))} {found.phone} — {state}"


def _buttons(incident: Incident, caller: str, names: list[str], write: Writer) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    for member in names:
        if not _to_call(incident, caller, member):
            continue
        found = incident.roster.by_id[member]
        results = (
            Button(
                text=write.t(f"phone.{result}"),
                command=LogPhoneResult(number=incident.number, member=member, result=result),
                style=_STYLES[result],
            )
            for result in PhoneResult
        )
        rows.append((Button(text=clip(found.name, 16), copy=found.phone), *results))
    return tuple(rows)
