"""What goes upward from duties: the digest of what was missed, the month's summary, what the calendar lacks.

And across: who may confirm contacts from the other side sees whom they have not heard of (clause 6.1b).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.duty_month import on_paper
from bot.cards.duty_words import named, period_name, who
from bot.cards.ref import Ref, millisecond
from bot.cards.writing import CAPTION_LIMIT, LIMIT, Writer, bold, name_of, said, writer
from bot.domain.duty import commands as c
from bot.domain.duty import events as e
from bot.domain.duty.day import OFFICE
from bot.domain.duty.state import Part, Round
from bot.domain.message import Event
from bot.domain.unit import Unit

_NAMES: Final = 30
_IN_GROUP: Final = 12
_BUTTONS: Final = 24
_PERIODS: Final[dict[type[Event], str]] = {
    e.PeriodDeclared: "period.declared",
    e.PeriodProlonged: "period.prolonged",
    e.PeriodEnded: "period.ended",
}


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Digests and questions to the office and the director; the confirming side's cards."""
    staff = unit.staff
    match event:
        case e.DutiesEscalated():
            readers = staff.office() if event.level == OFFICE else staff.director()
            text = "\n".join(_digest(unit, event, writer(unit)))
            for member in readers:
                yield _told(member, f"digest/{event.level}", text, event)
        case e.MonthSummed():
            for member in dict.fromkeys((*staff.director(), *staff.office())):
                yield Ref(draw=draw_month, subject=member, other=event.month)
        case e.CalendarAsked():
            write = writer(unit)
            text = write.t(f"duty.lacks_{event.lack}", about=said(event.about))
            for member in staff.office():
                yield _told(member, f"calendar/{event.lack}", text, event)
        case e.PeriodDeclared() | e.PeriodProlonged() | e.PeriodEnded():
            period = next(period for period in unit.duties.periods if period.id == event.period)
            write = writer(unit)
            by = said(name_of(unit, event.by))
            text = write.t(_PERIODS[type(event)], name=said(period.name), until=write.day(period.end), by=by)
            let_go = _let_go(unit, period.id) if isinstance(event, e.PeriodEnded) else 0
            if let_go:
                text += "\n" + write.t.plural("period.released", let_go)
            for leader in unit.roster.with_role(*unit.plan.command_post):
                yield _told(leader.id, f"period/{event.period}", text, event)
        case e.RoundOpened():
            for found in list(unit.duties.rounds.get(event.duty, {}).values())[-2:]:
                yield from _confirming(unit, found)
        case e.DutyAnswered() | e.DutyReopened() | e.ContactConfirmed() | e.HoldersChanged() | e.RoundEnded():
            changed = unit.duties.rounds.get(event.duty, {}).get(event.period)
            if changed is not None:
                yield from _confirming(unit, changed)
        case _:
            return


def draw_told(unit: Unit, ref: Ref) -> Card:
    """The words that the event gave."""
    member, _, what = ref.subject.partition("/")
    return Card(
        key=f"duties/{what}/{member}/{ref.ordinal}",
        to=f"member:{member}",
        lane=Lane.NAG,
        text=writer(unit).page(ref.other.split("\n")),
    )


def draw_month(unit: Unit, ref: Ref) -> Card:
    """A month's rounds, a line each: answered, late, missed, and by whom."""
    write = writer(unit)
    t = write.t
    lines = [bold(t("duty.month_heading", month=int(ref.other[5:])))]
    for found in unit.duties.all_rounds():
        if f"{found.due_on:%Y-%m}" != ref.other:
            continue
        done = [part for part in found.parts.values() if part.done]
        late = [part for part in done if part.answer is not None and part.answer.late]
        missed = [part for part in found.parts.values() if not part.done and not part.left]
        lines.append("")
        lines.append(named(unit, found, write))
        key = "duty.tally_late" if late else "duty.tally"
        lines.append(t(key, done=len(done), total=len(done) + len(missed), late=len(late)))
        if missed:
            lines.append(t("duty.missed_by", names=_names(missed, write)))
    # The director gets it on paper too; the words are then the caption of a file, and shorter.
    leads = ref.subject in unit.staff.director()
    paper = on_paper(unit, ref.other) if leads else None
    return Card(
        key=f"duties/month/{ref.other}/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.DOCUMENT,
        text=write.page(lines, limit=LIMIT if paper is None else CAPTION_LIMIT),
        attachment=paper,
    )


