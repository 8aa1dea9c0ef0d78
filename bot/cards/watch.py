"""Handing over: to whoever comes on duty, to whoever stays until then, and to the office when nobody comes."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.shifts import kind_name, people, person, span
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.message import Event
from bot.domain.unit import Unit
from bot.domain.watch import events as e
from bot.domain.watch.commands import TakeOverShift
from bot.domain.watch.schedule import Shift
from bot.domain.watch.state import Handover


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The cards of a handover, and of those before it that it ends."""
    watch = unit.watch
    match event:
        case e.HandoverDue():
            for handover in watch.handovers.values():
                if handover.kind == event.kind:
                    yield from _all(handover)
        case e.ShiftTakenOver() | e.HandoverNagged():
            if event.handover in watch.handovers:
                yield from _all(watch.handovers[event.handover])
        case e.WatchClosed():
            for handover in watch.handovers.values():
                yield from _all(handover)
        case _:
            return


def draw_incoming(unit: Unit, ref: Ref) -> Card | None:
    """To whoever comes on duty: 「已接班」. Each nag is a new message, and the one before it loses its button."""
    handover = unit.watch.handovers[ref.other]
    mine = [shift for shift in handover.incoming if shift.member == ref.subject]
    if unit.roster.find(ref.subject) is None or not mine or _goes_on(handover, mine):
        return None
    write = writer(unit)
    waiting = [shift for shift in mine if shift in handover.waiting()]
    asks = bool(waiting) and ref.ordinal == handover.level
    take = Button(text=write.t("button.take_over"), command=TakeOverShift(handover=handover.id), style=Style.SUCCESS)
    return Card(
        key=f"watch/handover/{handover.id}/in/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND if ref.ordinal else Lane.NAG,
        text=write.page(_incoming(unit, handover, mine, ref.ordinal, write)),
        buttons=((take,),) if asks else (),
        closed=not asks,
    )


def draw_outgoing(unit: Unit, ref: Ref) -> Card | None:
    """To whoever hands over: stay until it is taken over; they may say that it is."""
    handover = unit.watch.handovers[ref.other]
    stays_on = {shift.member for shift in handover.incoming}
    if unit.roster.find(ref.subject) is None or ref.subject in stays_on:
        return None
    if not handover.incoming and handover.covered:
        return None
    write = writer(unit)
    asks = bool(handover.waiting())
    taken = Button(text=write.t("button.they_took_over"), command=TakeOverShift(handover=handover.id))
    return Card(
        key=f"watch/handover/{handover.id}/out/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG,
        text=write.page(_outgoing(unit, handover, write)),
        buttons=((taken,),) if asks else (),
        closed=not asks and (bool(handover.incoming) or _followed(unit, handover)),
    )


def draw_office(unit: Unit, ref: Ref) -> Card | None:
    """To the office and the leader on duty: nobody has taken over in time, or nobody is to come at all."""
    handover = unit.watch.handovers[ref.other]
    if unit.roster.find(ref.subject) is None:
        return None
    write = writer(unit)
    waiting = handover.waiting()
    buttons = [
        Button(
            text=write.t("button.took_over", name=name_of(unit, shift.member)),
            command=TakeOverShift(handover=handover.id, shift=shift.id),
        )
        for shift in waiting
    ]
    return Card(
        key=f"watch/handover/{handover.id}/office/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(_office(unit, handover, write)),
        buttons=tuple((button,) for button in buttons),
        closed=not waiting and (bool(handover.incoming) or _followed(unit, handover)),
    )


def _all(handover: Handover) -> Iterator[Ref]:
    for ordinal in range(handover.level, -1, -1):
        for member in dict.fromkeys(shift.member for shift in handover.incoming):
            yield Ref(draw=draw_incoming, subject=member, other=handover.id, ordinal=ordinal)
    for member in dict.fromkeys(shift.member for shift in handover.outgoing):
        yield Ref(draw=draw_outgoing, subject=member, other=handover.id)
    for member in handover.told:
        yield Ref(draw=draw_office, subject=member, other=handover.id)


