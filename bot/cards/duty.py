"""The reminder: one message a person with everything that they owe, answered by a tap or by a reply in words."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.cards import duty_beside as beside
from bot.cards.card import Button, Card, Lane, Style
from bot.cards.duty_words import named
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.duty import commands as c
from bot.domain.duty import events as e
from bot.domain.duty.state import Answer, Part, Reminder, Round
from bot.domain.hazard.commands import ReportHazard
from bot.domain.hazard.events import HazardEvent
from bot.domain.meeting.events import MeetingEvent
from bot.domain.message import Event
from bot.domain.unit import Unit

_MOST: Final = 12  # things on one card; the rest is counted and comes when these are done


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """New reminders, the ones that they replace, and all that show what was answered."""
    duties = unit.duties
    match event:
        case e.DutyReminded():
            for member, _ in event.people:
                for reminder in duties.reminders.get(member, ())[-2:]:
                    yield _ref(member, reminder)
        case e.ReminderPutOff():
            for reminder in duties.reminders.get(event.member, ())[-1:]:
                yield _ref(event.member, reminder)
        case e.DutyAnswered() | e.DutyReopened() | e.ContactConfirmed():
            item = e.Item(duty=event.duty, period=event.period, subject=event.subject)
            yield from _about(unit, item)
            found = unit.duties.find(item)
            if found is not None and any(answer.value == e.HAZARD for answer in found[1].answers):
                yield Ref(draw=draw_found, subject=item.subject, other=item.duty, incident=item.period)
        case e.PeriodProlonged() | e.PeriodEnded():
            for opened in duties.all_rounds():
                for subject, part in opened.parts.items() if opened.period == event.period else ():
                    yield from _about(unit, opened.item(subject)) if part.open else ()
        case e.RoundEnded():
            for subject in event.released:
                yield from _about(unit, e.Item(duty=event.duty, period=event.period, subject=subject))
        case e.HoldersChanged():
            for subject in (*event.removed, *(owed.subject for owed in event.added)):
                yield from _about(unit, e.Item(duty=event.duty, period=event.period, subject=subject))
        case HazardEvent() | MeetingEvent():
            for member in beside.readers(unit, event):
                for reminder in duties.reminders.get(member, ())[-1:]:
                    yield _ref(member, reminder)
        case _:
            return


def draw_reminder(unit: Unit, ref: Ref) -> Card | None:
    """What is owed and until when; what was answered stays on it. Only the newest reminder has buttons."""
    mine = unit.duties.reminders.get(ref.subject, ())
    reminder = next((one for one in mine if one.number == ref.ordinal), None)
    if reminder is None or unit.roster.find(ref.subject) is None:
        return None
    write = writer(unit)
    newest = reminder is mine[-1]
    day = reminder.at.astimezone(write.zone).date()
    found = beside.beside(unit, ref.subject, day)
    if newest and not reminder.items and not found:
        return None  # what it is for comes in the same moment
    shown = reminder.items[:_MOST]
    rows = _buttons(unit, shown, ref.subject, write, found) if newest else []
    return Card(
        key=f"duties/reminder/{ref.subject}/{reminder.number}",
        to=f"member:{ref.subject}",
        lane=Lane.TAPPED if reminder.asked else Lane.NAG,
        text=write.page(_lines(unit, reminder, ref.subject, write, found, newest=newest)),
        buttons=rows,
        reply=c.AnswerInWords(items=reminder.items) if reminder.items or found.hazards else None,
        closed=not rows,
    )


def draw_found(unit: Unit, ref: Ref) -> Card | None:
    """To whoever found a hazard on a round: what is it? The reply goes into the register (clause 7.2)."""
    found = unit.duties.find(e.Item(duty=ref.other, period=ref.incident, subject=ref.subject))
    if found is None:
        return None
    opened, part = found
    finder = next(answer for answer in reversed(part.answers) if answer.value == e.HAZARD)
    stands = part.answer is not None and part.answer.value == e.HAZARD
    write = writer(unit)
    place, source = part.owed.name, f"duty/{opened.duty}/{opened.period}"
    return Card(
        key=f"{source}/found/{ref.subject}/{finder.by}",
        to=f"member:{finder.by}",
        lane=Lane.TAPPED,
        text=write.page([write.t("duty.what_hazard" if stands else "duty.no_hazard", place=said(place))]),
        reply=ReportHazard(place=place, source=source),
        ask=write.t("hazard.ask_placeholder") if stands else None,
        closed=not stands,
    )


def _ref(member: str, reminder: Reminder) -> Ref:
    return Ref(draw=draw_reminder, subject=member, ordinal=reminder.number)


def _about(unit: Unit, item: e.Item) -> Iterator[Ref]:
    found = unit.duties.find(item)
    for member in found[1].owed.members if found else ():
        for reminder in unit.duties.reminders.get(member, ()):
            if item in reminder.items:
                yield _ref(member, reminder)


def _lines(
    unit: Unit, reminder: Reminder, member: str, write: Writer, found: beside.Beside, *, newest: bool
) -> Iterator[str]:
    t, day = write.t, reminder.at.astimezone(write.zone).date()
    yield bold(t("duty.heading_late" if reminder.late else "duty.heading", day=write.day(day)))
    shown, several = reminder.items[:_MOST], len(reminder.items) > 1
    open_ = False
    for number, item in enumerate(shown, 1):
        kept = unit.duties.find(item)
        yield ""
        if kept is None:
            yield t("duty.old", number=number)
            continue
        opened, part = kept
        place = t("duty.place", name=said(part.owed.name)) if opened.terms.each == "key_places" else ""
        yield (f"{number}. " if several else "") + bold(named(unit, opened, write) + place)
        yield from _state(unit, opened, part, day, write)
        open_ = open_ or part.open
    if len(reminder.items) > len(shown):
        yield t("list.more", count=len(reminder.items) - len(shown))
    put_off = unit.duties.put_off.get(member)
    if newest and open_ and put_off is not None:
        yield from ("", t("duty.put_off", when=write.day_time(put_off)))
    elif open_ and newest:
        yield from ("", t("duty.how_many" if several else "duty.how"))
    elif open_ or (not reminder.items and not newest):
        yield from ("", t("duty.see_newest"))
    yield from beside.lines(unit, found, member, write, today=day, alone=not reminder.items)


def _state(unit: Unit, opened: Round, part: Part, day: date, write: Writer) -> Iterator[str]:
    t, answer = write.t, part.answer
    if answer is not None:
        yield _answer(unit, part, answer, write)
    if part.confirmed_by is not None:
        yield t("duty.confirmed", name=said(name_of(unit, part.confirmed_by)))
    if part.released and opened.ended is not None:
        if answer is None:
            yield t("duty.released", day=write.day(opened.ended))
    elif part.left:
        yield t("duty.left")
    if not part.open:
        return
    key = "duty.overdue" if day > opened.due_on else "duty.due"
    yield t(key, day=write.day(opened.due_on)) + (t("duty.provisional") if opened.provisional else "")
    period = next((p for p in unit.duties.periods if p.id == opened.period and p.holds(day)), None)
    if period is not None:
        yield t("period.lasts", until=write.day(period.end))
    if opened.terms.detail:
        yield said(opened.terms.detail)
    if opened.terms.answer != "done":
        yield t(f"duty.asks_{opened.terms.answer}")


def _answer(unit: Unit, part: Part, answer: Answer, write: Writer) -> str:
    """The answer that counts, by whom, and that it was corrected where it was."""
    t = write.t
    found = answer.value == e.HAZARD
    what = "" if found else answer.value or answer.words
    parts = [
        t("duty.found_hazard", time=write.day_time(answer.at))
        if found
        else t("duty.done" if answer.outcome is e.Outcome.DONE else "duty.unable", time=write.day_time(answer.at)),
        *([t("duty.by", name=said(name_of(unit, answer.by)))] if answer.by != part.owed.subject else []),
        *([t("duty.said", words=said(what))] if what else []),
        *([t("duty.file")] if answer.file else []),
        *([t("duty.late")] if answer.late else []),
        *([t("duty.corrected")] if len(part.answers) > 1 else []),
    ]
    return "".join(parts)


def _buttons(
    unit: Unit, shown: Sequence[e.Item], member: str, write: Writer, found_beside: beside.Beside
) -> list[list[Button]]:
    t, rows, open_ = write.t, [], False
    for number, item in enumerate(shown, 1):
        found = unit.duties.find(item)
        if found is None or member not in found[1].owed.members or found[1].left:
            continue
        opened, part = found
        mark = f"{number} " if len(shown) > 1 else ""
        if not part.open:
            if part.answer is not None:
                again = Button(text=mark + t("button.take_back"), command=c.ReopenDuty(item=item))
                rows.append([again])
            continue
        open_ = True
        inspects = opened.terms.each == "key_places"
        done = Button(
            text=mark + t("button.in_order" if inspects else "button.duty_done"),
            command=c.AnswerDuty(item=item, outcome=e.Outcome.DONE),
            style=Style.SUCCESS,
        )
        unable = Button(text=mark + t("button.unable"), command=c.AnswerDuty(item=item, outcome=e.Outcome.UNABLE))
        hazard = Button(text=mark + t("button.found_hazard"), command=c.FindHazard(item=item), style=Style.DANGER)
        rows.append([done, hazard if inspects else unable] if opened.terms.answer == "done" else [unable])
    if open_ and member not in unit.duties.put_off:
        rows.append([Button(text=t("button.later"), command=c.PutOff())])
    return [*rows, *beside.buttons(found_beside, member, write)]