def draw_confirming(unit: Unit, ref: Ref) -> Card | None:
    """Whom the other side has not heard of yet: a tap says that the contact took place, one more takes it back."""
    found = unit.duties.rounds.get(ref.other, {}).get(ref.incident)
    if found is None or unit.roster.find(ref.subject) is None:
        return None
    write = writer(unit)
    t = write.t
    parts = [part for part in found.parts.values() if not part.left]
    waiting = [part for part in parts if part.confirmed_by is None and ref.subject not in part.owed.members]
    mine = [part for part in parts if part.confirmed_by == ref.subject]
    newest = next(reversed(list(unit.duties.rounds[ref.other])))
    closed = not (waiting or mine) or found.period != newest
    lines = [
        bold(t("duty.confirm_heading", duty=named(unit, found, write))),
        t("duty.tally_confirmed", done=sum(p.done for p in parts), total=len(parts), count=len(parts) - len(waiting)),
    ]
    if not closed:
        lines += [t(key) for key, any_ in (("duty.confirm_how", waiting), ("duty.confirm_back", mine)) if any_]
    keys = [
        Button(
            text=f"{'↩' if part in mine else '☑' if part.done else '☐'} {part.owed.name}",
            command=c.ConfirmContact(item=found.item(part.owed.subject), back=part in mine),
        )
        for part in [*sorted(waiting, key=lambda part: part.done), *mine][:_BUTTONS]
    ]
    return Card(
        key=f"duty/{found.duty}/{found.period}/confirm/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=() if closed else [keys[i : i + 2] for i in range(0, len(keys), 2)],
        closed=closed,
    )


def _confirming(unit: Unit, found: Round) -> Iterator[Ref]:
    if found.terms.confirm_by is not None:
        for member in unit.roster.with_role(found.terms.confirm_by):
            yield Ref(draw=draw_confirming, subject=member.id, other=found.duty, incident=found.period)


def _let_go(unit: Unit, period: str) -> int:
    """How many people who were asked in a period that was cut short need not answer any more."""
    rounds = (found for found in unit.duties.all_rounds() if found.period == period)
    parts = (part for found in rounds for part in found.parts.values() if part.released)
    return len({member for part in parts for member in part.owed.members})


def _told(member: str, what: str, text: str, event: Event) -> Ref:
    at = millisecond(event.at)
    return Ref(draw=draw_told, subject=f"{member}/{what}", other=text, ordinal=at)


def _digest(unit: Unit, event: e.DutiesEscalated, write: Writer) -> Iterator[str]:
    """By duty and round: who has not answered, and who cannot, with their reason."""
    t = write.t
    yield bold(t("duty.digest" if event.level == OFFICE else "duty.digest_director"))
    rounds: dict[tuple[str, str], list[Part]] = {}
    for item in event.items:
        found = unit.duties.find(item)
        if found is not None:
            rounds.setdefault((item.duty, item.period), []).append(found[1])
    for (duty, period), parts in rounds.items():
        opened = unit.duties.rounds[duty][period]
        yield ""
        yield t("duty.digest_round", duty=named(unit, opened, write), due=write.day(opened.due_on))
        silent = [part for part in parts if part.answer is None]
        if silent and opened.terms.each == "member" and (opened.terms.who.everyone or opened.terms.who.groups):
            yield t("duty.missed_in_groups", count=len(silent))
            for group, members in _by_group(unit, silent, write):
                if members:
                    names = _names(members, write, _IN_GROUP)
                    yield t("duty.missed_in", group=group, count=len(members), names=names)
        elif silent:
            yield t("duty.missed_by", names=_names(silent, write))
        for part in parts:
            if part.answer is not None:
                yield t("duty.unable_by", name=who(part, write), why=said(part.answer.words) or t("duty.no_reason"))
    yield from _overdue_beside(unit, event.at.astimezone(write.zone).date(), write)


def _overdue_beside(unit: Unit, today: date, write: Writer) -> Iterator[str]:
    """Hazards and meetings that are overdue on the same day, so that one message tells all."""
    t = write.t
    hazards, meetings = unit.hazards.overdue(today), unit.meetings.overdue(today)
    if hazards or meetings:
        yield ""
    if hazards:
        numbers = [" ".join(filter(None, (hazard.number, said(hazard.place, 30)))) for hazard in hazards]
        names = t("list.comma").join(write.listed(numbers, most=_NAMES // 3))
        yield t("duty.digest_hazards", count=len(hazards), names=names)
    for meeting in meetings:
        period = period_name(unit, meeting.period, write)
        yield t("duty.digest_meeting", title=said(meeting.terms.title), period=period)


def _by_group(unit: Unit, parts: Sequence[Part], write: Writer) -> Iterator[tuple[str, list[Part]]]:
    """Members under each group that they are in, in the plan's order; the command post first, those in none last."""
    post = {member.id for member in unit.roster.with_role(*unit.plan.command_post)}
    others: list[tuple[Part, tuple[str, ...]]] = []
    for part in parts:
        member = unit.roster.find(part.owed.subject)
        if part.owed.subject not in post:
            others.append((part, member.group if member is not None else ()))
    yield write.t("duty.command_post"), [part for part in parts if part.owed.subject in post]
    for group in unit.plan.groups:
        yield said(group.name), [part for part, of in others if group.id in of]
    known = {group.id for group in unit.plan.groups}
    yield write.t("duty.in_no_group"), [part for part, of in others if known.isdisjoint(of)]


def _names(parts: Sequence[Part], write: Writer, most: int = _NAMES) -> str:
    """The first of them by name; of a thousand the others are only counted, not written to be cut."""
    few = [who(part, write) for part in parts[:most]]
    more = [write.t("list.more", count=len(parts) - most)] if len(parts) > most else []
    return write.t("list.comma").join([*few, *more])