def _goes_on(handover: Handover, mine: list[Shift]) -> bool:
    """Whether they were on duty before: nothing is handed over."""
    return bool({shift.member for shift in handover.outgoing} & {shift.member for shift in mine})


def _incoming(unit: Unit, handover: Handover, mine: list[Shift], ring: int, write: Writer) -> Iterator[str]:
    t, kind = write.t, kind_name(write, handover.kind)
    if ring < handover.level and any(shift in handover.waiting() for shift in mine):
        yield t("alert.superseded")
        return
    if ring:
        yield bold(t("watch.not_taken", kind=kind, time=write.due(handover.due, mine[0].start)))
    else:
        yield bold(t("watch.take_over_late" if handover.late else "watch.take_over", kind=kind))
    for shift in mine:
        yield t("watch.your_shift", when=span(write, shift))
    if handover.outgoing:
        yield t("watch.from", names=people(unit, write, handover.outgoing, phone=True))
    yield from _state(unit, handover, mine, write)
    if any(shift in handover.waiting() for shift in mine):
        yield ""
        yield t("watch.how_incoming")


def _outgoing(unit: Unit, handover: Handover, write: Writer) -> Iterator[str]:
    t, kind = write.t, kind_name(write, handover.kind)
    if not handover.incoming:
        yield bold(t("watch.nobody_comes", kind=kind))
        office = unit.roster.with_role(unit.plan.office)
        yield t("watch.stay_and_call", names=t("list.comma").join(person(unit, m.id, phone=True) for m in office))
        return
    yield bold(t("watch.hand_over", kind=kind))
    yield t("watch.to", names=people(unit, write, handover.incoming, phone=True))
    yield from _state(unit, handover, handover.incoming, write)
    yield ""
    if handover.waiting():
        yield bold(t("watch.stay"))
        if handover.level > 1:
            yield t("watch.office_knows")
    elif not handover.over:
        yield t("watch.may_leave")


def _office(unit: Unit, handover: Handover, write: Writer) -> Iterator[str]:
    t, kind = write.t, kind_name(write, handover.kind)
    if not handover.incoming:
        yield bold(t("watch.uncovered", kind=kind, time=write.day_time(handover.due)))
    else:
        late = t("watch.late") if handover.level_late else ""
        due = write.day_time(handover.due)
        yield bold(t("watch.overdue", kind=kind, time=due, late=late))
        yield t("watch.expected", names=people(unit, write, handover.waited_for, phone=True))
    if handover.outgoing:
        yield t("watch.staying", names=people(unit, write, handover.outgoing, phone=True))
    yield from _state(unit, handover, handover.waited_for, write)
    if handover.waiting():
        yield ""
        yield t("watch.how_office")
    elif not handover.incoming and _followed(unit, handover):
        yield t("watch.covered_again")


def _state(unit: Unit, handover: Handover, shifts: list[Shift] | tuple[Shift, ...], write: Writer) -> Iterator[str]:
    """Who has taken over, when, and who said so; or that their time is up."""
    for shift in shifts:
        taken = handover.taken.get(shift.id)
        name = said(name_of(unit, shift.member))
        if taken is not None:
            time = write.due(taken.at, handover.due)
            by = "" if taken.by == shift.member else write.t("watch.said_by", name=said(name_of(unit, taken.by)))
            yield write.t("watch.taken", time=time, name=name, by=by)
        elif handover.over:
            yield write.t("watch.never_taken", name=name)


def _followed(unit: Unit, handover: Handover) -> bool:
    """Whether somebody has come on duty since."""
    later = list(unit.watch.handovers.values())
    return any(other.kind == handover.kind and other.incoming and int(other.id) > int(handover.id) for other in later)
